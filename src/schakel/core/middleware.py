"""The edges of every request: no trace of the visitor, and errors that reveal nothing."""

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from schakel.core.errors import place_of

logger = logging.getLogger("schakel.request")

Handler = Callable[[HttpRequest], HttpResponse]


class Boundary:
    """The outermost edge: forgets who is asking before anything else can know it, and names no cause of an error."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No address and no user agent: what is not there can't be stored or logged.
        for name in (
            "REMOTE_ADDR",
            "REMOTE_HOST",
            "REMOTE_PORT",
            "HTTP_USER_AGENT",
            "HTTP_X_FORWARDED_FOR",
            "HTTP_REFERER",
        ):
            request.META.pop(name, None)
        request.META["REMOTE_ADDR"] = "0.0.0.0"  # noqa: S104  (not a bind address: libraries expect the key)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """An internal error shows a number that stands in the log, nothing else."""
        if isinstance(error, (Http404, PermissionDenied, SuspiciousOperation)):
            return None
        return internal_error(error)


def internal_error(error: BaseException) -> HttpResponse:
    """The page for an error nobody foresaw; the log gets its kind and place, never its words."""
    number = secrets.token_hex(4)
    # The message of an exception may quote what somebody typed; its type and place are enough to mend it.
    logger.error("error %s: %s at %s", number, type(error).__name__, place_of(error))
    page = render_to_string("core/error.html", {"status": 500, "number": number, "door": settings.SCHAKEL_DOOR})
    return HttpResponse(page, status=500)


class Quiet:
    """Nothing a page shows may stay behind in a cache, a referrer or another site's frame."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        return response
