"""What becomes of the days of duty of somebody who leaves."""

from django.db import transaction

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import Actor
from schakel.duty.models import DutyDay


@transaction.atomic
def hand_over_days(leaver: User, successor: User | None, by: Actor) -> None:
    """The days to come go to the successor if they read reports; otherwise they are empty again."""
    days = DutyDay.objects.filter(person=leaver, day__gte=time.today())
    dates = [f"{day:%Y-%m-%d}" for day in days.values_list("day", flat=True)]
    if not dates:
        return
    if successor is not None and successor.may(Permission.TRIAGE):
        days.update(person=successor, instead_of=None)
        record("duty:planned", by=by, about=successor, days=dates)
    else:
        days.delete()
        record("duty:cleared", by=by, about=leaver, days=dates)


def days_to_come(account: User) -> int:
    """On how many days from today on this account has duty."""
    return DutyDay.objects.filter(person=account, day__gte=time.today()).count()
