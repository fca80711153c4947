"""The mails of this room, written when they go: the question whether somebody really subscribed, and a mailing."""

import uuid

from schakel.audit.record import record
from schakel.core import region
from schakel.core.actors import system
from schakel.mailing import links
from schakel.mailing.audiences import in_words
from schakel.mailing.models import Delivery, DeliveryState, Mailing, Standing, Subscription
from schakel.outbox.letters import Held, Letter
from schakel.vault.records import Destroyed

_WORKER = system("worker")
_TEST = "Dit is een proef: alleen u kreeg deze mail. De koppelingen hieronder werken niet.\n\n"


def question(subscription_id: uuid.UUID) -> Letter | None:
    """Whether the holder of this address wants the mailings; None when this is about something else."""
    row = Subscription.objects.filter(pk=subscription_id).first()
    if row is None:
        return None
    if row.state != Standing.ASKED:
        raise Held("over")
    said = _read(row)
    name = region.current().name
    body = (
        f"Iemand vroeg om mailings van {name} op dit adres, over: {in_words(row.lists)}.\n\n"
        f"Was u dat? Bevestig het dan op deze pagina:\n{links.confirming(said['token'])}\n\n"
        "Was u dat niet? Dan hoeft u niets te doen. U krijgt geen mailing, en wij verwijderen dit adres na een week."
    )
    return Letter(
        said["address"],
        lambda: None,
        subject=f"Bevestig uw inschrijving bij {name}",
        body=body,
    )


def mailing(delivery_id: uuid.UUID) -> Letter:
    """One mailing to one address, with the way out in it. Raises Held when its holder left meanwhile."""
    row = Delivery.objects.select_related("mailing", "subscription", "to").filter(pk=delivery_id).first()
    if row is None:
        raise Held("over")
    if row.to is not None:
        example = "voorbeeld"
        return Letter(
            row.to.email,
            lambda: _stands(row.pk, DeliveryState.SENT),
            subject=f"Proef: {row.mailing.subject}",
            body=_TEST + written(row.mailing, example, row.mailing.lists),
        )
    if row.subscription is None or row.subscription.state != Standing.CONFIRMED:
        _stands(row.pk, DeliveryState.ENDED)
        raise Held("over")
    said = _read(row.subscription)
    return Letter(
        said["address"],
        lambda: _stands(row.pk, DeliveryState.SENT),
        subject=row.mailing.subject,
        body=written(row.mailing, said["token"], row.subscription.lists),
        # RFC 2369 and RFC 8058: the mail program itself shows a button that ends it.
        headers={
            "List-Unsubscribe": f"<{links.ending(said['token'])}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def written(row: Mailing, token: str, lists: list[str]) -> str:
    """The whole text: what was written, and under it why somebody gets this and how it ends."""
    why = [
        "--",
        f"U krijgt deze mail van {region.current().name}, omdat u zich inschreef voor: {in_words(lists)}.",
        f"Andere onderwerpen kiezen: {links.managing(token)}",
        f"Afmelden: {links.ending(token)}",
    ]
    return f"{row.body.strip()}\n\n" + "\n".join(why)


def refused(subject_id: uuid.UUID) -> None:
    """A server said that this address will never get anything: no mailing goes there any more."""
    delivery = Delivery.objects.filter(pk=subject_id).first()
    if delivery is None:
        _bounced(subject_id)
        return
    _stands(delivery.pk, DeliveryState.BOUNCED)
    if delivery.subscription_id is not None:
        _bounced(delivery.subscription_id)


def _bounced(subscription_id: uuid.UUID) -> None:
    found = Subscription.objects.filter(pk=subscription_id, state__in=(Standing.ASKED, Standing.CONFIRMED))
    row = found.first()
    if row is not None and found.update(state=Standing.BOUNCED):
        record("subscription:bounced", by=_WORKER, about=row)


def _stands(delivery_id: uuid.UUID, state: DeliveryState) -> None:
    Delivery.objects.filter(pk=delivery_id).update(state=state)


def _read(row: Subscription) -> dict[str, str]:
    try:
        return row.read()
    except Destroyed:
        raise Held("destroyed") from None
