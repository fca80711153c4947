"""Mail to partners: rooms above say to whom it goes and what hangs on it; the words stand in `texts`, as all words do.

Only to a professional who asked for something themself a room writes its own words: a course is no secret."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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
    # Only of kinds in `texts.OWN_WORDS`.
    subject: str = ""
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


# By kind of message: makes the letter about a subject. Raises Held.
WRITERS: dict[str, Callable[[uuid.UUID], Letter]] = {}
# Of a kind that several rooms write: each says None about a subject that is not its own.
_ROOMS: dict[str, list[Callable[[uuid.UUID], Letter | None]]] = {}
# By kind of message to a colleague: how many things it is about, counted when it goes.
COUNTED: dict[str, Callable[[User], int]] = {}
# What rooms write down of a subject when a server said that its address will never get it; of others' they write nothing.
_REFUSALS: list[Callable[[uuid.UUID], None]] = []
# And when somebody took a mail about it back, so that the room does not ask for the same one again.
_WITHDRAWALS: list[Callable[[uuid.UUID], None]] = []


def also_writes(kind: str, writer: Callable[[uuid.UUID], Letter | None]) -> None:
    """A room writes letters of this kind about subjects of its own. Called in `AppConfig.ready`."""
    writers = _ROOMS.setdefault(kind, [])
    if writer not in writers:
        writers.append(writer)
    WRITERS[kind] = lambda subject_id: _first(writers, subject_id)


def hears_refusals(writes_down: Callable[[uuid.UUID], None]) -> None:
    """A room hears of addresses that do not work, at once or days later. Called in `AppConfig.ready`."""
    if writes_down not in _REFUSALS:
        _REFUSALS.append(writes_down)


def hears_withdrawals(writes_down: Callable[[uuid.UUID], None]) -> None:
    """A room hears of mails that somebody took back. Called in `AppConfig.ready`."""
    if writes_down not in _WITHDRAWALS:
        _WITHDRAWALS.append(writes_down)


def withdrawn(subject_id: uuid.UUID) -> None:
    """Let the room of this subject write down that this mail is not to go."""
    for writes_down in _WITHDRAWALS:
        writes_down(subject_id)


def refused(subject_id: uuid.UUID) -> None:
    """Let the room of this subject write down that its address does not work."""
    for writes_down in _REFUSALS:
        writes_down(subject_id)


def _first(writers: list[Callable[[uuid.UUID], Letter | None]], subject_id: uuid.UUID) -> Letter:
    for writer in writers:
        letter = writer(subject_id)
        if letter is not None:
            return letter
    raise Held("over")
