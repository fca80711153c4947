"""Whom a mailing is for: a list for each."""

from collections.abc import Iterable

from django.db.models import TextChoices


class Audience(TextChoices):
    """One list, named after who is on it."""

    CARE = "care", "zorg en hulpverlening"
    MUNICIPALITY = "municipality", "gemeente"
    POLICE = "police", "politie, justitie en toezicht"
    SCHOOL = "school", "onderwijs en jongerenwerk"
    HOTEL = "hotel", "hotel en verblijf"
    EMPLOYER = "employer", "werkgever en uitzendbureau"
    OTHER = "other", "anders"


def in_words(lists: Iterable[str]) -> str:
    """The names of these lists, in their own order: gemeente, onderwijs en jongerenwerk."""
    chosen = set(lists)
    return ", ".join(audience.label for audience in Audience if audience in chosen)
