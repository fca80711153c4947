"""What is accepted of an address, and how a place that is no municipality is called: the same for a form and a table."""

from django.core.exceptions import ValidationError

from schakel.core import region

WHOLE_REGION = "hele regio"
ELSEWHERE_WORDS = "buiten de regio"
_FEWEST_DIGITS = 3


def check_reachable(telephone: str) -> None:
    """Raises ValidationError for a telephone number in which there is nothing to dial; words beside it are welcome."""
    if sum(character.isdecimal() for character in telephone) < _FEWEST_DIGITS:
        raise ValidationError("Vul een telefoonnummer in, bijvoorbeeld 088 – 000 00 00.")


def town_words(code: str) -> str:
    """The name of a municipality, or the words for the whole region and for elsewhere."""
    if not code:
        return WHOLE_REGION
    return ELSEWHERE_WORDS if code == region.ELSEWHERE else region.current().municipality_name(code)
