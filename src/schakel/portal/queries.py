"""Reading the shared part of a case, for the guest it is shared with; and what partners added, for own staff."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from schakel.access.models import Grant, User
from schakel.access.policies import is_guest
from schakel.access.queries import ground_of, live_grants, read_reason
from schakel.audit.record import record
from schakel.cases.conference.composing import shortened
from schakel.cases.conference.policies import is_third
from schakel.cases.life.involved import in_words
from schakel.cases.life.story import continued
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.history import flat, label_of, words_of
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import Step, Version
from schakel.cases.plan.queries import StepSheet, sheet_of_step
from schakel.cases.plan.states import UNFINISHED
from schakel.cases.plan.views.changed import Row, Told
from schakel.cases.queries import case_for, cases_for, record_listed
from schakel.partners.accounts import professional_of
from schakel.partners.models import Professional
from schakel.portal import policies
from schakel.portal.meetings import Meeting, meetings_of
from schakel.portal.models import Contribution
from schakel.portal.states import Onward
from schakel.portal.telling import Sheet, as_seen_by, histories_of, sheet_of
from schakel.sharing.models import Disclosure
from schakel.sharing.received import given_to, recalled_from
from schakel.sharing.supplied import Supplied
from schakel.vault import records

_FINISHED = 10
# Of an action a guest is told what another changed in these.
_TOLD = ("title", "due_on", "notes")


@dataclass(frozen=True)
class MyCase:
    """A case in the list of a guest: why they were invited, until when, and what waits for them."""

    case: Case
    why: str
    until: datetime | None
    steps: int
    minutes: int


@dataclass(frozen=True)
class MyStep:
    """An action of a guest's own, as far as they need it to do it."""

    sheet: StepSheet
    title: str
    notes: str
    answer: str

    @property
    def is_open(self) -> bool:
        return self.sheet.step.state in UNFINISHED


@dataclass(frozen=True)
class SharedCase:
    """Everything of a case that one guest may see."""

    case: Case
    why: str
    until: datetime | None
    # Who they are in the address book; None: nothing of it can be theirs yet.
    somebody: Professional | None
    given: list[Disclosure]
    recalled: list[Disclosure]
    meetings: list[Meeting]
    steps: list[MyStep]
    contributions: list[Sheet]
    is_destroyed: bool

    @property
    def waiting(self) -> list[MyStep]:
        return [one for one in self.steps if one.is_open]

    @property
    def done(self) -> list[MyStep]:
        return [one for one in self.steps if not one.is_open][:_FINISHED]


def my_cases(viewer: User) -> list[MyCase]:
    """The cases that this guest takes part in now, whichever ends first on top; recorded."""
    somebody = professional_of(viewer)
    shown = list(_shared_with(viewer))
    record_listed(shown, viewer=viewer)
    found = []
    for case in shown:
        admission = _admission(viewer, case)
        steps = _steps(case, somebody).filter(state__in=UNFINISHED).count()
        waiting = sum(one.waits for one in meetings_of(case, somebody))
        found.append(MyCase(case, read_reason(admission, viewer=viewer), admission.ends_at, steps, waiting))
    return sorted(found, key=lambda one: (one.until is None, one.until, one.case.number))


def case_shared_with(viewer: User, case_id: uuid.UUID) -> Case:
    """One case that this guest takes part in now, or 404. Own staff have a page of their own."""
    found = _shared_with(viewer).filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def read_shared(case: Case, viewer: User) -> SharedCase:
    """The shared part of a case; recorded."""
    somebody, admission = professional_of(viewer), _admission(viewer, case)
    steps = list(_steps(case, somebody).order_by("due_on", "planned_at"))
    mine = list(_contributions(case).filter(author=viewer))
    given = given_to(viewer, case)
    _record(
        "case:shared_read",
        case,
        viewer,
        disclosures=[row.id for row in given],
        steps=[row.id for row in steps],
        contributions=[row.id for row in mine],
    )
    with records.at_hand([case.data_key]):
        return SharedCase(
            case,
            read_reason(admission, viewer=viewer),
            admission.ends_at,
            somebody,
            given,
            recalled_from(viewer, case),
            meetings_of(case, somebody),
            _my_steps(steps, viewer, _shortening(case, somebody)),
            [sheet_of(row) for row in mine],
            records.is_destroyed(case.data_key),
        )


def step_of(viewer: User, case: Case, step_id: uuid.UUID) -> Step:
    """One action of this guest's own, or 404."""
    found = _steps(case, professional_of(viewer)).filter(pk=step_id).first()
    if found is None:
        raise Http404
    return found


def read_step(step: Step, viewer: User) -> MyStep:
    """One action of this guest's own; recorded."""
    _record("plan:read", step.case, viewer, step=step.id)
    with records.at_hand([step.case.data_key]):
        (mine,) = _my_steps([step], viewer, _shortening(step.case, professional_of(viewer)))
    return mine


def told_of_step(step: Step, revision: int, viewer: User) -> Told:
    """What another changed in an action since that version, in words for whose action it is now.

    Which version they began with is what their browser says: one from before it was theirs is not told.
    """
    short = _shortening(step.case, professional_of(viewer))
    before, now = flat(contents.version_of(step, revision) or {}), flat(contents.now(step, contents.read(step)))
    is_theirs = before.get("professional") == now["professional"]
    base = {name: before.get(name, "") if is_theirs else "" for name in _TOLD}
    rows = []
    for one in merge(base, now, base)[1]:
        was, made, mine = (short(words_of(step, one.field, value, "")) for value in (one.before, one.theirs, one.mine))
        rows.append(Row(label_of(step, one.field, ""), was, made, mine, one.is_conflict))
    latest = Version.objects.select_related("by").get(subject_id=step.id, revision=step.revision)
    return Told(latest, tuple(rows))


def contribution_of(viewer: User, case: Case, contribution_id: uuid.UUID) -> Contribution:
    """Something that this guest added themself, or 404."""
    found = _contributions(case).filter(author=viewer, pk=contribution_id).first()
    if found is None:
        raise Http404
    return found


def read_contribution(row: Contribution, viewer: User) -> Sheet:
    """Something that this guest added, with how it was before; recorded."""
    _record("contribution:read", row.case, viewer, contributions=[row.id])
    with records.at_hand([row.case.data_key]):
        return sheet_of(row, histories_of([row])[row.id])


def case_with_contributions(viewer: User, case_id: uuid.UUID) -> Case:
    """The case of which this colleague may read what partners added, or 404."""
    if not policies.reads_contributions(viewer):
        raise Http404
    return case_for(viewer, case_id)


def contributions_to(case: Case) -> QuerySet[Contribution]:
    """What partners added to a case, the latest first, for a page to take its part of; no words."""
    return _contributions(case)


def read_contributions(case: Case, rows: list[Contribution], viewer: User) -> list[Sheet]:
    """These of what partners added to a case, for own staff; recorded."""
    if rows:
        _record("contribution:read", case, viewer, contributions=[row.id for row in rows])
    with records.at_hand([case.data_key]):
        histories = histories_of(rows)
        return [as_seen_by(sheet_of(row, histories[row.id]), viewer) for row in rows]


def conditions_in(case: Case, viewer: User) -> list[Supplied]:
    """What partners ask of whoever passes on what they gave, also in a case that goes on in this one; recorded.

    Nothing of what asks nothing.
    """
    if not policies.reads_contributions(viewer):
        return []
    found = []
    for one in (case, *continued(case, viewer)):
        rows = list(_contributions(one).filter(withdrawn_at=None))
        if rows:
            _record("contribution:read", one, viewer, contributions=[row.id for row in rows])
        found += rows
    return _asking(found, viewer)


def _asking(rows: list[Contribution], viewer: User) -> list[Supplied]:
    with records.at_hand({row.case.data_key for row in rows}):
        sheets = [as_seen_by(sheet_of(row), viewer) for row in rows]
    asking = [one for one in sheets if one.onward != Onward.FREE.label or one.conditions or one.categories]
    return [
        Supplied(one.by, one.row.added_at, one.onward, one.conditions, one.categories)
        for one in asking
        if not one.is_destroyed
    ]


def _shared_with(viewer: User) -> QuerySet[Case]:
    """Of a guest the cases that they may see and that are not over; of own staff none."""
    shown = cases_for(viewer).filter(closed_at=None)
    return shown if is_guest(viewer) else shown.none()


def _admission(viewer: User, case: Case) -> Grant:
    """By which this guest sees the case, the one that lasts longest. Raises Http404 when it ended a moment ago."""
    held = live_grants().filter(user=viewer, compartment=case.compartment_id, ground=Grant.Ground.PARTICIPANT)
    found = held.select_related("compartment").order_by("-ends_at").first()
    if found is None:
        raise Http404
    return found


def _steps(case: Case, somebody: Professional | None) -> QuerySet[Step]:
    rows = case.steps.select_related("case", "owner", "professional__organisation")
    return rows.filter(professional=somebody) if somebody is not None else rows.none()


def _contributions(case: Case) -> QuerySet[Contribution]:
    return Contribution.objects.filter(case=case).select_related("case__compartment", "author")


def _my_steps(steps: list[Step], viewer: User, short: Callable[[str], str]) -> list[MyStep]:
    sheets = [sheet_of_step(step) for step in steps]
    answered = [sheet.step for sheet in sheets if sheet.reason]
    versions: dict[uuid.UUID, list[Version]] = {step.id: [] for step in answered}
    found = Version.objects.filter(case__in={step.case_id for step in answered}, subject_id__in=list(versions))
    for version in found.order_by("-revision"):
        versions[version.subject_id].append(version)
    return [_my_step(sheet, viewer, short, versions.get(sheet.step.id, [])) for sheet in sheets]


def _my_step(sheet: StepSheet, viewer: User, short: Callable[[str], str], versions: list[Version]) -> MyStep:
    answer = sheet.reason if sheet.reason and _said_by(viewer, sheet, versions) else ""
    return MyStep(sheet, short(sheet.title), short(sheet.notes), short(answer))


def _said_by(viewer: User, sheet: StepSheet, versions: list[Version]) -> bool:
    """Whether they said this of an action themselves: what staff write as its reason is for staff."""
    by = None
    for version in versions:
        if contents.read_version(version, sheet.step.case.data_key).get("reason", "") != sheet.reason:
            break
        by = version.by_id
    return by == viewer.pk


def _shortening(case: Case, somebody: Professional | None) -> Callable[[str], str]:
    """How names are written for this reader: for a third party initials, as in the minutes."""
    if not is_third(somebody):
        return str
    known = in_words(list(case.involvements.select_related("case", "person__report")))
    names = [name for one in known for name in (one.details.name, one.details.nickname) if name]
    return lambda words: shortened(words, names)


def _record(tag: str, case: Case, viewer: User, **detail: Any) -> None:
    record(tag, by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **detail)
