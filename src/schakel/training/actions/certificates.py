"""Certificates: given to who was there every day, found by number, and taken back when one was given by mistake."""

import secrets
from collections.abc import Callable

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.core.turns import take_turn
from schakel.training import policies
from schakel.training.kinds import EnrolmentState, SessionState
from schakel.training.models import Certificate, Enrolment, Session
from schakel.training.queries import days_of
from schakel.training.secrets import document_key
from schakel.vault import records

# No sign that looks like another: a number is read out by telephone.
_SIGNS = "ACDEFHJKLMNPQRTUVWXY34679"
_LENGTH = 12
_LABEL = b"schakel/training/document"
# Makes the document for a name: (certificate, name) to PDF.
Printer = Callable[[Certificate, str], bytes]


def earned(session: Session) -> list[Enrolment]:
    """Who was there on every day that was not off."""
    days = days_of(session)
    rows = session.enrolments.filter(state=EnrolmentState.PLACE).prefetch_related("attendances")
    return [row for row in rows if {one.pk for one in days} <= {one.session_id for one in row.attendances.all()}]


def give_all(*, session: Session, printer: Printer, by: User) -> int:
    """A certificate for everybody who was there every day and has none yet; how many. Raises NotAllowed, NotPossible.

    Each by itself: setting two hundred takes a while, in which others must be able to write.
    """
    policies.check_trains(by)
    days, given = _held_days(session), 0
    for row in earned(session):
        if hasattr(row, "certificate") or row.content is None or records.is_destroyed(row.data_key):
            continue
        given += _give_once(row, session, days, printer, by)
    return given


@transaction.atomic
def give_anew(*, enrolment: Enrolment, printer: Printer, by: User) -> Certificate:
    """Another one for somebody whose certificate was withdrawn; that one can still be looked up, as withdrawn.

    Raises NotAllowed, NotPossible.
    """
    policies.check_trains(by)
    take_turn(enrolment.session_id)
    row = Enrolment.objects.select_related("session").get(pk=enrolment.pk)
    days = _held_days(row.session)
    if row not in earned(row.session) or row.content is None or records.is_destroyed(row.data_key):
        raise NotPossible("Een certificaat is voor wie er elke dag was. Kijk eerst de presentielijst na.")
    Certificate.objects.filter(enrolment=row, withdrawn_at__isnull=False).update(enrolment=None)
    if Certificate.objects.filter(enrolment=row).exists():
        raise NotPossible("Deze deelnemer heeft al een geldig certificaat.")
    return _give(row, row.session, days, printer, by)


@transaction.atomic
def withdraw(*, certificate: Certificate, by: User) -> None:
    """It was given by mistake: whoever verifies it reads that it no longer holds. Raises NotAllowed."""
    policies.check_trains(by)
    still = Certificate.objects.filter(pk=certificate.pk, withdrawn_at=None)
    if still.update(withdrawn_at=time.now(), document=None):
        record("training:certificate_withdrawn", by=by, about=certificate)


def _held_days(session: Session) -> list[Session]:
    """Raises NotPossible as long as one of them is to be held."""
    days = days_of(session)
    if any(one.state != SessionState.HELD for one in days):
        raise NotPossible("Zet eerst elke dag op gehouden. Dan staat vast wie er was.")
    return days


def _give(row: Enrolment, session: Session, days: list[Session], printer: Printer, by: User) -> Certificate:
    said = row.read()
    made = Certificate(
        number=_new_number(),
        session=session,
        enrolment=row,
        title=session.course.title if session.course is not None else session.title,
        held_on=days[-1].starts_at.astimezone(time.REGION_ZONE).date(),
        minutes=sum(one.minutes for one in days),
    )
    pdf = printer(made, said["name"])
    made.document = records.encrypt_bytes(document_key(said["secret"]), pdf, context=_LABEL + made.id.bytes)
    made.save(force_insert=True)
    record("training:certificate_given", by=by, about=made, session=session.pk, number=made.number)
    return made


def document_of(certificate: Certificate, secret: str) -> bytes:
    """The document, for whoever has the link it belongs to. Raises DecryptionError."""
    return records.decrypt_bytes(
        document_key(secret), certificate.document or b"", context=_LABEL + certificate.id.bytes
    )


@transaction.atomic
def _give_once(row: Enrolment, session: Session, days: list[Session], printer: Printer, by: User) -> bool:
    """Of two colleagues who give at once, the second finds what the first gave."""
    take_turn(session.pk)
    if Certificate.objects.filter(enrolment=row).exists():
        return False
    _give(row, session, days, printer, by)
    return True


def _new_number() -> str:
    number = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return number if not Certificate.objects.filter(number=number).exists() else _new_number()
