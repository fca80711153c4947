"""The rules about terms as this centre has them, and the calendar that they are counted over."""

from datetime import date, datetime
from functools import lru_cache

from schakel.core import holidays, region, time
from schakel.methods import clocks
from schakel.methods.clocks import Calendar, Due, Rule

# Algemene termijnenwet, article 3: whatever days off a centre has.
_BY_LAW = (
    "new_year", "good_friday", "easter_monday", "kings_day", "liberation_day_every_year", "ascension", "whit_monday",
    "christmas", "boxing_day",
)  # fmt: skip


def every_rule() -> tuple[Rule, ...]:
    """Every version of every rule, with the terms that the profile sets."""
    profile = region.current()
    own = {"triage": _working_days(profile.triage_working_days)} | profile.clocks
    return _with_own(tuple(sorted(own.items())))


def rule_for(rule_id: str, *, started: date, variant: str = "") -> Rule:
    """The version that holds for a clock that started on that day. Raises KeyError."""
    return clocks.rule_for(every_rule(), rule_id, started=started, variant=variant, today=time.today())


def first_day_of(rule_id: str) -> date:
    """The first day on which there was such a rule: nothing can be counted from one before."""
    return min(rule.since for rule in every_rule() if rule.id == rule_id)


def rule_of(rule_id: str, variant: str, version: int) -> Rule:
    """A version by its number; for a clock that runs under it. Raises KeyError."""
    for rule in every_rule():
        if (rule.id, rule.variant, rule.version) == (rule_id, variant, version):
            return rule
    raise KeyError(f"there is no version {version} of rule {rule_id} {variant}")


def due(rule: Rule, started: datetime, *, is_extended: bool = False, days_suspended: int = 0) -> Due:
    """When a clock ends, over the working days and public holidays of this centre."""
    return clocks.due(rule, started, _calendar(), is_extended=is_extended, days_suspended=days_suspended)


def _calendar() -> Calendar:
    return Calendar(time.is_working_day, _is_holiday, time.REGION_ZONE)


def _is_holiday(day: date) -> bool:
    return holidays.is_holiday(day, _BY_LAW)


def _working_days(count: int) -> str:
    return {0: "dezelfde dag", 1: "1 werkdag"}.get(count, f"{count} werkdagen")


@lru_cache(maxsize=8)
def _with_own(own: tuple[tuple[str, str], ...]) -> tuple[Rule, ...]:
    return clocks.with_own_terms(clocks.load(), dict(own))
