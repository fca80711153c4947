"""Conferences for whoever takes part in them: which ones, the final minutes as they may see them, and what they said of these."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from schakel.access import four_eyes
from schakel.access.models import User
from schakel.access.policies import is_guest
from schakel.access.queries import ground_of, viewers_of, visible
from schakel.audit.record import record
from schakel.cases.conference import handing
from schakel.cases.conference import queries as conferences
from schakel.cases.conference.models import Attendee, Conference, Minutes
from schakel.cases.conference.policies import why_sees_nothing
from schakel.cases.conference.queries import AttendeeSheet
from schakel.cases.conference.states import ConferenceState, MinutesState, Presence
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.policies import sees_plans
from schakel.partners.accounts import is_account_of, professional_of
from schakel.partners.models import Professional
from schakel.portal.models import Signature
from schakel.portal.states import Reply
from schakel.vault import records

_LABEL = "minutes signature"
# By edition and participant.
_Replies = defaultdict[tuple[uuid.UUID, uuid.UUID], list[Signature]]


@dataclass(frozen=True)
class Meeting:
    """A conference that somebody takes part in: what they are needed for, where, and whether they said something of its minutes."""

    attendee: Attendee
    sheet: AttendeeSheet
    place: str
    minutes: Minutes | None
    replies: tuple[Signature, ...]

    @property
    def conference(self) -> Conference:
        return self.attendee.conference

    @property
    def is_signed(self) -> bool:
        return any(one.reply == Reply.SIGNED for one in self.replies)

    @property
    def waits(self) -> bool:
        """Whether there are minutes of which they said nothing yet."""
        return self.minutes is not None and not self.replies


@dataclass(frozen=True)
class Spoken:
    """What somebody said of minutes, in words; `words` are those of a remark."""

    row: Signature
    words: str


@dataclass(frozen=True)
class MyMinutes:
    """The final minutes as one participant may see them, and what they said of them before."""

    attendee: Attendee
    sheet: AttendeeSheet
    minutes: Minutes
    shown: contents.Content
    digest: str
    spoken: tuple[Spoken, ...]

    @property
    def agreements(self) -> list[tuple[str, str, date | None]]:
        return [
            (one["title"], one["owner"], date.fromisoformat(one["due_on"]) if one["due_on"] else None)
            for one in self.shown["agreements"]
        ]

    @property
    def signed(self) -> Signature | None:
        return next((one.row for one in self.spoken if one.row.reply == Reply.SIGNED), None)


@dataclass(frozen=True)
class Standing:
    """One participant on the page of whoever chairs: what they said of the newest minutes, or why they can't."""

    sheet: AttendeeSheet
    spoken: tuple[Spoken, ...]
    why_not: str


def meetings_of(case: Case, somebody: Professional | None) -> list[Meeting]:
    """The conferences of a case that this professional takes part in, the newest first. The caller records."""
    if somebody is None:
        return []
    rows = Attendee.objects.filter(case=case, professional=somebody).exclude(
        conference__state=ConferenceState.CANCELLED
    )
    rows = rows.select_related(
        "conference__case", "conference__chair", "professional__organisation", "case__compartment"
    )
    here = [row for row in rows.order_by("-conference__starts_at", "id") if not why_sees_nothing(row)]
    finals = _newest_finals({row.conference_id for row in here})
    replies = _replies_of(finals.values(), here)
    with records.at_hand([case.data_key, somebody.data_key]):
        return [_meeting(row, finals.get(row.conference_id), replies) for row in here]


def attendee_of(viewer: User, case_id: uuid.UUID, conference_id: uuid.UUID) -> Attendee:
    """As whom the viewer takes part in a conference of a case that they see, or 404."""
    rows = Attendee.objects.filter(conference=conference_id, case=case_id, case__compartment__in=visible(viewer))
    rows = rows.select_related(
        "conference__case", "conference__chair", "account", "professional__organisation", "case__compartment"
    )
    somebody = professional_of(viewer)
    if somebody is not None:
        found = rows.filter(professional=somebody, case__closed_at=None).first()
    else:
        found = rows.filter(account=viewer).first() if sees_plans(viewer) else None
    if found is None or why_sees_nothing(found):
        raise Http404
    return found


def read_my_minutes(attendee: Attendee, viewer: User) -> MyMinutes:
    """The newest final minutes as this participant may see them; recorded. 404 where there are none for them."""
    sheet = conferences.own_sheet(attendee)
    minutes = final_minutes(attendee, sheet)
    if minutes is None:
        raise Http404
    shown = handing.shown_to(minutes, attendee, sheet)
    _record("minutes:read", minutes.case, viewer, conference=attendee.conference_id, minutes=minutes.id)
    with records.at_hand([minutes.case.data_key]):
        spoken = _in_words(_replies_of([minutes], [attendee])[minutes.pk, attendee.pk])
    return MyMinutes(attendee, sheet, minutes, shown, digest_of(minutes, attendee, shown), spoken)


def final_minutes(attendee: Attendee, sheet: AttendeeSheet) -> Minutes | None:
    """The newest final edition, where this participant gets one."""
    return newest_final(attendee.conference) if _gets_minutes(attendee, sheet) else None


def newest_final(conference: Conference) -> Minutes | None:
    """The newest edition that is final."""
    return _newest_finals([conference.pk]).get(conference.pk)


def digest_of(minutes: Minutes, attendee: Attendee, shown: contents.Content) -> str:
    """SHA-256 of exactly what this participant is shown."""
    return four_eyes.digest_of([minutes.id, attendee.id, shown])


def standings_of(conference: Conference, viewer: User) -> list[Standing]:
    """What every participant said of the newest final minutes, for own staff; recorded with their names."""
    minutes = newest_final(conference)
    if minutes is None:
        raise Http404
    _record("minutes:signatures_read", minutes.case, viewer, conference=conference.id, minutes=minutes.id)
    people = conferences.attendees_of(conference, viewer)
    replies = _replies_of([minutes], [sheet.row for sheet in people])
    seeing = {account.pk for account, _ in viewers_of(minutes.case.compartment)}
    with records.at_hand([minutes.case.data_key]):
        return [
            Standing(sheet, _in_words(replies[minutes.pk, sheet.row.pk]), _why_not(sheet, seeing)) for sheet in people
        ]


def write_reply(row: Signature, shown: contents.Content, words: str) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    content = {"shown": shown, "words": words}
    row.content = records.encrypt(row.minutes.case.data_key, content, label=_LABEL, record_id=row.id)


def read_reply(row: Signature) -> dict[str, Any]:
    """What was shown to whoever replied, and their words; empty where they were destroyed."""
    try:
        found: dict[str, Any] = records.decrypt(row.minutes.case.data_key, row.content, label=_LABEL, record_id=row.id)
    except records.Destroyed:
        return {}
    return found


def _meeting(attendee: Attendee, newest: Minutes | None, replies: _Replies) -> Meeting:
    sheet = conferences.own_sheet(attendee)
    minutes = newest if _gets_minutes(attendee, sheet) else None
    said = replies[minutes.pk, attendee.pk] if minutes is not None else ()
    place = str(contents.read_if_left(attendee.conference).get("place", ""))
    return Meeting(attendee, sheet, place, minutes, tuple(said))


def _gets_minutes(attendee: Attendee, sheet: AttendeeSheet) -> bool:
    return not sheet.is_third or attendee.presence == Presence.PRESENT


def _newest_finals(held: Collection[uuid.UUID]) -> dict[uuid.UUID, Minutes]:
    """The newest final edition of each of these conferences that has one."""
    rows = Minutes.objects.filter(conference__in=held, state=MinutesState.FINAL)
    rows = rows.select_related("case__compartment", "conference__chair").order_by("number")
    return {row.conference_id: row for row in rows}


def _replies_of(editions: Iterable[Minutes], people: Iterable[Attendee]) -> _Replies:
    """What these participants said of these editions, in the order in which they did."""
    found: _Replies = defaultdict(list)
    rows = Signature.objects.filter(minutes__in=list(editions), attendee__in=list(people))
    for row in rows.select_related("by", "minutes__case"):
        found[row.minutes_id, row.attendee_id].append(row)
    return found


def _in_words(rows: Iterable[Signature]) -> tuple[Spoken, ...]:
    return tuple(Spoken(row, str(read_reply(row).get("words", ""))) for row in rows)


def _why_not(sheet: AttendeeSheet, seeing: Collection[uuid.UUID]) -> str:
    """Why this participant can't sign here; empty when they can."""
    if sheet.why_not:
        return sheet.why_not
    if sheet.is_third and not sheet.was_there:
        return "Een derde die er niet was, krijgt geen verslag."
    account, somebody = sheet.row.account, sheet.row.professional
    if account is None:
        account = somebody.account if somebody is not None else None
    if account is None:
        return "Heeft geen account. Geef het verslag zelf."
    is_somebody_else = is_guest(account) and (somebody is None or not is_account_of(account, somebody))
    if account.pk not in seeing or is_somebody_else:
        return "Heeft nu geen toegang tot de casus."
    return ""


def _record(tag: str, case: Case, viewer: User, **detail: Any) -> None:
    record(tag, by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **detail)
