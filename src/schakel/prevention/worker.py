"""What the worker does for prevention by itself: the contact details of what is long over are destroyed."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from schakel.core import time
from schakel.core.actors import system
from schakel.prevention.loans.models import Loan
from schakel.prevention.materials.models import Order
from schakel.vault.actions import shred

# Long enough to tell whoever has an old edition that there is a new one.
KEPT = timedelta(days=2 * 365)
KEPT_SPAM = timedelta(days=90)


def forget() -> int:
    """Destroy who asked, of what ended two years ago (spam: ninety days); numbers and municipalities stay. How many."""
    now = time.now()
    over = Q(ended_at__lt=now - KEPT) | Q(state="spam", ended_at__lt=now - KEPT_SPAM)
    forgotten = 0
    for model in (Order, Loan):
        with transaction.atomic():
            rows = model.objects.filter(over, content__isnull=False)
            keys = [key for key in rows.values_list("data_key", flat=True) if key is not None]
            rows.update(content=None)
            if keys:
                shred(key_ids=keys, by=system("worker"))
        forgotten += len(keys)
    return forgotten
