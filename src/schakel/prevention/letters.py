"""Mail about an order or a loan: what it says when it goes. At the desk and in the worker alone."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from schakel.audit.record import record
from schakel.core import days, region, time
from schakel.core.actors import system
from schakel.outbox.actions import send_to_partner
from schakel.outbox.letters import Held, Letter
from schakel.outbox.models import Outgoing
from schakel.outbox.texts import Kind
from schakel.prevention import asking
from schakel.prevention.asking import Asked
from schakel.prevention.loans.actions.loans import mark_reminded
from schakel.prevention.loans.kinds import LoanState
from schakel.prevention.loans.models import Loan
from schakel.prevention.materials.kinds import OrderState
from schakel.prevention.materials.models import Order
from schakel.vault import records
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError

_WORKER = system("worker")
_AGAIN_AFTER = timedelta(days=7)

_ORDER = {
    OrderState.NEW: ("Wij hebben uw bestelling", "Uw bestelling is binnen. U krijgt bericht als wij haar hebben bekeken."),
    OrderState.APPROVED: ("Uw bestelling is goedgekeurd", "Wij hebben uw bestelling goedgekeurd. U krijgt bericht als zij onderweg is."),
    OrderState.PICKED: ("Uw bestelling is goedgekeurd", "Wij hebben uw bestelling goedgekeurd. U krijgt bericht als zij onderweg is."),
    OrderState.SENT: ("Uw bestelling is onderweg", "Wij hebben uw bestelling verstuurd."),
    OrderState.CANCELLED: ("Uw bestelling gaat niet door", "Uw bestelling gaat niet door."),
}  # fmt: skip
_LOAN = {
    LoanState.ASKED: ("Wij hebben uw aanvraag", "Uw aanvraag is binnen. Zij is nog niet bevestigd: u krijgt daarover bericht."),
    LoanState.CONFIRMED: ("Uw aanvraag is bevestigd", "Wij hebben dit voor u vastgelegd."),
    LoanState.REFUSED: ("Uw aanvraag kan niet doorgaan", "Wij kunnen dit in die tijd niet uitlenen."),
    LoanState.CANCELLED: ("Uw lening gaat niet door", "Uw lening gaat niet door."),
}  # fmt: skip


def tell(row_id: uuid.UUID) -> None:
    """Ask for a mail to whoever asked this; what it says is decided when it goes."""
    send_to_partner(kind=Kind.PROFESSIONAL, subject_id=row_id, by=_WORKER)


def letter(row_id: uuid.UUID) -> Letter | None:
    """How it stands now; None for a subject of another room. Raises Held."""
    order = Order.objects.filter(pk=row_id).first()
    if order is not None:
        return _of_order(order)
    loan = Loan.objects.select_related("kind", "thing").filter(pk=row_id).first()
    return _of_loan(loan) if loan is not None else None


def remind() -> int:
    """The worker's job: ask for what is too long away, once a week; how many that were.

    Whether the last mail arrived or not: an address that does not work stands at the desk, and there somebody calls.
    """
    today = time.today()
    late = Loan.objects.filter(state=LoanState.OUT, last_day__lt=today).exclude(reminded_on__gt=today - _AGAIN_AFTER)
    wanted = [row for row in late if not _asked_lately(row) and _has_address(row)]
    for row in wanted:
        tell(row.pk)
    return len(wanted)


def _asked_lately(row: Loan) -> bool:
    """Whether a mail was made this week, since it is too late."""
    since = max(row.last_day, time.today() - _AGAIN_AFTER) + timedelta(days=1)
    made = Outgoing.objects.filter(kind=Kind.PROFESSIONAL, subject_id=row.pk, created_at__gte=time.start_of(since))
    return made.exists()


def _has_address(row: Asked) -> bool:
    """Whether there is an address, and no server refused it for good."""
    try:
        return not _said(row).get("refused")
    except (Held, DecryptionError, SealError):
        return False


def _of_order(order: Order) -> Letter:
    told = _ORDER.get(OrderState(order.state))
    if told is None:
        raise Held("over")
    said, (subject, sentence) = _said(order), told
    lines = [
        f"- {_count(line.asked, line.sent)} {line.material.name}" for line in order.lines.select_related("material")
    ]
    body = [sentence, f"Het nummer is {order.number}.", "", *lines, *_why(said), *_link("bestelling", order, said)]
    return _letter(order, said, subject, body)


def _of_loan(loan: Loan) -> Letter:
    said, period = _said(loan), f"{_day(loan.first_day)} tot en met {_day(loan.last_day)}"
    if loan.state == LoanState.OUT and loan.last_day >= time.today():
        body = [f"U leent van ons: {loan.kind.name}. U kunt dit houden tot en met {_day(loan.last_day)}."]
        return _letter(loan, said, f"Tot wanneer u dit leent ({loan.number})", body)
    if loan.state == LoanState.OUT:
        body = [
            f"U leende van ons: {loan.kind.name}. Wij verwachtten dit terug op {_day(loan.last_day)}.",
            "Wilt u het deze week terugbrengen? Lukt dat niet, of is er iets mee? Bel ons dan.",
        ]
        subject = f"Wilt u terugbrengen wat u leende? ({loan.number})"
        return _letter(loan, said, subject, body, partial(mark_reminded, loan=loan))
    told = _LOAN.get(LoanState(loan.state))
    if told is None:
        raise Held("over")
    body = [
        told[1],
        f"Het nummer is {loan.number}.",
        "",
        f"- {loan.kind.name}, {period}",
        *_how(loan, said),
        *_why(said),
        *_link("leenaanvraag", loan, said),
    ]
    return _letter(loan, said, told[0], body)


def _letter(
    row: Asked, said: dict[str, Any], subject: str, body: list[str], done: Callable[[], None] = lambda: None
) -> Letter:
    def went() -> None:
        done()
        if said.get("refused"):
            _mark(row, refused="")

    return Letter(said["email"], went, subject=subject, body=_written(said, body))


def refused(row_id: uuid.UUID) -> None:
    """A server said that this address will never get anything: it stands at the order or the loan."""
    row = Order.objects.filter(pk=row_id).first() or Loan.objects.filter(pk=row_id).first()
    if row is None:
        return
    _mark(row, refused="ja")
    record("order:address_refused" if isinstance(row, Order) else "loan:address_refused", by=_WORKER, about=row)


def _mark(row: Asked, *, refused: str) -> None:
    """Put beside the address whether a server refused it, under the same key: it is forgotten with the address."""
    rows: QuerySet[Any] = Order.objects.all() if isinstance(row, Order) else Loan.objects.all()
    now = rows.select_for_update(of=("self",)).get(pk=row.pk)
    asking.add_to(now, refused=refused)
    now.save(update_fields=["sealed", "key_id", "content", "data_key"])


def _said(row: Asked) -> dict[str, Any]:
    if row.content is None or records.is_destroyed(row.data_key):
        raise Held("destroyed")
    said = row.read()
    if not said["email"]:
        raise Held("no address")
    return said


def _count(asked: int, sent: int | None) -> str:
    return f"{asked} ×" if sent in (None, asked) else f"{sent} × (u vroeg er {asked})"


def _why(said: dict[str, Any]) -> Iterator[str]:
    if said.get("why"):
        yield from ("", str(said["why"]))


def _how(loan: Loan, said: dict[str, Any]) -> Iterator[str]:
    """Who goes where, as long as it goes on."""
    if loan.state in (LoanState.ASKED, LoanState.CONFIRMED):
        where = " ".join(str(said.get("address") or "").split("\n"))
        if loan.state == LoanState.CONFIRMED:
            yield f"- Wij bezorgen het op: {where}" if where else "- U haalt het bij ons op, en brengt het terug."
        else:
            yield (
                f"- U vroeg om het te bezorgen op: {where}"
                if where
                else "- U haalt het bij ons op, en brengt het terug."
            )


def _link(page: str, row: Asked, said: dict[str, Any]) -> Iterator[str]:
    if row.asked_by_id is None:
        address = f"{settings.SCHAKEL_PUBLIC_URL}/professionals/{page}/{said['token']}/"
        yield from ("", "Hier ziet u hoe het ermee staat, en kunt u het intrekken:", address)


def _day(day: date) -> str:
    return days.in_words(day, "nl")


def _written(said: dict[str, Any], lines: list[str]) -> str:
    profile = region.current()
    return "\n".join(
        [f"Beste {said['contact']},", "", *lines, "", "Met vriendelijke groet,", profile.name, profile.telephone]
    )
