"""Whose a report is for now: taking it, giving it to a colleague with a few words, letting it go; and who else looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from schakel.access.holding import hold
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.queries import colleagues
from schakel.access.roles import Permission
from schakel.audit.queries import events_about
from schakel.audit.record import record
from schakel.cases import policies
from schakel.cases.models import Handover
from schakel.core import time
from schakel.core.actors import Actor
from schakel.intake.actions import locked, mark_answered
from schakel.intake.models import Answered, Report
from schakel.intake.queries import UNANSWERED, WAITING, reports_for
from schakel.vault import records

_NOTE = "handover note"
# Whoever read the report this long ago may still have it on the screen.
_LOOKS_NOW = timedelta(minutes=30)
_READING = ("report:opened", "report:read", "report:entered")


@dataclass(frozen=True)
class Given:
    """A report that came from a colleague, with their words."""

    handover: Handover
    note: str


@transaction.atomic
def take(*, report: Report, by: User) -> None:
    """The report is now `by`'s, whoever held it. Raises NotAllowed, NotPossible."""
    hold(by)
    check_may(by, Permission.TRIAGE)
    report = locked(report)
    policies.check_not_set_aside(report)
    if report.holder_id == by.pk:
        return
    earlier = report.holder_id
    _hold(report, by)
    record("report:taken", by=by, about=report, earlier=earlier)


@transaction.atomic
def let_go(*, report: Report, by: User) -> None:
    """The report is nobody's again. Raises NotAllowed."""
    check_may(by, Permission.TRIAGE)
    report = locked(report)
    if report.holder_id is None:
        return
    earlier = report.holder_id
    _hold(report, None)
    record("report:let_go", by=by, about=report, earlier=earlier)


@transaction.atomic
def hand_over(*, report: Report, to: User, note: str, by: User) -> Handover:
    """The report is now a colleague's, who finds it on their first page. Raises NotAllowed, NotPossible."""
    hold(to)
    check_may(by, Permission.TRIAGE)
    report = locked(report)
    policies.check_not_set_aside(report)
    policies.check_can_receive(to, report)
    if to == by:
        raise policies.NotPossible("Kies een collega.")
    made = Handover(report=report, giver=by, receiver=to, data_key=records.create_data_key())
    made.note = records.encrypt(made.data_key, note, label=_NOTE, record_id=made.id)
    made.save(force_insert=True)
    _hold(report, to, made.given_at)
    record("report:handed_over", by=by, about=report, receiver=to.id, handover=made.id)
    return made


@transaction.atomic
def close_answer(*, report: Report, how: Answered, by: User) -> None:
    """End the term for a first answer without a message, and say how. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    report = locked(report)
    if report.answered_at is not None:
        raise policies.NotPossible("Over het eerste antwoord staat al iets vast.")
    mark_answered(report=report, how=how)
    record("report:answer_closed", by=by, about=report, how=how)


@transaction.atomic
def given_to(viewer: User, report: Report) -> Given | None:
    """The words with which a colleague gave this report to whoever holds it now; their own reading ends the wait."""
    if report.holder_id is None:
        return None
    # What they took themselves since then came without words.
    given = report.handovers.filter(receiver=report.holder_id, given_at=report.held_since)  # type: ignore[misc]  # whoever is held since never matches nothing
    found = given.select_related("giver", "receiver").last()
    if found is None:
        return None
    if found.receiver_id == viewer.pk and found.seen_at is None:
        found.seen_at = time.now()
        found.save(update_fields=["seen_at"])
    record("report:handover_read", by=viewer, about=report, handover=found.id)
    return Given(found, records.decrypt_words(found.data_key, found.note, label=_NOTE, record_id=found.id))


def unseen(viewer: User) -> set[UUID]:
    """The reports that a colleague gave the viewer, who did not look yet."""
    waiting = Handover.objects.filter(
        receiver=viewer, seen_at=None, report__holder=viewer, report__held_since=F("given_at")
    )
    return set(waiting.filter(report__in=reports_for(viewer)).values_list("report", flat=True))


def who_can_receive(report: Report, giver: User) -> list[User]:
    """The colleagues a report can be given to: those who may see it."""
    others = colleagues(Permission.TRIAGE).exclude(pk=giver.pk)
    return [one for one in others if policies.can_receive(one, report)]


def who_looks_too(report: Report, viewer: User) -> list[tuple[str, datetime]]:
    """The colleagues who read the report in the last half hour, by the real clock, and when; the latest first."""
    since = time.real_now() - _LOOKS_NOW
    latest: dict[str, datetime] = {}
    for event in events_about(report, *_READING):
        if event.at >= since and event.actor_id != viewer.actor_id:
            latest[event.actor_id] = event.at
    names = {user.actor_id: user.name for user in User.objects.filter(pk__in=latest)}
    seen = [(names[key], at) for key, at in latest.items() if key in names]
    return sorted(seen, key=lambda pair: pair[1], reverse=True)


def held_by(account: User) -> int:
    """How many reports this account holds that are not done with."""
    return _held(account).count()


@transaction.atomic
def hand_over_reports(leaver: User, successor: User | None, by: Actor) -> None:
    """What a leaver holds goes to the successor as far as they can see it; the rest is nobody's again."""
    held: Sequence[Report] = list(_held(leaver).select_for_update(of=("self",)))
    for report in held:
        to = successor if successor is not None and policies.can_receive(successor, report) else None
        _hold(report, to)
        tag = "report:handed_over" if to else "report:let_go"
        record(tag, by=by, about=report, earlier=leaver.id, receiver=to.id if to else None)


def _held(account: User) -> QuerySet[Report]:
    return Report.objects.filter(WAITING | UNANSWERED, Q(holder=account))


def _hold(report: Report, holder: User | None, since: datetime | None = None) -> None:
    report.holder, report.held_since = holder, (since or time.now()) if holder else None
    report.save(update_fields=["holder", "held_since"])
