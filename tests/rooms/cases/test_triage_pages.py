"""Judging a report on its page: what comes of it, who is proposed, and that nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import Exclusion, User
from schakel.cases.models import Case, Triage
from schakel.cases.queries import current_triage, read_reason
from schakel.cases.states import Outcome
from schakel.intake import actions
from schakel.intake.content import PersonDescription
from schakel.intake.models import Report
from schakel.people.details import PersonDetails
from schakel.people.models import Link, Person
from schakel.people.queries import read
from tests.personas import judgement, recorded
from tests.rooms.chain import hand_in, judge, person, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
AYSE = {"name": "Ayşe Demir", "age": "2004"}


@pytest.fixture
def report(sanne: User) -> Report:
    """An opened report about somebody called Ayşe Demir."""
    made, _ = hand_in(said(PersonDescription(**AYSE)))
    actions.open_report(report=made, by=sanne)
    made.refresh_from_db()
    return made


@pytest.fixture
def known(sanne: User, tarik: User) -> Person:
    """Somebody of that name in a case of Tarik's."""
    details = PersonDetails(date(2026, 3, 1), name="Ayse Demir", birth_year=2004)
    return person(details, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)


def url(report: Report) -> str:
    return f"/meldingen/{report.id}/beoordelen/"


def test_makes_the_person_and_keeps_the_reason(report: Report, sanne: User, desk: Desk) -> None:
    response = desk(sanne).post(url(report), judgement(AYSE), follow=True)
    assert "De melding is beoordeeld." in response.content.decode()
    (made,) = report.people.all()
    assert (read(made).name, read(made).birth_year) == ("Ayşe Demir", 2004)
    triage = current_triage(report)
    assert triage is not None
    assert (triage.decided_by, read_reason(triage)) == (sanne, "Dwang en geld: dit past.")


@pytest.mark.parametrize(
    ("way", "fitting"),
    [
        ("", {"new_case", "add_to_case", "advice", "refer", "no_further_action"}),
        ("stopping", {"new_case", "add_to_case", "advice", "refer", "no_further_action"}),
        ("advice", {"new_case", "add_to_case", "advice", "refer"}),
        ("request", {"request_handled", "refer"}),
    ],
)
def test_offers_the_outcomes_that_fit_what_the_reporter_came_for(
    way: str, fitting: set[str], sanne: User, desk: Desk
) -> None:
    made, _ = hand_in(said(way=way))
    actions.open_report(report=made, by=sanne)
    page = desk(sanne).get(f"/meldingen/{made.id}/").content.decode()
    assert set(re.findall(r'name="outcome" value="(\w+)"', page)) == fitting
    unfit = sorted({"no_further_action", "request_handled"} - fitting)
    for outcome in unfit:
        assert desk(sanne).post(url(made), judgement(outcome=outcome)).status_code == 422
    assert not Triage.objects.exists()


def test_opens_a_case_for_the_coordinator_chosen(report: Report, sanne: User, tarik: User, desk: Desk) -> None:
    response = desk(sanne).post(
        url(report), judgement(AYSE, outcome="new_case", coordinator=str(tarik.id)), follow=True
    )
    case = Case.objects.get()
    assert case.coordinator == tarik
    assert f"hoort nu bij casus {case.number} van Tarik Karakter" in response.content.decode()
    assert case.involvements.get().person.report_id == report.id


def test_proposes_who_is_known_and_asks_before_making_a_second_one(
    report: Report, known: Person, sanne: User, desk: Desk
) -> None:
    browser = desk(sanne)
    page = browser.get(f"/meldingen/{report.id}/").content.decode()
    case = Case.objects.get()
    assert f"casus {case.number}, bel Tarik Karakter" in page
    assert "zelfde naam en geboortejaar" in page
    assert recorded("person:match_cards")[-1].detail["persons"] == [str(known.id)]
    response = browser.post(url(report), judgement(AYSE))
    assert response.status_code == 422
    assert "Kies of dit dezelfde persoon is." in response.content.decode()
    assert not report.people.exists()


def test_links_the_person_that_staff_recognise(report: Report, known: Person, sanne: User, desk: Desk) -> None:
    desk(sanne).post(url(report), judgement(AYSE | {"same_as": str(known.id)}))
    made = report.people.get()
    assert made.identity == known.identity
    assert Link.objects.get().made_by == sanne


def test_a_namesake_becomes_somebody_new(report: Report, known: Person, sanne: User, desk: Desk) -> None:
    desk(sanne).post(url(report), judgement(AYSE | {"same_as": "new"}))
    assert report.people.get().identity != known.identity
    assert not Link.objects.exists()


def test_only_somebody_who_was_proposed_can_be_linked(report: Report, sanne: User, tarik: User, desk: Desk) -> None:
    stranger = person(PersonDetails(date(2026, 3, 1), name="Heel Anders"), by=sanne)
    posted = judgement(AYSE | {"same_as": str(stranger.id)})
    desk(sanne).post(url(report), posted)
    assert not Link.objects.exists()


def test_somebody_in_a_case_that_excludes_the_viewer_is_not_proposed(
    report: Report, known: Person, sanne: User, desk: Desk
) -> None:
    Exclusion.objects.create(compartment=known.compartment, user=sanne)
    page = desk(sanne).get(f"/meldingen/{report.id}/").content.decode()
    assert Case.objects.get().number not in page


def test_adds_to_the_case_of_who_was_recognised_even_if_the_viewer_does_not_see_it(
    report: Report, known: Person, petra: User, desk: Desk
) -> None:
    case = Case.objects.get()
    posted = judgement(AYSE | {"same_as": str(known.id)}, outcome="add_to_case", case=str(case.id))
    response = desk(petra).post(url(report), posted)
    assert (response.status_code, response["Location"]) == (303, "/meldingen/")
    assert case.involvements.count() == 2
    assert desk(petra).get(f"/meldingen/{report.id}/").status_code == 404


def test_a_described_person_can_be_left_out_and_an_unnamed_one_added(report: Report, sanne: User, desk: Desk) -> None:
    nobody_knows = {"include": "on", "gender": "woman"}
    desk(sanne).post(url(report), judgement(AYSE | {"include": None}, nobody_knows))
    (made,) = report.people.all()
    assert (read(made).name, read(made).gender) == ("", "woman")


def test_an_empty_extra_row_makes_nobody(report: Report, sanne: User, desk: Desk) -> None:
    desk(sanne).post(url(report), judgement(AYSE, {"include": None}))
    assert report.people.count() == 1


def test_one_more_row_keeps_everything_that_was_typed(report: Report, sanne: User, desk: Desk) -> None:
    posted = judgement(AYSE | {"address": "Achterom 3"}, {"include": None}, reason="Nog niet af", add="ja")
    response = desk(sanne).post(url(report), posted)
    page = response.content.decode()
    assert 'name="person-2-name"' in page
    assert "Achterom 3" in page
    assert "Nog niet af" in page
    assert not Triage.objects.exists()


def test_searching_again_proposes_for_the_name_as_it_stands_now(
    report: Report, sanne: User, tarik: User, desk: Desk
) -> None:
    other = person(PersonDetails(date(2026, 3, 1), name="Joris Vermeer"), by=sanne)
    posted = judgement(AYSE, {"name": "vermeer, joris", "include": None}, search="ja")
    assert str(other.id) in desk(sanne).post(url(report), posted).content.decode()


def test_what_the_state_does_not_allow_is_said_and_nothing_typed_is_lost(
    report: Report, sanne: User, desk: Desk
) -> None:
    response = desk(sanne).post(url(report), judgement(AYSE, fits_purpose="no", outcome="new_case", reason="Toch niet"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "kan geen casus worden" in page
    assert "Toch niet" in page
    assert not Triage.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("missing", ["fits_purpose", "reason", "outcome", "urgency"])
def test_every_part_of_the_decision_is_asked(missing: str, report: Report, sanne: User, desk: Desk) -> None:
    response = desk(sanne).post(url(report), judgement(AYSE, **{missing: ""}))
    assert response.status_code == 422
    assert not Triage.objects.exists()


def test_an_age_nobody_can_have_is_said_beside_the_field(report: Report, sanne: User, desk: Desk) -> None:
    response = desk(sanne).post(url(report), judgement(AYSE | {"age": "130"}))
    assert response.status_code == 422
    assert "Klopt deze leeftijd?" in response.content.decode()


def test_judging_twice_makes_one_decision(report: Report, sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    browser.post(url(report), judgement(AYSE))
    page = browser.post(url(report), judgement(AYSE), follow=True).content.decode()
    assert "al beoordeeld" in page
    assert Triage.objects.count() == 1
    assert report.people.count() == 1


def test_whoever_comes_second_keeps_what_was_typed(report: Report, sanne: User, tarik: User, desk: Desk) -> None:
    desk(sanne).post(url(report), judgement(AYSE, outcome="no_further_action"))
    response = desk(tarik).post(url(report), judgement(AYSE, outcome="refer", reason="Dit schreef de tweede."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "al beoordeeld. Wat u koos en schreef, staat nu bij de herziening." in page
    assert "Dit schreef de tweede.</textarea>" in page
    assert Triage.objects.count() == 1


def test_danger_outside_the_seal_suggests_urgency(sanne: User, desk: Desk) -> None:
    made, _ = hand_in(said(danger_today=True))
    actions.open_report(report=made, by=sanne)
    assert desk(sanne).get(f"/meldingen/{made.id}/").context["judgement"]["urgency"].value() == "urgent"


def test_a_revision_supersedes_and_the_first_decision_stays_on_record(report: Report, sanne: User, desk: Desk) -> None:
    judge(report, by=sanne)
    browser = desk(sanne)
    posted = {"fits_purpose": "no", "reason": "Het bleek een ruzie.", "outcome": "refer"}
    page = browser.post(f"/meldingen/{report.id}/herzien/", posted, follow=True).content.decode()
    assert "Het bleek een ruzie." in page
    assert "later herzien" in page
    assert Triage.objects.filter(superseded_at=None).get().outcome == Outcome.REFER


def test_a_revision_without_a_reason_keeps_what_was_chosen(report: Report, sanne: User, desk: Desk) -> None:
    judge(report, by=sanne)
    response = desk(sanne).post(f"/meldingen/{report.id}/herzien/", {"fits_purpose": "no", "outcome": "refer"})
    assert response.status_code == 422
    assert response.context["revision"]["outcome"].value() == "refer"
    assert Triage.objects.count() == 1


def test_a_malformed_set_of_persons_is_no_error_page(report: Report, sanne: User, desk: Desk) -> None:
    posted = judgement(AYSE, **{"person-TOTAL_FORMS": "x"})
    assert desk(sanne).post(url(report), posted).status_code == 422
    assert not Triage.objects.exists()
