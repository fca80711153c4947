"""The files of a frozen factsheet, read back: every number is in them, and no text can break them."""

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pdfplumber
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from schakel.publications.factsheet import Centre, Factsheet, Figures
from schakel.publications.render import charts, render, words
from schakel.publications.render.glyphs import legible
from schakel.publications.render.spreadsheet import spreadsheet
from schakel.publications.render.typesetting import pdf, picture
from tests.rooms.publications.invented import FACTSHEET, FIGURES

WITHHELD = replace(
    FACTSHEET,
    figures=Figures(
        persons=7183,
        reports=7411,
        minors=None,
        adults=None,
        age_unknown=None,
        gender=None,
        reporters=None,
        average_age=None,
        average_age_unknown=None,
        forms=None,
    ),
)

HOSTILE = [
    '#panic("stop")',
    '*vet* _schuin_ = kop $x^2$ @anker <label> `code` // weg /* weg */ "aanhaling" \\ [haak] {accolade}',
    "stuur\x00teken\x07 en\x1b[31m kleur\u202eomgekeerd\u2028regel",
    "feest 🎉👩‍👩‍👧 vlag 🇳🇱 cijfer 1️⃣",
    "مرحبا بالعالم والناس",
    "汉字 ትግርኛ ไทย עברית",
    "Z̸̡̛͖a͠l̕g̶o ́ losse streep",
    "a" * 5_000,
    "<script>alert(1)</script>&amp;",
    '=HYPERLINK("https://kwaad.example")',
]


@cache
def _files() -> Mapping[str, bytes]:
    return render(FACTSHEET)


def _pages(document: bytes) -> list[str]:
    """The words of each page on one line, in the order of the document, not of their place on the paper."""
    with pdfplumber.open(BytesIO(document)) as opened:
        return [" ".join(page.extract_text(use_text_flow=True).split()) for page in opened.pages]


def _rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table.decode("utf-8-sig"), newline=""), delimiter=";"))


def _structure(element: pikepdf.Object) -> list[pikepdf.Object]:
    """All structure elements below this one, in reading order."""
    below = element.get("/K", pikepdf.Array())
    children = list(below) if isinstance(below, pikepdf.Array) else [below]
    found: list[pikepdf.Object] = []
    for child in children:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *_structure(child)]
    return found


def test_one_factsheet_gives_three_files_in_two_pages() -> None:
    files = render(FACTSHEET)
    assert list(files) == ["factsheet-2025.pdf", "factsheet-2025.png", "factsheet-2025.csv"]
    assert len(_pages(files["factsheet-2025.pdf"])) == 2


def test_equal_factsheets_give_equal_bytes() -> None:
    assert render(Factsheet.from_json(FACTSHEET.to_json())) == _files()
    other = replace(FACTSHEET, achievements=("Iets anders.",))
    assert pdf(other) != _files()["factsheet-2025.pdf"]


def test_the_pdf_says_every_number_with_its_label() -> None:
    text = " ".join(_pages(_files()["factsheet-2025.pdf"]))
    for table, labels in (
        (FIGURES.gender, words.GENDER_LABELS),
        (FIGURES.reporters, words.REPORTER_LABELS),
        (FIGURES.forms, words.FORM_LABELS),
    ):
        for label, value in words.labelled(table, labels) or ():
            assert f" {label} {value} " in text
    for number in ("178 personen", "41 minderjarig", "27 jaar", "221 meldingen", "131 waren"):
        assert number in text
    for phrase in ("Van 6", "Van 12", "ongeveer 10 personen", "12 februari 2026"):
        assert phrase in text
    for typed in (*FACTSHEET.core_tasks, *FACTSHEET.achievements, "En wij kijken vooruit."):
        assert typed in text
    for contact in ("088 – 000 00 00", "info@kenniscentrum.example", "kenniscentrum.example"):
        assert contact in text


def test_the_pdf_is_tagged_and_says_its_language_and_title() -> None:
    with pikepdf.open(BytesIO(_files()["factsheet-2025.pdf"])) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang).lower().startswith("nl")
        assert str(document.docinfo.Title) == "DEMO – VERZONNEN – Factsheet 2025 – Kenniscentrum Voorbeeld"
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        elements = _structure(root.StructTreeRoot)
        kinds = [str(element.S) for element in elements]
        assert kinds.count("/H1") == 1
        assert kinds.count("/Table") == 3
        assert kinds.count("/LI") == len(FACTSHEET.core_tasks) + len(FACTSHEET.achievements)
        alternatives = [str(element.get("/Alt", "")) for element in elements if element.S == "/Figure"]
        assert len(alternatives) == 2
        assert "18 figuren van mensen, waarvan 4 kleine" in " ".join(alternatives)
        assert all(alternatives)


def test_the_picture_is_1200_by_1500_and_in_both_colours() -> None:
    with Image.open(BytesIO(_files()["factsheet-2025.png"])) as image:
        assert image.size == (1200, 1500)
        colours = image.convert("RGB").getcolors(1200 * 1500) or []
    seen = {colour for count, colour in colours if count > 500}
    assert {(0x0F, 0x4C, 0x57), (0xF2, 0xB4, 0x41), (255, 255, 255)} <= seen


def test_the_table_parses_back_to_the_same_numbers() -> None:
    table = _files()["factsheet-2025.csv"]
    assert table.startswith(b"\xef\xbb\xbf")
    rows = _rows(table)
    assert list(rows[0]) == ["jaar", "onderdeel", "categorie", "aantal", "toelichting"]
    assert {row["jaar"] for row in rows} == {"2025"}
    counted = {(row["onderdeel"], row["categorie"]): int(row["aantal"]) for row in rows if row["aantal"]}
    expected = {
        ("personen", "totaal"): 178,
        ("meldingen", "totaal"): 221,
        ("minderjarig of volwassen", "minderjarig"): 41,
        ("minderjarig of volwassen", "volwassen"): 131,
        ("minderjarig of volwassen", "niet bekend"): 6,
        ("gemiddelde leeftijd", "jaren"): 27,
        ("gemiddelde leeftijd", "personen zonder bekende leeftijd"): 12,
    }
    for part, table_, labels in (
        ("geslacht", FIGURES.gender, words.GENDER_LABELS),
        ("melder", FIGURES.reporters, words.REPORTER_LABELS),
        ("vorm van uitbuiting", FIGURES.forms, words.FORM_LABELS),
    ):
        expected |= {(part, label): value for label, value in words.labelled(table_, labels) or ()}
    assert counted == expected


def test_withheld_numbers_are_nowhere() -> None:
    files = render(WITHHELD)
    text = " ".join(_pages(files["factsheet-2025.pdf"]))
    assert "7.183 personen" in text
    assert text.count("Deze cijfers laten we niet zien") == 5
    unrelated = {"112", "2025", "12", "2026", "1", "2", "088", "000", "00", "9", "17", "1.000"}
    assert set(re.findall(r"\d[\d.]*(?<=\d)", text)) == unrelated | {"7.183", "7.411"}
    assert "kleine figuren" not in text
    rows = _rows(files["factsheet-2025.csv"])
    assert [row["categorie"] for row in rows if row["aantal"]] == ["totaal", "totaal"]
    hidden = [row for row in rows if row["toelichting"] == "niet getoond om herleiding te voorkomen"]
    assert len(hidden) == 3 + 2 + 3 + 6 + 5
    assert all(row["aantal"] == "" for row in hidden)


def test_a_table_withheld_in_the_picture_leaves_no_trace_of_its_numbers() -> None:
    one = replace(FACTSHEET, figures=replace(FIGURES, gender=None))
    with Image.open(BytesIO(picture(one))) as image:
        assert image.size == (1200, 1500)
    assert picture(one) != picture(FACTSHEET)


def test_an_unknown_age_is_not_a_withheld_age() -> None:
    nobody = replace(FIGURES, average_age=None, average_age_unknown=178)
    factsheet = replace(FACTSHEET, figures=nobody)
    assert "Van niemand is de leeftijd bekend." in " ".join(_pages(pdf(factsheet)))
    notes = {row["categorie"]: row["toelichting"] for row in _rows(spreadsheet(factsheet))}
    assert notes["jaren"] == "Van niemand is de leeftijd bekend."


def test_a_demo_says_so_on_every_page_and_in_every_file() -> None:
    for page in _pages(_files()["factsheet-2025.pdf"]):
        assert "DEMO – VERZONNEN" in page
        assert "Meldingen komen bij niemand aan. Is er nu gevaar? Bel 112." in page
    first = _rows(_files()["factsheet-2025.csv"])[0]
    assert first["onderdeel"] == "let op"
    assert first["categorie"] == "DEMO – VERZONNEN"
    band = (0xFF, 0xD2, 0x3F)
    with Image.open(BytesIO(_files()["factsheet-2025.png"])) as image:
        assert image.convert("RGB").getpixel((5, 5)) == band


def test_a_real_centre_is_never_called_a_demo() -> None:
    files = render(replace(FACTSHEET, demo=False))
    assert not any("DEMO" in page for page in _pages(files["factsheet-2025.pdf"]))
    assert b"DEMO" not in files["factsheet-2025.csv"]
    with pikepdf.open(BytesIO(files["factsheet-2025.pdf"])) as document:
        assert str(document.docinfo.Title) == "Factsheet 2025 – Kenniscentrum Voorbeeld"
    with Image.open(BytesIO(files["factsheet-2025.png"])) as image:
        assert image.convert("RGB").getpixel((5, 5)) == (0xF8, 0xF5, 0xEF)


def test_a_correction_is_named_in_the_pdf_and_the_table() -> None:
    changed = replace(FACTSHEET, revision=2, correction="Eén koppeling is ongedaan gemaakt.")
    text = " ".join(_pages(pdf(changed)))
    assert "Dit is versie 2 van deze factsheet" in text
    assert "Eén koppeling is ongedaan gemaakt." in text
    notes = {row["categorie"]: row["toelichting"] for row in _rows(spreadsheet(changed))}
    assert notes["wat is veranderd"] == "Eén koppeling is ongedaan gemaakt."


def test_a_year_that_runs_is_called_unfinished() -> None:
    running = replace(FACTSHEET, year=2026)
    assert "Het jaar 2026 was toen nog niet voorbij." in " ".join(_pages(pdf(running)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_breaks_nothing(text: str) -> None:
    centre = Centre(text, text, text, text, text, text)
    factsheet = replace(
        FACTSHEET,
        revision=2,
        correction=text,
        centre=centre,
        introduction=text,
        core_tasks=(text,) * 6,
        definition=text,
        forms_explained=((text, text),) * 4,
        achievements=(text, text),
    )
    files = render(factsheet)
    with pikepdf.open(BytesIO(files["factsheet-2025.pdf"])) as document:
        assert document.Root.MarkInfo.Marked
    assert len(_rows(files["factsheet-2025.csv"])) == 24
    with Image.open(BytesIO(files["factsheet-2025.png"])) as image:
        assert image.size == (1200, 1500)


def test_markup_is_printed_as_it_was_typed() -> None:
    typed = ('#panic("stop")', "*vet* _schuin_ $x$", "= kop", "<script>&amp;")
    text = " ".join(_pages(pdf(replace(FACTSHEET, achievements=typed))))
    for achievement in typed:
        assert achievement in text


def test_typed_text_is_no_formula_in_the_table() -> None:
    changed = replace(FACTSHEET, revision=2, correction='=HYPERLINK("https://kwaad.example")')
    notes = {row["categorie"]: row["toelichting"] for row in _rows(spreadsheet(changed))}
    assert notes["wat is veranderd"].startswith("'=")


def test_five_hundred_achievements_are_all_printed() -> None:
    many = tuple(f"Activiteit nummer {number:03}." for number in range(500))
    pages = _pages(pdf(replace(FACTSHEET, achievements=many)))
    assert all("DEMO – VERZONNEN. Dit centrum" in page for page in pages)
    text = " ".join(pages)
    assert all(achievement in text for achievement in many)


@settings(max_examples=30, deadline=None)
@given(some.lists(some.text(min_size=1).filter(lambda text: text.strip() != ""), min_size=1))
def test_any_text_can_be_published(texts: list[str]) -> None:
    assert pdf(replace(FACTSHEET, achievements=tuple(texts))).startswith(b"%PDF")


def test_legible_keeps_what_the_typefaces_have() -> None:
    assert legible("Łódź, Şahin, Đorđević, Київ, Nguyễn, αβγ") == "Łódź, Şahin, Đorđević, Київ, Nguyễn, αβγ"
    assert legible("مرحبا") == "مرحبا"
    assert legible("een 🎉 feest") == "een □ feest"
    assert legible("a\u202eb\x00c\nd") == "ab c d"


def test_people_are_rounded_to_tens_and_large_regions_to_hundreds() -> None:
    assert charts.people(178, 41) == charts.People(18, 4, 10)
    assert charts.people(178, None) == charts.People(18, 0, 10)
    assert charts.people(0, 0) == charts.People(0, 0, 10)
    assert charts.people(1, 1) == charts.People(1, 0, 10)
    assert charts.people(600, 0).figures == 60
    assert charts.people(5_000, 250) == charts.People(50, 3, 100)


def test_the_charts_are_safe_inline_images_with_a_text_alternative() -> None:
    evil = '"><script>&\x00'
    drawn = (
        charts.pictogram(charts.people(178, 41), identifier="mensen", title=evil, description="Uitleg"),
        charts.bars([(evil, 3), ("b", 0)], identifier="melders", title="Titel", description=evil),
    )
    for image in drawn:
        root = ET.fromstring(image)  # noqa: S314  # our own drawing, not a stranger's file
        assert root.get("role") == "img"
        named = {element.get("id") for element in root if element.tag.endswith(("title", "desc"))}
        assert named == set((root.get("aria-labelledby") or "").split())
        assert not any("style" in element.attrib for element in root.iter())
        assert not {element.tag.rpartition("}")[2] for element in root.iter()} & {"script", "style"}
    people, bars = (ET.fromstring(image) for image in drawn)  # noqa: S314  # as above
    classes = [element.get("class") for element in people]
    assert (classes.count("chart-adult"), classes.count("chart-minor")) == (14, 4)
    numbers = [element for element in bars if element.get("class") == "chart-number"]
    assert [element.text for element in numbers] == ["3", "0"]
    widths = [element.get("width") for element in bars if element.get("class") == "chart-bar"]
    assert widths == ["320.0", "0.0"]


def test_an_identifier_cannot_break_out_of_its_attribute() -> None:
    with pytest.raises(ValueError, match="identifier"):
        charts.bars([("a", 1)], identifier='x" onload="y', title="a", description="b")
