"""A frozen factsheet as a web page shows it: large numbers, charts with text alternatives, and the tables behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from schakel.publications.factsheet import Factsheet, Figures
from schakel.publications.render import charts

GENDERS = {"woman": gettext_lazy("vrouwen"), "man": gettext_lazy("mannen"), "other": gettext_lazy("overig")}
REPORTERS = {
    "care": gettext_lazy("zorg of wijkteam"),
    "municipality": gettext_lazy("gemeente"),
    "police": gettext_lazy("politie"),
    "victim": gettext_lazy("slachtoffer of betrokkene"),
    "comensha": gettext_lazy("CoMensha"),
    "other": gettext_lazy("anders"),
}
FORMS = {
    "sexual": gettext_lazy("seksuele uitbuiting"),
    "criminal": gettext_lazy("criminele uitbuiting"),
    "labour": gettext_lazy("arbeidsuitbuiting"),
    "organ": gettext_lazy("orgaanhandel en draagmoederschap"),
    "unknown": gettext_lazy("vorm niet bekend"),
}


@dataclass(frozen=True)
class Table:
    """A small table and its chart; without rows it is withheld."""

    title: str
    note: str
    rows: list[tuple[str, str]]
    chart: SafeString


@dataclass(frozen=True)
class View:
    """What the page of one year shows."""

    factsheet: Factsheet
    stats: list[tuple[str, str]]
    people: SafeString
    people_words: str
    tables: list[Table]


def view_of(factsheet: Factsheet) -> View:
    """The page of a factsheet, in the page's language; the centre's own sentences stay as they were approved."""
    figures = factsheet.figures
    shown = charts.people(figures.persons, figures.minors)
    legend = _("Eén figuur staat voor ongeveer %(number)s personen.") % {"number": _number(shown.people_per_figure)}
    if shown.small:
        legend += " " + _("De kleine figuren zijn minderjarig.")
    people = charts.pictogram(
        shown, identifier="people", title=_("Personen over wie is gemeld"), description=legend, per_row=9
    )
    tables = [
        _table(
            "gender", _("Vrouwen en mannen"), _("Overig: non-binair, anders, of niet bekend."), figures.gender, GENDERS
        ),
        _table(
            "forms",
            _("Om welke vormen gaat het?"),
            _("Bij één persoon kan het om meer vormen gaan. Tel deze getallen dus niet bij elkaar op."),
            figures.forms,
            FORMS,
        ),
        _table(
            "reporters",
            _("Wie heeft gemeld?"),
            _("Per persoon telt wie in dat jaar als eerste meldde."),
            figures.reporters,
            REPORTERS,
        ),
    ]
    return View(factsheet, _stats(figures, factsheet.year), _markup(people), legend, tables)


def _stats(figures: Figures, year: int) -> list[tuple[str, str]]:
    persons = ngettext(
        "persoon over wie in %(year)s een melding kwam. Wie vaker is gemeld, telt één keer.",
        "personen over wie in %(year)s een melding kwam. Wie vaker is gemeld, telt één keer.",
        figures.persons,
    ) % {"year": year}
    reports = ngettext(
        "melding. Eén melding kan over meer mensen gaan.",
        "meldingen. Eén melding kan over meer mensen gaan.",
        figures.reports,
    )
    stats = [(_number(figures.persons), persons)]
    if figures.minors is None:
        stats.append(
            ("–", _("minderjarigen: dit getal laten we niet zien, omdat je er iemand in zou kunnen herkennen."))
        )
    else:
        stats.append((_number(figures.minors), _minors(figures)))
    if figures.average_age is not None:
        stats.append((_number(figures.average_age), _average_age(figures)))
    return [*stats, (_number(figures.reports), reports)]


def _minors(figures: Figures) -> str:
    sentence = _("van hen jonger dan 18 jaar bij de eerste melding van het jaar.")
    if figures.age_unknown:
        sentence += " " + _("Van %(number)s weten we dat niet.") % {"number": _number(figures.age_unknown)}
    return sentence


def _average_age(figures: Figures) -> str:
    sentence = _("jaar is de gemiddelde leeftijd.")
    if figures.average_age_unknown:
        number = _number(figures.average_age_unknown)
        sentence += " " + _("Van %(number)s kennen we de leeftijd niet.") % {"number": number}
    return sentence


def _table(
    identifier: str, title: str, note: str, counts: Mapping[str, int] | None, labels: Mapping[str, str | Promise]
) -> Table:
    if counts is None:
        return Table(title, note, [], SafeString())
    rows = [(str(label), counts[category]) for category, label in labels.items()]
    described = ", ".join(f"{label}: {_number(count)}" for label, count in rows)
    chart = charts.bars(rows, identifier=identifier, title=title, description=described)
    return Table(title, note, [(label, _number(count)) for label, count in rows], _markup(chart))


def _number(value: int) -> str:
    return format_decimal(value, locale=get_language() or "nl")


def _markup(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  (drawn by our own chart functions, which escape every word they are given)
