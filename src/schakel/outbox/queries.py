"""Reading how a reporter may be reached, what was tried, and what waits to go out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from schakel.access.compiled import Asked, asked_by, compiled, counted
from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.queries import rule_of_sight
from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.audit.record import record
from schakel.core import time
from schakel.intake import envelopes
from schakel.intake.content import Content
from schakel.intake.models import Report
from schakel.outbox.contact import Contact, as_reported, from_json
from schakel.outbox.models import ContactAttempt, ContactChange, Outgoing, State
from schakel.outbox.texts import OWN_WORDS, Kind
from schakel.vault import records

CHANGE, ATTEMPT = "contact change", "contact attempt"
# A message that the worker did not send within this time is stuck: something is wrong with the server or the settings.
STUCK_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Changed:
    """What the rules were changed to, by whom and why."""

    at: datetime
    by: User
    contact: Contact
    why: str


@dataclass(frozen=True)
class Attempt:
    """An attempt to reach the reporter: what came of it, and a note."""

    at: datetime
    by: User
    outcome: str
    note: str


def contact_of(report: Report, said: Content | None = None) -> Contact:
    """How the reporter may be reached now, for whoever reads the report already. Raises Destroyed.

    `said` is what the report says, where it is at hand.
    """
    last = report.contact_changes.last()
    if last is None:
        return as_reported(said or envelopes.read_content(report))
    return from_json(_read(last, report, CHANGE)["contact"])


def history(report: Report, *, viewer: User) -> tuple[list[Changed], list[Attempt]]:
    """Every change of the rules and every attempt, newest first; recorded. Raises Destroyed."""
    changes = list(report.contact_changes.select_related("made_by").reverse())
    attempts = list(report.contact_attempts.select_related("made_by").reverse())
    record("contact:read", by=viewer, about=report, changes=len(changes), attempts=len(attempts))
    with records.at_hand([report.data_key]):
        told = [(row, _read(row, report, CHANGE)) for row in changes]
        tried = [(row, _read(row, report, ATTEMPT)) for row in attempts]
    return (
        [Changed(row.created_at, row.made_by, from_json(raw["contact"]), raw["why"]) for row, raw in told],
        [Attempt(row.created_at, row.made_by, raw["outcome"], raw["note"]) for row, raw in tried],
    )


def news_of(report: Report) -> Outgoing | None:
    """The last message that there is news, to the reporter of this report."""
    return Outgoing.objects.filter(report=report).order_by("-created_at").first()


def last_to_partners(kind: str, subjects: Iterable[UUID]) -> dict[UUID, Outgoing]:
    """The last message of a kind about each of these, for a page that shows them already."""
    rows = Outgoing.objects.filter(kind=kind, subject_id__in=set(subjects)).order_by("created_at", "id")
    return {row.subject_id: row for row in rows if row.subject_id is not None}


def undelivered(kind: str, subjects: Iterable[UUID]) -> set[UUID]:
    """Those of which the last message did not arrive, as far as a server said so; for a page that shows them already."""
    last = last_to_partners(kind, subjects)
    return {subject for subject, row in last.items() if row.state in (State.FAILED, State.UNSURE)}


def outgoing_for(viewer: User) -> QuerySet[Outgoing]:
    """Every message this viewer may know of: those to the reporters of reports they see, and those to colleagues.

    Whoever manages accounts looks after the mail server, and sees all states; which report it is about they don't see.
    Raises NotAllowed for everybody else.
    """
    if not (viewer.may(Permission.MANAGE_USERS) or viewer.may(Permission.TRIAGE)):
        raise NotAllowed("Uw rol geeft u geen toegang tot uitgaande berichten.")
    rows = _of(viewer.role, asked_by(viewer.pk))
    return rows.select_related("to", "report").order_by("-created_at", "id")


def _of(role: str, asked: Asked) -> QuerySet[Outgoing]:
    if Permission.MANAGE_USERS in PERMISSIONS[Role(role)]:
        # A mailing says itself how far it is; a thousand lines of it would hide everything else.
        return Outgoing.objects.exclude(kind=Kind.MAILING, state=State.SENT)
    # What goes to a partner is about a case that not everybody sees: whoever asked for it follows it.
    reports = Report.objects.filter(compartment__in=compiled(rule_of_sight, role, asked))
    mine = Q(report__in=reports) | Q(to__isnull=False) | Q(subject_id__isnull=False, asked_by=asked.user)
    return Outgoing.objects.filter(mine)


def shown(viewer: User, *, most: int) -> Sequence[Outgoing]:
    """The newest messages; recorded as a list."""
    found = list(outgoing_for(viewer)[:most])
    if found:
        record("outgoing:listed", by=viewer, messages=sorted(row.id for row in found))
    return found


def stuck_for(viewer: User) -> int:
    """How many messages do not get out, or may not have got out, of those this viewer may know of."""
    if not (viewer.may(Permission.MANAGE_USERS) or viewer.may(Permission.TRIAGE)):
        return 0
    (count,) = counted(asked_by(viewer.pk, since=time.now() - STUCK_AFTER), (_stuck, viewer.role))
    return count


def _stuck(role: str, asked: Asked) -> QuerySet[Any]:
    late = Q(state=State.WAITING, tries__gt=0, created_at__lt=asked.since)
    overdue = Q(state__in=(State.WAITING, State.SENDING), due_at__lt=asked.since)
    # That an address does not work is told where it stands: nobody can mend it here.
    is_told = Q(kind__in=OWN_WORDS, state=State.FAILED, error__startswith="rcpt")
    stuck = late | overdue | Q(state__in=(State.FAILED, State.UNSURE))
    return _of(role, asked).filter(stuck).exclude(is_told).values("pk")


def _read(row: ContactChange | ContactAttempt, report: Report, label: str) -> dict[str, Any]:
    read: dict[str, Any] = records.decrypt(report.data_key, row.content, label=label, record_id=row.id)
    return read
