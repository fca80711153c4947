"""What follows from the signs of one form, dimension by dimension, as a page and paper show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from schakel.cases.signs import catalogue
from schakel.cases.signs.queries import FormSigns
from schakel.core.templatetags.work import day
from schakel.methods.indicators import (
    Age,
    Attention,
    Basis,
    Derivation,
    DimensionDerivation,
    Indicator,
    Support,
    Value,
    Weight,
)

_MOST_ASKED = 5
NOTHING_YET = "Uit wat is ingevuld volgt nog niets. Dat sluit niets uit."


@dataclass(frozen=True)
class Answer:
    """What one source said of a sign."""

    source: str
    value: str
    words: str
    is_observed: bool


@dataclass(frozen=True)
class Evidence:
    """One observed sign: what it weighs, and everything the sources said of it."""

    indicator: Indicator
    weight: str
    answers: tuple[Answer, ...]
    is_strong: bool
    is_disputed: bool
    is_only_interpretation: bool
    is_own: bool


@dataclass(frozen=True)
class Ask:
    """A sign that nobody knows yet, to ask about first."""

    term: str
    weight: str


@dataclass(frozen=True)
class DimensionShown:
    """One dimension: whether it is positive and by which clause, from which signs, and what is still unknown."""

    derived: DimensionDerivation
    evidence: tuple[Evidence, ...]
    to_ask: tuple[Ask, ...]

    @property
    def title(self) -> str:
        return self.derived.dimension.words

    @property
    def outcome(self) -> str:
        """Only what follows: a dimension that is not positive stands open."""
        if self.derived.is_positive:
            return f"positief: {self.derived.clause}"
        return "waargenomen, staat nog open" if self.derived.support else "staat nog open"

    @property
    def ask_first(self) -> tuple[Ask, ...]:
        """The heaviest of what to ask about."""
        return tuple(sorted(self.to_ask, key=lambda one: one.weight != Weight.STRONG.words))[:_MOST_ASKED]

    @property
    def more_to_ask(self) -> int:
        """How many more of them there are."""
        return len(self.to_ask) - len(self.ask_first)

    @property
    def unknown(self) -> int:
        """How many signs nobody said anything about, or nobody knows."""
        return len(self.derived.unanswered)

    @property
    def not_seen(self) -> list[str]:
        """What a source says it did not see, and no other did."""
        disputed = {one.id for one in self.derived.disputed}
        return [one.term for one in self.derived.not_observed if one.id not in disputed]


@dataclass(frozen=True)
class Shown:
    """Everything that follows for one form."""

    signs: FormSigns
    attention: str
    tone: str
    age: str
    dimensions: tuple[DimensionShown, ...]
    combination: str

    @property
    def unknown(self) -> int:
        return sum(one.unknown for one in self.dimensions)

    @property
    def critical(self) -> list[Evidence]:
        return [found for one in self.dimensions for found in one.evidence if found.is_strong]


def shown(signs: FormSigns) -> Shown:
    """One form in words."""
    derivation = signs.derivation
    return Shown(
        signs,
        attention_words(derivation.attention),
        "info" if derivation.attention is Attention.OPEN else "warn",
        _age_words(signs),
        tuple(_dimension(signs, one) for one in derivation.dimensions),
        _combination_words(derivation),
    )


def attention_words(attention: Attention) -> str:
    """What follows, in a sentence. There is no lower one than that nothing follows yet."""
    return NOTHING_YET if attention is Attention.OPEN else attention.words


def _dimension(signs: FormSigns, derived: DimensionDerivation) -> DimensionShown:
    disputed = {one.id for one in derived.disputed}
    evidence = tuple(_evidence(signs, one, is_disputed=one.indicator.id in disputed) for one in derived.support)
    age = signs.derivation.age
    asked = tuple(Ask(one.term, one.weight_for(age).words) for one in derived.would_tip)
    # Where no single answer settles it, the strong ones are what to ask about.
    strong = () if derived.is_positive else tuple(_strong(derived, age))
    return DimensionShown(derived, evidence, asked or strong)


def _strong(derived: DimensionDerivation, age: Age) -> Iterator[Ask]:
    for one in derived.unanswered:
        if one.weight_for(age) is Weight.STRONG:
            yield Ask(one.term, Weight.STRONG.words)


def _evidence(signs: FormSigns, support: Support, *, is_disputed: bool) -> Evidence:
    return Evidence(
        support.indicator,
        support.weight.words,
        tuple(_answers(signs, support.indicator.id)),
        support.weight is Weight.STRONG,
        is_disputed,
        support.is_only_interpretation,
        catalogue.is_own(support.indicator.id),
    )


def _answers(signs: FormSigns, key: str) -> Iterator[Answer]:
    for source in signs.sources:
        if source.said is None or (value := source.said.answers.get(key)) is None:
            continue
        is_ours = source.said.origin.basis is Basis.INTERPRETATION
        words = f"{value.words} (een conclusie)" if is_ours and value is Value.OBSERVED else value.words
        yield Answer(source.title, words, source.said.words.get(key, ""), value is Value.OBSERVED)


def _age_words(signs: FormSigns) -> str:
    on = f"op de dag van de eerste bron ({day(signs.day)})"
    if signs.derivation.age is Age.ADULT:
        return f"18 jaar of ouder {on}. De regel voor volwassenen geldt."
    if signs.derivation.age is Age.MINOR:
        return f"Onder 18 {on}. De regel voor kinderen geldt: zwaardere gewichten, en er is geen dwangmiddel nodig."
    return (
        f"Het is niet bekend of deze persoon 18 was {on}. Voor de zorg gaan we uit van een kind: "
        "zwaardere gewichten, en er is geen dwangmiddel nodig."
    )


def _combination_words(derivation: Derivation) -> str:
    if not derivation.combination:
        return ""
    if derivation.age.counts_as_minor:
        return "Uitbuiting is positief. Onder 18 is dat genoeg: een dwangmiddel is niet nodig."
    names = [one.words.lower() for one in derivation.combination]
    return f"Samen positief: {', '.join(names[:-1])} en {names[-1]}."
