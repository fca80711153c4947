"""The daily mail with a number in it: asked for, ended, and sent by the worker on a working day, once."""

from uuid import UUID

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.audit.record import record
from schakel.cases.plan import worklist
from schakel.cases.plan.models import DailyMail
from schakel.cases.plan.policies import sees_plans
from schakel.core import region, time
from schakel.outbox.actions import send_to_staff
from schakel.outbox.texts import Kind


@transaction.atomic
def ask(*, by: User) -> None:
    """From the next working day on. Raises NotAllowed."""
    if not sees_plans(by):
        raise NotAllowed("Deze mail is er voor medewerkers van het centrum.")
    # Of today somebody knows already: they are here.
    _, is_new = DailyMail.objects.get_or_create(account=by, defaults={"looked_on": time.today()})
    if is_new:
        record("calendar:mail_asked", by=by)


@transaction.atomic
def stop(*, by: User) -> None:
    """No more of them; nothing happens where there were none."""
    if DailyMail.objects.filter(account=by).delete()[0]:
        record("calendar:mail_stopped", by=by)


def tell() -> int:
    """Mail everybody who asked for it and has something today, once a working day; how many. For the worker."""
    today, hour = time.today(), f"{time.now():%H:%M}"
    if not time.is_working_day(today) or not region.current().work_begins <= hour < region.current().work_ends:
        return 0
    waiting = DailyMail.objects.exclude(looked_on=today).values_list("pk", flat=True)
    return sum(_tell(pk) for pk in list(waiting))


@transaction.atomic
def _tell(pk: UUID) -> bool:
    row = DailyMail.objects.select_for_update(of=("self",)).select_related("account").filter(pk=pk).first()
    if row is None or row.looked_on == time.today():
        return False
    row.looked_on = time.today()
    row.save(update_fields=["looked_on"])
    account = row.account
    if not account.is_active or not sees_plans(account) or not worklist.today_count(account):
        return False
    return send_to_staff(to=account, kind=Kind.TODAY) is not None
