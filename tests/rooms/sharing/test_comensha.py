"""Registering with CoMensha: filled from the case, refused while something is missing, sent once, followed, and told."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.cases.life import actions as life
from schakel.cases.models import Case
from schakel.core import time
from schakel.people.actions import link
from schakel.sharing.actions import agreeing
from schakel.sharing.comensha import actions, contents
from schakel.sharing.models import Registration
from schakel.sharing.policies import Changed
from schakel.sharing.states import RegistrationState
from tests.personas import recorded
from tests.rooms.sharing import telling

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    case = telling.case_of(tarik, sanne)
    life.change_facts(case=case, municipality="GM0153", forms=("labour",), goal="Veilig wonen.", by=tarik)
    return case


def begun(case: Case, by: User, dossier: str = "registration") -> Registration:
    return actions.begin(case=case, row=telling.victim(case), dossier=dossier, by=by)


def fill(row: Registration, by: User, **changed: Any) -> Registration:
    """Everything that the case did not say."""
    row.refresh_from_db()
    said, _ = contents.read(row)
    whole = {"gender": "man", "nationality": "PL", "ground": "task", "question": "Waar begint u?"} | changed
    actions.change(registration=row, said=replace(said, **whole), revision=row.revision, by=by)
    row.refresh_from_db()
    return row


def send(row: Registration, by: User) -> Registration:
    actions.send(registration=row, revision=row.revision, on=time.today(), by=by)
    row.refresh_from_db()
    return row


def address(row: Registration, end: str = "") -> str:
    return f"/casussen/{row.case_id}/verstrekkingen/comensha/{row.id}/{end}"


def test_the_case_fills_in_what_it_knows_and_guesses_nothing(case: Case, tarik: User) -> None:
    said, _ = contents.read(begun(case, tarik))
    assert (said.is_minor, said.forms, said.reporter) == (False, ("labour",), "anders")
    assert said.name == "", "counting needs no name"
    assert said.age == "27 tot 28 jaar"
    assert (said.gender, said.nationality, said.ground) == ("", "", "")


def test_of_whom_the_age_spans_eighteen_nobody_says_whether_they_are_a_minor(sanne: User, tarik: User) -> None:
    case = telling.case_of(tarik, sanne, age=17)
    said, _ = contents.read(begun(case, tarik))
    assert said.is_minor is None, "stated in March: seventeen then may be eighteen now"


def test_nothing_is_sent_while_something_is_missing_whoever_posts_it(case: Case, tarik: User, desk: Desk) -> None:
    row = begun(case, tarik)
    answer = desk(tarik).post(
        address(row, "verstuurd/"), {"sent_on": time.today().isoformat(), "revision": row.revision}
    )
    assert answer.status_code == 409
    assert "Vul nog in: nationaliteit." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == RegistrationState.DRAFT
    assert not recorded("comensha:sent")


def test_shelter_names_the_person_who_may_be_born_before_2000(case: Case, tarik: User, desk: Desk) -> None:
    row = begun(case, tarik, "shelter")
    assert contents.read(row)[0].name == "Marek Nowak"
    typed = {"name": "Marek Nowak", "birth_date": "1988-05-01", "status": "possible", "revision": row.revision}
    assert desk(tarik).post(address(row, "invullen/"), typed).status_code == 303
    row.refresh_from_db()
    assert str(contents.read(row)[0].birth_date) == "1988-05-01"
    for wrong in ({"birth_date": "2099-01-01"}, {"consent_on": "2099-01-01"}):
        page = desk(tarik).post(address(row, "invullen/"), typed | wrong | {"revision": row.revision})
        assert page.status_code == 422
        assert "Deze dag moet nog komen." in page.content.decode()


def test_consent_that_was_taken_back_keeps_it_from_being_sent(case: Case, tarik: User) -> None:
    yes = telling.agreed(case, telling.victim(case), by=tarik)
    agreeing.withdraw_consent(consent=yes, on=time.today(), because="Toch niet.", by=tarik)
    row = fill(begun(case, tarik), tarik, ground="consent", consent_on=time.today())
    with pytest.raises(NotPossible, match="ingetrokken"):
        send(row, tarik)


def test_one_human_being_is_registered_once_however_often_described(case: Case, tarik: User, sanne: User) -> None:
    other = telling.case_of(tarik, sanne)
    begun(case, tarik)
    link(one=telling.victim(case).person, other=telling.victim(other).person, by=tarik)
    with pytest.raises(NotPossible, match="loopt al een registratie"):
        begun(other, tarik)


def test_shelter_waits_for_consent(case: Case, tarik: User) -> None:
    row = fill(
        begun(case, tarik, "shelter"), tarik, language="Pools", shelter_need="Een veilig huis.", safety="Adres geheim."
    )
    with pytest.raises(NotPossible, match="Voor opvang is toestemming nodig"):
        send(row, tarik)
    assert send(fill(row, tarik, consent_on=time.today()), tarik).state == RegistrationState.SENT


def test_from_begun_to_confirmed(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    asked = {"whose": str(telling.victim(case).pk), "dossier": "registration"}
    page = browser.post(f"/casussen/{case.id}/verstrekkingen/comensha/", asked, follow=True)
    row = Registration.objects.get()
    assert row.number == f"CM-{time.today().year}-0001"
    assert "Nationaliteit" in page.content.decode()
    typed = {
        "birth_date": "", "birth_year": "", "age": "27", "is_minor": "no", "gender": "man", "nationality": "PL",
        "forms_of": ["labour"], "status": "possible", "reporter": "wijkteam", "region_name": "Verzonnen", "ground": "task",
        "consent_on": "", "revision": row.revision,
    }  # fmt: skip
    page = browser.post(address(row, "invullen/"), typed, follow=True).content.decode()
    assert "Polen" in page
    assert "Dit kan nog niet" not in page
    row.refresh_from_db()
    page = browser.post(
        address(row, "verstuurd/"), {"sent_on": time.today().isoformat(), "revision": row.revision}, follow=True
    )
    assert "Bij CoMensha" in page.content.decode()
    wrong = browser.post(address(row, "bevestigd/"), {"reference": " "})
    assert wrong.status_code == 422
    page = browser.post(address(row, "bevestigd/"), {"reference": "NL-4711"}, follow=True).content.decode()
    assert "NL-4711" in page
    row.refresh_from_db()
    assert row.state == RegistrationState.CONFIRMED
    with pytest.raises(NotPossible, match="bevestigd"):
        fill(row, tarik)


def test_what_was_read_is_what_is_sent_and_two_colleagues_lose_no_words(
    case: Case, tarik: User, sanne: User, desk: Desk
) -> None:
    row = fill(begun(case, tarik), tarik)
    seen = row.revision
    fill(row, sanne, gender="woman")
    with pytest.raises(Changed):
        actions.send(registration=row, revision=seen, on=time.today(), by=tarik)
    answer = desk(tarik).post(
        address(row, "invullen/"),
        {"is_minor": "no", "status": "possible", "reporter": "de huisarts", "revision": seen},
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Een collega wijzigde deze registratie" in page
    assert 'value="de huisarts"' in page


def test_one_at_a_time_and_victims_alone(case: Case, tarik: User) -> None:
    begun(case, tarik)
    with pytest.raises(NotPossible, match="loopt al een registratie"):
        begun(case, tarik)
    with pytest.raises(NotPossible, match="slachtoffers"):
        actions.begin(case=case, row=telling.suspect(case, tarik), dossier="registration", by=tarik)


def test_the_document_and_the_data_carry_no_name_where_only_counting_is_asked(
    case: Case, tarik: User, desk: Desk
) -> None:
    browser = desk(tarik)
    row = fill(begun(case, tarik), tarik)
    assert browser.post(address(row, "document/"), {"kind": "json"}).status_code == 303, "not before it was sent"
    send(row, tarik)
    sent = browser.post(address(row, "document/"), {"kind": "json"})
    data = json.loads(sent.content)
    assert (data["prs_Citizenship"], data["vic_TypeOfExploitation"]) == ("PL", "ForcedLabour")
    assert "Nowak" not in sent.content.decode()
    pdf = browser.post(address(row, "document/"), {"kind": "pdf"})
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Content-Disposition"] == f'attachment; filename="{row.number}.pdf"'
    assert browser.post(address(row, "document/"), {"kind": "exe"}).status_code == 404
    assert [event.detail["format"] for event in recorded("comensha:taken")] == ["json", "pdf"]


def test_the_client_is_told_and_the_story_tells_it(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    row = send(fill(begun(case, tarik), tarik), tarik)
    page = browser.get(f"/casussen/{case.id}/verstrekkingen/overzicht/{telling.victim(case).pk}/").content.decode()
    assert "CoMensha" in page
    assert "mdat CoMensha bijhoudt wie slachtoffer is" in page
    assert f"Geregistreerd bij CoMensha ({row.number})" in browser.get(f"/casussen/{case.id}/verloop/").content.decode()


def test_a_draft_that_comes_to_nothing_stays_with_its_reason(case: Case, tarik: User, desk: Desk) -> None:
    row = begun(case, tarik)
    browser = desk(tarik)
    assert browser.post(address(row, "vervallen/"), {"because": ""}).status_code == 422
    page = browser.post(address(row, "vervallen/"), {"because": "Zij wil het niet."}, follow=True).content.decode()
    assert "Zij wil het niet." in page
    assert begun(case, tarik).number.endswith("0002"), "another may begin"


def test_it_exists_for_nobody_who_may_not_see_the_case(
    case: Case, tarik: User, petra: User, hanna: User, desk: Desk
) -> None:
    row = begun(case, tarik)
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=until, by=tarik)
    for who in (petra, hanna):
        browser = desk(who)
        assert browser.get(address(row)).status_code == 404
        assert browser.post(address(row, "document/"), {"kind": "pdf"}).status_code == 404
        assert browser.get(f"/casussen/{case.id}/verstrekkingen/comensha/").status_code == 404


def test_no_word_of_it_stands_readable(case: Case, tarik: User) -> None:
    row = fill(begun(case, tarik), tarik, question="Waar is de zwaluw?")
    assert b"zwaluw" not in bytes(Registration.objects.get(pk=row.pk).content)
