"""What orders and loans have in common: somebody outside asks, with a number to name it by and a link to look at it again."""

import hashlib
import re
import secrets
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import models

from schakel.access.policies import NotPossible
from schakel.core.models import Privacy
from schakel.intake.applications import Application

# What stands under the seal; whatever is left out is "".
SAID = ("organisation", "contact", "email", "telephone", "address", "remark")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are read for one another
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")

# Who tells somebody how it stands with what they asked: only the desk and the worker do, by mail.
TELL: list[Callable[[uuid.UUID], object]] = []


class Asked(Application):
    """Base of an order and of a loan. Who asks is sealed; the number, the municipality and the state are plain."""

    number = models.CharField(max_length=12)
    lookup = models.BinaryField(max_length=32, unique=True)
    municipality = models.CharField(max_length=10, blank=True)
    # A municipal contact person who was signed in.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    double_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)

    asked_privacy = {
        **Application.base_privacy,
        "number": Privacy.OPERATIONAL,
        "lookup": Privacy.SEARCH_TOKEN,
        "municipality": Privacy.ORGANISATIONAL,
        **dict.fromkeys(("asked_by", "ended_at"), Privacy.OPERATIONAL),
        "double_of": Privacy.TECHNICAL,
    }

    class Meta:
        abstract = True


def new_token() -> str:
    """A secret of 144 bits for the address of somebody's own page."""
    return secrets.token_urlsafe(18)


def is_token(text: str) -> bool:
    """Whether a text can be such a secret."""
    return _TOKEN.fullmatch(text) is not None


def lookup_of(token: str) -> bytes:
    """What is kept of a token: enough to find the row, not to make the address."""
    return hashlib.sha256(b"schakel/asked/" + token.encode()).digest()


def new_number(letter: str) -> str:
    """A number to name it by on the telephone: M-7KQ4XA. It opens nothing."""
    return f"{letter}-" + "".join(secrets.choice(_LETTERS) for _ in range(6))


def tidy(said: Mapping[str, Any], token: str) -> dict[str, str]:
    """What goes under the seal, with the token: the mail carries the address."""
    return {name: str(said.get(name) or "") for name in SAID} | {"token": token}


def add_to(row: Asked, **more: str) -> None:
    """Put more under the row's own key, and open what the worker did not come to yet. Raises NotPossible."""
    if row.sealed is None and row.content is None:
        raise NotPossible("Wie dit vroeg is al vergeten: het is te lang geleden. Maak een nieuwe aanvraag.")
    row.write(row.read() | more)


def tell(row_id: uuid.UUID) -> None:
    """Let whoever asked know how it stands now, where this installation can."""
    for one in TELL:
        one(row_id)
