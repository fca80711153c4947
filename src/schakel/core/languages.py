"""The languages that the public door can speak: their own names, and how a day is written in each."""

from datetime import date, datetime

from babel.dates import format_date

from schakel.core.time import REGION_ZONE

# In the order in which they are offered; a region profile says which of them.
NAMES = {
    "nl": "Nederlands",
    "en": "English",
    "pl": "Polski",
    "ro": "Română",
    "bg": "Български",
    "hu": "Magyar",
    "uk": "Українська",
    "es": "Español",
    "pt": "Português",
    "ar": "العربية",
}
SOURCE = "nl"
TRANSLATIONS = tuple(code for code in NAMES if code != SOURCE)

# A weekday with day and month in Unicode's date patterns (CLDR's full date of each language, without the year).
DAY_PATTERNS = {
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


def day_in_words(moment: date, language: str) -> str:
    """A day with its weekday: dinsdag 24 november."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(REGION_ZONE).date()
    return format_date(moment, DAY_PATTERNS[language], locale=language)
