"""What materials and loans have to tell of a year."""

from schakel.core.achieved import Achieved


def of_year(year: int) -> list[Achieved]:
    """Nothing yet."""
    return []
