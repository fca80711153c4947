"""The administrator's pages: inviting, links, roles, leaving; and nothing of what the work is about."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from schakel.access import actions, four_eyes, handover
from schakel.access.models import Invitation, Proposal, User
from schakel.access.roles import Role
from schakel.cases.actions import open_case
from schakel.cases.models import Case
from schakel.cases.states import CaseUrgency
from schakel.config import environment
from tests.mail import serving
from tests.personas import recorded
from tests.processes import free_port

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db

NIENKE = {"name": "Nienke Nieuw", "email": "nienke@kenniscentrum.example", "role": "intake_worker"}


@pytest.fixture
def case(tarik: User) -> Case:
    return open_case(coordinator=tarik, urgency=CaseUrgency.ORDINARY, by=tarik)


@pytest.fixture
def second_factors() -> Iterator[list[User]]:
    reset: list[User] = []
    with (
        patch.object(handover, "_second_factor_resets", [reset.append]),
        patch.object(handover, "_factor_holders", [lambda accounts: {user.pk for user in accounts if user in reset}]),
    ):
        yield reset


def page_of(response: HttpResponse) -> str:
    return response.content.decode()


def link_on(response: HttpResponse) -> str:
    found = re.search(r'value="(http[^"]+#[^"]+)"', page_of(response))
    assert found is not None
    return found[1]


def test_the_list_says_who_what_and_since_when(otto: User, hanna: User, gijs: User, desk: Desk) -> None:
    page = page_of(desk(otto).get("/accounts/"))
    for words in (otto.name, hanna.email, "Opvang De Denkbeeldige Haven", "Hengelo", "uitvoering", "beheer", "nooit"):
        assert words in page
    (event,) = recorded("account:listed")
    assert set(event.detail["accounts"]) == {str(user.id) for user in (otto, hanna, gijs)}


def test_the_list_says_who_has_no_second_factor(
    otto: User, femke: User, desk: Desk, second_factors: list[User]
) -> None:
    second_factors.append(femke)
    page = page_of(desk(otto).get("/accounts/"))
    assert page.count("niet ingesteld") == 1
    assert "Tweede factor" in page


def test_an_invitation_shows_its_link_once_and_waits(otto: User, femke: User, desk: Desk) -> None:
    browser = desk(otto)
    response = browser.post("/accounts/uitnodigen/", NIENKE)
    link = urlsplit(link_on(response))
    assert (link.path, response["Cache-Control"]) == ("/uitnodiging/", "no-store")
    page = page_of(browser.get("/accounts/"))
    assert link.fragment not in page
    assert "wacht op de privacyfunctionaris" in page
    (proposal,) = four_eyes.waiting_for(femke)
    actions.approve_invitation(invitation=Invitation.objects.get(), digest=proposal.digest, by=femke)
    assert "kan gebruikt worden" in page_of(browser.get("/accounts/"))
    assert actions.accept_invitation(token=link.fragment, password="vier gewone woorden samen").email == NIENKE["email"]
    assert "Eenmalige links" not in page_of(browser.get("/accounts/"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Vul een naam in."),
        ({"email": "geen adres"}, "Dit is geen e-mailadres."),
        ({"email": "OTTO@kenniscentrum.example"}, "Er is al een account met dit e-mailadres."),
        ({"role": ""}, "Kies een rol."),
        ({"role": "koning"}, "koning"),
        ({"role": "partner"}, "voor welke organisatie"),
        ({"role": "municipal_contact"}, "Kies de gemeente"),
        ({"municipality": "GM0164"}, "Laat de gemeente leeg"),
    ],
)
def test_a_wrong_invitation_is_shown_again_with_everything_typed(
    changed: dict[str, str], sentence: str, otto: User, desk: Desk
) -> None:
    response = desk(otto).post("/accounts/uitnodigen/", NIENKE | {"organisation": ""} | changed)
    page = page_of(response)
    assert response.status_code == 422
    assert sentence in page
    for name in ("name", "email"):
        assert (NIENKE | changed)[name] in page
    assert not Invitation.objects.exists()


def test_where_a_guest_comes_from_is_kept(otto: User, desk: Desk) -> None:
    desk(otto).post("/accounts/uitnodigen/", NIENKE | {"role": "municipal_contact", "municipality": "GM0164"})
    assert Invitation.objects.get().municipality == "GM0164"


def test_without_a_mail_server_nothing_is_offered(otto: User, desk: Desk) -> None:
    assert "per mail" not in page_of(desk(otto).get("/accounts/uitnodigen/"))


@pytest.mark.parametrize("works", [True, False])
def test_the_link_is_mailed_as_well_and_shown_whatever_happens(
    works: bool,  # noqa: FBT001
    otto: User,
    desk: Desk,
    settings: Any,
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as server:
        address = f"smtp://127.0.0.1:{server.port if works else free_port()}"
        said = {"SCHAKEL_MAIL": address, "SCHAKEL_MAIL_FROM": "post@werk.example", "SCHAKEL_MODE": "demo"}
        for name, value in environment.mail(environment.read(said)).items():
            setattr(settings, name, value)
        settings.SCHAKEL_SENDS_MAIL = True
        response = desk(otto).post("/accounts/uitnodigen/", NIENKE | {"send": "on"})
        link = link_on(response)
        assert ("ook gemaild naar" in page_of(response)) == works
        assert ("Er is niets verloren" in page_of(response)) != works
        assert [link in mail.get_content() for mail in server.received()] == [True] * works


def test_a_link_is_withdrawn(otto: User, desk: Desk) -> None:
    made = actions.invite(email=NIENKE["email"], name="Nienke", role=Role.INTAKE_WORKER, by=otto)
    browser = desk(otto)
    url = f"/accounts/uitnodigingen/{made.invitation.id}/intrekken/"
    assert "werkt niet meer" in page_of(browser.post(url, follow=True))
    page = page_of(browser.get("/accounts/"))
    assert "Links die niets meer doen" in page
    assert "ingetrokken" in page
    assert not Proposal.objects.filter(state=Proposal.State.OPEN).exists()
    assert "al gebruikt of ingetrokken" in page_of(browser.post(url, follow=True))


def test_an_account_page_offers_what_can_be_done(otto: User, tarik: User, desk: Desk) -> None:
    page = page_of(desk(otto).get(f"/accounts/{tarik.id}/"))
    for words in ("Verander de rol", "nieuw wachtwoord", "vertrekt", "uitvoering: het samenwerken"):
        assert words in page
    assert "Tweede factor kwijt" in page
    assert "Andere identiteitsdienst" not in page
    own = page_of(desk(otto).get(f"/accounts/{otto.id}/"))
    assert "Dit is uw eigen account" in own
    assert "vertrekt" not in own


def test_a_link_to_a_new_password_is_shown_once(otto: User, tarik: User, desk: Desk) -> None:
    response = desk(otto).post(f"/accounts/{tarik.id}/wachtwoord/")
    assert "De link voor Tarik Karakter" in page_of(response)
    assert urlsplit(link_on(response)).fragment
    assert Invitation.objects.get().account == tarik
    refused = desk(otto).post(f"/accounts/{otto.id}/wachtwoord/", follow=True)
    assert "eigen account" in page_of(refused)


def test_a_second_factor_is_asked_for(otto: User, tarik: User, desk: Desk, second_factors: list[User]) -> None:
    browser = desk(otto)
    assert "Tweede factor kwijt" in page_of(browser.get(f"/accounts/{tarik.id}/"))
    assert "Voorgelegd aan de" in page_of(browser.post(f"/accounts/{tarik.id}/tweede-factor/", follow=True))
    assert second_factors == []
    again = page_of(browser.post(f"/accounts/{tarik.id}/tweede-factor/", follow=True))
    assert "al een voorstel" in again


def test_another_role_is_proposed_and_can_be_followed(otto: User, tarik: User, case: Case, desk: Desk) -> None:
    browser = desk(otto)
    said = {"role": "intake_worker", "municipality": "", "organisation": "", "successor": ""}
    response = browser.post(f"/accounts/{tarik.id}/rol/", said)
    assert response.status_code == 422
    assert "Kies wie dat overneemt" in page_of(response)
    said["role"] = "policy_analyst"
    assert browser.post(f"/accounts/{tarik.id}/rol/", said).status_code == 422
    page = page_of(browser.post(f"/accounts/{tarik.id}/rol/", said | {"role": "case_coordinator"}))
    assert "heeft deze rol al" in page


def test_a_role_without_content_is_given_at_once(otto: User, bram: User, desk: Desk) -> None:
    page = page_of(desk(otto).post(f"/accounts/{bram.id}/rol/", {"role": "administrator"}, follow=True))
    assert "heeft nu deze rol" in page
    bram.refresh_from_db()
    assert bram.role == Role.ADMINISTRATOR


def test_a_leaver_is_shown_in_numbers_and_closed_in_one_step(
    otto: User, tarik: User, petra: User, case: Case, desk: Desk
) -> None:
    browser = desk(otto)
    url = f"/accounts/{tarik.id}/vertrek/"
    page = page_of(browser.get(url))
    assert re.search(r"open casussen als procesregisseur</dt><dd>1<", page)
    assert case.number not in page
    refused = browser.post(url, {"successor": ""})
    assert refused.status_code == 422
    assert "coördineert nog casussen" in page_of(refused)
    done = page_of(browser.post(url, {"successor": str(petra.id)}, follow=True))
    assert "is gesloten en het werk is overgedragen" in done
    tarik.refresh_from_db()
    case.refresh_from_db()
    assert (tarik.is_active, case.coordinator) == (False, petra)
    assert case.number not in done
    assert recorded("account:work_counted")
    assert "al gesloten" in page_of(browser.post(url, {"successor": str(petra.id)}))


def test_nobody_who_can_not_do_the_work_is_offered(
    otto: User, tarik: User, hanna: User, bram: User, desk: Desk
) -> None:
    page = page_of(desk(otto).get(f"/accounts/{tarik.id}/vertrek/"))
    assert not any(name in page for name in (hanna.name, bram.name))
