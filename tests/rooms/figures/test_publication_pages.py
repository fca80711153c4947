"""Making a factsheet at the desk: draft, proposal, four eyes, frozen files."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.figures import actions
from schakel.people.details import PersonDetails
from schakel.publications.models import Achievement, Publication, PublicationState
from tests.rooms.chain import hand_in, person, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TEXTS = {"introduction": "Wij kijken terug.", "achievements": "Wij gaven voorlichting.\n\nWij maakten posters."}


@pytest.fixture
def publication(bram: User) -> Publication:
    """Bram's draft for 2026."""
    return actions.draft(year=2026, by=bram)


@pytest.fixture
def proposed(publication: Publication, bram: User, sanne: User) -> Publication:
    """The same, proposed by Bram."""
    person(PersonDetails(date(2026, 3, 1), name="Ion Popa"), by=sanne)
    actions.write_achievements(year=2026, texts=["Wij maakten posters."], by=bram)
    return actions.propose(publication=publication, by=bram)


def url(publication: Publication, path: str = "") -> str:
    return f"/publicaties/{publication.id}/{path}"


def test_drafting_twice_gives_the_same_draft(bram: User, noor: User, desk: Desk) -> None:
    first = desk(bram).post("/publicaties/2026/opstellen/")
    second = desk(noor).post("/publicaties/2026/opstellen/")
    assert first["Location"] == second["Location"] == url(Publication.objects.get())
    assert desk(bram).post("/publicaties/1999/opstellen/").status_code == 404


def test_keeps_the_texts_and_a_sentence_per_line(publication: Publication, bram: User, desk: Desk) -> None:
    page = desk(bram).post(url(publication), TEXTS, follow=True).content.decode()
    assert "Het concept is bewaard." in page
    assert [achievement.text for achievement in Achievement.objects.all()] == [
        "Wij gaven voorlichting.",
        "Wij maakten posters.",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"introduction": ""},
        {"introduction": "a" * 1_501},
        {"achievements": "Een zin.\n" * 21},
        {"achievements": "a" * 401},
    ],
)
def test_wrong_texts_are_refused_and_stay(
    wrong: dict[str, str], publication: Publication, bram: User, desk: Desk
) -> None:
    response = desk(bram).post(url(publication), TEXTS | wrong)
    assert response.status_code == 422
    assert response.context["form"]["achievements"].value() == (TEXTS | wrong)["achievements"]
    assert not Achievement.objects.exists()


def test_the_draft_says_what_will_be_withheld(publication: Publication, sanne: User, bram: User, desk: Desk) -> None:
    person(PersonDetails(date(2026, 3, 1), gender="woman"), by=sanne)
    page = desk(bram).get(url(publication)).content.decode()
    assert "De tabel geslacht wordt niet getoond" in page
    assert "Wordt niet getoond: een groep is te klein." in page


def test_the_draft_says_what_can_still_change_the_figures(publication: Publication, bram: User, desk: Desk) -> None:
    assert "nog op beoordeling" not in desk(bram).get(url(publication)).content.decode()
    hand_in(said())
    hand_in(said())
    page = desk(bram).get(url(publication)).content.decode()
    assert "2 meldingen wachten nog op beoordeling en tellen dus niet mee" in page
    assert f"Het jaar {publication.year} is nog niet voorbij" in page


def test_proposing_from_the_page_freezes_it(publication: Publication, sanne: User, bram: User, desk: Desk) -> None:
    person(PersonDetails(date(2026, 3, 1)), by=sanne)
    browser = desk(bram)
    page = browser.post(url(publication), TEXTS | {"propose": "ja"}, follow=True).content.decode()
    assert "U legde dit zelf voor." in page
    assert "Keur goed en publiceer" not in page
    publication.refresh_from_db()
    assert (publication.state, publication.factsheet.introduction) == (PublicationState.PROPOSED, "Wij kijken terug.")
    assert browser.post(url(publication), TEXTS).status_code == 409


def test_the_proposer_can_not_approve_not_even_by_hand(proposed: Publication, bram: User, desk: Desk) -> None:
    page = desk(bram).post(url(proposed, "goedkeuren/"), {"digest": proposed.digest}, follow=True).content.decode()
    assert "Iemand anders moet het goedkeuren." in page
    proposed.refresh_from_db()
    assert proposed.state == PublicationState.PROPOSED


def test_a_second_person_publishes_exactly_what_was_shown(proposed: Publication, noor: User, desk: Desk) -> None:
    browser = desk(noor)
    page = browser.get(url(proposed)).content.decode()
    assert f'value="{proposed.digest}"' in page
    page = browser.post(url(proposed, "goedkeuren/"), {"digest": proposed.digest}, follow=True).content.decode()
    assert "gepubliceerd en staat op de website" in page
    for name, start in (("pdf", b"%PDF"), ("png", b"\x89PNG"), ("csv", b"")):
        response = browser.get(url(proposed, f"factsheet-2026.{name}"))
        assert response.status_code == 200
        assert response.content.startswith(start)
        assert "attachment" in response["Content-Disposition"]
    assert browser.get(url(proposed, "factsheet-2025.pdf")).status_code == 404


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_what_is_not_what_was_shown_is_not_published(
    digest: str, proposed: Publication, noor: User, desk: Desk
) -> None:
    page = desk(noor).post(url(proposed, "goedkeuren/"), {"digest": digest}, follow=True).content.decode()
    assert "veranderd sinds u het zag" in page
    proposed.refresh_from_db()
    assert proposed.state == PublicationState.PROPOSED


def test_the_approver_is_told_that_the_figures_moved_since(
    proposed: Publication, sanne: User, noor: User, desk: Desk
) -> None:
    browser = desk(noor)
    assert "cijfers in het systeem veranderd" not in browser.get(url(proposed)).content.decode()
    person(PersonDetails(date(2026, 3, 1)), by=sanne)
    response = browser.get(url(proposed))
    assert "cijfers in het systeem veranderd" in response.content.decode()
    assert response.context["figures"].persons == 1


def test_sent_back_it_is_a_draft_again(proposed: Publication, femke: User, desk: Desk) -> None:
    assert "weer een concept" in desk(femke).post(url(proposed, "terugsturen/"), follow=True).content.decode()
    proposed.refresh_from_db()
    assert proposed.state == PublicationState.DRAFT


def test_a_revision_must_say_what_changed(proposed: Publication, bram: User, noor: User, desk: Desk) -> None:
    actions.approve(publication=proposed, digest=proposed.digest, by=noor)
    browser = desk(bram)
    location = browser.post("/publicaties/2026/opstellen/")["Location"]
    posted: dict[str, Any] = TEXTS | {"correction": "", "propose": "ja"}
    response = browser.post(location, posted)
    assert response.status_code == 409
    assert "Schrijf wat er in deze herziening is veranderd." in response.content.decode()
    page = browser.post(location, posted | {"correction": "Eén persoon meer."}, follow=True).content.decode()
    assert "Voorgelegd." in page


def test_a_coordinator_reads_but_neither_writes_nor_approves(proposed: Publication, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    page = browser.get(url(proposed)).content.decode()
    assert "Uw rol keurt geen factsheets goed." in page
    assert browser.post(url(proposed), TEXTS).status_code == 403
    assert browser.post(url(proposed, "goedkeuren/"), {"digest": proposed.digest}).status_code == 403
    assert browser.post(url(proposed, "terugsturen/")).status_code == 403
    assert browser.post("/publicaties/2026/opstellen/").status_code == 403


@pytest.mark.parametrize("key", ["sanne", "otto"])
def test_other_roles_see_no_publication(
    key: str, publication: Publication, desk: Desk, request: pytest.FixtureRequest
) -> None:
    browser = desk(request.getfixturevalue(key))
    assert browser.get("/publicaties/").status_code == 403
    assert browser.get(url(publication)).status_code == 403
