"""The worker opens what professionals sent, sees whether the same was asked before, and lets them know that it came in."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from schakel.audit.record import record
from schakel.core.actors import system
from schakel.prevention import asking
from schakel.prevention.asking import Asked
from schakel.prevention.loans.models import Loan
from schakel.prevention.materials.models import Order
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError

logger = logging.getLogger("schakel.prevention")

_WORKER = system("worker")
_AT_ONCE = 50
_ALIKE_WITHIN = timedelta(days=7)
# Somebody else's mailbox is not to be filled from here: what comes after these in a day is mailed when a colleague handles it.
MOST_FROM_AN_ADDRESS = 5
_TAGS: dict[type[Asked], str] = {Order: "order:opened", Loan: "loan:opened"}


def open_waiting() -> int:
    """Open what stands sealed; how many that were. One that does not open is left, and the others go on."""
    opened = 0
    for model, tag in _TAGS.items():
        for row_id in list(_rows(model).filter(sealed__isnull=False).values_list("pk", flat=True)[:_AT_ONCE]):
            try:
                opened += _open(model, row_id, tag)
            except (SealError, DecryptionError):
                logger.error("%s %s does not open", model._meta.label, row_id)  # noqa: TRY400  (nothing of it in a traceback)
    return opened


def _rows(model: type[Asked]) -> QuerySet[Any]:
    return Order.objects.all() if model is Order else Loan.objects.all()


@transaction.atomic
def _open(model: type[Asked], row_id: Any, tag: str) -> bool:
    row = _rows(model).select_for_update(of=("self",)).filter(pk=row_id, sealed__isnull=False).first()
    if row is None:
        return False
    said = row.read()
    is_too_much = _has_asked_enough(row)
    row.write(said | {"unmailed": "ja"} if is_too_much else said)
    row.double_of = _double(row)
    row.save(update_fields=["sealed", "key_id", "content", "data_key", "double_of"])
    record(tag, by=_WORKER, about=row, double=row.double_of_id)
    if not is_too_much:
        asking.tell(row.pk)
    return True


def _has_asked_enough(row: Asked) -> bool:
    """Whether this address asked so much in a day, orders and loans together, that it gets no mail by itself any more."""
    mine, a_day = _who(row), (row.created_at - timedelta(days=1), row.created_at)
    found = 0
    for model in _TAGS:
        others = _rows(model).filter(created_at__range=a_day, sealed=None).exclude(pk=row.pk).order_by("-created_at")
        found += sum(_read(other) == mine for other in others[:200])
    return found >= MOST_FROM_AN_ADDRESS


def _double(row: Asked) -> Any:
    """The same address asked the same in the last days: somebody sent twice, or did not see that it came in."""
    mine = (_who(row), _what(row))
    since = row.created_at - _ALIKE_WITHIN
    others = _rows(type(row)).filter(
        created_at__range=(since, row.created_at), sealed=None, ended_at=None
    )  # fmt: skip
    for other in others.exclude(pk=row.pk).order_by("created_at")[:200]:
        if _what(other) == mine[1] and _read(other) == mine[0]:
            return other
    return None


def _what(row: Asked) -> Any:
    if isinstance(row, Order):
        return sorted(row.lines.values_list("material_id", "asked"))
    assert isinstance(row, Loan)  # noqa: S101  (the two kinds of question there are)
    return (row.kind_id, row.first_day, row.last_day)


def _who(row: Asked) -> str:
    return str(row.read()["email"]).casefold()


def _read(row: Asked) -> str | None:
    try:
        return _who(row)
    except (SealError, DecryptionError):
        return None
