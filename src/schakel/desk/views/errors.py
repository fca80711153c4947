"""What stands where a page of the desk can't be: what is the matter, and what was typed."""

import re

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schakel.access.policies import NotAllowed
from schakel.core.middleware import internal_error
from schakel.core.words import tidy
from schakel.methods.indicators import Basis

# Part of a form, or chosen from a list, and nothing that somebody typed to keep.
_MACHINERY = (
    "csrfmiddlewaretoken", "password", "again", "code", "recovery", "credential", "key", "digest", "next", "revision",
    "onward", "categories", "outcome", "sign",
    "arrived", "einde", "newest", "maak", "kind", "is_police", "form", "whose", "dimension", "weight", "child_weight",
)  # fmt: skip
# Of each sign whether it was observed; what was written about it has another name.
_ANSWER = "v_"
# In one form a choice, in another a sentence.
_CODES = {basis.value for basis in Basis}
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is wrong; 413: it is too large."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return _error(request, 413, "Dit is te veel om in één keer te sturen. Ga terug en maak het korter.")
    return _error(request, 400, "Uw browser stuurde iets wat niet te lezen is. Ga terug en probeer het nog een keer.")


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: another role's work; the sentence says which."""
    if isinstance(exception, NotAllowed):
        return _error(request, 403, str(exception))
    return _error(request, 403, "U heeft geen toegang tot deze pagina.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this viewer: the same page, so that it tells nothing.

    Whose access ended while they typed gets their own words back, to copy. Nothing of it was stored.
    """
    if request.method == "POST" and request.user.is_authenticated and (typed := _typed(request)):
        return render(request, "desk/gone.html", {"typed": typed}, status=404)
    return _error(request, 404, "Wat u zoekt is er niet, of is niet voor u zichtbaar.")


def destroyed(request: HttpRequest) -> HttpResponse:
    """410: the record is there, its content is not any more."""
    return render(request, "desk/destroyed.html", {"typed": _typed(request)}, status=410)


def failed(request: HttpRequest) -> HttpResponse:
    """500, when the outermost edge did not catch it."""
    return internal_error(RuntimeError())


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The session ran out, or the form's own token is old: nothing was kept, and what was typed is shown to copy."""
    return render(request, "desk/form_expired.html", {"typed": _typed(request)}, status=403)


def _typed(request: HttpRequest) -> str:
    """What stood in the form that was sent, to copy."""
    typed = [
        tidy(str(value)).strip()
        for name in request.POST
        if name not in _MACHINERY and "_FORMS" not in name and not name.startswith(_ANSWER)
        for value in request.POST.getlist(name)
        if not _ID.fullmatch(value) and not (name == "basis" and value in _CODES)
    ]
    return "\n\n".join(filter(None, typed))


def _error(request: HttpRequest, status: int, text: str) -> HttpResponse:
    return render(request, "core/error.html", {"door": "desk", "status": status, "text": text}, status=status)
