"""Writing a mailing, trying it on oneself, and sending it: once, to each address once."""

from collections.abc import Collection

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.mailing import queries
from schakel.mailing.models import Delivery, DeliveryState, Mailing, MailingState, Standing, Subscription
from schakel.outbox.actions import send_to_partner
from schakel.outbox.delivery import mails
from schakel.outbox.texts import Kind
from schakel.vault.actions import shred

_NO_SERVER = "Er is geen mailserver ingesteld. Vraag de beheerder om dat te doen; het concept blijft staan."
_GONE = "Deze mailing is al verstuurd. Wat u typte, staat er nog; maak er een nieuwe van."


class Meanwhile(NotPossible):
    """Somebody else kept something after this page was opened; `kept` is what stands now."""

    def __init__(self, kept: Mailing) -> None:
        super().__init__(f"{kept.written_by.name} bewaarde intussen iets anders. Wat u typte, staat er nog.")
        self.kept = kept


@transaction.atomic
def begin(*, subject: str, body: str, lists: Collection[str], by: User) -> Mailing:
    """A new draft. Raises NotAllowed."""
    check_may(by, Permission.PREVENT)
    made = Mailing.objects.create(subject=subject, body=body, lists=sorted(lists), written_by=by)
    record("mailing:written", by=by, about=made, version=made.version)
    return made


@transaction.atomic
def write(*, mailing: Mailing, subject: str, body: str, lists: Collection[str], version: int, by: User) -> Mailing:
    """Change a draft that was read in this version. Raises NotAllowed, NotPossible, Meanwhile."""
    check_may(by, Permission.PREVENT)
    row = _draft(mailing)
    if (row.subject, row.body, row.lists) == (subject, body, sorted(lists)):
        return row
    if row.version != version:
        raise Meanwhile(row)
    row.subject, row.body, row.lists = subject, body, sorted(lists)
    row.version, row.written_by, row.written_at = row.version + 1, by, time.now()
    row.save()
    record("mailing:written", by=by, about=row, version=row.version)
    return row


@transaction.atomic
def try_out(*, mailing: Mailing, by: User) -> None:
    """The draft as a mail to whoever asks, and to nobody else. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.PREVENT)
    row = _draft(mailing)
    if not mails(Kind.MAILING):
        raise NotPossible(_NO_SERVER)
    test = Delivery.objects.create(mailing=row, to=by, state=DeliveryState.QUEUED)
    send_to_partner(kind=Kind.MAILING, subject_id=test.pk, by=by)
    record("mailing:tried", by=by, about=row)


@transaction.atomic
def send(*, mailing: Mailing, version: int, by: User) -> int:
    """Let the worker send it to whoever is on its lists now; to how many. Raises NotAllowed, NotPossible, Meanwhile."""
    check_may(by, Permission.PREVENT)
    row = _draft(mailing)
    if row.version != version:
        raise Meanwhile(row)
    if not mails(Kind.MAILING):
        raise NotPossible(_NO_SERVER)
    readers = queries.recipients(row.lists)
    if not readers:
        raise NotPossible(
            "Op deze lijsten staat nog niemand. Kies een andere lijst, of wacht tot iemand zich inschrijft."
        )
    lay_down(mailing=row, readers=readers, by=by)
    return len(readers)


def lay_down(*, mailing: Mailing, readers: Collection[Subscription], by: User) -> None:
    """To whom it goes, once for each address, for whoever holds the draft."""
    Delivery.objects.bulk_create(
        [Delivery(mailing=mailing, subscription=one, address_token=one.address_token) for one in readers],
        batch_size=500,
    )
    mailing.state, mailing.sent_by, mailing.sent_at = MailingState.SENDING, by, time.now()
    mailing.save(update_fields=["state", "sent_by", "sent_at"])
    record("mailing:sent", by=by, about=mailing, addresses=len(readers))


@transaction.atomic
def discard(*, mailing: Mailing, by: User) -> None:
    """Throw a draft away. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.PREVENT)
    row = _draft(mailing)
    record("mailing:discarded", by=by, about=row)
    row.delete()


@transaction.atomic
def drop(*, subscription: Subscription, by: User) -> None:
    """Forget an address that does not work. Raises NotAllowed."""
    check_may(by, Permission.PREVENT)
    row = (
        Subscription.objects.select_for_update(of=("self",)).filter(pk=subscription.pk, state=Standing.BOUNCED).first()
    )
    if row is None:
        return
    every = [row]
    same = Subscription.objects.filter(address_token=row.address_token, address_token__isnull=False)
    # What it asked before is forgotten with it, unless it asked anew since.
    if not same.filter(state__in=(Standing.ASKED, Standing.CONFIRMED)).exists():
        every += same.filter(state=Standing.DOUBLE)
    keys = [one.data_key for one in every if one.data_key is not None]
    for one in every:
        one.state, one.ended_at = Standing.ENDED, time.now()
        one.content, one.data_key, one.address_token = None, None, None
        one.save()
        record("subscription:ended", by=by, about=one)
    shred(key_ids=keys, by=by)


def _draft(mailing: Mailing) -> Mailing:
    row = Mailing.objects.select_for_update(of=("self",)).filter(pk=mailing.pk).first()
    if row is None or row.state != MailingState.DRAFT:
        raise NotPossible(_GONE)
    return row
