"""The visit of one browser: the cookie that holds its key, and what is kept under that key for fifteen minutes."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from schakel.attachments import actions as attachments
from schakel.core import time
from schakel.intake import receipts, visits, ways
from schakel.intake.ways import Path

_BEGUN = "begun"


@dataclass(frozen=True)
class Visit:
    """A live visit: its key, and what it holds (a draft, a sent mark, or a receipt code)."""

    key: bytes
    content: dict[str, Any]

    @property
    def draft(self) -> dict[str, Any]:
        """The answers so far, by question group."""
        draft: dict[str, Any] = self.content.setdefault("draft", {})
        return draft

    @property
    def path(self) -> Path:
        """The way in that was chosen, with its pages of questions."""
        return ways.WAYS.get(str(self.content.get("way", "")), ways.ORDINARY)

    @property
    def is_sent(self) -> bool:
        return bool(self.content.get("sent"))

    @property
    def seconds_old(self) -> float | None:
        """How long ago it was begun; nothing where that is not known."""
        begun = self.content.get(_BEGUN)
        return time.real_now().timestamp() - begun if isinstance(begun, (int, float)) else None

    @property
    def code(self) -> str:
        """The receipt code that opened a conversation, or nothing."""
        return str(self.content.get("code", ""))

    def save(self) -> None:
        """Keep it for another fifteen minutes."""
        visits.save(self.key, self.content)


def key_of(request: HttpRequest) -> bytes | None:
    """The visit key in the visitor's cookie, if there is a well-formed one."""
    try:
        key = base64.urlsafe_b64decode(request.COOKIES.get(settings.VISIT_COOKIE, "").encode() + b"=")
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == visits.KEY_BYTES else None


def current(request: HttpRequest) -> Visit | None:
    """The visitor's live visit. Database errors pass through."""
    key = key_of(request)
    content = visits.load(key) if key else None
    return Visit(key, content) if key and content is not None else None


def begin(content: dict[str, Any]) -> Visit:
    """A new visit, stored; give it to the visitor with `hand_over`."""
    visit = Visit(visits.new_key(), {**content, _BEGUN: time.real_now().timestamp()})
    visit.save()
    return visit


def hand_over(response: HttpResponse, visit: Visit) -> None:
    """Put the key in the visitor's cookie: gone when the browser closes, unreadable for scripts and other sites."""
    response.set_cookie(
        settings.VISIT_COOKIE,
        base64.urlsafe_b64encode(visit.key).decode().rstrip("="),
        httponly=True,
        samesite="Strict",
        secure=settings.SECURE_COOKIES,
    )


def forget(request: HttpRequest) -> None:
    """Keep nothing of the visit, nor of files that were not sent. What can't be deleted now runs out by itself."""
    key = key_of(request)
    if key is None:
        return
    try:
        visits.end(key)
        attachments.take_back(lookup=receipts.lookup_of(receipts.from_visit(key)))
    except DatabaseError:
        return


def clear(response: HttpResponse) -> None:
    """Ask the browser to drop everything it has of this site."""
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.delete_cookie(settings.VISIT_COOKIE, samesite="Strict")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Strict")


def loaded_again(visit: Visit) -> Visit | None:
    """The same visit as it is stored now; None when it is over."""
    content = visits.load(visit.key)
    return None if content is None else Visit(visit.key, content)


def renewed(visit: Visit) -> Visit:
    """The same visit as it is stored now, or as it was known when it has just run out."""
    return loaded_again(visit) or visit
