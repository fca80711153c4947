"""Mail to partners: rooms above say to whom it goes and what hangs on it; the words stand in `texts`, as all words do."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from schakel.access.models import User
from schakel.outbox.carriers import Attachment


class Held(Exception):
    """It may not go, and never will by itself; says why in one word."""


@dataclass(frozen=True)
class Letter:
    """To which address, with what, and what to write down when it went. Made when it goes, so it says what holds then."""

    to: str
    done: Callable[[], None]
    attachment: Attachment | None = None


# By kind of message: makes the letter about a subject. Raises Held.
WRITERS: dict[str, Callable[[uuid.UUID], Letter]] = {}
# By kind of message to a colleague: how many things it is about, counted when it goes.
COUNTED: dict[str, Callable[[User], int]] = {}
