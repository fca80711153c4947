"""The words of the catalogue: forms, dimensions, weights, and one indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Form(Enum):
    """The four forms of exploitation."""

    SEXUAL = "sexual"
    LABOUR = "labour"
    CRIMINAL = "criminal"
    ORGAN = "organ"

    @property
    def words(self) -> str:
        """The name professionals use."""
        return _FORM_WORDS[self]


_FORM_WORDS = {
    Form.SEXUAL: "Seksuele uitbuiting",
    Form.LABOUR: "Arbeidsuitbuiting",
    Form.CRIMINAL: "Criminele uitbuiting",
    Form.ORGAN: "Gedwongen orgaanverwijdering en draagmoederschap",
}


class Dimension(Enum):
    """The six dimensions of the ILO's lists, in the order in which things happen."""

    DECEPTION = "deception"
    COERCION_AT_RECRUITMENT = "coercion_at_recruitment"
    VULNERABILITY_AT_RECRUITMENT = "vulnerability_at_recruitment"
    EXPLOITATION = "exploitation"
    COERCION = "coercion"
    VULNERABILITY = "vulnerability"

    @property
    def words(self) -> str:
        """The name professionals use."""
        return _DIMENSION_WORDS[self]


_DIMENSION_WORDS = {
    Dimension.DECEPTION: "Misleiding bij werving",
    Dimension.COERCION_AT_RECRUITMENT: "Dwang bij werving",
    Dimension.VULNERABILITY_AT_RECRUITMENT: "Misbruik van kwetsbaarheid bij werving",
    Dimension.EXPLOITATION: "Uitbuiting",
    Dimension.COERCION: "Dwang ter plaatse",
    Dimension.VULNERABILITY: "Misbruik van kwetsbaarheid ter plaatse",
}


class Weight(Enum):
    """How much an indicator says: strong, medium or weak."""

    STRONG = "S"
    MEDIUM = "M"
    WEAK = "W"

    @property
    def words(self) -> str:
        """sterk, gemiddeld, zwak."""
        return {"S": "sterk", "M": "gemiddeld", "W": "zwak"}[self.value]


class Age(Enum):
    """Whether somebody is under 18. Who may be a minor is treated as one: in care that is the safe mistake."""

    ADULT = "adult"
    MINOR = "minor"
    UNKNOWN = "unknown"

    @property
    def counts_as_minor(self) -> bool:
        """Whether the weights and the rule for children apply."""
        return self is not Age.ADULT


class Status(Enum):
    """How far a list was checked."""

    FROM_SOURCE = "from_source"
    OWN = "own"

    @property
    def words(self) -> str:
        """What a reader must know before leaning on it."""
        return {
            "from_source": "Naar de bron, in eigen woorden. De gewichten zijn nog niet met de gedrukte bron vergeleken en niet in de praktijk getoetst.",
            "own": "Eigen lijst van het centrum. Niet getoetst.",
        }[self.value]


@dataclass(frozen=True)
class Indicator:
    """One observable sign of one form.

    `term` is the wording for professionals, `sign` the same in plain words for everybody. `is_public` says whether
    somebody who looks on from outside can notice it: only then it stands on the public pages.
    """

    id: str
    form: Form
    dimension: Dimension
    weight: Weight
    child_weight: Weight
    term: str
    sign: str
    is_public: bool = True

    def weight_for(self, age: Age) -> Weight:
        """The weight that counts for somebody of that age."""
        return self.child_weight if age.counts_as_minor else self.weight

    @classmethod
    def from_table(cls, table: Mapping[str, object], form: Form) -> "Indicator":
        """An indicator from a table of the catalogue file; what differs for a form stands in a table of that name.

        Raises KeyError and ValueError for what is missing or unknown.
        """
        own = table.get(form.value)
        told = {**table, **(own if isinstance(own, Mapping) else {})}
        weight = Weight(told["weight"])
        return cls(
            id=str(told["id"]),
            form=form,
            dimension=Dimension(told["dimension"]),
            weight=weight,
            child_weight=Weight(told.get("child", weight.value)),
            term=str(told["term"]),
            sign=str(told["sign"]),
            is_public=bool(told.get("public", True)),
        )
