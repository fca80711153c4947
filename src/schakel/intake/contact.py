"""How a reporter may safely be reached. Whatever was not said is not safe, and therefore not allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import models


class Day(models.TextChoices):
    """A day of the week; `EVERY` is all seven."""

    EVERY = "every", "elke dag"
    MON = "mon", "maandag"
    TUE = "tue", "dinsdag"
    WED = "wed", "woensdag"
    THU = "thu", "donderdag"
    FRI = "fri", "vrijdag"
    SAT = "sat", "zaterdag"
    SUN = "sun", "zondag"


class DayPart(models.TextChoices):
    """A part of the day. There is no night: nobody is reached then."""

    MORNING = "morning", "ochtend, 9 tot 12 uur"
    AFTERNOON = "afternoon", "middag, 12 tot 17 uur"
    EVENING = "evening", "avond, 17 tot 21 uur"


# From and until, in the region's own time.
HOURS: Mapping[DayPart, tuple[time, time]] = {
    DayPart.MORNING: (time(9), time(12)),
    DayPart.AFTERNOON: (time(12), time(17)),
    DayPart.EVENING: (time(17), time(21)),
}
_WEEK = (Day.MON, Day.TUE, Day.WED, Day.THU, Day.FRI, Day.SAT, Day.SUN)


@dataclass(frozen=True)
class ContactRules:
    """What the reporter said about being reached. The defaults allow nothing, so that an older report reads as unsafe."""

    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    mind: str = ""  # what to mind, in the reporter's own words
    voicemail: bool = False
    text_message: bool = False
    news: bool = False  # a message that there is news; says nothing itself
    code_word: str = ""  # who we say that we are
    language: str = ""  # which language to speak, in the reporter's own words
    interpreter: bool = False

    @property
    def has_moments(self) -> bool:
        """Whether any moment at all is safe."""
        return bool(self.days and self.parts)

    def is_safe_at(self, local: datetime) -> bool:
        """Whether this moment, in the region's own time, is one that the reporter called safe."""
        return self.is_safe_on(local) and any(
            begins <= local.time() < ends for begins, ends in (HOURS[DayPart(part)] for part in self.parts)
        )

    def is_safe_on(self, local: datetime) -> bool:
        """Whether some part of this day is safe."""
        return Day.EVERY in self.days or _WEEK[local.weekday()] in self.days


NOTHING_ALLOWED = ContactRules()


def rules_from_json(raw: Mapping[str, Any]) -> ContactRules:
    """The rules as JSON kept them. What is missing or not understood is not allowed."""
    return ContactRules(
        days=tuple(day for day in raw.get("days", ()) if day in Day.values),
        parts=tuple(part for part in raw.get("parts", ()) if part in DayPart.values),
        mind=str(raw.get("mind", "")),
        voicemail=raw.get("voicemail") is True,
        text_message=raw.get("text_message") is True,
        news=raw.get("news") is True,
        code_word=str(raw.get("code_word", "")),
        language=str(raw.get("language", "")),
        interpreter=raw.get("interpreter") is True,
    )
