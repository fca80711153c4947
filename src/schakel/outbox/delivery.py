"""The worker's part: send what is due, ask the rules again first, and lose nothing when a server fails."""

import hashlib
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import translation

from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import system
from schakel.intake.content import HearBack
from schakel.outbox import carriers, policies
from schakel.outbox.carriers import Mail, NotSent
from schakel.outbox.letters import COUNTED, WRITERS, Held, refused
from schakel.outbox.models import Outgoing, State
from schakel.outbox.policies import Way
from schakel.outbox.queries import contact_of
from schakel.outbox.texts import OWN_WORDS, TO_PARTNERS, TO_REPORTER, TO_STAFF, Kind
from schakel.vault.records import DecryptionError, Destroyed
from schakel.vault.sealing import SealError

logger = logging.getLogger("schakel.outbox")

WORKER = system("worker")
# How long to wait after each try that failed; after the last one it is left to somebody at the desk.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440, 1440, 1440)]
# No try takes this long. What began longer ago and did not end was interrupted.
INTERRUPTED_AFTER = timedelta(minutes=10)
_AT_ONCE = 100


@dataclass(frozen=True)
class Parcel:
    """A message ready to go, for as long as the sending takes: by what, and how."""

    carrier: str
    send: Callable[[Callable[[], None]], None]
    # What a room writes down when it went, with the same stroke.
    done: Callable[[], None] = lambda: None


class Later(Exception):
    """It may not go now."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.moment = moment


def deliver_due() -> int:
    """Send every message that is due; the number sent. A carrier that fails is not asked again in this round."""
    take_up_interrupted()
    due = Outgoing.objects.filter(state=State.WAITING, due_at__lte=time.now()).order_by("due_at", "id")
    failed: set[str] = set()
    return sum(_deliver(row_id, failed) for row_id in list(due.values_list("id", flat=True)[:_AT_ONCE]))


def take_up_interrupted() -> None:
    """What a worker was busy with when it ended: sent again where surely nothing went out, else left to somebody."""
    began = Outgoing.objects.filter(state=State.SENDING, begun_at__lt=time.now() - INTERRUPTED_AFTER)
    began.filter(handed_at=None).update(state=State.WAITING, due_at=time.now(), error="interrupted")
    with transaction.atomic():
        for row in began.exclude(handed_at=None).select_for_update():
            _end(row, State.UNSURE, "interrupted", "outgoing:unsure")


def _deliver(row_id: uuid.UUID, failed: set[str]) -> bool:
    try:
        parcel = _begin(row_id, failed)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever a room could not read or write, the next message is somebody else's)
        Outgoing.objects.filter(pk=row_id).update(tries=F("tries") + 1)
        _not_sent(row_id, _not_written(error))
        return False
    if parcel is None:
        return False
    try:
        # Committed at once: a worker that ends after this can't say whether the message went out.
        parcel.send(partial(_mark_handed, row_id))
    except NotSent as error:
        if error.is_carrier:
            failed.add(parcel.carrier)
        _not_sent(row_id, error)
        return False
    with transaction.atomic():
        row = _locked(row_id)
        # Before the log is written, which makes writers take turns: at a desk too a row of a room is held first.
        _write_down(row, parcel.done)
        _end(row, State.SENT, "", "outgoing:sent")
    return True


def _write_down(row: Outgoing, done: Callable[[], None]) -> None:
    """What the room writes down. Where it can't, what happened happened all the same, and nothing is sent again."""
    try:
        with transaction.atomic():
            done()
    except Exception as error:  # noqa: BLE001  (whatever fails here, the message is out)
        # Without a traceback, which may quote an address.
        kind = type(error).__name__
        logger.error("what became of message %s could not be written down: %s", row.id, kind)  # noqa: TRY400


def _not_written(error: Exception) -> NotSent:
    """What can't be read can't be read tomorrow either: somebody has to look. Anything else may pass, and is tried again."""
    if isinstance(error, DecryptionError | SealError):
        return NotSent("unreadable", is_final=True)
    return NotSent(f"letter {type(error).__name__}"[:60])


def _begin(row_id: uuid.UUID, failed: set[str]) -> Parcel | None:
    """Take a message up, if it is still to go, may go now, and its carrier works."""
    with transaction.atomic():
        row = _locked(row_id)
        if row.state != State.WAITING or row.due_at > time.now():
            return None
        try:
            parcel = _parcel(row)
        except Later as later:
            row.due_at = later.moment
            row.save(update_fields=["due_at"])
            return None
        except Held as reason:
            _end(row, State.HELD, str(reason), "outgoing:held")
            return None
        if parcel.carrier in failed:
            return None
        row.state, row.begun_at, row.handed_at, row.tries = State.SENDING, time.now(), None, row.tries + 1
        row.save(update_fields=["state", "begun_at", "handed_at", "tries"])
        return parcel


def came_back(row_id: uuid.UUID, status: str, *, is_address: bool) -> bool:
    """A server took it, and another said later that it can't be delivered; whether that was news.

    `status` is of RFC 3463. Of an address that does not work this is what a refusal at once is.
    """
    with transaction.atomic():
        row = _locked(row_id)
        if row.state != State.SENT:
            return False
        if is_address:
            _refused(row)
        _end(row, State.FAILED, f"{'rcpt' if is_address else 'data'} {status}", "outgoing:failed")
    return True


def _refused(row: Outgoing) -> None:
    if row.subject_id is not None:
        _write_down(row, partial(refused, row.subject_id))


def _not_sent(row_id: uuid.UUID, error: NotSent) -> None:
    with transaction.atomic():
        row = _locked(row_id)
        row.handed_at = None
        logger.warning("message %s did not get out: %s (try %s)", row.id, error.kind, row.tries)
        if error.is_final or row.tries > len(PAUSES):
            if error.is_final and error.is_address:
                _refused(row)
            _end(row, State.FAILED, error.kind, "outgoing:failed")
            return
        row.state, row.error = State.WAITING, error.kind
        row.due_at = time.now() + PAUSES[row.tries - 1]
        row.save(update_fields=["state", "error", "due_at", "handed_at"])


def _mark_handed(row_id: uuid.UUID) -> None:
    Outgoing.objects.filter(pk=row_id).update(handed_at=time.now())


def _end(row: Outgoing, state: State, error: str, tag: str) -> None:
    row.state, row.error, row.finished_at = state, error, time.now()
    row.save(update_fields=["state", "error", "finished_at", "handed_at"])
    record(tag, by=WORKER, about=row, kind=row.kind, report=row.report_id, tries=row.tries, error=error)


def _locked(row_id: uuid.UUID) -> Outgoing:
    return Outgoing.objects.select_for_update(of=("self",)).get(pk=row_id)


def _parcel(row: Outgoing) -> Parcel:
    if row.subject_id is not None:
        return _to_partner(row, row.subject_id)
    return _to_reporter(row) if row.report_id is not None else _to_colleague(row)


def _to_partner(row: Outgoing, subject_id: uuid.UUID) -> Parcel:
    """As it stands now, to whom it may go now: asked anew of the room that wanted it sent."""
    if not mails(row.kind):
        raise Held("off")
    letter = WRITERS[row.kind](subject_id)
    if row.kind in OWN_WORDS:
        # On one line, whatever was typed. It names the centre, so it comes from the centre's own address.
        sender, subject, body = settings.DEFAULT_FROM_EMAIL, " ".join(letter.subject.split()), letter.body
    else:
        text = TO_PARTNERS[Kind(row.kind)]
        sender, subject, body = settings.SCHAKEL_NEWS_FROM, str(text.subject), str(text.body)
    mail = Mail(sender, letter.to, subject, body, number_of(row), letter.attachment, letter.headers)
    return Parcel("mail", lambda before_text: carriers.send_mail(mail, before_text=before_text), letter.done)


def _to_colleague(row: Outgoing) -> Parcel:
    if row.to is None or not row.to.is_active:
        raise Held("closed")
    if not settings.SCHAKEL_SENDS_MAIL:
        raise Held("off")
    text, body = TO_STAFF[Kind(row.kind)], str(TO_STAFF[Kind(row.kind)].body)
    if row.kind in COUNTED:
        count = COUNTED[row.kind](row.to)
        if not count:
            raise Held("over")
        body = body.format(count="1 ding vraagt" if count == 1 else f"{count} dingen vragen")
    mail = Mail(settings.DEFAULT_FROM_EMAIL, row.to.email, str(text.subject), body, number_of(row))
    return Parcel("mail", lambda before_text: carriers.send_mail(mail, before_text=before_text))


def _to_reporter(row: Outgoing) -> Parcel:
    """As the rules are now: they may have changed, and the report may be destroyed, since somebody asked for this."""
    report = row.report
    assert report is not None  # noqa: S101  (tells the type checker what the caller asked)
    try:
        contact = contact_of(report)
    except Destroyed:
        raise Held("destroyed") from None
    if not policies.can(policies.check_allowed, contact, Way.NEWS):
        raise Held("rules")
    moment = policies.next_moment(contact, time.now())
    if moment is None:
        raise Held("rules")
    if moment > time.now():
        raise Later(moment)
    if not is_configured(contact.channel):
        raise Held("off")
    with translation.override(report.language):
        subject, body = str(TO_REPORTER[Kind(row.kind)].subject), str(TO_REPORTER[Kind(row.kind)].body)
    if settings.SCHAKEL_NEWS_LINK:
        body = f"{body}\n{settings.SCHAKEL_NEWS_LINK}"
    if contact.channel == HearBack.EMAIL:
        mail = Mail(settings.SCHAKEL_NEWS_FROM, contact.address, subject, body, number_of(row))
        return Parcel("mail", lambda before_text: carriers.send_mail(mail, before_text=before_text))
    return Parcel("text", partial(_send_text, contact.address, body))


def _send_text(to: str, body: str, before_text: Callable[[], None]) -> None:
    before_text()
    carriers.send_text(to=to, text=body)


def is_configured(channel: str) -> bool:
    """Whether this installation can tell a reporter on that channel that there is news."""
    if channel == HearBack.EMAIL:
        return bool(settings.SCHAKEL_SENDS_MAIL and settings.SCHAKEL_NEWS_FROM)
    return channel == HearBack.PHONE and bool(settings.SCHAKEL_TEXT_COMMAND)


def mails(kind: str) -> bool:
    """Whether this installation sends messages of this kind, about a subject of a room above."""
    return bool(settings.SCHAKEL_SENDS_MAIL) if kind in OWN_WORDS else mails_partners()


def mails_partners() -> bool:
    """Whether this installation mails partners: by the neutral sender, since an address may be typed wrong."""
    return is_configured(HearBack.EMAIL)


def number_of(row: Outgoing) -> str:
    """For the Message-ID: the same at every try, and no id of ours."""
    return hashlib.sha256(b"schakel/message/" + row.id.bytes).hexdigest()[:32]
