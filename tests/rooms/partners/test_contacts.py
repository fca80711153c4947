"""Who to call in which municipality: named, with a stand-in, missed when nobody is there."""

from collections.abc import Callable

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.core import region
from schakel.partners import actions, queries
from schakel.partners.models import ContactPerson, Professional
from tests.personas import recorded
from tests.rooms.partners import known

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
URL = "/partners/gemeenten/"
HENGELO = f"{URL}{known.HENGELO}/"


@pytest.fixture
def two(tarik: User) -> list[Professional]:
    """Two people who work in Hengelo."""
    here = known.organisation(by=tarik, name="Gemeente Hengelo", email="")
    return [
        known.professional(here, by=tarik, name=name, email="", municipality=known.HENGELO)
        for name in ("Anna Bedacht", "Bert Bedacht")
    ]


def test_a_municipality_has_nobody_until_somebody_is_named(two: list[Professional], bram: User, desk: Desk) -> None:
    browser = desk(bram)
    lacking = browser.get(URL).context["lacking"]
    assert lacking == [town.name for town in region.current().municipalities]
    response = browser.post(HENGELO, {"person": two[0].id, "stand_in": two[1].id, "version": 0})
    assert response.status_code == 303
    page = browser.get(URL)
    assert "Hengelo" not in page.context["lacking"]
    assert "Anna Bedacht" in page.content.decode()
    (town,) = queries.contact_persons(bram, known.HENGELO)
    assert town.person is not None
    assert town.stand_in is not None
    assert (town.person.fields.name, town.stand_in.fields.name) == ("Anna Bedacht", "Bert Bedacht")
    assert len(recorded("municipality:contact_named")) == 1
    assert "Hengelo" in browser.get(f"/partners/{two[0].organisation_id}/").content.decode()


def test_the_municipality_misses_whoever_left(two: list[Professional], bram: User, desk: Desk) -> None:
    browser = desk(bram)
    browser.post(HENGELO, {"person": two[0].id, "stand_in": two[1].id, "version": 0})
    response = browser.post(f"/partners/professionals/{two[0].id}/einde/", follow=True)
    assert "was contactpersoon of waarnemer voor Hengelo" in response.content.decode()
    page = browser.get(URL)
    assert "vertrokken" in page.content.decode()
    assert "Hengelo" not in page.context["lacking"], "the stand-in is there"
    browser.post(f"/partners/professionals/{two[1].id}/einde/")
    assert "Hengelo" in browser.get(URL).context["lacking"]


def test_two_people_name_a_contact_person_at_once(two: list[Professional], bram: User, tarik: User, desk: Desk) -> None:
    desk(bram).post(HENGELO, {"person": two[0].id, "stand_in": "", "version": 0})
    response = desk(tarik).post(HENGELO, {"person": two[1].id, "stand_in": "", "version": 0})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bram Bedacht wijzigde dit intussen. Nu staat er: Anna Bedacht" in page
    assert f'<option value="{two[1].id}" selected>' in page
    assert desk(tarik).post(HENGELO, {"person": two[1].id, "stand_in": "", "version": 1}).status_code == 303
    # Taken away and named again: whoever saw the first still saw an older version.
    desk(tarik).post(HENGELO, {"person": "", "stand_in": "", "version": 2})
    assert ContactPerson.objects.get().person is None
    assert desk(bram).post(HENGELO, {"person": two[0].id, "stand_in": "", "version": 1}).status_code == 409


def test_what_makes_no_sense_is_refused_in_a_sentence(two: list[Professional], bram: User, desk: Desk) -> None:
    browser = desk(bram)
    same = browser.post(HENGELO, {"person": two[0].id, "stand_in": two[0].id, "version": 0})
    assert "niet voor zichzelf waarnemen" in same.content.decode()
    alone = browser.post(HENGELO, {"person": "", "stand_in": two[0].id, "version": 0})
    assert "Kies eerst een contactpersoon" in alone.content.decode()
    actions.end_professional(professional=two[1], by=bram)
    gone = browser.post(HENGELO, {"person": two[1].id, "stand_in": "", "version": 0})
    assert gone.status_code == 422
    two[1].refresh_from_db()
    with pytest.raises(NotPossible, match="werkt er niet meer"):
        actions.name_contact(municipality=known.HENGELO, person=two[1], stand_in=None, version=0, by=bram)
    with pytest.raises(NotPossible, match="hoort niet bij de regio"):
        actions.name_contact(municipality="GM9999", person=two[0], stand_in=None, version=0, by=bram)
    assert browser.get(f"{URL}GM9999/").status_code == 404
    assert not ContactPerson.objects.exists()


def test_where_nobody_works_the_page_says_what_to_do_first(bram: User, desk: Desk) -> None:
    page = desk(bram).get(f"{URL}{known.ALMELO}/").content.decode()
    assert "Voeg eerst een professional toe die in Almelo werkt" in page
