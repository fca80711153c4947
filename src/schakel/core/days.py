"""A day in words, as each language of the public door writes it; and which days a form of the desk takes."""

from datetime import date, datetime

from babel.dates import format_date
from django.core.exceptions import ValidationError

from schakel.core.time import REGION_ZONE, today

# A weekday with day and month in Unicode's date patterns (CLDR's full date of each language, without the year).
_PATTERNS = {
    "nl": "EEEE d MMMM",
    "en": "EEEE d MMMM",
    "pl": "EEEE, d MMMM",
    "ro": "EEEE, d MMMM",
    "bg": "EEEE, d MMMM",
    "hu": "MMMM d., EEEE",
    "uk": "EEEE, d MMMM",
    "es": "EEEE, d 'de' MMMM",
    "pt": "EEEE, d 'de' MMMM",
    "ar": "EEEE، d MMMM",
}


_FIRST_YEAR, _YEARS_AHEAD = 2000, 10


def check_near(day: date) -> None:
    """A day of these years: a slip of the keyboard in a year is no plan, and calendars end somewhere. Raises ValidationError."""
    last = today().year + _YEARS_AHEAD
    if not _FIRST_YEAR <= day.year <= last:
        raise ValidationError(f"Kies een dag in de jaren {_FIRST_YEAR} tot en met {last}.")


def in_words(moment: date, language: str) -> str:
    """A day with its weekday: dinsdag 24 november."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(REGION_ZONE).date()
    return format_date(moment, _PATTERNS[language], locale=language)
