"""Who does something: a signed-in person, an anonymous reporter, or a named part of the system."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """What the audit needs to know of whoever acts."""

    @property
    def actor_id(self) -> str: ...
    @property
    def actor_role(self) -> str: ...


@dataclass(frozen=True)
class NamedActor:
    """An actor without an account."""

    actor_id: str
    actor_role: str


# Nothing tells one reporter from another: that is the promise of the public door.
REPORTER = NamedActor("reporter", "reporter")
# Nor one professional who asks for something from another.
PROFESSIONAL = NamedActor("professional", "professional")


def system(name: str) -> NamedActor:
    """The part of the system that acts by itself, such as the worker."""
    return NamedActor(f"system:{name}", "system")
