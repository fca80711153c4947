"""Sets the factsheet as a PDF and as a picture; the .typ files beside this one hold only the layout."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from schakel.publications.factsheet import Factsheet
from schakel.publications.render import charts, words
from schakel.publications.render.press import typeset

LAYOUT_FOLDER = Path(__file__).parent

# The layout of the picture is drawn in points; at 72 points an inch a point is a pixel.
PICTURE_POINTS_PER_INCH = 72


def pdf(factsheet: Factsheet) -> bytes:
    """The factsheet as a tagged PDF (PDF/UA-1); equal factsheets give equal bytes."""
    return _compile(
        "factsheet.typ",
        factsheet,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(factsheet.approved_on, time(), UTC),
    )


def picture(factsheet: Factsheet) -> bytes:
    """The key numbers as a PNG of 1200 by 1500 pixels, to share."""
    return _compile("picture.typ", factsheet, format="png", ppi=PICTURE_POINTS_PER_INCH)


def _compile(layout: str, factsheet: Factsheet, **options: Any) -> bytes:
    return typeset(LAYOUT_FOLDER / layout, _content(factsheet), {"people": _people(factsheet)}, **options)


def _content(factsheet: Factsheet) -> dict[str, Any]:
    """Everything the layouts show, as text and numbers that need no further rules."""
    figures, centre = factsheet.figures, factsheet.centre
    return {
        "title": words.title(factsheet),
        "year": str(factsheet.year),
        "demo": {"mark": words.DEMO_MARK, "sentence": words.DEMO_SENTENCE} if factsheet.demo else None,
        "centre": {
            name: getattr(centre, name) for name in ("name", "region", "phone", "phone_hours", "email", "website")
        },
        "status": words.status(factsheet),
        "correction": words.correction(factsheet),
        "introduction": [paragraph for paragraph in factsheet.introduction.splitlines() if paragraph.strip()],
        "core_tasks": list(factsheet.core_tasks),
        "definition": factsheet.definition,
        "not_smuggling": factsheet.not_smuggling,
        "forms_explained": [{"name": name, "sentence": sentence} for name, sentence in factsheet.forms_explained],
        "achievements": list(factsheet.achievements),
        "headlines": {name: vars(headline) for name, headline in vars(words.headlines(factsheet)).items()},
        "gender": _table(words.labelled(figures.gender, words.GENDER_LABELS), words.GENDER_NOTE),
        "reporters": _table(words.labelled(figures.reporters, words.REPORTER_LABELS), words.REPORTERS_NOTE),
        "forms": _table(words.labelled(figures.forms, words.FORM_LABELS), words.FORMS_NOTE),
    }


def _table(rows: tuple[tuple[str, int], ...] | None, note: str) -> dict[str, Any]:
    if rows is None:
        return {"rows": [], "note": words.WITHHELD_SENTENCE}
    longest = max(value for _, value in rows) or 1
    shown = [{"label": label, "number": words.number(value), "share": value / longest} for label, value in rows]
    return {"rows": shown, "note": note}


def _people(factsheet: Factsheet) -> dict[str, Any]:
    figures = factsheet.figures
    shown = charts.people(figures.persons, figures.minors)
    legend = words.pictogram_sentence(figures, shown.people_per_figure, shown.small)
    small = f", waarvan {shown.small} kleine" if shown.small else ""
    alternative = f"Rijen met {shown.figures} figuren van mensen{small}. {legend}"
    drawing = charts.pictogram(shown, identifier="people", title=legend, description=alternative)
    return {"legend": legend, "alternative": alternative, "drawing": drawing}
