"""What the worker does for prevention by itself: the contact details of what is long over, or lay too long, are destroyed."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from schakel.core import time
from schakel.core.actors import system
from schakel.prevention.loans.kinds import LoanState
from schakel.prevention.loans.models import Loan
from schakel.prevention.materials.models import Order
from schakel.vault.actions import shred

# Long enough to tell whoever has an old edition that there is a new one.
KEPT = timedelta(days=2 * 365)
KEPT_SPAM = timedelta(days=90)


def forget() -> int:
    """Destroy who asked, two years after the last thing that happened (spam: ninety days); numbers stay. How many rows.

    Also of what nobody ever answered, sent or brought back, and of what never could be opened.
    """
    now = time.now()
    spam, before = Q(state="spam", ended_at__lt=now - KEPT_SPAM), now - KEPT
    begun = Q(ended_at=None, created_at__lt=before)
    left_order = begun & ~Q(approved_at__gte=before) & ~Q(picked_at__gte=before)
    left_loan = begun & ~Q(handed_at__gte=before) & Q(last_day__lt=before.date())
    over = Q(ended_at__lt=before) | spam
    return _forget(Order, over | left_order) + _forget(Loan, over | left_loan)


@transaction.atomic
def _forget(model: type[Order | Loan], old: Q) -> int:
    rows = model.objects.filter(old).filter(Q(content__isnull=False) | Q(sealed__isnull=False))
    found = list(rows.select_for_update(of=("self",)))
    chosen = model.objects.filter(pk__in=[row.pk for row in found])
    chosen.update(content=None, sealed=None, key_id="")
    # Nobody can answer it any more. What is still out can be taken back or written off.
    chosen.filter(ended_at=None).exclude(state=LoanState.OUT).update(state="cancelled", ended_at=time.now())
    keys = [row.data_key for row in found if row.data_key is not None]
    if keys:
        shred(key_ids=keys, by=system("worker"))
    return len(found)
