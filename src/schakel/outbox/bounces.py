"""Mail that a server took and could not deliver after all: what servers write about that to the sender (RFC 3464).

Only a notification that returns a mail of ours counts, known by the number in its Message-ID: anybody may write a letter that
says of somebody else's address that it does not work. Everything else in the mailbox stays as it is, unread.
"""

import email
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings

from schakel.core import time
from schakel.outbox.delivery import came_back, number_of
from schakel.outbox.models import Outgoing, State

IMAP_SECONDS = 30
# Servers give up after five days at most; some count from when they were back themselves.
LOOKS_BACK = timedelta(days=14)
_AT_ONCE = 200
# Headers come first: of a large mail that is returned whole the rest is not needed.
_MOST_BYTES = 262_144
_NUMBER = re.compile(r"<([0-9a-f]{32})@")
# A full mailbox, a mail that is too large, a server's rules or its own trouble: then the address may be right.
_NOT_THE_ADDRESS = ("5.2.2", "5.2.3", "5.3.", "5.6.", "5.7.")
_RECIPIENTS = ("Final-Recipient", "Original-Recipient")
# As IMAP writes them, whatever language this process speaks.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# By the mailbox's own generation, up to where it was looked through: what is not for us is fetched once, not at every round.
LOOKED_UP_TO: dict[str, int] = {}


@dataclass(frozen=True)
class Returned:
    """A mail of ours that was not delivered: its number, and why as a status of RFC 3463."""

    number: str
    status: str

    @property
    def is_address(self) -> bool:
        """Whether this address will never get anything."""
        return not self.status.startswith(_NOT_THE_ADDRESS)


def returned(raw: bytes) -> Returned | None:
    """What a message says of a mail of ours that failed for good; None for every other message."""
    message = email.message_from_bytes(raw)
    if not _is_notification(message) or not message.is_multipart():
        return None
    parts = {part.get_content_type(): part for part in reversed(_parts(message))}
    said, sent = parts.get("message/delivery-status"), _returned_headers(parts)
    number = _NUMBER.search(str(sent["Message-ID"])) if sent is not None else None
    if said is None or sent is None or number is None:
        return None
    to = parseaddr(str(sent["To"]))[1]
    for about in _parts(said):
        status = re.match(r"\s*(5\.\d{1,3}\.\d{1,3})\b", str(about["Status"]))
        if status and str(about["Action"]).strip().lower() == "failed" and _is_about(about, to):
            return Returned(number[1], status[1])
    return None


def read_bounces() -> int:
    """The worker's job: write down what came back since; how many mails that were."""
    if settings.SCHAKEL_BOUNCES is None:
        return 0
    noted = 0
    with opened(settings.SCHAKEL_BOUNCES) as box:
        known = _sent_lately() if box.unseen else {}
        for uid in box.unseen:
            found = returned(box.fetch(uid, "")) if _is_notification(_head(box.fetch(uid, "HEADER"))) else None
            row_id = known.get(found.number) if found is not None else None
            if found is not None and row_id is not None:
                noted += came_back(row_id, found.status, is_address=found.is_address)
                box.mark_read(uid)
            box.looked_at(uid)
    return noted


class Box:
    """A mailbox that is open: what is unread and new to us, oldest first."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server
        self._generation = str(server.response("UIDVALIDITY")[1])
        since = (time.real_now() - LOOKS_BACK).date()
        day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        (found,) = self._ask("SEARCH", "UNSEEN", "SINCE", day)[:1]
        last = LOOKED_UP_TO.get(self._generation, 0)
        self.unseen = sorted(uid for uid in map(int, (found or b"").split()) if uid > last)[:_AT_ONCE]

    def fetch(self, uid: int, part: str) -> bytes:
        """A message, or a part of it, which stays unread."""
        parts = self._ask("FETCH", str(uid), f"(BODY.PEEK[{part}]<0.{_MOST_BYTES}>)")
        return next((bytes(one[1]) for one in parts if isinstance(one, tuple)), b"")

    def mark_read(self, uid: int) -> None:
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def looked_at(self, uid: int) -> None:
        LOOKED_UP_TO[self._generation] = uid

    def _ask(self, *command: str) -> list[Any]:
        answer, parts = self._server.uid(command[0], *command[1:])
        if answer != "OK":
            raise imaplib.IMAP4.error(command[0])
        return parts


@contextmanager
def opened(mailbox: Any) -> Iterator[Box]:
    """The mailbox of the setting, over TLS unless it is on this machine."""
    context = ssl.create_default_context()
    server: imaplib.IMAP4
    if mailbox.is_tls:
        server = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=IMAP_SECONDS)
    else:
        server = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=IMAP_SECONDS)
    with server:
        if mailbox.begins_tls:
            server.starttls(ssl_context=context)
        server.login(mailbox.user, mailbox.password)
        if server.select(f'"{mailbox.folder}"')[0] != "OK":
            raise imaplib.IMAP4.error("SELECT")
        yield Box(server)


def _sent_lately() -> dict[str, UUID]:
    """By number what went out and may still come back."""
    rows = Outgoing.objects.filter(state=State.SENT, finished_at__gt=time.now() - LOOKS_BACK).only("id")
    return {number_of(row): row.id for row in rows}


def _is_notification(message: Message) -> bool:
    kind = str(message.get_param("report-type", "")).lower()
    return message.get_content_type() == "multipart/report" and kind == "delivery-status"


def _head(raw: bytes) -> Message:
    return BytesHeaderParser().parsebytes(raw)


def _parts(message: Message) -> list[Message]:
    """The parts of a message; those that are none, as in what is broken, left out."""
    found = message.get_payload()
    return [one for one in found if isinstance(one, Message)] if isinstance(found, list) else []


def _returned_headers(parts: dict[str, Message]) -> Message | None:
    """Those of the mail itself, which comes back whole or as its headers alone."""
    whole = parts.get("message/rfc822")
    if whole is not None:
        return next(iter(_parts(whole)), None)
    headers = parts.get("text/rfc822-headers")
    content = headers.get_payload(decode=True) if headers is not None else None
    return _head(content) if isinstance(content, bytes) else None


def _is_about(about: Message, to: str) -> bool:
    """Whether it is this address that failed, and not one of those behind a list that somebody keeps there."""
    named = (str(about[name] or "").rpartition(";")[2].strip().strip("<>") for name in _RECIPIENTS)
    return bool(to) and to.casefold() in {one.casefold() for one in named}
