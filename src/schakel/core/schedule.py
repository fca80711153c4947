"""What the worker does by itself and how often; a room registers its jobs in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A named function without arguments, due every so many seconds."""

    name: str
    seconds: float
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def every(seconds: float, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function: `every(60, "intake.forget_visits")(forget_expired)`.

    Raises ValueError when another function has that name already, or `seconds` is not above zero.
    """
    if seconds <= 0:
        raise ValueError(f"{name} must be due every so many seconds, not {seconds}")

    def register(function: Callable[[], object]) -> Callable[[], object]:
        known = _jobs.get(name)
        if known is not None and known.run is not function:
            raise ValueError(f"there are two jobs called {name}")
        _jobs[name] = Job(name, seconds, function)
        return function

    return register


def jobs() -> tuple[Job, ...]:
    """Every registered job, by name."""
    return tuple(_jobs[name] for name in sorted(_jobs))
