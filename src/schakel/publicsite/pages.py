"""How every public page is drawn: with its languages, its footer, and dates as people write them."""

import logging
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from schakel.core import days, languages, region
from schakel.duty import words

logger = logging.getLogger("schakel.publicsite")

View = Callable[..., HttpResponse]


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The template of that name under `publicsite/`, with what the layout of every public page needs."""
    return render(request, f"publicsite/{template}.html", {**frame(request), **(context or {})}, status=status)


def page_for_professionals(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The same for a page under `publicsite/professionals/`, which is in Dutch alone and offers no other language."""
    alone: dict[str, Any] = {"languages": [], "own_languages": []}
    return page(request, f"professionals/{template}", {**alone, **(context or {})}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What stands around the content of a public page, in the page's language."""
    profile, language = region.current(), get_language() or settings.LANGUAGE_CODE
    offered = [
        {
            "code": code,
            "name": languages.NAMES[code],
            "url": translate_url(request.get_full_path(), code),
            "is_current": code == language,
        }
        for code in profile.languages
    ]
    understood = _understood(request, profile.languages)
    return {
        "home_url": reverse("home"),
        "languages": offered,
        # Shown beside the page's own language, so that nobody has to find theirs in a list.
        "own_languages": [one for one in offered if one["code"] == understood and not one["is_current"]],
        "footer_links": [
            (_("Informatie"), reverse("information")),
            (_("Contact"), reverse("contact")),
            (_("Cijfers per jaar"), reverse("factsheets")),
            (_("Voor professionals"), reverse("professionals")),
            (_("Privacy"), reverse("privacy")),
            (_("Toegankelijkheid"), reverse("accessibility")),
        ],
        "hours": profile.spoken(profile.hours, language),
        # A template calls it: a page that does not tell it asks no table.
        "reading": words.reading,
    }


def _understood(request: HttpRequest, offered: tuple[str, ...]) -> str:
    """The first language that the browser asks for and that is offered, or none; it is read and never kept."""
    asked = (code.partition("-")[0] for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    return next((code for code in asked if code in offered), "")


def day(moment: date) -> str:
    """A day in words, in the page's language: dinsdag 24 november."""
    return days.in_words(moment, get_language() or settings.LANGUAGE_CODE)


def note_failure(error: DatabaseError) -> None:
    """Tell whoever keeps this installation running; a database's own message may quote what somebody typed."""
    logger.error("the database failed: %s", type(error).__name__)


def database_may_fail(view: View) -> View:
    """A page that can't be made without the database says so, instead of being an error.

    An address with a NUL, which PostgreSQL takes in no text, is the address of nothing.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        asked = (value for values in request.GET.lists() for value in values[1])
        if any("\0" in text for text in (request.path_info, *asked)):
            raise Http404
        try:
            return view(request, *arguments, **named)
        except DatabaseError as error:
            note_failure(error)
            return page(request, "out_of_order", {"was_sending": request.method == "POST"}, status=503)

    return guarded
