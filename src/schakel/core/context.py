"""What every page of either door needs to know about the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from schakel.core import region


def installation(request: HttpRequest) -> dict[str, Any]:
    """The region profile, and whether this is a demo."""
    return {"region": region.current(), "demo": settings.SCHAKEL_DEMO}
