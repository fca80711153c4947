"""What is known of a person, as templates write it."""

from django import template

from schakel.intake.content import Gender
from schakel.people.details import PersonDetails, VictimStatus
from schakel.people.words import DESTROYED, birth, birth_words

register = template.Library()


register.filter("birth", birth)
register.filter("birth_words", birth_words)


@register.filter
def gender(details: PersonDetails) -> str:
    """vrouw, man, anders, onbekend."""
    if details.is_destroyed:
        return DESTROYED
    return "onbekend" if details.gender == Gender.UNKNOWN else Gender(details.gender).label


@register.filter
def status(details: PersonDetails) -> str:
    """mogelijk slachtoffer, bevestigd slachtoffer, geen slachtoffer."""
    if details.is_destroyed:
        return DESTROYED
    return VictimStatus(details.status).label
