"""Changing how a reporter may be reached, writing down that somebody tried, and asking for a message to go out."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import Actor, system
from schakel.intake.actions import mark_answered
from schakel.intake.models import Answered, Report
from schakel.outbox import letters, policies
from schakel.outbox.contact import Contact, to_json
from schakel.outbox.delivery import is_configured, mails
from schakel.outbox.models import ContactAttempt, ContactChange, Outgoing, State
from schakel.outbox.policies import Forbidden, Way
from schakel.outbox.queries import ATTEMPT, CHANGE, contact_of
from schakel.outbox.texts import OWN_WORDS, TO_PARTNERS, TO_STAFF, Kind
from schakel.vault import records
from schakel.vault.records import Destroyed

_SEALED = "Open de melding eerst."
_GONE = "De inhoud van deze melding is vernietigd. Er is geen veilige weg meer naar de melder."


class Outcome(TextChoices):
    """What came of an attempt to reach the reporter."""

    SPOKE = "spoke", "ik sprak de melder"
    NO_ANSWER = "no_answer", "niemand nam op"
    SOMEBODY_ELSE = "somebody_else", "een ander nam op"
    VOICEMAIL = "voicemail", "ik sprak iets in"
    TEXT = "text", "ik stuurde een sms"
    EMAIL = "email", "ik stuurde een mail"
    REPORTER_CAME = "reporter_came", "de melder nam zelf contact op"


# What staff did to get there; a reporter who calls or comes by themself is always welcome.
WAYS = {
    **dict.fromkeys((Outcome.SPOKE, Outcome.NO_ANSWER, Outcome.SOMEBODY_ELSE), Way.CALL),
    Outcome.VOICEMAIL: Way.VOICEMAIL,
    Outcome.TEXT: Way.TEXT,
    Outcome.EMAIL: Way.EMAIL,
}


@transaction.atomic
def change_contact(*, report: Report, contact: Contact, why: str, by: User) -> ContactChange:
    """How the reporter may be reached from now on. What was before stays on record. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    made = ContactChange(report=report, made_by=by)
    made.content = _encrypted(report, {"contact": to_json(contact), "why": why}, CHANGE, made)
    made.save(force_insert=True)
    record("contact:changed", by=by, about=report, change=made.id)
    return made


def record_attempt(*, report: Report, outcome: Outcome, note: str, by: User) -> ContactAttempt:
    """Write down that somebody tried to reach the reporter. Raises NotAllowed, NotPossible, Forbidden.

    The time of day is not judged: what was done at five to five is written down at five past.
    """
    check_may(by, Permission.TRIAGE)
    if outcome in WAYS:
        _check(report, WAYS[outcome], by)
    with transaction.atomic():
        made = ContactAttempt(report=report, made_by=by)
        made.content = _encrypted(report, {"outcome": outcome, "note": note}, ATTEMPT, made)
        made.save(force_insert=True)
        record("contact:tried", by=by, about=report, attempt=made.id)
        if outcome in (Outcome.SPOKE, Outcome.REPORTER_CAME):
            mark_answered(report=report, how=Answered.CONTACT)
    return made


def tell_reporter(*, report: Report, by: User) -> Outgoing:
    """Let the reporter know that there is news, at the next safe moment. Raises NotAllowed, NotPossible, Forbidden.

    One such message waits at a time. The rules are asked again when it is sent.
    """
    check_may(by, Permission.TRIAGE)
    contact = _check(report, Way.NEWS, by)
    if not is_configured(contact.channel):
        raise NotPossible("Dit centrum heeft niet ingesteld waarmee zo'n bericht wordt verstuurd.")
    with transaction.atomic():
        # Of two colleagues who ask at once, one waits here and finds the message of the other.
        Report.objects.select_for_update(of=("self",)).only("pk").get(pk=report.pk)
        waiting = Outgoing.objects.filter(report=report, state=State.WAITING).first()
        if waiting is not None:
            return waiting
        due_at = policies.next_moment(contact, time.now()) or time.now()
        made = Outgoing.objects.create(kind=Kind.NEWS, report=report, asked_by=by, due_at=due_at)
        record("outgoing:asked", by=by, about=made, kind=made.kind, report=report.id)
    return made


@transaction.atomic
def send_to_staff(*, to: User, kind: str) -> Outgoing | None:
    """A message to a colleague, in the fixed words of `kind`; the worker sends it when this transaction stands.

    None where this installation sends no mail, or the account is closed. One of a kind waits at a time: asking again
    gives the same. Raises ValueError for a kind that is not for staff.
    """
    if kind not in TO_STAFF:
        raise ValueError(f"{kind} is no message to staff")
    if not settings.SCHAKEL_SENDS_MAIL or not to.is_active:
        return None
    waiting = Outgoing.objects.filter(to=to, kind=kind, state=State.WAITING).first()
    if waiting is not None:
        return waiting
    made = Outgoing.objects.create(to=to, kind=Kind(kind))
    record("outgoing:asked", by=system("outbox"), about=made, kind=kind, to=to.id)
    return made


@transaction.atomic
def send_to_partner(*, kind: str, subject_id: UUID, by: Actor) -> Outgoing | None:
    """A message to a partner about something of the caller's room, in the fixed words of `kind`; the worker sends it.

    Of a kind in `OWN_WORDS` it goes to a professional who asked for it, in the words of that room.

    None where this installation mails no partners. One of a kind about one subject waits at a time. Raises ValueError for
    a kind that is not for partners. Who it goes to is asked of the room when it is sent (`letters`).
    """
    if kind not in TO_PARTNERS and kind not in OWN_WORDS:
        raise ValueError(f"{kind} is no message to partners")
    if not mails(kind):
        return None
    waiting = Outgoing.objects.filter(subject_id=subject_id, kind=kind, state=State.WAITING).first()
    if waiting is not None:
        return waiting
    made = Outgoing.objects.create(
        subject_id=subject_id, kind=Kind(kind), asked_by=by if isinstance(by, User) else None
    )
    record("outgoing:asked", by=by, about=made, kind=kind, subject=subject_id)
    return made


@transaction.atomic
def send_again(*, message: Outgoing, by: User) -> None:
    """Try once more what failed, or what nobody knows of whether it went out. Raises NotPossible."""
    message = _in_state(message, State.FAILED, State.UNSURE, sentence="Dit bericht wacht al, of is verstuurd.")
    message.state, message.tries, message.due_at, message.error = State.WAITING, 0, time.now(), ""
    message.begun_at = message.handed_at = message.finished_at = None
    message.save()
    record("outgoing:asked", by=by, about=message, kind=message.kind, report=message.report_id, again=True)


@transaction.atomic
def withdraw(*, message: Outgoing, by: User) -> None:
    """Take back what did not go out. Raises NotPossible."""
    sentence = "Dit bericht is al verstuurd of ingetrokken."
    message = _in_state(message, State.WAITING, State.FAILED, State.UNSURE, sentence=sentence)
    message.state, message.finished_at = State.WITHDRAWN, time.now()
    message.save()
    if message.subject_id is not None:
        letters.withdrawn(message.subject_id)
    record("outgoing:withdrawn", by=by, about=message, kind=message.kind, report=message.report_id)


def _check(report: Report, way: Way, by: User) -> Contact:
    """How the reporter may be reached, when this way is allowed. A refusal is recorded by itself, and raised."""
    if report.data_key is None:
        raise NotPossible(_SEALED)
    try:
        contact = contact_of(report)
        policies.check_allowed(contact, way)
    except Destroyed:
        raise NotPossible(_GONE) from None
    except Forbidden:
        record("contact:refused", by=by, about=report, way=way)
        raise
    return contact


def _encrypted(report: Report, content: object, label: str, row: ContactChange | ContactAttempt) -> bytes:
    if report.data_key is None:
        raise NotPossible(_SEALED)
    try:
        return records.encrypt(report.data_key, content, label=label, record_id=row.id)
    except Destroyed:
        raise NotPossible(_GONE) from None


def _in_state(message: Outgoing, *states: State, sentence: str) -> Outgoing:
    message = Outgoing.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state not in states:
        raise NotPossible(sentence)
    return message
