"""How a page says until when somebody sees something, and that they look in an emergency."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django import template

from schakel.access.models import User
from schakel.access.queries import emergency_of
from schakel.core import time
from schakel.core.templatetags.work import day, when

register = template.Library()


class _InCompartment(Protocol):
    compartment_id: UUID


@register.inclusion_tag("access/emergency.html", takes_context=True)
def emergency(context: dict[str, Any], shown: _InCompartment | Iterable[_InCompartment]) -> dict[str, Any]:
    """The bar on every page with something the viewer sees only because they broke the glass; else nothing."""
    viewer = context["request"].user
    rows = shown if isinstance(shown, Iterable) else [shown]
    grant = emergency_of(viewer, {row.compartment_id for row in rows}) if isinstance(viewer, User) else None
    return {"grant": grant}


@register.filter
def until(moment: datetime | None) -> str:
    """tot en met di 24 nov, or tot di 24 nov, 16:30; empty when there is no end."""
    if moment is None:
        return ""
    here = moment.astimezone(time.REGION_ZONE)
    if (here.hour, here.minute) == (0, 0):
        return f"tot en met {day(here.date() - timedelta(days=1))}"
    return f"tot {when(moment)}"


@register.filter
def remaining(moment: datetime) -> str:
    """nog 3 uur en 20 minuten: from now on the real clock, rounded up to whole minutes."""
    minutes = max(math.ceil((moment - time.real_now()).total_seconds() / 60), 0)
    parts = []
    if minutes >= 60:
        parts.append(f"{minutes // 60} uur")
    if minutes % 60 or not parts:
        parts.append("1 minuut" if minutes % 60 == 1 else f"{minutes % 60} minuten")
    return f"nog {' en '.join(parts)}"
