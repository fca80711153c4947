"""The catalogue as somebody looks in it: by audience, form of exploitation and language, of which only those that there are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from schakel.core.audiences import Audience
from schakel.intake.content import Form
from schakel.prevention.materials.models import Material


@dataclass(frozen=True)
class Narrowing:
    """One thing to choose by: its name in the address, the question, what everything is called, and the answers."""

    name: str
    question: str
    everything: str
    answers: list[tuple[str, str]]
    chosen: str


def shelf(materials: Iterable[Material], asked: Mapping[str, str]) -> tuple[list[Material], list[Narrowing]]:
    """What is left of these for whoever asked this, and what else they can choose; an unknown answer asks nothing."""
    everything = list(materials)
    shown, offered = everything, []
    for name, question, whole, values_of, labels in _BY:
        there = {value for one in everything for value in values_of(one)}
        answers = [
            (value, labels.get(value, value)) for value in (*labels, *sorted(there - labels.keys())) if value in there
        ]
        chosen = asked.get(name, "") if asked.get(name, "") in there else ""
        if chosen:
            # What is about every form is found under each.
            shown = [one for one in shown if not values_of(one) or chosen in values_of(one)]
        if len(answers) > 1:
            offered.append(Narrowing(name, question, whole, answers, chosen))
    return shown, offered


def _languages(material: Material) -> set[str]:
    return {word.strip().capitalize() for word in material.languages.split(",") if word.strip()}


def _form(material: Material) -> set[str]:
    return {material.form} if material.form else set()


_BY: tuple[tuple[str, str, str, Callable[[Material], set[str]], dict[str, str]], ...] = (
    ("voor", "Voor wie?", "Iedereen", lambda one: {one.audience}, {str(one.value): str(one.label) for one in Audience}),
    ("over", "Waarover?", "Alle vormen", _form, {str(one.value): str(one.label) for one in Form}),
    ("taal", "In welke taal?", "Alle talen", _languages, {}),
)
