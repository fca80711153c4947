"""How every public page is drawn: with its languages, its footer, and dates as people write them."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.core import region
from schakel.core.time import REGION_ZONE

logger = logging.getLogger("schakel.publicsite")

View = Callable[..., HttpResponse]


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The template of that name under `publicsite/`, with what the layout of every public page needs."""
    return render(request, f"publicsite/{template}.html", {**frame(request), **(context or {})}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What stands around the content of a public page, in the page's language."""
    from schakel.publicsite import reading  # it writes days as this file does

    profile, language = region.current(), get_language() or settings.LANGUAGE_CODE
    names = dict(settings.LANGUAGES)
    return {
        "home_url": reverse("home"),
        "languages": [
            (code, names[code], translate_url(request.get_full_path(), code), code == language)
            for code in profile.languages
            if code in names
        ],
        "footer_links": [
            (_("Contact"), reverse("contact")),
            (_("Cijfers per jaar"), reverse("factsheets")),
            (_("Privacy"), reverse("privacy")),
            (_("Toegankelijkheid"), reverse("accessibility")),
        ],
        "hours": profile.spoken(profile.hours, language),
        # A template calls it: a page that does not tell it asks no table.
        "reading": reading.sentences,
    }


def day(moment: date) -> str:
    """A day in words, in the page's language: dinsdag 24 november."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(REGION_ZONE).date()
    return format_date(moment, "EEEE d MMMM", locale=get_language() or settings.LANGUAGE_CODE)


def note_failure(error: DatabaseError) -> None:
    """Tell whoever keeps this installation running; a database's own message may quote what somebody typed."""
    logger.error("the database failed: %s", type(error).__name__)


def database_may_fail(view: View) -> View:
    """A page that can't be made without the database says so, instead of being an error."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except DatabaseError as error:
            note_failure(error)
            return page(request, "out_of_order", {"was_sending": request.method == "POST"}, status=503)

    return guarded
