"""The edges of every request: no trace of the visitor, and errors that reveal nothing."""

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

from schakel.core.errors import place_of

logger = logging.getLogger("schakel.request")

# Everything that Permissions Policy can switch off: what the standards name and whatever Chromium 150 to 156 know besides,
# its hints about the browser (`ch-`) included. A journey fails when a newer Chromium knows another.
BROWSER_FEATURES = (
    "accelerometer", "ambient-light-sensor", "aria-notify", "attribution-reporting", "autoplay", "bluetooth",
    "browsing-topics", "camera", "captured-surface-control", "ch-device-memory", "ch-downlink", "ch-dpr", "ch-ect",
    "ch-prefers-color-scheme", "ch-prefers-reduced-motion", "ch-prefers-reduced-transparency", "ch-rtt",
    "ch-save-data", "ch-ua", "ch-ua-arch", "ch-ua-bitness", "ch-ua-form-factors", "ch-ua-full-version",
    "ch-ua-full-version-list", "ch-ua-high-entropy-values", "ch-ua-mobile", "ch-ua-model", "ch-ua-platform",
    "ch-ua-platform-version", "ch-ua-wow64", "ch-viewport-height", "ch-viewport-width", "ch-width",
    "clipboard-read", "clipboard-write", "compute-pressure", "cross-origin-isolated", "deferred-fetch",
    "deferred-fetch-minimal", "digital-credentials-create", "digital-credentials-get", "display-capture", "encrypted-media", "fullscreen",
    "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "interest-cohort",
    "join-ad-interest-group", "keyboard-map", "language-detector", "language-model", "local-fonts", "local-network",
    "local-network-access", "loopback-network", "magnetometer", "media-playback-while-not-visible", "microphone", "midi",
    "on-device-speech-recognition", "otp-credentials", "payment", "picture-in-picture", "private-aggregation",
    "private-state-token-issuance", "private-state-token-redemption", "publickey-credentials-create",
    "publickey-credentials-get", "run-ad-auction", "screen-wake-lock", "serial", "shared-storage",
    "shared-storage-select-url", "speaker-selection", "storage-access", "summarizer", "sync-xhr", "translator", "unload", "usb",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip

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
            "HTTP_X_REAL_IP",
            "HTTP_FORWARDED",
            "HTTP_REFERER",
            *[name for name in request.META if name.startswith("HTTP_SEC_CH_")],
        ):
            request.META.pop(name, None)
        request.META["REMOTE_ADDR"] = "0.0.0.0"  # noqa: S104  (not a bind address: libraries expect the key)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            # Where a form is sent to is no page; whoever opens that address (a restored tab, say) is told so.
            response.content = render_to_string("core/error.html", {"status": 405, "door": settings.SCHAKEL_DOOR})
            response["Content-Length"] = str(len(response.content))
        return response

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
    """Nothing of an answer may stay behind in a cache, or be drawn into another site; no page uses the device.

    Stands outside everything that answers, files and error pages included.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        used = settings.SCHAKEL_BROWSER_FEATURES
        self.features = ", ".join(f"{name}={'(self)' if name in used else '()'}" for name in BROWSER_FEATURES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = self.features
        return response


class FromOurOwnPage:
    """Lets the form check see where a form comes from, on a site whose pages send no referrer.

    Under `no-referrer` a browser names no origin with a form ("null"), but says in `Sec-Fetch-Site`, which no page can
    set, whether it was sent from this site. Another site's form keeps an origin that the check refuses. A browser too
    old to say so is judged by the form's token and its cookie alone (docs/decisions/0006). Stands before the check.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_SEC_FETCH_SITE") in ("cross-site", "same-site"):
            request.META["HTTP_ORIGIN"] = "null"
        elif request.META.get("HTTP_ORIGIN", "null") == "null":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)
