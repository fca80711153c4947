"""What is known of a person, in words for a page."""

from schakel.people.details import PersonDetails

DESTROYED = "vernietigd"


def birth(known: PersonDetails) -> str:
    """The birth date, the birth year, or the age as it was said."""
    if known.is_destroyed:
        return DESTROYED
    if known.birth_date:
        return f"{known.birth_date.day}-{known.birth_date.month}-{known.birth_date.year}"
    return str(known.birth_year or known.age_words or "onbekend")


def birth_words(known: PersonDetails) -> str:
    """The same, to be read without a heading."""
    if known.birth_date:
        return f"geboren {birth(known)}"
    return f"geboren in {known.birth_year}" if known.birth_year else f"leeftijd {birth(known)}"


def age_as_typed(known: PersonDetails) -> str:
    """The age as somebody would type it, to correct it."""
    if known.age_words:
        return known.age_words
    return birth(known) if known.birth_date or known.birth_year else ""
