"""Signing in as a persona, in the demo only."""

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.demo.personas import PERSONAS
from tests.personas import recorded

pytestmark = pytest.mark.django_db
URL = "/demo/aanmelden/"


def test_shows_every_persona_with_role_and_work(sanne: User) -> None:
    page = Client().get(URL).content.decode()
    for persona in PERSONAS:
        assert persona.name in page
        assert Role(persona.role).label in page


def test_one_button_signs_in_and_is_recorded(sanne: User) -> None:
    browser = Client()
    response = browser.post(URL, {"persona": "sanne", "next": "/meldingen/"})
    assert (response.status_code, response["Location"]) == (303, "/meldingen/")
    assert browser.get("/meldingen/").status_code == 200
    (event,) = recorded("account:signed_in")
    assert event.actor_id == sanne.actor_id


def test_somebody_signed_in_reads_whom_to_choose_to_go_on(sanne: User) -> None:
    browser = Client()
    assert "U bent nu" not in browser.get(URL).content.decode()
    browser.post(URL, {"persona": "sanne"})
    assert "U bent nu <strong>Sanne Voorbeeld</strong>" in browser.get(URL).content.decode()


@pytest.mark.parametrize("target", ["https://elders.example/", "//elders.example", "javascript:alert(1)", ""])
def test_never_leads_elsewhere(target: str, sanne: User) -> None:
    assert Client().post(URL, {"persona": "sanne", "next": target})["Location"] == "/"


@pytest.mark.parametrize("persona", ["", "niemand", "tarik"])
def test_somebody_without_an_account_is_not_found(persona: str, sanne: User) -> None:
    assert Client().post(URL, {"persona": persona}).status_code == 404


def test_a_closed_account_is_not_opened(sanne: User) -> None:
    User.objects.update(is_active=False)
    assert Client().post(URL, {"persona": "sanne"}).status_code == 404
