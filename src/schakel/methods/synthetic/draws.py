"""Drawing without replacement: what is left in the urn in the end is nothing, so its totals come out exactly."""

from collections.abc import Mapping
from random import Random


class Urn:
    """Labels with how often each may still be drawn; the order of the labels is fixed, so draws are repeatable."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Fill the urn; labels counted 0 are known and empty."""
        self._left = dict(sorted(counts.items()))

    def left(self, label: str) -> int:
        """How often `label` may still be drawn."""
        return self._left.get(label, 0)

    def __len__(self) -> int:
        """How many draws are left."""
        return sum(self._left.values())

    def take(self, label: str) -> None:
        """Draw this very label; ValueError when it has run out."""
        if self.left(label) == 0:
            raise ValueError(f"The urn holds no {label} any more.")
        self._left[label] -= 1

    def draw(self, rng: Random, liking: Mapping[str, float] | None = None) -> str:
        """Draw a label by what is left, times how much this draw likes it (1 when not named, never quite 0)."""
        liking = liking or {}
        weights = [left * max(liking.get(label, 1.0), 1e-6) for label, left in self._left.items()]
        label = rng.choices(list(self._left), weights)[0]
        self.take(label)
        return label


def shares(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """`total` split over the labels in proportion, by largest remainder, so that the parts add up to it."""
    whole = sum(weights.values())
    exact = {label: total * weight / whole for label, weight in weights.items()}
    parts = {label: int(value) for label, value in exact.items()}
    by_remainder = sorted(exact, key=lambda label: (parts[label] - exact[label], label))
    for label in by_remainder[: total - sum(parts.values())]:
        parts[label] += 1
    return parts
