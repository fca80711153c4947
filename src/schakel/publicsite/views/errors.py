"""What stands where a page can't be: what is the matter, and that nothing was sent."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from schakel.core.middleware import internal_error
from schakel.publicsite.pages import page


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
    """The form's own token is missing or old: nothing was sent.

    What was typed is not shown, on purpose: after leaving or closing, a browser that goes back sends an old form once
    more, and would show an answer to whoever holds the phone. Somebody whose visit only ran out still has the token.
    """
    return page(request, "form_expired", {"again": request.path}, status=403)
