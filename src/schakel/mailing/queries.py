"""Reading mailings, how far they are, and how many people wait for the next. Addresses only where they do not work."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.mailing.audiences import LISTS
from schakel.mailing.models import Delivery, DeliveryState, Mailing, Standing, Subscription
from schakel.vault import records


@dataclass(frozen=True)
class Progress:
    """Of one mailing, how many addresses stand where."""

    total: int
    sent: int
    busy: int
    bounced: int
    failed: int
    ended: int


@dataclass(frozen=True)
class Bounced:
    """An address that a mail server refused for good."""

    id: UUID
    address: str
    asked_at: datetime
    lists: list[str]


def mailings_for(viewer: User) -> QuerySet[Mailing]:
    """Every mailing, drafts first. Raises NotAllowed."""
    check_may(viewer, Permission.PREVENT)
    return Mailing.objects.select_related("written_by", "sent_by")


def sizes(viewer: User) -> list[tuple[str, str, int]]:
    """Of each list its value, its name, and how many addresses a mailing to it would reach."""
    check_may(viewer, Permission.PREVENT)
    counted = Counter(name for row in recipients(LISTS) for name in row.lists)
    return [(audience.value, audience.label, counted[audience.value]) for audience in LISTS]


def reach(lists: Iterable[str]) -> int:
    """To how many addresses a mailing to these lists would go now."""
    return len(recipients(lists))


def recipients(lists: Iterable[str]) -> list[Subscription]:
    """The confirmed subscriptions on any of these lists, one an address; without their content."""
    wanted = set(lists)
    rows = (
        Subscription.objects.filter(state=Standing.CONFIRMED, address_token__isnull=False)
        .only("id", "lists", "address_token")
        .order_by("-confirmed_at", "id")
    )
    found: dict[bytes, Subscription] = {}
    for row in rows:
        found.setdefault(bytes(row.address_token or b""), row)
    return [row for row in found.values() if wanted & set(row.lists)]


def standings(viewer: User) -> dict[str, int]:
    """How many subscriptions stand where."""
    check_may(viewer, Permission.PREVENT)
    counted = Subscription.objects.order_by().values_list("state").annotate(Count("id"))
    return dict.fromkeys(Standing.values, 0) | dict(counted)


def progress(mailing: Mailing) -> Progress:
    """How far a mailing is, without the tests."""
    counted = dict(
        Delivery.objects.filter(mailing=mailing, to=None).order_by().values_list("state").annotate(Count("id"))
    )
    return Progress(
        total=sum(counted.values()),
        sent=counted.get(DeliveryState.SENT, 0),
        busy=counted.get(DeliveryState.WAITING, 0) + counted.get(DeliveryState.QUEUED, 0),
        bounced=counted.get(DeliveryState.BOUNCED, 0),
        failed=counted.get(DeliveryState.FAILED, 0),
        ended=counted.get(DeliveryState.ENDED, 0),
    )


def bounced(viewer: User) -> list[Bounced]:
    """The addresses that do not work, to mend or to drop; recorded."""
    check_may(viewer, Permission.PREVENT)
    kept = Subscription.objects.filter(state=Standing.BOUNCED, sealed=None, content__isnull=False)
    rows = list(kept.order_by("created_at", "id"))
    if rows:
        record("subscription:listed", by=viewer, subscriptions=sorted(row.id for row in rows))
    with records.at_hand([row.data_key for row in rows]):
        return [Bounced(row.id, row.read()["address"], row.created_at, row.lists) for row in rows]
