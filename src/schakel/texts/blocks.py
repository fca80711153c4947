"""What the blocks in a text are drawn from: the signs and the tables come out of the indicator catalogue."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from schakel.methods.indicators import Age, Catalogue, Dimension, Form, Indicator, load
from schakel.methods.indicators.signs import sign_in
from schakel.texts.catalogue import SOURCE_LANGUAGE
from schakel.texts.markup import Part

# The dimensions as somebody would tell it.
_HEADINGS = {
    Dimension.DECEPTION: _("Hoe begon het? Met een verhaal dat niet klopte"),
    Dimension.COERCION_AT_RECRUITMENT: _("Er was druk of geweld om mee te gaan"),
    Dimension.VULNERABILITY_AT_RECRUITMENT: _("Waarom juist deze persoon?"),
    Dimension.EXPLOITATION: _("Wat moet iemand doen?"),
    Dimension.COERCION: _("Waarom kan iemand niet stoppen?"),
    Dimension.VULNERABILITY: _("Waarom durft iemand niet weg?"),
}
# What somebody can see now comes before what happened long ago.
_ORDER = (
    Dimension.EXPLOITATION,
    Dimension.COERCION,
    Dimension.VULNERABILITY,
    Dimension.DECEPTION,
    Dimension.COERCION_AT_RECRUITMENT,
    Dimension.VULNERABILITY_AT_RECRUITMENT,
)


@dataclass(frozen=True)
class Sign:
    """A sign as a page shows it; `language` is set where it is another one than the page's."""

    text: str
    language: str = ""


def drawn(part: Part, language: str) -> dict[str, Any]:
    """What the template of a block needs."""
    if part.block == "signalen":
        return {"groups": _signs(load(Form(part.about)), language)}
    if part.block == "indicatoren":
        catalogue = load(Form(part.about))
        return {"catalogue": catalogue, "dimensions": _dimensions(catalogue)}
    return {}


def sentences(part: Part) -> list[str]:
    """The Dutch sentences of the signs that a block shows."""
    if part.block != "signalen":
        return []
    return [one.sign for one in load(Form(part.about)).indicators if one.is_public]


def _signs(catalogue: Catalogue, language: str) -> list[tuple[Any, list[Sign]]]:
    """The signs that somebody can notice, under plain headings; one in Dutch where nobody translated it."""
    return [
        (_HEADINGS[dimension], [_sign(one, language) for one in catalogue.of(dimension) if one.is_public])
        for dimension in _ORDER
    ]


def _sign(indicator: Indicator, language: str) -> Sign:
    translated = sign_in(indicator, language)
    return Sign(translated) if translated else Sign(indicator.sign, SOURCE_LANGUAGE)


def _dimensions(catalogue: Catalogue) -> list[tuple[str, list[tuple[Indicator, str]]]]:
    """Each dimension with its indicators, and with these the weight for children where it differs."""
    return [
        (dimension.words, [(one, _for_children(one)) for one in catalogue.of(dimension)]) for dimension in Dimension
    ]


def _for_children(indicator: Indicator) -> str:
    weight = indicator.weight_for(Age.MINOR)
    return "" if weight is indicator.weight else weight.words
