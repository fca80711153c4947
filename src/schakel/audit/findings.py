"""What a verification finds, in words that a privacy officer and an auditor can act on."""

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """Everything that can be wrong; the value is the end of a sentence."""

    CHANGED = "changed, moved or put in: not what was chained to the event before"
    MISSING = "missing"
    REPEATED = "put in: more than one event claims this place"
    CUT = "missing at the end, though a signed checkpoint had seen the last of them"
    REWRITTEN = "written anew: the chain was computed again and contradicts a signed checkpoint"
    LATE = "without a checkpoint for longer than a minute: the worker did not run, or checkpoints were taken away"
    UNREADABLE = "damaged: not a checkpoint any more"
    FORGED = "not signed by this installation, or changed afterwards"
    UNLINKED = "does not follow the line before it: lines were taken out, moved or changed"
    CONTRADICTED = "signed, and says something else of an event than a line before it"


# These are about lines of the checkpoint file, the others about events.
ABOUT_LINES = frozenset({What.UNREADABLE, What.FORGED, What.UNLINKED, What.CONTRADICTED})


@dataclass(frozen=True)
class Problem:
    """What is wrong with which events of a door, or with which lines (from 1) of the checkpoint file."""

    what: What
    door: str
    first: int
    last: int

    def __str__(self) -> str:
        one = "line" if self.what in ABOUT_LINES else "event"
        span = f"{one} {self.first}" if self.first == self.last else f"{one}s {self.first} to {self.last}"
        where = "checkpoint file" if self.what in ABOUT_LINES else f"door {self.door}"
        return f"{where}, {span}: {self.what}"


@dataclass(frozen=True)
class Window:
    """Events in a row that no checkpoint covers (yet, or not within a minute); `since` is the first one's moment, UTC."""

    door: str
    first: int
    last: int
    since: str

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Restore:
    """A declared restore: the chain of `door` goes on after `sequence`; events up to `lost_through` had been signed."""

    door: str
    epoch: int
    at: str
    sequence: int
    lost_through: int
    reason: str


@dataclass(frozen=True)
class Findings:
    """The outcome: sound when there is no problem. `windows` are open now, `unwatched` lie in the past."""

    events: int
    checkpoints: int
    problems: tuple[Problem, ...]
    windows: tuple[Window, ...]
    unwatched: tuple[Window, ...]
    restores: tuple[Restore, ...]
    pruned: dict[str, int]
    unfinished_lines: tuple[int, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems


class Problems:
    """Collects problems; the same thing wrong with neighbours becomes one problem, so a million stay one line."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, what: What, door: str, first: int, last: int | None = None) -> None:
        until = first if last is None else last
        latest = self._found[-1] if self._found else None
        if latest is not None and (latest.what, latest.door, latest.last + 1) == (what, door, first):
            self._found[-1] = Problem(what, door, latest.first, until)
        else:
            self._found.append(Problem(what, door, first, until))

    def all(self) -> tuple[Problem, ...]:
        return tuple(self._found)
