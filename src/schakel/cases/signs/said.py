"""What a source said, as plain values: whose words, of which day, and the answer to each sign as it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from schakel.cases.plan import contents
from schakel.cases.signs.models import SignSource
from schakel.core.templatetags.work import day
from schakel.methods.indicators import Basis, Dimension, Form, Indicator, Observation, Value, Weight

# An answer, its words, and which version of the sign was on the page.
VALUE, WORDS, READ = "v_", "w_", "r_"


def key_of(field: str) -> str:
    """The sign that a field of an answer is about."""
    return field[len(VALUE) :]


class Whose(models.TextChoices):
    """Whose statement it is: a role, never a name."""

    CLIENT = "client", "de persoon zelf"
    FAMILY = "family", "familie of naaste"
    WITNESS = "witness", "een getuige"
    CARE = "care", "zorg of wijkteam"
    MUNICIPALITY = "municipality", "gemeente"
    POLICE = "police", "politie of marechaussee"
    REPORTER = "reporter", "de melder"
    OTHER = "other", "iemand anders"


@dataclass(frozen=True)
class Asked:
    """A sign as it read when it was answered, so that the answer can be read after the list changed."""

    version: str
    term: str
    dimension: str
    weight: str
    child: str

    @classmethod
    def now(cls, indicator: Indicator, version: str) -> "Asked":
        """As it reads today."""
        return cls(
            version, indicator.term, indicator.dimension.value, indicator.weight.value, indicator.child_weight.value
        )

    def indicator(self, key: str, form: Form) -> Indicator:
        """The sign as it was asked."""
        dimension, weight, child = Dimension(self.dimension), Weight(self.weight), Weight(self.child)
        return Indicator(key, form, dimension, weight, child, self.term, self.term, is_public=False)


@dataclass(frozen=True)
class Origin:
    """Where it comes from: of which kind, whose statement, of which day, and in words."""

    basis: Basis
    seen_on: date
    whose: str = ""
    about: str = ""

    @property
    def words(self) -> str:
        """eigen waarneming; verklaring van een ander: de persoon zelf; …"""
        return f"{self.basis.words}: {Whose(self.whose).label}" if self.whose else self.basis.words

    @property
    def title(self) -> str:
        """The same with its day, to call a source by."""
        return f"{self.words[0].upper()}{self.words[1:]}, {day(self.seen_on)}"

    def flat(self) -> dict[str, str]:
        """As fields in text, to lay two beside each other."""
        return {
            "basis": self.basis.value,
            "seen_on": self.seen_on.isoformat(),
            "whose": self.whose,
            "about": self.about,
        }


@dataclass(frozen=True)
class Said:
    """Everything one source said for one form."""

    form: Form
    origin: Origin
    report: str = ""  # the id of the report that it was taken from
    answers: Mapping[str, Value] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)

    @property
    def observations(self) -> list[Observation]:
        """For the rule."""
        return [Observation(key, value, self.origin.basis) for key, value in self.answers.items()]

    def flat(self) -> dict[str, str]:
        """As fields in text: each answer and its words a field of its own."""
        answers = {f"{VALUE}{key}": value.value for key, value in self.answers.items()}
        return self.origin.flat() | answers | {f"{WORDS}{key}": text for key, text in self.words.items()}

    def changed_since(self, before: "Said | None") -> list[str]:
        """The signs whose answer or words are other than they were."""
        old = before or Said(self.form, self.origin)
        keys = dict.fromkeys([*self.answers, *self.words, *old.answers, *old.words])
        now = [(key, self.answers.get(key), self.words.get(key)) for key in keys]
        return [key for key, value, text in now if (value, text) != (old.answers.get(key), old.words.get(key))]

    def to_json(self) -> dict[str, Any]:
        return {
            **self.origin.flat(),
            "form": self.form.value,
            "report": self.report,
            "answers": {key: value.value for key, value in self.answers.items()},
            "words": dict(self.words),
            "asked": {
                key: [one.version, one.term, one.dimension, one.weight, one.child] for key, one in self.asked.items()
            },
        }


def from_json(raw: Mapping[str, Any]) -> Said:
    """What was stored."""
    return Said(
        Form(raw["form"]),
        origin_in(raw),
        raw["report"],
        {key: Value(value) for key, value in raw["answers"].items()},
        raw["words"],
        {key: Asked(*told) for key, told in raw["asked"].items()},
    )


def origin_in(told: Mapping[str, str]) -> Origin:
    """Where it comes from, of fields in text."""
    return Origin(Basis(told["basis"]), date.fromisoformat(told["seen_on"]), told["whose"], told["about"])


def read(source: SignSource) -> Said:
    """What it said. Raises Destroyed."""
    return from_json(contents.read(source))


def read_if_left(source: SignSource) -> Said | None:
    """What it said, or nothing where the key of the case was destroyed."""
    raw = contents.read_if_left(source)
    return from_json(raw) if raw else None
