"""Signing in: password, second step, what is recorded, and what a stranger learns (nothing)."""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher
from django.test import Client

from schakel.access.models import User
from schakel.signin.models import CodeApp, How, RecoveryCode
from tests.personas import recorded, signed_in
from tests.rooms.signin.ada import PASSWORD, SECRET, both_steps, code_now, first_step, is_in

pytestmark = pytest.mark.django_db


def test_password_and_code_open_the_desk_and_both_are_needed(ada: User, app: list[str]) -> None:
    browser = Client()
    assert first_step(browser)["Location"] == "/aanmelden/stap-2/"
    assert not is_in(browser)
    assert browser.post("/aanmelden/stap-2/", {"code": code_now()})["Location"] == "/"
    assert is_in(browser)
    (event,) = recorded("account:signed_in")
    assert (event.actor_id, event.detail["how"]) == (ada.actor_id, "code")


def test_the_page_that_asked_comes_after_both_steps(ada: User, app: list[str]) -> None:
    browser = Client()
    browser.post("/aanmelden/", {"email": ada.email, "password": PASSWORD, "next": "/meldingen/"})
    assert browser.post("/aanmelden/stap-2/", {"code": code_now()})["Location"] == "/meldingen/"


@pytest.mark.parametrize("target", ["https://elders.example/", "//elders.example", "javascript:alert(1)"])
def test_never_leads_elsewhere(ada: User, app: list[str], target: str) -> None:
    browser = Client()
    browser.post("/aanmelden/", {"email": ada.email, "password": PASSWORD, "next": target})
    assert browser.post("/aanmelden/stap-2/", {"code": code_now()})["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(ada: User) -> None:
    pages = []
    for email in (ada.email, "wie@kenniscentrum.example"):
        response = first_step(Client(), email=email, password="fout")
        assert response.status_code == 422
        body = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
        assert body is not None
        pages.append(re.sub(r'value="[^"]*"', "", body[0]))
    assert pages[0] == pages[1]
    assert "horen niet bij elkaar" in pages[0]
    assert [event.object_id for event in recorded("account:sign_in_failed")] == [str(ada.id), ""]
    assert "fout" not in str([event.detail for event in recorded("account:sign_in_failed")])


def test_a_stranger_and_a_colleague_cost_one_hash_each(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def count(self: BasePasswordHasher, password: str, salt: str) -> Any:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    counts = []
    no_password = User.objects.create_account(email="geen@kenniscentrum.example", name="Geen", role=ada.role)
    closed = User.objects.create_account(email="dicht@kenniscentrum.example", name="Dicht", role=ada.role, password="x")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    for email in (ada.email, "wie@kenniscentrum.example", no_password.email, closed.email):
        hashed.clear()
        first_step(Client(), email=email, password="fout")
        counts.append(len(hashed))
    assert counts == [1, 1, 1, 1]


def test_a_code_works_once_and_only_in_its_time(ada: User, app: list[str], clock: Any) -> None:
    old = code_now()
    both_steps()
    again = Client()
    clock(seconds=5)
    first_step(again)
    assert again.post("/aanmelden/stap-2/", {"code": old}).status_code == 422
    clock(minutes=2)
    first_step(again)
    assert again.post("/aanmelden/stap-2/", {"code": old}).status_code == 422
    assert not is_in(again)


def test_the_first_step_is_forgotten_after_ten_minutes(ada: User, app: list[str], clock: Any) -> None:
    browser = Client()
    first_step(browser)
    clock(minutes=11)
    assert browser.post("/aanmelden/stap-2/", {"code": code_now()})["Location"] == "/aanmelden/"
    assert not is_in(browser)


def test_a_recovery_code_is_a_second_step_once(ada: User, app: list[str], clock: Any) -> None:
    typed = f"{app[0][:4].upper()}-{app[0][4:8]} {app[0][8:]}"
    browser = Client()
    first_step(browser)
    assert browser.post("/aanmelden/stap-2/", {"recovery": typed})["Location"] == "/"
    assert is_in(browser)
    assert [event.detail["left"] for event in recorded("account:recovery_code_used")] == [9]
    again = Client()
    first_step(again)
    response = again.post("/aanmelden/stap-2/", {"recovery": typed})
    assert response.status_code == 422
    assert "al gebruikt" in response.content.decode()


def test_a_closed_account_can_not_sign_in_and_reads_the_same(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    browser = Client()
    response = first_step(browser)
    assert (response.status_code, is_in(browser)) == (422, False)
    assert "horen niet bij elkaar" in response.content.decode()


def test_the_password_is_never_drawn_again_and_the_address_stays(ada: User) -> None:
    page = first_step(Client(), password="mijn geheim hier").content.decode()
    assert "mijn geheim hier" not in page
    assert ada.email in page


def test_what_is_missing_is_said_beside_the_field(db: None) -> None:
    response = Client().post("/aanmelden/", {"email": "geen adres", "password": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Dit is geen e-mailadres." in page
    assert "Vul uw wachtwoord in." in page


def test_whoever_has_no_second_step_sees_only_the_page_to_set_one_up(ada: User) -> None:
    browser = Client()
    assert first_step(browser)["Location"] == "/mijn-account/tweede-stap/"
    assert browser.get("/meldingen/")["Location"] == "/mijn-account/tweede-stap/"
    assert browser.get("/mijn-account/")["Location"] == "/mijn-account/tweede-stap/"
    page = browser.get("/mijn-account/tweede-stap/")
    assert "Eerst een tweede stap" in page.content.decode()
    secret = browser.get("/mijn-account/tweede-stap/app/").context["groups"]
    wrong = browser.post("/mijn-account/tweede-stap/app/", {"code": "000000"})
    assert wrong.status_code == 422
    response = browser.post("/mijn-account/tweede-stap/app/", {"code": code_now("".join(secret))})
    assert len(response.context["codes"]) == 10
    assert is_in(browser)
    assert [event.detail["factor"] for event in recorded("account:factor_added")] == ["code"]


def test_a_persona_counts_in_the_demo_and_nowhere_else(sanne: User, settings: Any) -> None:
    browser = signed_in(sanne, How.PERSONA)
    assert is_in(browser)
    settings.SCHAKEL_DEMO = False
    assert browser.get("/")["Location"] == "/mijn-account/tweede-stap/"


def test_what_is_stored_gives_nothing_away(ada: User, app: list[str]) -> None:
    stored = bytes(CodeApp.objects.get(account=ada).secret)
    assert SECRET.encode() not in stored
    codes = [bytes(row.code_hash) for row in RecoveryCode.objects.filter(account=ada)]
    assert len(codes) == 10
    assert not {code.encode() for code in app} & set(codes)
