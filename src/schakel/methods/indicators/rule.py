"""The rule: from observations to positive dimensions, and from these to a derivation that shows its steps.

A dimension is positive with two strong indicators, one strong and one other, three medium, or two medium and one weak (ILO
and European Commission, Operational indicators of trafficking in human beings, SAP-FL 2009). Deceptive or coercive
recruitment, or abuse of vulnerability at recruitment, together with exploitation and coercion at destination are the known
combination. Under 18 no means are needed (Palermo Protocol, art. 3(c)): there exploitation alone is.

Two things the rule never does. It never takes attention away: each further observation leaves the outcome as it is or
raises it. And it never clears: somebody about whom little is known, or who was groomed by a "loverboy" and shows three
signs, may well be a victim. The lowest outcome says that nothing follows yet.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum

from schakel.methods.indicators.catalogue_file import Catalogue
from schakel.methods.indicators.terms import Age, Dimension, Indicator, Weight

_AT_RECRUITMENT = (
    Dimension.DECEPTION,
    Dimension.COERCION_AT_RECRUITMENT,
    Dimension.VULNERABILITY_AT_RECRUITMENT,
)


class Value(Enum):
    """What somebody says of an indicator. Not knowing is not the same as seeing that it is not so."""

    OBSERVED = "observed"
    NOT_OBSERVED = "not_observed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        """In Dutch, for the screen."""
        return {
            "observed": "waargenomen",
            "not_observed": "niet waargenomen",
            "unknown": "niet bekend",
            "not_applicable": "niet van toepassing",
        }[self.value]


class Basis(Enum):
    """Where an observation comes from: seen oneself, said by somebody, or concluded."""

    OWN = "own"
    STATEMENT = "statement"
    INTERPRETATION = "interpretation"

    @property
    def words(self) -> str:
        """In Dutch, for the screen."""
        return {"own": "eigen waarneming", "statement": "verklaring van een ander", "interpretation": "interpretatie"}[
            self.value
        ]


@dataclass(frozen=True)
class Observation:
    """What was said of one indicator; several may be about the same one."""

    indicator: str
    value: Value
    basis: Basis = Basis.OWN


@dataclass(frozen=True)
class Counts:
    """How many different indicators of each weight were observed."""

    strong: int = 0
    medium: int = 0
    weak: int = 0


def clause(counts: Counts) -> str:
    """By which clause of the rule a dimension with these counts is positive, in Dutch; empty where none holds yet."""
    strong, medium, weak = counts.strong, counts.medium, counts.weak
    holds = (
        ("2 sterke signalen", strong >= 2),
        ("1 sterk en 1 gemiddeld signaal", strong >= 1 and medium >= 1),
        ("1 sterk en 1 zwak signaal", strong >= 1 and weak >= 1),
        ("3 gemiddelde signalen", medium >= 3),
        ("2 gemiddelde en 1 zwak signaal", medium >= 2 and weak >= 1),
    )
    return next((words for words, is_met in holds if is_met), "")


def is_positive(counts: Counts) -> bool:
    """Whether a dimension with these counts is positive: 2S, or 1S + 1 other, or 3M, or 2M + 1W; more never hurts."""
    return bool(clause(counts))


class Attention(IntEnum):
    """What follows, from least to most. There is no lower one than OPEN, and OPEN clears nobody."""

    OPEN = 0
    SIGNS = 1
    RAISED = 2
    INDICATED = 3

    @property
    def words(self) -> str:
        """The sentence for the screen."""
        return _ATTENTION_WORDS[self]


_ATTENTION_WORDS = {
    Attention.OPEN: "Hieruit volgt nog niets. Dat sluit niets uit.",
    Attention.SIGNS: "Er zijn signalen. Vraag door en overleg.",
    Attention.RAISED: "Er is een sterk signaal of een positieve dimensie. Bespreek dit altijd.",
    Attention.INDICATED: "De signalen samen wijzen op mensenhandel.",
}


@dataclass(frozen=True)
class Support:
    """One observed indicator, with the weight that counted and on what it rests."""

    indicator: Indicator
    weight: Weight
    bases: frozenset[Basis]

    @property
    def is_only_interpretation(self) -> bool:
        """Whether nobody saw or said it: somebody concluded it."""
        return self.bases == {Basis.INTERPRETATION}


@dataclass(frozen=True)
class DimensionDerivation:
    """One dimension: what was observed, what is contradicted, what nobody knows yet, and whether it is positive."""

    dimension: Dimension
    support: tuple[Support, ...]
    not_observed: tuple[Indicator, ...]
    unanswered: tuple[Indicator, ...]
    age: Age = Age.ADULT

    @property
    def counts(self) -> Counts:
        """The observed indicators by weight."""
        found = Counter(one.weight for one in self.support)
        return Counts(found[Weight.STRONG], found[Weight.MEDIUM], found[Weight.WEAK])

    @property
    def clause(self) -> str:
        """By which clause of the rule it is positive; empty where it is not yet."""
        return clause(self.counts)

    @property
    def would_tip(self) -> tuple[Indicator, ...]:
        """What nobody knows yet, and would alone make this dimension positive: the first to ask about."""
        return tuple(one for one in self.unanswered if not self.is_positive and is_positive(self._with(one)))

    def _with(self, indicator: Indicator) -> Counts:
        more, counts = indicator.weight_for(self.age), self.counts
        return Counts(
            counts.strong + (more is Weight.STRONG),
            counts.medium + (more is Weight.MEDIUM),
            counts.weak + (more is Weight.WEAK),
        )

    @property
    def is_positive(self) -> bool:
        """Whether the rule makes this dimension positive."""
        return is_positive(self.counts)

    @property
    def disputed(self) -> tuple[Indicator, ...]:
        """Indicators that one observation saw and another did not: they count, and somebody must look again."""
        seen = {one.indicator.id for one in self.support}
        return tuple(indicator for indicator in self.not_observed if indicator.id in seen)


@dataclass(frozen=True)
class Derivation:
    """What follows from the observations, and from which: every step can be shown."""

    catalogue: Catalogue
    age: Age
    dimensions: tuple[DimensionDerivation, ...]

    def of(self, dimension: Dimension) -> DimensionDerivation:
        """The derivation of one dimension."""
        return next(one for one in self.dimensions if one.dimension is dimension)

    @property
    def positive(self) -> tuple[Dimension, ...]:
        """The positive dimensions, in order."""
        return tuple(one.dimension for one in self.dimensions if one.is_positive)

    @property
    def strong_signs(self) -> tuple[Indicator, ...]:
        """Every strong indicator that was observed: none is held back by a low count elsewhere."""
        return tuple(
            support.indicator for one in self.dimensions for support in one.support if support.weight is Weight.STRONG
        )

    @property
    def combination(self) -> tuple[Dimension, ...]:
        """The dimensions that together make the known combination; empty as long as one is missing."""
        positive = self.positive
        if Dimension.EXPLOITATION not in positive:
            return ()
        if self.age.counts_as_minor:
            return (Dimension.EXPLOITATION,)
        means = tuple(one for one in positive if one in _AT_RECRUITMENT)
        if not means or Dimension.COERCION not in positive:
            return ()
        return (*means, Dimension.EXPLOITATION, Dimension.COERCION)

    @property
    def attention(self) -> Attention:
        """How much attention this asks for."""
        if self.combination:
            return Attention.INDICATED
        if self.positive or self.strong_signs:
            return Attention.RAISED
        return Attention.SIGNS if any(one.support for one in self.dimensions) else Attention.OPEN

    @property
    def sentences(self) -> tuple[str, ...]:
        """The derivation in Dutch, step by step."""
        lines = [_dimension_sentence(one) for one in self.dimensions if one.support]
        if self.age is Age.UNKNOWN:
            lines.append("De leeftijd is niet bekend. Daarom gelden de regels voor minderjarigen.")
        if self.combination and self.age.counts_as_minor:
            lines.append("Bij een minderjarige is geen dwangmiddel nodig: uitbuiting alleen is genoeg.")
        elif self.combination:
            lines.append(f"Samen positief: {', '.join(one.words.lower() for one in self.combination)}.")
        return (*lines, self.attention.words)


def derive(catalogue: Catalogue, observations: Iterable[Observation], *, age: Age) -> Derivation:
    """What follows from these observations for somebody of that age.

    An indicator counts once, however often it was observed, and counts if anybody observed it. Raises KeyError for an
    indicator that is not in the catalogue.
    """
    said: dict[str, list[Observation]] = {}
    for observation in observations:
        said.setdefault(catalogue.indicator(observation.indicator).id, []).append(observation)
    return Derivation(
        catalogue, age, tuple(_dimension(dimension, catalogue.of(dimension), said, age) for dimension in Dimension)
    )


def _dimension(
    dimension: Dimension, indicators: tuple[Indicator, ...], said: dict[str, list[Observation]], age: Age
) -> DimensionDerivation:
    support, not_observed, unanswered = [], [], []
    for indicator in indicators:
        about = said.get(indicator.id, [])
        bases = frozenset(one.basis for one in about if one.value is Value.OBSERVED)
        if bases:
            support.append(Support(indicator, indicator.weight_for(age), bases))
        if any(one.value is Value.NOT_OBSERVED for one in about):
            not_observed.append(indicator)
        if all(one.value is Value.UNKNOWN for one in about):
            unanswered.append(indicator)
    return DimensionDerivation(dimension, tuple(support), tuple(not_observed), tuple(unanswered), age)


def _dimension_sentence(one: DimensionDerivation) -> str:
    found = "; ".join(
        f"{support.indicator.term} ({support.weight.words}{', alleen interpretatie' if support.is_only_interpretation else ''})"
        for support in one.support
    )
    outcome = "positief" if one.is_positive else "waargenomen, de dimensie staat nog open"
    return f"{one.dimension.words}: {outcome}. {found}."
