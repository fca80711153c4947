"""What leaves the log: the export with its proof, and the list of who looked for whom it is about."""

import base64
import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access import readings
from schakel.access.models import Compartment, LogReading, User
from schakel.access.roles import Role
from schakel.audit import custody, verify
from schakel.audit.models import Event
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.queries import match_cards, read_case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.desk.log import looks
from schakel.desk.log.subjects import of_person
from schakel.intake import actions as intake
from schakel.people.actions import link
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import read_recorded
from tests.personas import recorded
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_checkpoints(settings: Any, tmp_path: Path) -> None:
    """Checkpoints of this test's chain alone: those of others were signed over events that are rolled back."""
    settings.SCHAKEL_CHECKPOINTS = str(tmp_path / "checkpoints.jsonl")


@pytest.fixture
def officer(femke: User, desk: Desk) -> Client:
    readings.begin(purpose=LogReading.Purpose.ACCESS_REQUEST, words="Verzoek 3", by=femke)
    return desk(femke)


@pytest.fixture
def ana(tarik: User) -> Person:
    """Ana Bos, in a case that Tarik leads."""
    details = PersonDetails(time.today(), name="Ana Bos")
    return chain.person(details, by=tarik, outcome=Outcome.NEW_CASE, coordinator=tarik)


def case_of(person: Person) -> Case:
    return Case.objects.get(involvements__person=person)


def exported(officer: Client, **filters: str) -> tuple[list[dict[str, str]], zipfile.ZipFile]:
    response = officer.post("/logboek/uitvoer/", filters)
    assert response["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    rows = csv.DictReader(io.StringIO(archive.read("events.csv").decode()), delimiter=";")
    return list(rows), archive


def test_the_export_holds_what_the_filters_select_and_nothing_of_itself(tarik: User, officer: Client) -> None:
    for year in range(2_300):
        record("figures:read", by=tarik, year=year)
    rows, _ = exported(officer, gebruiker=tarik.actor_id)
    assert [row["detail"] for row in rows] == [f'{{"year":{year}}}' for year in range(2_299, -1, -1)]
    assert {row["authorisation"] for row in rows} == {"execution"}
    assert {(row["event"], row["action"], row["kind"]) for row in rows} == {("figures:read", "read", "read")}
    (event,) = recorded("log:exported")
    assert (event.detail["count"], event.detail["asked"]) == (2_300, {"actor": tarik.actor_id})
    assert not [row for row in exported(officer)[0] if row["sequence"] == str(event.sequence + 1)]


def test_the_page_tells_how_many_before_anything_leaves(tarik: User, officer: Client) -> None:
    record("figures:read", by=tarik)
    response = officer.get("/logboek/uitvoer/", {"gebruiker": tarik.actor_id})
    assert response.context["count"] == 1
    assert not recorded("log:exported")


def test_the_proof_tells_what_can_be_proved_and_what_not_yet(tarik: User, officer: Client) -> None:
    record("figures:read", by=tarik, year=1)
    custody.write_checkpoint()
    record("case:noted", by=tarik)
    custody.write_checkpoint()
    # The first is proved by the checkpoint after it; what came later does not matter to it.
    _, archive = exported(officer, gebruiker=tarik.actor_id, soort="read")
    assert ": sound." in archive.read("proof.txt").decode()
    assert "OPEN" not in archive.read("proof.txt").decode()
    assert len(archive.read("checkpoints.jsonl").splitlines()) >= 1
    key = base64.b64decode(archive.read("checkpoints.pub"))
    assert key == custody.public_key().public_bytes_raw()
    record("figures:read", by=tarik, year=2)
    _, archive = exported(officer, gebruiker=tarik.actor_id, soort="read")
    assert "can't be proved yet" in archive.read("proof.txt").decode()


def test_the_proof_finds_what_was_changed_in_the_span_and_only_there(tarik: User) -> None:
    for turn in range(4):
        for _ in range(3):
            record("figures:read", by=tarik, year=turn)
        custody.write_checkpoint()
    lines = custody.checkpoint_path().read_bytes().splitlines()
    places = list(Event.objects.filter(tag="figures:read").order_by("sequence").values_list("sequence", flat=True))

    def is_sound(first: int, last: int) -> bool:
        ((_, found),) = verify.verify_spans({"desk": (first, last)}, lines, custody.public_key())
        return found.is_sound

    assert is_sound(places[4], places[7])
    Event.objects.filter(sequence=places[5]).update(actor_role="administrator")
    assert not is_sound(places[4], places[7])
    assert is_sound(places[0], places[1])
    assert is_sound(places[9], places[11])
    Event.objects.filter(sequence=places[10]).delete()
    assert not is_sound(places[9], places[11])


def test_a_formula_reaches_no_spreadsheet(tarik: User, officer: Client) -> None:
    Event.objects.create(
        door="desk", sequence=9_999, tag="=cmd|' /C calc'!A0", actor_id="@SUM(1)", actor_role="-2", digest=bytes(32)
    )
    rows, _ = exported(officer)
    row = next(row for row in rows if row["sequence"] == "9999")
    assert (row["event"], row["user"], row["role"]) == ("'=cmd|' /C calc'!A0", "'@SUM(1)", "'-2")


def test_an_excluded_officer_exports_nothing_of_the_case(
    femke: User, tarik: User, ana: Person, officer: Client
) -> None:
    case = case_of(ana)
    read_case(case, tarik)
    access.exclude(compartment=case.compartment, user=femke, by=tarik)
    rows, _ = exported(officer)
    assert str(case.id) not in str(rows)
    assert str(ana.id) not in str(rows)


def test_who_looked_when_and_why(tarik: User, petra: User, sanne: User, ana: Person, officer: Client) -> None:
    case = case_of(ana)
    partner = chain.account(Role.PARTNER, "Piet Partner")
    until = time.real_now() + timedelta(days=1)
    access.let_participate(compartment=case.compartment, user=partner, need="Biedt opvang.", until=until, by=tarik)
    access.break_glass(compartment=case.compartment, reason="Nood", duration=timedelta(hours=1), by=petra)
    for who in (tarik, petra, partner):
        read_case(case, who)
    match_cards(PersonDetails(time.today(), name="Ana Bos"), viewer=sanne)
    response = officer.get(f"/logboek/persoon/{ana.id}/")
    seen = {(look.name, look.what, look.ground) for look in response.context["looks"]}
    assert {
        ("Tarik Karakter", "las het dossier", "leidt de casus"),
        ("Petra Persona", "las het dossier", "opende het dossier in nood"),
        ("Piet Partner", "las het dossier", "werkt mee aan de casus"),
        ("Sanne Voorbeeld", "zag dat uw naam al bekend was", "keek of iemand al bekend was"),
    } <= seen
    assert recorded("log:subject_read")[0].detail["asked"] == {"person": str(ana.identity)}


def test_the_list_follows_every_description_and_counts_what_happened_twice(
    tarik: User, ana: Person, femke: User
) -> None:
    other = chain.person(PersonDetails(time.today(), name="Anna B."), by=tarik)
    link(one=ana, other=other, by=tarik)
    intake.open_report(report=other.report, by=tarik)
    for _ in range(3):
        read_recorded(other, viewer=tarik)
    found = looks.looks(of_person(ana.id, viewer=femke), viewer=femke)
    assert [look.times for look in found if look.what == "las uw gegevens"] == [3]
    assert found == looks.looks(of_person(other.id, viewer=femke), viewer=femke)


@pytest.mark.parametrize(("names", "is_named"), [("function", False), ("name", True)])
def test_the_list_to_hand_over(names: str, is_named: bool, tarik: User, ana: Person, officer: Client) -> None:  # noqa: FBT001
    read_case(case_of(ana), tarik)
    response = officer.post(f"/logboek/persoon/{ana.id}/", {"names": names})
    assert response["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(response.content)) as document:
        text = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    assert "Wie keek in uw gegevens?" in text
    assert "procesregisseur" in text
    assert "leidt de casus" in text
    assert ("Tarik Karakter" in text) is is_named
    assert "Ana Bos" not in text
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert document.Root.Lang == "nl-NL"
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    (event,) = recorded("log:subject_list_given")
    assert event.detail["asked"] == {"person": str(ana.identity)}
    assert event.detail["names"] == ("namen" if is_named else "functies")


def test_the_list_of_a_case_speaks_of_the_case(tarik: User, ana: Person, officer: Client) -> None:
    case = case_of(ana)
    read_case(case, tarik)
    response = officer.post(f"/logboek/casus/{case.number}/", {"names": "function"})
    with pdfplumber.open(io.BytesIO(response.content)) as document:
        text = document.pages[0].extract_text()
    assert f"Wie keek in casus {case.number}?" in text
    assert "uw gegevens" not in text


def test_a_list_without_a_choice_is_asked_again(ana: Person, officer: Client) -> None:
    response = officer.post(f"/logboek/persoon/{ana.id}/", {"names": "alles"})
    assert response.status_code == 422
    assert not recorded("log:subject_list_given")


def test_data_from_the_police_are_not_told_of(tarik: User, ana: Person, officer: Client) -> None:
    police = Compartment.objects.create(kind=Compartment.Kind.POLICE)
    other = chain.person(PersonDetails(time.today(), name="A. Bos"), by=tarik)
    link(one=ana, other=other, by=tarik)
    read_recorded(other, viewer=tarik)
    Person.objects.filter(pk=other.pk).update(compartment=police)
    response = officer.get(f"/logboek/persoon/{ana.id}/")
    assert "las uw gegevens" not in {look.what for look in response.context["looks"]}
    assert "1 beschrijving staat" in response.content.decode()


def test_who_is_excluded_makes_no_list(femke: User, tarik: User, ana: Person, officer: Client) -> None:
    access.exclude(compartment=case_of(ana).compartment, user=femke, by=tarik)
    assert officer.post(f"/logboek/persoon/{ana.id}/", {"names": "name"}).status_code == 404
    assert not recorded("log:subject_list_given")
