"""The region profile: everything that is one centre's own is data in a TOML file, never code."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path

from django.conf import settings

from schakel.core import languages
from schakel.core.holidays import NAMES, USUAL
from schakel.methods import clocks

# Two answers to "which municipality?" that are no municipality.
ELSEWHERE = "elsewhere"
UNKNOWN = "unknown"


class ProfileError(ValueError):
    """The profile can't be used; the message says what to change in which file."""


@dataclass(frozen=True)
class Municipality:
    """A municipality with its CBS code (GM and four digits)."""

    code: str
    name: str
    # The class of CBS that its number of inhabitants falls in, in thousands ("20-50"); empty when the profile does not say.
    size: str = ""


@dataclass(frozen=True)
class Region:
    """One centre: its name, how to reach it, where it works, and its own terms and thresholds."""

    name: str
    short_name: str
    region: str
    tagline: str
    telephone: str
    telephone_link: str
    email: str
    website: str
    hours: dict[str, str]
    first_answer_working_days: int
    municipalities: tuple[Municipality, ...]
    languages: tuple[str, ...]
    exit_url: str
    minimum_cell: int
    # Ordinary hours of the staff: days from 1 (Monday) to 7, from and until as HH:MM.
    working_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    work_begins: str = "07:00"
    work_ends: str = "19:00"
    # Whether every answer to a reporter waits until a colleague has read it; otherwise the author may ask for that.
    answers_need_second_reader: bool = False
    # Languages whose form pages somebody who grew up with them has read; the desk sees which were not.
    forms_read_by_native_speaker: tuple[str, ...] = ()

    @property
    def unread_languages(self) -> tuple[str, ...]:
        """The translations on offer that no native speaker has read."""
        return tuple(
            code for code in self.languages if code not in (languages.SOURCE, *self.forms_read_by_native_speaker)
        )

    # When reports are read: the same days, but for the holidays, and between these hours.
    reading_begins: str = "09:00"
    reading_ends: str = "17:00"
    holidays: tuple[str, ...] = USUAL
    # By when a report is judged, and how much sooner judging and answering must be where something is urgent.
    triage_working_days: int = 2
    under_18_working_days: int = 1
    danger_today_working_days: int = 0
    # After so many days a partner's address is checked anew, and so long before its end a covenant is warned of.
    partner_verification_days: int = 365
    covenant_warning_days: int = 90
    exempt_variables: dict[str, str] = field(default_factory=dict)
    # Terms of the centre's own, by the id of a rule (methods/clocks/rules): complaint = "4 weken".
    clocks: dict[str, str] = field(default_factory=dict)

    def spoken(self, texts: dict[str, str], language: str) -> str:
        """`texts` in `language`, or in Dutch where the profile has no such translation."""
        return texts.get(language) or texts.get("nl", "")

    def municipality_name(self, code: str) -> str:
        """The name behind a CBS code, or the words for elsewhere and unknown."""
        names = {m.code: m.name for m in self.municipalities}
        return names.get(code) or {ELSEWHERE: "buiten de regio"}.get(code, "onbekend")

    def neighbours(self, code: str) -> tuple[Municipality, ...]:
        """The other municipalities of the same size as this one; none when the profile does not say."""
        size = next((m.size for m in self.municipalities if m.code == code), "")
        return tuple(m for m in self.municipalities if size and m.size == size and m.code != code)


@lru_cache
def load(name: str) -> Region:
    """The profile called `name` (shipped here), or at that path if it ends in .toml.

    Raises ProfileError with a sentence naming the file and the missing or wrong key.
    """
    path = (
        Path(name) if name.endswith(".toml") else Path(str(resources.files(__package__))) / "profiles" / f"{name}.toml"
    )
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(f"The region profile {path} can't be read: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"The region profile {path} is not valid TOML: {error}.") from error
    try:
        sizes = raw.pop("municipality_sizes", {})
        towns = raw.pop("municipalities").items()
        municipalities = tuple(Municipality(code, town, sizes.get(code, "")) for code, town in towns)
        raw["forms_read_by_native_speaker"] = tuple(raw.get("forms_read_by_native_speaker", ()))
        raw["working_days"] = tuple(raw.get("working_days", Region.working_days))
        raw["holidays"] = tuple(raw.get("holidays", Region.holidays))
        profile = Region(**{**raw, "municipalities": municipalities, "languages": tuple(raw.pop("languages"))})
    except (KeyError, TypeError) as error:
        raise ProfileError(f"The region profile {path} lacks or misspells a key: {error}.") from error
    if wrong := _wrong_languages(profile) or _wrong_hours(profile) or _wrong_terms(profile):
        raise ProfileError(f"The region profile {path} has a wrong value: {wrong}.")
    return profile


def _wrong_languages(profile: Region) -> str:
    """What is wrong with the languages, in words; empty when nothing is."""
    named = (*profile.languages, *profile.forms_read_by_native_speaker)
    if unknown := [code for code in named if code not in languages.NAMES]:
        return f"languages has {', '.join(unknown)}; there are pages in {', '.join(languages.NAMES)}"
    return (
        "" if languages.SOURCE in profile.languages else "languages lacks nl, which every other language stands in for"
    )


def _wrong_hours(profile: Region) -> str:
    """What is wrong with the working hours, in words; empty when nothing is."""
    if not profile.working_days or not set(profile.working_days) <= set(range(1, 8)):
        return "working_days are numbers from 1 (Monday) to 7"
    if unknown := set(profile.holidays) - set(NAMES):
        return f"holidays knows no {min(map(str, unknown))}"
    for name in ("work_begins", "work_ends", "reading_begins", "reading_ends"):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(getattr(profile, name))):
            return f"{name} is a time of day such as 07:00"
    if profile.work_begins >= profile.work_ends:
        return "work_begins comes before work_ends"
    return "" if profile.reading_begins < profile.reading_ends else "reading_begins comes before reading_ends"


def _wrong_terms(profile: Region) -> str:
    """What is wrong with the terms, in words; empty when nothing is."""
    for name in (
        "first_answer_working_days",
        "triage_working_days",
        "under_18_working_days",
        "danger_today_working_days",
    ):
        days = getattr(profile, name)
        if not isinstance(days, int) or not 0 <= days <= 60:
            return f"{name} is a number of working days from 0 to 60"
    for name in ("partner_verification_days", "covenant_warning_days"):
        days = getattr(profile, name)
        if not isinstance(days, int) or not 1 <= days <= 3_650:
            return f"{name} is a number of days from 1 to 3650"
    try:
        clocks.with_own_terms(clocks.load(), profile.clocks)
    except clocks.RulesError as error:
        return f"clocks: {error}"
    return ""


def current() -> Region:
    """The profile this installation runs on."""
    return load(settings.SCHAKEL_PROFILE)
