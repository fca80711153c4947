"""What a participant of elsewhere does in a case: tell something, correct it, take it back; and sign minutes or remark on them."""

from django.db import transaction
from django.http import Http404

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.outbox.actions import send_to_staff
from schakel.outbox.texts import Kind
from schakel.portal import meetings, policies, queries
from schakel.portal.models import Contribution, Signature
from schakel.portal.states import Reply
from schakel.portal.telling import Said


@transaction.atomic
def add(*, case: Case, said: Said, by: User) -> Contribution:
    """An entry of its own, with its conditions. Raises Http404 for whom the case is not shared with (any more), NotPossible."""
    contents.case_as_it_is(case.pk)
    case = queries.case_shared_with(by, case.pk)
    policies.check_can_add(case)
    _check_says_something(said)
    row = Contribution(case=case, author=by)
    organisation = f" ({by.organisation})" if by.organisation else ""
    contents.add(row, said.flat() | {"by": f"{by.name}{organisation}", "reason": ""}, by=by)
    record("contribution:added", by=by, about=case, contribution=row.id)
    send_to_staff(to=case.coordinator, kind=Kind.WORK_WAITS)
    return row


@transaction.atomic
def change(*, contribution: Contribution, said: Said, revision: int, by: User) -> None:
    """Say it otherwise; how it was stays. Raises Http404, NotAllowed, NotPossible, and Changed when it was changed since."""
    row = _as_it_is(contribution, by)
    _check_says_something(said)
    if row.revision != revision:
        raise Changed
    contents.change(row, contents.read(row) | said.flat(), by=by)
    record("contribution:changed", by=by, about=row.case, contribution=row.id)
    send_to_staff(to=row.case.coordinator, kind=Kind.WORK_WAITS)


@transaction.atomic
def withdraw(*, contribution: Contribution, because: str, by: User) -> None:
    """It is not to be used any more; that it was there, and what it said, stays. Raises Http404, NotAllowed, NotPossible."""
    row = _as_it_is(contribution, by)
    if not because:
        raise NotPossible("Schrijf waarom u dit intrekt.")
    row.withdrawn_at = time.now()
    contents.change(row, contents.read(row) | {"reason": because}, by=by)
    record("contribution:withdrawn", by=by, about=row.case, contribution=row.id)
    send_to_staff(to=row.case.coordinator, kind=Kind.WORK_WAITS)


@transaction.atomic
def sign(*, mine: meetings.MyMinutes, digest: str, by: User) -> Signature:
    """Sign exactly what was shown. Raises Http404, NotPossible."""
    return _reply(mine, Reply.SIGNED, digest, "", by)


@transaction.atomic
def remark(*, mine: meetings.MyMinutes, digest: str, words: str, by: User) -> Signature:
    """Say to the chair what is not right in what was shown. Raises Http404, NotPossible."""
    if not words:
        raise NotPossible("Schrijf wat er niet klopt.")
    return _reply(mine, Reply.REMARK, digest, words, by)


def _reply(mine: meetings.MyMinutes, reply: Reply, digest: str, words: str, by: User) -> Signature:
    # As it stands now: the page may have been open for a while, and so may a part in it have ended. Of two clicks at once
    # the second waits here, and finds that it was signed.
    contents.case_as_it_is(mine.attendee.case_id)
    attendee = meetings.attendee_of(by, mine.attendee.case_id, mine.attendee.conference_id)
    # A colleague still reads them in a case that is over; nothing comes into it any more.
    policies.check_can_add(attendee.case)
    now = meetings.read_my_minutes(attendee, by)
    if digest != now.digest:
        raise NotPossible("Het verslag is veranderd sinds u het las. Lees het opnieuw.")
    if reply == Reply.SIGNED and now.signed is not None:
        raise NotPossible("U heeft dit verslag al getekend.")
    row = Signature(minutes=now.minutes, attendee=attendee, reply=reply, by=by, digest=digest)
    meetings.write_reply(row, now.shown, words)
    tag = "minutes:signed" if reply == Reply.SIGNED else "minutes:remarked"
    row.save(force_insert=True)
    record(tag, by=by, about=now.minutes.case, minutes=now.minutes.id, attendee=attendee.id, digest=digest)
    chair = attendee.conference.chair
    if reply == Reply.REMARK and chair != by:
        send_to_staff(to=chair, kind=Kind.WORK_WAITS)
    return row


def _check_says_something(said: Said) -> None:
    if not (said.seen or said.told or said.thought):
        raise NotPossible("Schrijf ten minste één van de drie.")


def _as_it_is(contribution: Contribution, by: User) -> Contribution:
    contents.case_as_it_is(contribution.case_id)
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("case__compartment", "case__coordinator")
    row = rows.filter(pk=contribution.pk).first()
    if row is None:
        raise Http404
    queries.case_shared_with(by, row.case_id)
    policies.check_is_theirs(by, row)
    policies.check_can_add(row.case)
    return row
