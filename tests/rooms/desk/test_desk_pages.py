"""The first page, the menu, signing out, and errors."""

import importlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.config.urls import desk as urls
from schakel.core import time
from schakel.intake import actions
from schakel.people.details import PersonDetails
from schakel.prevention.loans.models import Loan
from tests.personas import account_of, recorded, signed_in
from tests.rooms.chain import account, hand_in, person, said
from tests.rooms.prevention import stocked
from tests.rooms.training import teaching

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "labels"),
    [
        (
            "sanne",
            [
                "Vandaag",
                "Meldingen",
                "Dienst",
                "Casussen",
                "Termijnen",
                "Zoeken",
                "Personen",
                "Uitgaande berichten",
                "Partners",
                "Wat ik mag zien",
            ],
        ),
        (
            "tarik",
            [
                *(
                    "Vandaag",
                    "Meldingen",
                    "Dienst",
                    "Casussen",
                    "Termijnen",
                    "Zoeken",
                    "Personen",
                    "Uitgaande berichten",
                    "Partners",
                    "Cijfers",
                    "Publicaties",
                ),
                *("Goedkeuringen", "Wat ik mag zien"),
            ],
        ),
        ("bram", ["Vandaag", "Partners", "Teksten", "Cijfers", "Publicaties", "Goedkeuringen", "Wat ik mag zien"]),
        (
            "femke",
            [
                "Vandaag",
                "Partners",
                "Cijfers",
                "Publicaties",
                "Goedkeuringen",
                "Wat ik mag zien",
                "Noodinzage",
                "Logboek",
            ],
        ),
        (
            "otto",
            ["Vandaag", "Dienst", "Goedkeuringen", "Accounts", "Vergrendeld", "Uitgaande berichten", "Wat ik mag zien"],
        ),
    ],
)
def test_the_menu_holds_what_the_role_may_and_every_line_opens(
    key: str, labels: list[str], desk: Desk, request: pytest.FixtureRequest
) -> None:
    browser = desk(request.getfixturevalue(key))
    items = [item for group in browser.get("/").context["navigation"] for item in group.items]
    assert [item.label for item in items] == labels
    for item in items:
        assert browser.get(item.url, follow=True).status_code == 200


def test_today_counts_what_waits_opens_nothing_and_records_the_list(sanne: User, desk: Desk) -> None:
    reports = {str(report.id) for report, _ in (hand_in(said(danger_today=True)), hand_in())}
    response = desk(sanne).get("/")
    assert (response.context["new"], response.context["danger"]) == (2, 1)
    (event,) = recorded("report:listed")
    assert set(event.detail["reports"]) == reports
    assert not recorded("report:opened")


def test_today_records_which_cases_it_showed(sanne: User, tarik: User, desk: Desk) -> None:
    details = PersonDetails(date(2026, 3, 1), name="Marek Nowak")
    person(details, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    desk(tarik).get("/")
    assert [event.detail["cases"] for event in recorded("case:listed")] == [[str(Case.objects.get().id)]]


def test_an_offender_specialist_comes_to_the_cases_and_so_to_an_emergency(desk: Desk) -> None:
    browser = desk(account(Role.OFFENDER_SPECIALIST))
    items = [item for group in browser.get("/").context["navigation"] for item in group.items]
    assert [item.label for item in items] == ["Vandaag", "Casussen", "Partners", "Wat ik mag zien"]
    assert "/casussen/noodinzage/" in browser.get("/casussen/").content.decode()


def test_today_shows_the_reporter_who_added_something(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    actions.open_report(report=report, by=sanne)
    actions.add_from_reporter(report=report, text="Nog iets")
    assert f"/meldingen/{report.id}/#gesprek" in desk(sanne).get("/").content.decode()


def test_the_administrator_sees_no_content(otto: User, desk: Desk) -> None:
    hand_in()
    page = desk(otto).get("/").content.decode()
    assert "Meldingen, personen en casussen ziet u niet" in page
    assert "te beoordelen" not in page


def test_a_guest_is_told_where_to_look(hanna: User, gijs: User, desk: Desk) -> None:
    assert "Er is nu geen casus" in desk(hanna).get("/").content.decode()
    assert "/mijn-gemeente/" in desk(gijs).get("/").content.decode()


def test_a_visitor_is_sent_to_sign_in_and_back(db: None) -> None:
    response = Client().get("/meldingen/")
    assert response.status_code == 302
    assert response["Location"].endswith("?next=/meldingen/")


def test_signing_up_resetting_and_changing_by_mail_do_not_exist(db: None) -> None:
    for path in ("signup/", "password/reset/", "password/change/", "email/", "login/code/confirm/", "reauthenticate/"):
        assert Client().get(f"/aanmelden/{path}").status_code == 404


def test_signing_out_ends_the_session_and_clears_the_browser(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    assert browser.get("/aanmelden/afmelden/").status_code == 405
    response = browser.post("/aanmelden/afmelden/")
    assert response.status_code == 303
    assert '"cookies"' in response["Clear-Site-Data"]
    assert browser.get("/").status_code == 302
    assert [event.actor_id for event in recorded("account:signed_out")] == [sanne.actor_id]


def test_an_expired_form_shows_what_was_typed(sanne: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    signed_in(sanne, client=browser)
    response = browser.post("/meldingen/invoeren/", {"story": "Dit is een lang <i>verhaal</i> om te bewaren."})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Dit is een lang &lt;i&gt;verhaal&lt;/i&gt; om te bewaren." in page


def test_a_form_sent_after_the_session_ran_out_shows_what_was_typed_and_writes_nothing(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    actions.open_report(report=report, by=sanne)
    response = Client().post(f"/meldingen/{report.id}/antwoord/", {"text": "Een half uur aan gewerkt."})
    assert response.status_code == 403
    assert "Een half uur aan gewerkt." in response.content.decode()
    assert not report.messages.exists()


def test_what_is_not_there_says_so_in_the_desk_s_own_words(sanne: User, desk: Desk) -> None:
    response = desk(sanne).get("/bestaat/niet/")
    assert response.status_code == 404
    assert "niet voor u zichtbaar" in response.content.decode()


def test_too_large_a_form_is_refused_with_a_sentence(sanne: User, desk: Desk, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response = desk(sanne).post("/meldingen/invoeren/", {str(number): "x" for number in range(5)})
    assert response.status_code == 413
    assert "te veel" in response.content.decode()


def test_every_page_forbids_storing_and_foreign_content(sanne: User, desk: Desk) -> None:
    response = desk(sanne).get("/meldingen/")
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.fixture
def _no_demo(settings: Any) -> Iterator[None]:
    settings.SCHAKEL_DEMO = False
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.SCHAKEL_DEMO = True
    importlib.reload(urls)
    clear_url_caches()


def test_without_demo_there_are_no_personas(_no_demo: None, sanne: User) -> None:
    browser = Client()
    assert browser.get("/demo/aanmelden/").status_code != 200
    browser.post("/demo/aanmelden/", {"persona": "sanne"})
    assert "_auth_user_id" not in browser.session


def test_today_counts_what_waits_for_who_does_prevention_and_training_and_reads_no_name(desk: Desk) -> None:
    lotte = account_of("lotte")
    stocked.ordered(stocked.material(by=lotte, stock=5))
    thing = stocked.thing(stocked.kind(by=lotte), by=lotte)
    late = stocked.lent(thing, by=lotte)
    yesterday = time.today() - timedelta(days=1)
    Loan.objects.filter(pk=late.pk).update(first_day=yesterday, last_day=yesterday)
    stocked.asked(thing.kind, time.today(), time.today())
    session = teaching.planned(lotte, starts_at=time.now() + timedelta(days=3), ends_at=time.now() + timedelta(days=4))
    teaching.planned(lotte, starts_at=time.now() + timedelta(days=9), ends_at=time.now() + timedelta(days=10))

    response = desk(lotte).get("/")

    reach = response.context["reach"]
    assert (reach.orders, reach.loans, reach.trainings, reach.overdue, reach.low) == (1, 1, 0, 1, 1)
    assert reach.sessions == [session]
    assert "Er is hier nu niets te doen" not in response.content.decode()
    assert not recorded("order:listed")
    assert not recorded("loan:listed")
