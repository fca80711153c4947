"""Proof that something came in on a day: a date and a check number, which the centre confirms without opening anything.

The number derives from the receipt code (HKDF), so it is the same however often it is asked for, and does not lead back:
not to the code, and through the table not to the report (docs/decisions/0014).
"""

from datetime import date

from django.db import IntegrityError, transaction

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.intake import receipts
from schakel.intake.models import Proof, Report

RANDOM_DIGITS = 11
LENGTH = RANDOM_DIGITS + 1
KEPT_YEARS = 5


def number_of(code: str) -> str:
    """The check number that belongs to a receipt code: 11 digits (36 bits) and a check digit."""
    # 32 bytes against 10**11 leaves a bias below 2**-219.
    derived = receipts.derive(code.encode(), "proof")
    return receipts.checked(int.from_bytes(derived, "big") % 10**RANDOM_DIGITS, RANDOM_DIGITS)


def day_of(report: Report) -> date:
    """The day that stands on the proof."""
    return report.received_at.astimezone(time.REGION_ZONE).date()


def make(*, report: Report, code: str) -> None:
    """From now on the centre can confirm it. Doing it twice is doing it once.

    No event is written: it would say when, right behind the report's own, and so lead from the number to the report.
    """
    day = day_of(report)
    try:
        with transaction.atomic():
            Proof(day=day, token=_token(day, number_of(code))).save(force_insert=True)
    except IntegrityError:
        return


def confirm(*, day: date, number: str, by: User) -> bool:
    """Whether something came in on that day under that number; recorded, without the number."""
    check_may(by, Permission.TRIAGE)
    with transaction.atomic():
        is_known = Proof.objects.filter(day=day, token=_token(day, number)).exists()
        record("proof:checked", by=by, confirmed=is_known)
    return is_known


def forget_old() -> int:
    """Delete the proofs of reports that came in more than five years ago; the number deleted."""
    today = time.today()
    # The 28th, so that the day exists in every year.
    oldest = today.replace(year=today.year - KEPT_YEARS, day=min(today.day, 28))
    deleted, _ = Proof.objects.filter(day__lt=oldest).delete()
    return deleted


def _token(day: date, number: str) -> bytes:
    return receipts.derive(f"{day.isoformat()} {number}".encode(), "proof token")
