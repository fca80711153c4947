"""Unusual use: what each colleague did each week, counted from the log, and what of it deserves a look."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from schakel.access.models import INBOX_ID, Grant, User
from schakel.audit.kinds import Kind, tags_of
from schakel.audit.models import Event
from schakel.audit.reading import Selection, select
from schakel.cases.models import Case
from schakel.core import region, time
from schakel.desk.log.asked import start_of
from schakel.desk.log.subjects import hidden_from
from schakel.intake.models import Report
from schakel.methods.attention import Mark, Week, standing_out
from schakel.people.models import Person

WEEKS = 13


@dataclass(frozen=True)
class Figure:
    """One thing that is counted: its words, and the smallest difference from the usual that can matter."""

    label: str
    words: str
    least: int


FIGURES: Mapping[str, Figure] = {
    "cases": Figure("Casussen", "verschillende casussen gelezen", 10),
    "reports": Figure("Meldingen", "verschillende meldingen gelezen", 15),
    "persons": Figure("Personen", "verschillende personen gelezen", 15),
    "outside-hours": Figure("Buiten werktijd", "keer iets gelezen of gezocht buiten werktijd", 6),
    "outside-work": Figure("Buiten eigen werk", "casussen en personen gezien buiten eigen werk", 8),
    "refusals": Figure("Geweigerd", "keer iets geweigerd", 8),
    "searches": Figure("Gezocht", "keer gezocht", 10),
}
_REPORTS = ("report:opened", "report:read", "report:conversation_read")
_FIGURE_OF = {"case:read": "cases", "person:read": "persons", **dict.fromkeys(_REPORTS, "reports")}
_SEARCHES, _REFUSALS = tags_of(Kind.SEARCH), tags_of(Kind.REFUSAL)
_SEEN = (*_FIGURE_OF, *_SEARCHES, "person:match_cards")
_TAGS = (*_SEEN, *_REFUSALS, "access:glass_broken")
# Tags whose details name persons: those of the others are not read, for hundreds of thousands go by.
_NAMES_PERSONS = frozenset(("person:read", "person:match_cards"))
# What an event adds to a figure is a set of keys: the same case twice in a week is one case.
Keys = dict[str, set[str]]


@dataclass(frozen=True)
class Overview:
    """The counts of every colleague, by week, and the marks among them."""

    weeks: list[Week]
    marks: list[Mark]
    users: Mapping[str, User]


class _Row(NamedTuple):
    """What is needed of an event."""

    at: datetime
    tag: str
    actor_id: str
    object_type: str
    object_id: str
    detail_text: str
    door: str
    sequence: int


@dataclass
class _Rights:
    """Who had which way in to what, when: to tell one's own work from what lies outside it."""

    users: Mapping[str, User]
    compartments: dict[str, uuid.UUID] = field(default_factory=dict)
    grants: dict[tuple[str, uuid.UUID], list[Grant]] = field(default_factory=lambda: defaultdict(list))
    judged_at: dict[str, datetime] = field(default_factory=dict)

    def is_own_work(self, actor_id: str, record_id: str, at: datetime) -> bool:
        """By role, or by a grant in force at that moment that is no emergency."""
        compartment = self.compartments.get(record_id, INBOX_ID)
        judged = self.judged_at.get(record_id)
        if compartment == INBOX_ID or (judged is not None and at <= judged):
            return True
        return any(
            grant.ground != Grant.Ground.BREAK_GLASS
            and grant.starts_at <= at
            and (grant.ends_at is None or at < grant.ends_at)
            for grant in self.grants.get((actor_id, compartment), ())
        )


def overview(*, viewer: User, until: date | None = None) -> Overview:
    """The last WEEKS weeks up to a day (today if none is given), without what this officer is excluded from."""
    last = monday_of(until or time.real_now().date())
    rights = _rights(last - timedelta(weeks=WEEKS - 1))
    found: dict[tuple[str, int], Keys] = defaultdict(lambda: defaultdict(set))
    selection = _selection(viewer, last - timedelta(weeks=WEEKS - 1), last + timedelta(weeks=1))
    for row in _rows(selection):
        if row.actor_id not in rights.users:
            continue
        week = week_number(row.at.astimezone(time.REGION_ZONE).date())
        for figure, keys in _adds(row, rights).items():
            found[row.actor_id, week][figure] |= keys
    weeks = [
        Week(actor, rights.users[actor].role, week, {name: len(keys[name]) for name in FIGURES})
        for (actor, week), keys in sorted(found.items())
    ]
    return Overview(weeks, standing_out(weeks, {name: one.least for name, one in FIGURES.items()}), rights.users)


def behind(user: User, week: date, figure: str, *, viewer: User) -> list[Event]:
    """The events behind one number of one colleague in the week that begins on that Monday, newest first."""
    rights = _rights(week)
    selection = _selection(viewer, week, week + timedelta(weeks=1), user.actor_id)
    wanted = [(row.door, row.sequence) for row in _rows(selection) if figure in _adds(row, rights)]
    by_door: dict[str, list[int]] = defaultdict(list)
    for door, sequence in wanted:
        by_door[door].append(sequence)
    found = [
        event
        for door, sequences in by_door.items()
        for event in select(selection).filter(door=door, sequence__in=sequences)
    ]
    return sorted(found, key=lambda event: (event.at, event.sequence), reverse=True)


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def week_number(day: date) -> int:
    """A number that grows by one every week, to compare weeks by."""
    return (monday_of(day) - date(1970, 1, 5)).days // 7


def monday_of_number(number: int) -> date:
    """The reverse of `week_number`."""
    return date(1970, 1, 5) + timedelta(weeks=number)


def _selection(viewer: User, first: date, end: date, actor_id: str = "") -> Selection:
    return Selection(
        since=start_of(first), until=start_of(end), tags=_TAGS, actor_id=actor_id, hidden=hidden_from(viewer)
    )


def _rows(selection: Selection) -> Iterator[_Row]:
    rows = select(selection).order_by().values_list(*_Row._fields).iterator(chunk_size=5_000)
    yield from map(_Row._make, rows)


def _adds(row: _Row, rights: _Rights) -> Keys:
    """What one event adds to which figures."""
    place = f"{row.door}/{row.sequence}"
    if row.tag in _REFUSALS:
        return {"refusals": {place}}
    if row.tag == "access:glass_broken":
        return {"outside-work": {row.object_id}}
    seen = {row.object_id}
    if row.tag in _NAMES_PERSONS:
        own = seen if row.object_type == "person" else set()
        seen = own | set(json.loads(row.detail_text).get("persons") or ())
    added: Keys = {}
    if row.tag in _SEARCHES:
        added["searches"], seen = {place}, set()
    elif row.tag != "person:match_cards":
        added[_FIGURE_OF[row.tag]] = seen
    outside = {one for one in seen if not rights.is_own_work(row.actor_id, one, row.at)}
    if outside:
        added["outside-work"] = outside
    if is_outside_hours(row.at):
        added["outside-hours"] = {place}
    return added


def is_outside_hours(at: datetime) -> bool:
    """Whether a moment lies outside the working hours of the region profile."""
    profile, local = region.current(), at.astimezone(time.REGION_ZONE)
    if local.isoweekday() not in profile.working_days:
        return True
    return not profile.work_begins <= local.time().isoformat("minutes") < profile.work_ends


def _rights(since: date) -> _Rights:
    rights = _Rights({user.actor_id: user for user in User.objects.all()})
    for records in (Case.objects, Person.objects, Report.objects):
        rows = records.exclude(compartment=INBOX_ID).values_list("pk", "compartment")
        rights.compartments |= {str(record_id): compartment for record_id, compartment in rows.iterator()}
    for grant in Grant.objects.defer("reason").iterator():
        rights.grants[str(grant.user_id), grant.compartment_id].append(grant)
    judged = Event.objects.filter(tag="report:triaged", at__gte=start_of(since))
    rights.judged_at = dict(judged.order_by("at").values_list("object_id", "at"))
    return rights
