"""What stands where a page can't be: what is the matter, that nothing was sent, and what was typed."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from schakel.core.middleware import internal_error
from schakel.core.words import tidy
from schakel.publicsite.pages import page

# The questions that are answered in words of one's own; other answers are quickly given again.
_IN_WORDS = {"story", "place", "since", "text", "hear_back_detail", "name", "nickname", "age", "phone", "address"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is wrong; 413: it is too large."""
    is_too_large = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent))
    if is_too_large:
        sentence = _("Dit is te veel om in één keer te sturen. Ga terug in je browser en maak het korter.")
    else:
        sentence = _("Je browser stuurde iets wat wij niet begrijpen.")
    context = {"title": _("Dit lukte niet"), "sentence": sentence, "unsent": True}
    return page(request, "error", context, status=413 if is_too_large else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for visitors."""
    sentence = _("Deze pagina is niet voor bezoekers.")
    return page(request, "error", {"title": _("Dit lukte niet"), "sentence": sentence}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    sentence = _("Deze pagina bestaat niet, of niet meer.")
    return page(request, "error", {"title": _("Pagina niet gevonden"), "sentence": sentence}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, when the outermost edge did not catch it."""
    return internal_error(RuntimeError())


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's own token is missing or old: nothing was sent, and what was typed is shown to copy."""
    typed = [
        tidy(value).strip()
        for name, values in request.POST.lists()
        if name.rpartition("-")[2] in _IN_WORDS
        for value in values
    ]
    return page(request, "form_expired", {"typed": "\n\n".join(filter(None, typed)), "again": request.path}, status=403)
