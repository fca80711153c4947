"""What is known of a person, how several descriptions combine, and how old that makes somebody on a day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db import models

from schakel.core import age_words
from schakel.intake.content import Gender, PersonDescription


class VictimStatus(models.TextChoices):
    """What the centre holds of the suspicion; "not a victim" takes the person out of the figures."""

    POSSIBLE = "possible", "mogelijk slachtoffer"
    CONFIRMED = "confirmed", "bevestigd slachtoffer"
    NOT_A_VICTIM = "not_a_victim", "geen slachtoffer"


@dataclass(frozen=True)
class PersonDetails:
    """One description of a person. Ages (`low` to `high`, whole years) were stated on `stated_on`."""

    stated_on: date
    name: str = ""
    nickname: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    low: int | None = None
    high: int | None = None
    age_words: str = ""
    gender: str = Gender.UNKNOWN
    phone: str = ""
    address: str = ""
    status: str = VictimStatus.POSSIBLE
    # The description was there and can't be read any more; never stored.
    is_destroyed: bool = False

    @property
    def display_name(self) -> str:
        """How to call this person on a page."""
        if self.is_destroyed:
            return "Gegevens vernietigd"
        return self.name or (f"“{self.nickname}”" if self.nickname else "naam onbekend")

    @property
    def age_precision(self) -> int:
        """4 birth date, 3 birth year, 2 exact age, 1 guess, 0 nothing."""
        if self.birth_date:
            return 4
        if self.birth_year:
            return 3
        if self.low is not None and self.low == self.high:
            return 2
        return 1 if self.low is not None or self.high is not None else 0

    @property
    def known_birth_year(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year


def from_description(said: PersonDescription, *, on: date) -> PersonDetails:
    """What a reporter said of a person, with the words about age understood as far as they can be."""
    try:
        age = age_words.parse(said.age, today=on)
    except ValueError:  # the form refuses these; a report entered otherwise keeps the words alone
        age = age_words.parse("", today=on)
    return PersonDetails(
        stated_on=on,
        name=said.name,
        nickname=said.nickname,
        birth_date=age.birth_date,
        birth_year=age.birth_year,
        low=age.low,
        high=age.high,
        age_words=said.age,
        gender=said.gender or Gender.UNKNOWN,
        phone=said.phone,
        address=said.address,
    )


def combine(descriptions: Sequence[PersonDetails]) -> PersonDetails:
    """One description of a person out of several, oldest first: for each fact the most precise, then the earliest.

    What was destroyed says nothing, unless nothing else is left. "Not a victim" wins over the other two, confirmed over possible. Raises ValueError for no descriptions.
    """
    if not descriptions:
        raise ValueError("there is nothing to combine")
    readable = [d for d in descriptions if not d.is_destroyed] or descriptions
    ordered = sorted(readable, key=lambda d: d.stated_on)
    best_age = max(ordered, key=lambda d: d.age_precision)
    genders = [d.gender for d in ordered if d.gender != Gender.UNKNOWN]
    statuses = {d.status for d in ordered}
    ranking = (VictimStatus.NOT_A_VICTIM, VictimStatus.CONFIRMED, VictimStatus.POSSIBLE)
    return replace(
        best_age,
        name=_first(d.name for d in ordered),
        nickname=_first(d.nickname for d in ordered),
        gender=genders[0] if genders else Gender.UNKNOWN,
        phone=_first(d.phone for d in ordered),
        address=_first(d.address for d in ordered),
        status=next(status for status in ranking if status in statuses),
    )


def age_range(details: PersonDetails, day: date) -> tuple[int, int] | None:
    """The lowest and highest age possible on `day`, in whole years; None when nothing is known."""
    if details.birth_date:
        age = max(_full_years(details.birth_date, day), 0)
        return age, age
    if details.birth_year:
        oldest = max(day.year - details.birth_year, 0)
        return max(oldest - 1, 0), oldest
    if details.low is None and details.high is None:
        return None
    low = details.low if details.low is not None else 0
    high = details.high if details.high is not None else 120
    if day == details.stated_on:
        return low, high
    passed = (
        _full_years(details.stated_on, day) if day > details.stated_on else -_full_years(day, details.stated_on) - 1
    )
    return max(low + passed, 0), max(high + passed + 1, 0)


def is_minor(details: PersonDetails, day: date) -> bool | None:
    """Whether this person was under 18 on `day`; None when that can't be told (domain.md §3.3)."""
    ages = age_range(details, day)
    if ages is None or ages[0] < 18 <= ages[1]:
        return None
    return ages[1] < 18


def known_age(details: PersonDetails, day: date) -> int | None:
    """The age that counts in an average: from a birth date, a birth year or an exact age; a guess does not count."""
    ages = age_range(details, day)
    if ages is None or details.age_precision < 2:
        return None
    return ages[1] if details.age_precision == 3 else ages[0]


def to_json(details: PersonDetails) -> dict[str, Any]:
    raw = asdict(details)
    del raw["is_destroyed"]
    raw["stated_on"] = details.stated_on.isoformat()
    raw["birth_date"] = details.birth_date.isoformat() if details.birth_date else None
    return raw


def from_json(raw: dict[str, Any]) -> PersonDetails:
    return PersonDetails(
        **{
            **raw,
            "stated_on": date.fromisoformat(raw["stated_on"]),
            "birth_date": date.fromisoformat(raw["birth_date"]) if raw["birth_date"] else None,
        }
    )


def _first(values: Any) -> str:
    return next((value for value in values if value), "")


def _full_years(since: date, day: date) -> int:
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))
