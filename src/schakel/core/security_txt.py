"""`/.well-known/security.txt` of both doors: where to report a weakness (RFC 9116)."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.core import region, time

# Counted from when it is asked for: it never lies about being current, and nothing found in a cache is believed long.
_VALID = timedelta(days=180)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to write to, in which languages, until when this holds, and where it really stands."""
    profile = region.current()
    lines = [
        f"Contact: mailto:{profile.email}",
        f"Expires: {(time.real_now() + _VALID).replace(microsecond=0).isoformat()}",
        f"Preferred-Languages: {', '.join(profile.languages)}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
