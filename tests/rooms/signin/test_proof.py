"""A fresh proof of identity before dangerous acts, and what was filled in on the way."""

from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.signin.models import How, StaffSession
from tests.personas import recorded, signed_in
from tests.rooms.signin.ada import PASSWORD, both_steps, code_now, is_in

pytestmark = pytest.mark.django_db
PROOF = "/aanmelden/bevestigen/"
NEW = "drie vlugge okapi's eten zwijgend soep"


def prove(browser: Client, target: str, **typed: str) -> Any:
    return browser.post(PROOF, {"password": PASSWORD, "code": code_now(), "next": target} | typed)


def test_within_five_minutes_nothing_is_asked(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    clock(minutes=4)
    assert browser.get("/mijn-account/wachtwoord/").status_code == 200


def test_afterwards_password_and_code_are_asked_and_the_page_follows(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    clock(minutes=6)
    response = browser.get("/mijn-account/wachtwoord/")
    assert response["Location"] == f"{PROOF}?next=%2Fmijn-account%2Fwachtwoord%2F"
    assert "Bevestig dat u het bent" in browser.get(response["Location"]).content.decode()
    assert prove(browser, "/mijn-account/wachtwoord/")["Location"] == "/mijn-account/wachtwoord/"
    assert browser.get("/mijn-account/wachtwoord/").status_code == 200
    assert [event.actor_id for event in recorded("account:proved")] == [ada.actor_id]


def test_what_was_posted_is_offered_again_and_done_only_then(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    clock(minutes=6)
    posted = {"password": NEW, "again": NEW}
    assert browser.post("/mijn-account/wachtwoord/", posted)["Location"].startswith(PROOF)
    stored = b"".join(bytes(row.content) for row in StaffSession.objects.all())
    assert NEW.encode() not in stored
    page = prove(browser, "/mijn-account/wachtwoord/")
    assert page.context["action"] == "/mijn-account/wachtwoord/"
    assert dict(page.context["held"]) == posted
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)
    assert browser.post(page.context["action"], dict(page.context["held"]))["Location"] == "/mijn-account/"
    assert User.objects.get(pk=ada.pk).check_password(NEW)


@pytest.mark.parametrize("typed", [{"password": "fout"}, {"code": "000000"}, {"password": ""}, {"code": ""}])
def test_half_a_proof_is_none(ada: User, app: list[str], clock: Any, typed: dict[str, str]) -> None:
    browser = both_steps()
    clock(minutes=6)
    assert prove(browser, "/mijn-account/wachtwoord/", **typed).status_code == 422
    clock(minutes=1)
    assert browser.get("/mijn-account/wachtwoord/").status_code == 303


def test_guessing_here_locks_as_at_the_door(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    clock(minutes=6)
    for number in range(6):
        prove(browser, "/", password="fout")
        clock(seconds=2**number + 1)
    response = prove(browser, "/")
    assert "Er is te vaak iets verkeerds getypt" in response.content.decode()
    assert is_in(browser)  # whoever is at work stays at work


def test_a_persona_proves_itself_by_being_chosen_again(sanne: User) -> None:
    browser = signed_in(sanne, How.PERSONA, minutes_ago=6)
    asked = browser.post("/mijn-account/sessies/andere/")
    chooser = browser.get(asked["Location"])["Location"]
    assert chooser.startswith("/demo/aanmelden/?next=")
    back = browser.post(chooser, {"persona": "sanne"})["Location"]
    page = browser.get(back)
    assert page.context["action"] == "/mijn-account/sessies/andere/"
    assert browser.post(page.context["action"]).status_code == 303
    assert recorded("session:others_ended")


@pytest.mark.parametrize("target", ["https://elders.example/", "//elders.example"])
def test_never_leads_elsewhere(ada: User, app: list[str], clock: Any, target: str) -> None:
    browser = both_steps()
    clock(minutes=6)
    assert prove(browser, target)["Location"] == "/"


def test_every_dangerous_act_asks(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    clock(minutes=6)
    for path in (
        "/mijn-account/wachtwoord/", "/mijn-account/sessies/andere/", "/mijn-account/tweede-stap/app/",
        "/mijn-account/tweede-stap/app/weg/", "/mijn-account/tweede-stap/sleutel/",
        "/mijn-account/tweede-stap/herstelcodes/",
    ):  # fmt: skip
        response = browser.post(path)
        assert (response.status_code, response["Location"].startswith(PROOF)) == (303, True), path


def test_a_recovery_code_stands_for_the_app(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    clock(minutes=6)
    assert prove(browser, "/mijn-account/", code=app[3])["Location"] == "/mijn-account/"
    clock(minutes=6)
    assert prove(browser, "/mijn-account/", code=app[3]).status_code == 422


def test_a_password_alone_proves_nothing_for_whoever_came_from_the_own_organisation(ada: User) -> None:
    browser = signed_in(ada, How.PROVIDER, minutes_ago=6)
    assert "Wachtwoord" not in browser.get(f"{PROOF}?next=/").content.decode()
    assert browser.post(PROOF, {"password": PASSWORD, "next": "/"}).status_code == 422
    assert browser.get("/mijn-account/wachtwoord/").status_code == 303


def test_whoever_has_nothing_else_yet_proves_with_the_password(ada: User, clock: Any) -> None:
    browser = Client()
    browser.post("/aanmelden/", {"email": ada.email, "password": PASSWORD})
    clock(minutes=6)
    assert browser.get("/mijn-account/tweede-stap/app/")["Location"].startswith(PROOF)
    assert browser.post(PROOF, {"password": "fout", "next": "/"}).status_code == 422
    clock(minutes=1)
    response = browser.post(PROOF, {"password": PASSWORD, "next": "/mijn-account/tweede-stap/app/"})
    assert response["Location"] == "/mijn-account/tweede-stap/app/"
    assert browser.get("/mijn-account/tweede-stap/app/").status_code == 200
    assert not is_in(browser)
