"""What can be wrong with a file that was taken, as the deeper check says it."""

from dataclasses import dataclass, field


class Found(ValueError):
    """The file must be held back. `finding` is one of FINDINGS."""

    def __init__(self, finding: str) -> None:
        super().__init__(finding)
        self.finding = finding


BOMB = "bomb"
POLYGLOT = "polyglot"
PASSWORD = "password"  # noqa: S105  (a word for what was found)
DAMAGED = "damaged"
FINDINGS = (BOMB, POLYGLOT, PASSWORD, DAMAGED)


@dataclass(frozen=True)
class Made:
    """A working copy and what it is; `facts` are counts and sizes to describe the original by."""

    content: bytes = field(repr=False)
    kind: str
    facts: dict[str, int]
