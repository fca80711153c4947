"""What the worker does for this room: open what came in, ask whether it is meant, send on, and forget what is over."""

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import system
from schakel.mailing.models import Delivery, DeliveryState, Mailing, MailingState, Standing, Subscription
from schakel.outbox.actions import send_to_partner
from schakel.outbox.models import Outgoing, State
from schakel.outbox.texts import Kind
from schakel.vault import tokens
from schakel.vault.actions import shred
from schakel.vault.sealing import SealError

logger = logging.getLogger("schakel.mailing")

WORKER = system("worker")
# Whoever did not confirm in a week did not mean it; of whoever left, the address goes at once and the link some time later.
UNCONFIRMED = timedelta(days=7)
LEFT = timedelta(days=30)
# Time to see at the desk that an address does not work, and to ask for another.
BOUNCED = timedelta(days=90)
# Somebody else's mailbox is not to be filled from here.
MOST_QUESTIONS_A_DAY = 3
# At once on the way: what else goes out, to reporters too, never waits behind a whole mailing.
MOST_ON_THE_WAY = 50
_AT_ONCE = 100
_GAVE_UP = (State.FAILED, State.UNSURE, State.WITHDRAWN, State.HELD)


def token_of(address: str) -> bytes:
    """By what an address is recognised: capitals make no other one."""
    return tokens.token("mailing/address", address.strip().casefold())


def open_asked() -> int:
    """Open what came in and ask by mail whether it is meant; how many rows were opened."""
    settle()
    rows = list(Subscription.objects.filter(sealed__isnull=False).order_by("created_at")[:_AT_ONCE])
    for row in rows:
        with transaction.atomic():
            _open(row.pk)
    for row_id in Subscription.objects.filter(state=Standing.ASKED, told_at=None, sealed=None).values_list(
        "id", flat=True
    ):
        with transaction.atomic():
            if send_to_partner(kind=Kind.PROFESSIONAL, subject_id=row_id, by=WORKER) is not None:
                Subscription.objects.filter(pk=row_id).update(told_at=time.now())
    return len(rows)


def _open(row_id: uuid.UUID) -> None:
    row = Subscription.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.sealed is None:
        return
    try:
        said = row.read()
    except (SealError, ValueError):
        # Changed by somebody, or no longer to be opened: there is nobody to ask, and nothing to keep.
        logger.error("subscription %s could not be opened", row.pk)  # noqa: TRY400  (a traceback may quote)
        row.delete()
        return
    row.write(said)
    row.address_token = token_of(said["address"])
    lately = Subscription.objects.filter(
        address_token=row.address_token, created_at__gt=row.created_at - timedelta(days=1)
    ).exclude(pk=row.pk)
    if row.state == Standing.ASKED and lately.count() >= MOST_QUESTIONS_A_DAY:
        row.state = Standing.DOUBLE
    row.save()
    record("subscription:opened", by=WORKER, about=row, state=row.state)


def send_on() -> int:
    """Hand the outbox the next part of what is being sent, and end what went; how many were handed over."""
    room = MOST_ON_THE_WAY - Outgoing.objects.filter(
        kind=Kind.MAILING, state__in=(State.WAITING, State.SENDING)
    ).count()  # fmt: skip
    handed = 0
    for row in Mailing.objects.filter(state=MailingState.SENDING).order_by("sent_at", "id"):
        _take_back_given_up(row)
        waiting = row.deliveries.filter(state=DeliveryState.WAITING, to=None).order_by("created_at", "id")
        for delivery in list(waiting[: max(0, room - handed)]):
            handed += _hand_over(delivery)
        _end_if_done(row)
    return handed


@transaction.atomic
def _hand_over(delivery: Delivery) -> bool:
    if send_to_partner(kind=Kind.MAILING, subject_id=delivery.pk, by=WORKER) is None:
        return False
    return bool(Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.QUEUED))


def _take_back_given_up(row: Mailing) -> None:
    """What the outbox gave up, or does not know of, counts as failed; it is never sent a second time by itself."""
    on_the_way = row.deliveries.filter(state=DeliveryState.QUEUED)
    given_up = Outgoing.objects.filter(
        kind=Kind.MAILING, subject_id__in=list(on_the_way.values_list("id", flat=True)), state__in=_GAVE_UP
    )
    on_the_way.filter(pk__in=list(given_up.values_list("subject_id", flat=True))).update(state=DeliveryState.FAILED)


@transaction.atomic
def _end_if_done(row: Mailing) -> None:
    row = Mailing.objects.select_for_update(of=("self",)).get(pk=row.pk)
    busy = row.deliveries.filter(to=None, state__in=(DeliveryState.WAITING, DeliveryState.QUEUED))
    if row.state != MailingState.SENDING or busy.exists():
        return
    row.state, row.finished_at = MailingState.SENT, time.now()
    row.save(update_fields=["state", "finished_at"])
    record("mailing:finished", by=WORKER, about=row)


def settle() -> None:
    """Whoever asked twice gets one; whoever left by any of their links has left."""
    _end_together()
    confirmed = Subscription.objects.filter(state=Standing.CONFIRMED, address_token__isnull=False)
    twice = confirmed.values("address_token").annotate(times=Count("id")).filter(times__gt=1)
    for address in [bytes(token or b"") for token in twice.values_list("address_token", flat=True)]:
        with transaction.atomic():
            rows = confirmed.filter(address_token=address).order_by(F("confirmed_at").desc(), "id")
            for row in list(rows)[1:]:
                # Unless its reader left at this moment: that stands.
                if confirmed.filter(pk=row.pk).update(state=Standing.DOUBLE):
                    record("subscription:replaced", by=WORKER, about=row)


def _end_together() -> None:
    left = Subscription.objects.filter(state=Standing.ENDED, address_token__isnull=False, confirmed_at__isnull=False)
    for row in left:
        others = Subscription.objects.filter(
            address_token=row.address_token,
            state__in=(Standing.CONFIRMED, Standing.DOUBLE),
            confirmed_at__lte=row.ended_at,
        )
        with transaction.atomic():
            for other in list(others):
                if others.filter(pk=other.pk).update(state=Standing.ENDED, ended_at=row.ended_at):
                    record("subscription:ended", by=WORKER, about=other)


def tidy() -> None:
    """No address of whoever left, nothing of whoever never confirmed, and none that does not work for months."""
    settle()
    _destroy(Subscription.objects.filter(state=Standing.ENDED, sealed=None, content__isnull=False), is_kept=True)
    now = time.now()
    # Also what was asked for again and again in a day, and never answered.
    never = Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED) & ~Q(state=Standing.ENDED)
    _destroy(Subscription.objects.filter(never | Q(state=Standing.ENDED, ended_at__lt=now - LEFT), sealed=None))
    # Since the last mail that it was for, or the last time that somebody confirmed it.
    lately = Delivery.objects.filter(subscription=OuterRef("pk"), created_at__gte=now - BOUNCED)
    bounced = Subscription.objects.filter(state=Standing.BOUNCED, confirmed_at__lt=now - BOUNCED)
    _destroy(bounced.exclude(Exists(lately)))
    # What was asked for again later goes with the newer one.
    newer = Subscription.objects.filter(
        address_token=OuterRef("address_token"), state__in=(Standing.CONFIRMED, Standing.BOUNCED)
    )
    _destroy(Subscription.objects.filter(state=Standing.DOUBLE, confirmed_at__isnull=False).exclude(Exists(newer)))


@transaction.atomic
def _destroy(found: QuerySet[Subscription], *, is_kept: bool = False) -> None:
    """Destroy what can be read of these; where `is_kept`, the link still says that it is over."""
    # As they stand now, and held: whoever confirmed a moment ago is not among them.
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    if not rows:
        return
    chosen = Subscription.objects.filter(pk__in=[row.pk for row in rows])
    if is_kept:
        chosen.update(content=None, data_key=None, address_token=None)
    else:
        chosen.delete()
    record("subscription:forgotten", by=WORKER, count=len(rows))
    shred(key_ids=[row.data_key for row in rows if row.data_key is not None], by=WORKER)
