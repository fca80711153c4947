"""Reading a table in and taking it out: previewed, all or nothing, every mistake named, and the same both ways."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from schakel.access.models import User
from schakel.partners import actions, importing, sheet
from schakel.partners.kinds import Domain, OrganisationKind, Standing
from schakel.partners.models import Covenant, Organisation, Professional
from schakel.partners.sealing import read_organisation, read_professional
from tests.personas import recorded, signed_in
from tests.processes import ROOT
from tests.rooms.chain import rolled_back
from tests.rooms.partners import known

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
URL = "/partners/inlezen/"
HEADS = "organisatie;domein;soort;wgs;gemeente;naam;functie;e-mail;telefoon;convenant over;convenant vanaf"
GOOD = f"""{HEADS}
Opvang De Haven;zorg;opvang;Wgs-partij;hele regio;Ilse Bedacht;zorgcoördinator;ilse@haven.example;'+31 6 00 00 00;opvang;01-02-2026
opvang de haven;Zorg;Opvang;wgs-partij;;Bart Proef;;bart@haven.example;;;
Gemeente Hengelo;gemeente;gemeente;Wgs-partij;Hengelo;;;;;;
"""


def sent(browser: Client, content: str | bytes, name: str = "partners.csv") -> Any:
    """What the page answers to a file."""
    raw = content if isinstance(content, bytes) else content.encode()
    return browser.post(URL, {"table": SimpleUploadedFile(name, raw, "text/csv")})


def nothing_stored() -> bool:
    return not Organisation.objects.exists() and not Professional.objects.exists()


def test_a_table_is_shown_first_and_stored_when_that_is_said(tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    response = sent(browser, GOOD)
    page = response.content.decode()
    assert response.status_code == 200
    assert nothing_stored()
    assert "Er is nog niets bewaard" in page
    plan = response.context["plan"]
    assert (plan.organisations, plan.professionals, plan.covenants) == (2, 2, 1)
    content = response.context["content"]
    assert browser.post(f"{URL}bewaren/", {"content": content}).status_code == 303
    haven = Organisation.objects.get(name="Opvang De Haven")
    assert {read_professional(row).name for row in haven.professionals.all()} == {"Ilse Bedacht", "Bart Proef"}
    assert "+31 6 00 00 00" in {read_professional(row).telephone for row in haven.professionals.all()}
    assert Organisation.objects.get(name="Gemeente Hengelo").municipality == known.HENGELO
    assert not Professional.objects.exclude(verified_at=None).exists(), "a table proves nothing"
    (event,) = recorded("partner:imported")
    assert event.detail == {"organisations": 2, "professionals": 2, "covenants": 1}


def test_what_is_known_already_stays_as_it_is(tarik: User, desk: Desk) -> None:
    here = known.organisation(by=tarik, address="Straat 1", standing=Standing.THIRD)
    known.professional(here, by=tarik, telephone="06 – 12 12 12 12")
    plan = importing.store(GOOD, by=tarik)
    assert (plan.organisations, plan.professionals) == (1, 1)
    (part,) = [part for part in plan.parts if part.known]
    assert (part.is_different, part.passed_over) == (True, 1)
    assert read_organisation(Organisation.objects.get(pk=here.pk)).address == "Straat 1"
    assert Organisation.objects.count() == 2
    again = sent(desk(tarik), GOOD).content.decode()
    assert "Er is niets om te bewaren" in again


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Haven;zorgen;opvang;derde;;;;;;;", "“zorgen” kan niet bij “domein”"),
        ("Haven;zorg;hotel;derde;;;;;;;", "“hotel” kan niet bij “soort”"),
        ("Haven;zorg;opvang;vierde;;;;;;;", "Kies uit: Wgs-partij, derde"),
        ("Haven;zorg;opvang;derde;Utrecht;;;;;;", "“Utrecht” is geen gemeente van de regio"),
        (";zorg;opvang;derde;;;;;;;", "“organisatie” is leeg"),
        ("!!;zorg;opvang;derde;;;;;;;", "geen enkele letter"),
        ("Haven;zorg;opvang;derde;;Ilse;;geen adres;;;", "“geen adres” is geen e-mailadres"),
        ("Haven;zorg;opvang;derde;;Ilse;;;bel mij;;", "“bel mij” is geen telefoonnummer"),
        ("Haven;zorg;opvang;derde;;;baas;;;;", "“naam” is leeg"),
        ("Haven;zorg;opvang;derde;;;;;;opvang;", "bij een convenant hoort “convenant vanaf”"),
        ("Haven;zorg;opvang;derde;;;;;;opvang;31-02-2026", "“31-02-2026” is geen dag"),
        ("Haven;zorg;opvang;derde;;;;;;;;nog iets", "meer cellen dan kolommen"),
        (f"{'x' * 121};zorg;opvang;derde;;;;;;;", "er passen 120 tekens"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(row: str, sentence: str, tarik: User, desk: Desk) -> None:
    content = GOOD + row + "\n"
    response = sent(desk(tarik), content)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Regel 5: " in page
    assert sentence in page
    assert desk(tarik).post(f"{URL}bewaren/", {"content": content}).status_code == 422
    assert nothing_stored()


def test_two_rows_that_contradict_each_other_are_both_named(tarik: User, desk: Desk) -> None:
    page = sent(desk(tarik), GOOD + "Opvang De Haven;veiligheid;opvang;Wgs-partij;;;;;;;\n").content.decode()
    assert "Regel 5: bij Opvang De Haven staat “veiligheid” als domein, en op regel 2 “zorg”" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Kies eerst een CSV-bestand"),
        ("\n\n", "Het bestand is leeg"),
        (HEADS, "nog geen enkele regel"),
        (GOOD.replace("domein", "domijn", 1), "Deze kolommen kennen wij niet: “domijn”"),
        (GOOD.replace(";functie;", ";naam;", 1), "twee keer in: naam"),
        (GOOD.replace("wgs;", "", 1), "ontbreken: wgs"),
        (GOOD + '"open', "geen tabel die wij kunnen lezen"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), "Deze kolommen"),
        (HEADS + "\nx;zorg;opvang;derde;;;;;;;" * (sheet.MOST_ROWS + 1), "Er passen er 500"),
    ],
    ids=["nothing", "empty", "heads alone", "unknown", "twice", "lacking", "quote", "workbook", "many"],
)
def test_a_table_that_is_none_is_refused_in_a_sentence(
    content: str | bytes, sentence: str, tarik: User, desk: Desk
) -> None:
    response = sent(desk(tarik), content)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert nothing_stored()


def test_a_file_that_is_too_large_is_let_go(tarik: User, desk: Desk) -> None:
    response = sent(desk(tarik), GOOD + " " * sheet.MOST_BYTES)
    assert response.status_code == 413
    assert "Het bestand is te groot" in response.content.decode()
    assert desk(tarik).post(URL).status_code == 422


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_tables_of_other_programs_are_read(encoding: str, separator: str, tarik: User, desk: Desk) -> None:
    content = GOOD.replace(";", separator).replace("\n", "\r\n").encode(encoding)
    plan = sent(desk(tarik), content).context["plan"]
    assert [part.fields.name for part in plan.parts] == ["Opvang De Haven", "Gemeente Hengelo"]
    assert plan.parts[0].professionals[0].function == "zorgcoördinator"


def test_the_guide_names_every_column_and_everything_that_can_stand_in_one() -> None:
    guide = (ROOT / "docs" / "howto" / "import-partners.md").read_text(encoding="utf-8")
    assert [name for name in sheet.COLUMNS if f"`{name}`" not in guide] == []
    labels = [str(one.label) for kind in (Domain, OrganisationKind, Standing) for one in kind]
    assert [label for label in labels if label not in guide] == []


def test_a_form_without_its_token_reads_nothing(tarik: User, desk: Desk) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk(tarik).cookies
    response = strict.post(URL, {"table": SimpleUploadedFile("a.csv", GOOD.encode())})
    assert response.status_code == 403


def test_an_ended_organisation_gets_nobody_new(tarik: User, desk: Desk) -> None:
    actions.end(organisation=known.organisation(by=tarik), by=tarik)
    page = sent(desk(tarik), GOOD).content.decode()
    assert "De samenwerking met Opvang De Haven is beëindigd" in page


def test_what_is_taken_out_can_be_read_in_and_is_the_same(tarik: User, desk: Desk) -> None:
    here = known.organisation(by=tarik, municipality=known.HENGELO, name='=Haven; "De" Opvang', telephone="+31 88 000")
    known.professional(here, by=tarik, telephone="+31 6 123")
    known.professional(here, by=tarik, name="Ook Iemand", email="", municipality=known.ALMELO)
    known.covenant(here, by=tarik, ends_in=None)
    gone = known.professional(here, by=tarik, name="Wie Vertrok", email="")
    actions.end_professional(professional=gone, by=tarik)
    known.organisation(by=tarik, name="Alleen", email="")
    response = desk(tarik).post("/partners/uitvoer/")
    assert response.headers["Content-Disposition"].endswith('.csv"')
    content = response.content.decode()
    assert "Wie Vertrok" not in content
    assert "'=Haven" in content, "no spreadsheet program calculates with it"
    assert importing.plan(content, by=tarik).is_empty
    before = _everything()
    with rolled_back():
        for rows in (Covenant.objects, Professional.objects, Organisation.objects):
            rows.all().delete()
        importing.store(content, by=tarik)
        assert _everything() == before
    (event,) = recorded("partner:exported")
    assert (event.detail["organisations"], event.detail["professionals"]) == (2, 2)


def test_taking_out_asks_who_it_is(tarik: User) -> None:
    response = signed_in(tarik, minutes_ago=10).post("/partners/uitvoer/")
    assert (response.status_code, response.headers["Location"].partition("?")[0]) == (303, reverse("prove"))
    assert not recorded("partner:exported")


def _everything() -> list[object]:
    people = [
        (row.organisation.name, read_professional(row))
        for row in Professional.objects.filter(ended_on=None).select_related("organisation")
    ]
    agreed = [
        (row.organisation.name, row.covers, row.from_day) for row in Covenant.objects.select_related("organisation")
    ]
    return [
        sorted(map(str, people)),
        sorted(map(str, agreed)),
        sorted(str(read_organisation(row)) for row in Organisation.objects.all()),
    ]
