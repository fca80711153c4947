"""What somebody does at the public door: ask for mailings, confirm that, choose other lists, and leave.

The link in a mail is all they need. It holds a token of which only a hash is kept here; the token itself is sealed with the
address, for the mails that carry it.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import PROFESSIONAL
from schakel.intake import lookups
from schakel.intake.receipts import derive
from schakel.mailing.models import Standing, Subscription

# 192 bits, in 32 letters and digits.
TOKEN_BYTES = 24
_ALIVE = (Standing.ASKED, Standing.CONFIRMED, Standing.BOUNCED, Standing.DOUBLE)


@dataclass(frozen=True)
class Subscribed:
    """What the holder of a link sees: whether it is confirmed, over, or asked for again later, and for which lists."""

    is_confirmed: bool
    is_over: bool
    is_old: bool
    lists: tuple[str, ...]


@transaction.atomic
def ask(*, address: str, lists: Collection[str]) -> None:
    """Keep, sealed, that this address wants these lists. Nothing is mailed to it but a question whether that is so."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = Subscription(lookup=_lookup(token), lists=sorted(lists))
    row.seal({"address": address, "token": token})
    row.save(force_insert=True)
    record("subscription:asked", by=PROFESSIONAL, about=row)


def found(token: str) -> Subscribed | None:
    """What stands at this token; None when there is nothing."""
    with lookups.shown(subscription=_lookup(token)):
        row = _of(token).values("state", "lists").first()
    if row is None:
        return None
    state = row["state"]
    return Subscribed(state == Standing.CONFIRMED, state not in _ALIVE, state == Standing.DOUBLE, tuple(row["lists"]))


def confirm(token: str) -> bool:
    """From now on mailings go to this address; whether there was one at this token. A second time changes nothing."""
    return _change(token, (Standing.ASKED, Standing.BOUNCED), "subscription:confirmed", state=Standing.CONFIRMED)


def choose(token: str, lists: Collection[str]) -> bool:
    """Other lists, of a subscription that is confirmed."""
    return _change(token, (Standing.CONFIRMED,), "subscription:changed", lists=sorted(lists))


def end(token: str) -> bool:
    """No mailing goes to this address any more, however often it was asked for; the worker destroys the address."""
    return _change(token, _ALIVE, "subscription:ended", state=Standing.ENDED)


def _change(token: str, states: Collection[str], tag: str, **changed: object) -> bool:
    """Change the row of this token, and no other, when it stands in one of these states; whether there is one at all."""
    with transaction.atomic(), lookups.shown(subscription=_lookup(token)):
        row = _of(token).only("id", "state").first()
        if row is None:
            return False
        moments = {Standing.CONFIRMED: "confirmed_at", Standing.ENDED: "ended_at"}
        moment = moments.get(changed.get("state", ""))  # type: ignore[call-overload]  # a state, or nothing
        if moment:
            changed[moment] = time.now()
        if _of(token).filter(state__in=states).update(**changed):
            record(tag, by=PROFESSIONAL, about=row)
    return True


def _of(token: str) -> QuerySet[Subscription]:
    return Subscription.objects.filter(lookup=_lookup(token))


def _lookup(token: str) -> bytes:
    return derive(token.encode(), "subscription")
