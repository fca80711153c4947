"""A day in words, as each language of the public door writes it."""

from datetime import date, datetime

from babel.dates import format_date

from schakel.core.time import REGION_ZONE

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


def in_words(moment: date, language: str) -> str:
    """A day with its weekday: dinsdag 24 november."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(REGION_ZONE).date()
    return format_date(moment, _PATTERNS[language], locale=language)
