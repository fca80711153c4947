"""The page behind a one-time link, for whoever has it."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from schakel.access import actions
from schakel.access.actions import Invited
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.audit.models import Event
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

URL = "/uitnodiging/"
PASSWORD = "vier gewone woorden samen"


@pytest.fixture
def made(otto: User) -> Invited:
    """An invitation that needs nobody's approval."""
    return actions.invite(email="nieuw@kenniscentrum.example", name="Nienke Nieuw", role=Role.ADMINISTRATOR, by=otto)


def sent(code: str, **more: str) -> HttpResponse:
    response: Any = Client().post(URL, {"code": code, **more})
    return response


def page_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_way_in(made: Invited) -> None:
    first = Client().get(URL)
    assert "desk/invitation.js" in page_of(first)
    second = sent(made.token)
    assert second.status_code == 200
    for words in ("Nienke Nieuw", "beheerder", "nieuw@kenniscentrum.example", "Ten minste 14 tekens"):
        assert words in page_of(second)
    browser = Client()
    done = browser.post(URL, {"code": made.token, "password": PASSWORD, "again": PASSWORD}, follow=True)
    assert done.redirect_chain == [("/aanmelden/#main", 303)]
    assert "Uw wachtwoord is ingesteld" in page_of(done)
    # The password is the first step; the second is set up before anything else opens.
    browser.post("/aanmelden/", {"email": "nieuw@kenniscentrum.example", "password": PASSWORD})
    assert browser.get("/accounts/")["Location"] == reverse("second_factor")


def test_the_whole_link_may_be_pasted(made: Invited) -> None:
    assert sent(f" https://balie.example/uitnodiging/#{made.token} ").status_code == 200


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("", "", "Kies een wachtwoord."),
        ("kort", "kort", "14"),
        (PASSWORD, "iets anders hier", "Dit is niet hetzelfde als hierboven."),
        (PASSWORD, "", "Typ het wachtwoord hier nog een keer."),
        ("x" * 129, "x" * 129, "Dit is te lang"),
        ("megaparol12345", "megaparol12345", "field__error"),
    ],
)
def test_a_password_that_is_no_good_is_refused_with_the_reason_and_the_link_stays(
    made: Invited, password: str, again: str, sentence: str
) -> None:
    response = sent(made.token, password=password, again=again)
    page = page_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert made.token in page, "the link need not be opened again"
    assert not password or f'value="{password}"' not in page
    assert not User.objects.filter(email="nieuw@kenniscentrum.example").exists()
    assert sent(made.token).status_code == 200


def test_a_link_that_does_nothing_says_so_in_one_sentence(made: Invited, otto: User) -> None:
    waiting = actions.invite(email="ander@kenniscentrum.example", name="Ander", role=Role.INTAKE_WORKER, by=otto)
    assert "moet deze link nog goedkeuren" in page_of(sent(waiting.token))
    sent(made.token, password=PASSWORD, again=PASSWORD)
    actions.withdraw_invitation(invitation=waiting.invitation, by=otto)
    pages = []
    for token in (made.token, waiting.token, "verzonnen"):
        response = sent(token, password=PASSWORD, again=PASSWORD)
        assert response.status_code == 422
        pages.append(page_of(response).replace(token, ""))
        assert "Deze link is niet (meer) geldig." in pages[-1]
    assert sent("").status_code == 422
    assert sent("#" * 500).status_code == 422


def test_the_secret_stands_in_no_log(
    made: Invited, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    sent(made.token, password="kort", again="kort")
    sent(made.token, password=PASSWORD, again=PASSWORD)
    said = "".join(capfd.readouterr()) + caplog.text + str([event.detail for event in Event.objects.all()])
    assert made.token not in said
    assert PASSWORD not in said


def test_a_form_that_comes_too_late_does_not_show_the_secret(made: Invited, otto: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    signed_in(otto, client=browser)
    response = browser.post(URL, {"code": made.token, "password": PASSWORD, "again": PASSWORD})
    assert response.status_code == 403
    assert PASSWORD not in page_of(response)
    assert made.token not in page_of(response)
