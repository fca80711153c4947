"""The languages that the public door can speak."""

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
