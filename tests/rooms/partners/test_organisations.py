"""The list of organisations, the page of one, keeping it, and two people who keep it at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.core import time
from schakel.partners import actions, queries
from schakel.partners.kinds import Domain, How, OrganisationKind, Standing
from schakel.partners.models import Covenant, Organisation
from schakel.partners.sealing import read_organisation
from tests.personas import recorded
from tests.rooms.partners import known

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
URL = "/partners/"


def names(browser: Client, **asked: str) -> list[str]:
    """The organisations that the list shows, in its order."""
    return [row.organisation.name for row, _town in browser.get(URL, asked).context["rows"]]


@pytest.fixture
def three(tarik: User) -> list[Organisation]:
    """A shelter with a covenant that ends soon, a police force without one, and a law firm in Almelo."""
    haven = known.organisation(by=tarik)
    known.covenant(haven, by=tarik, ends_in=30)
    police = known.organisation(
        by=tarik, name="Politie Voorbeeld", domain=Domain.JUSTICE, kind=OrganisationKind.POLICE, email=""
    )
    firm = known.organisation(
        by=tarik, name="Advocaten Fictief", domain=Domain.JUSTICE, kind=OrganisationKind.LAWYER,
        standing=Standing.THIRD, municipality=known.ALMELO, email="",
    )  # fmt: skip
    known.covenant(firm, by=tarik, ends_in=None)
    return [haven, police, firm]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Advocaten Fictief", "Opvang De Haven", "Politie Voorbeeld"]),
        ({"naam": "de HÁVEN"}, ["Opvang De Haven"]),
        ({"domein": "justice"}, ["Advocaten Fictief", "Politie Voorbeeld"]),
        ({"soort": "police"}, ["Politie Voorbeeld"]),
        ({"gemeente": known.ALMELO}, ["Advocaten Fictief"]),
        ({"wgs": "third"}, ["Advocaten Fictief"]),
        ({"wgs": "party", "domein": "care"}, ["Opvang De Haven"]),
        ({"convenant": "geen"}, ["Politie Voorbeeld"]),
        ({"convenant": "loopt-af"}, ["Opvang De Haven"]),
        ({"staat": "beeindigd"}, []),
        ({"sort": "-naam"}, ["Politie Voorbeeld", "Opvang De Haven", "Advocaten Fictief"]),
        ({"domein": "zomaar", "page": "x", "sort": "'"}, ["Advocaten Fictief", "Opvang De Haven", "Politie Voorbeeld"]),
    ],
)
def test_the_list_shows_what_is_asked(
    three: list[Organisation], sanne: User, desk: Desk, asked: dict[str, str], expected: list[str]
) -> None:
    assert names(desk(sanne), **asked) == expected


def test_the_list_finds_those_with_somebody_to_check(three: list[Organisation], tarik: User, desk: Desk) -> None:
    haven, police, _firm = three
    checked = known.professional(police, by=tarik, name="Bart Proef", email="bart@politie.example")
    actions.verify(professional=checked, how=How.CALLED, version=1, by=tarik)
    gone = known.professional(police, by=tarik, name="Cor Proef", email="cor@politie.example")
    actions.end_professional(professional=gone, by=tarik)
    known.professional(haven, by=tarik)
    assert names(desk(tarik), nagaan="ja") == ["Opvang De Haven"]
    page = desk(tarik).get(URL).content.decode()
    assert "Van 1 professional is het adres nog niet" in page


def test_a_covenant_that_ends_is_told_until_the_next_is_laid_down(
    three: list[Organisation], tarik: User, desk: Desk
) -> None:
    assert "Convenanten die aflopen" in desk(tarik).get(URL).content.decode()
    known.covenant(three[0], by=tarik, begins=time.today() + timedelta(days=31))
    assert "Convenanten die aflopen" not in desk(tarik).get(URL).content.decode()


def test_the_page_of_an_organisation_shows_how_to_reach_it_and_is_recorded(
    three: list[Organisation], tarik: User, bram: User, desk: Desk
) -> None:
    ilse = known.professional(three[0], by=tarik)
    page = desk(bram).get(f"{URL}{three[0].id}/").content.decode()
    for words in ("088 – 000 11 11", "info@haven.example", "Ilse Bedacht", "nog niet nagegaan", "loopt af"):
        assert words in page
    (event,) = recorded("partner:read")
    assert (event.object_id, event.detail) == (str(three[0].id), {"professionals": [str(ilse.id)]})
    assert desk(bram).get(f"{URL}{known.ids(by=tarik)['covenant_id']}/").status_code == 404


def test_how_to_reach_an_organisation_is_not_readable_in_its_row(tarik: User) -> None:
    row = known.organisation(by=tarik, address="Geheimeweg 1")
    row.refresh_from_db()
    assert b"Geheimeweg" not in bytes(row.details)
    assert read_organisation(row).address == "Geheimeweg 1"


def test_an_organisation_is_added_from_the_page(tarik: User, desk: Desk) -> None:
    response = desk(tarik).post(f"{URL}nieuw/", known.posted(known.haven()))
    made = Organisation.objects.get()
    assert (response.status_code, response.headers["Location"]) == (303, f"{URL}{made.id}/")
    assert read_organisation(made) == known.haven()
    assert [event.object_id for event in recorded("partner:added")] == [str(made.id)]


def test_bad_input_gets_a_sentence_each_and_keeps_what_was_typed(tarik: User, desk: Desk) -> None:
    typed = {"name": "!?", "email": "geen adres", "telephone": "bel ons", "address": "Straat 1", "standing": "zomaar"}
    response = desk(tarik).post(f"{URL}nieuw/", typed)
    page = response.content.decode()
    assert response.status_code == 422
    for words in (
        "ten minste één letter", "Vul een e-mailadres in", "Vul een telefoonnummer in", "Kies een domein",
        "Kies wat voor organisatie", 'value="Straat 1"', 'value="bel ons"',
    ):  # fmt: skip
        assert words in page
    assert not Organisation.objects.exists()
    long = desk(tarik).post(f"{URL}nieuw/", known.posted(known.haven(name="x" * 121)))
    assert "Er passen er 120" in long.content.decode()


@pytest.mark.parametrize(
    "changed",
    [{"name": "Stichting opvang de HÁVEN", "email": ""}, {"name": "Iets heel anders", "email": "loket@Haven.example"}],
)
def test_something_alike_is_noticed_before_it_is_stored_twice(changed: dict[str, str], tarik: User, desk: Desk) -> None:
    known.organisation(by=tarik)
    posted = known.posted(known.haven(**changed))
    response = desk(tarik).post(f"{URL}nieuw/", posted)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Staat deze organisatie er al?" in page
    assert "Opvang De Haven</a>" in page
    assert Organisation.objects.count() == 1
    assert desk(tarik).post(f"{URL}nieuw/", posted | {"is_other": "on"}).status_code == 303
    assert Organisation.objects.count() == 2


def test_addresses_that_everybody_can_have_are_no_sign_of_the_same_organisation(tarik: User, desk: Desk) -> None:
    known.organisation(by=tarik, email="haven@gmail.com")
    posted = known.posted(known.haven(name="Iets heel anders", email="anders@gmail.com"))
    assert desk(tarik).post(f"{URL}nieuw/", posted).status_code == 303


def test_who_was_later_sees_the_difference_and_loses_nothing(tarik: User, bram: User, desk: Desk) -> None:
    row = known.organisation(by=tarik)
    url = f"{URL}{row.id}/wijzigen/"
    first = known.posted(known.haven(telephone="088 – 111 11 11"), version=1)
    later = known.posted(known.haven(telephone="088 – 222 22 22", address="Nieuweweg 2"), version=1)
    assert desk(bram).post(url, first).status_code == 303
    response = desk(tarik).post(url, later)
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("Bram Bedacht bewaarde dit terwijl u typte", "088 – 111 11 11", 'value="088 – 222 22 22"'):
        assert words in page
    differences = {one.label: (one.mine, one.theirs) for one in response.context["differences"]}
    assert differences == {"Telefoon": ("088 – 222 22 22", "088 – 111 11 11"), "Adres": ("Nieuweweg 2", "")}
    row.refresh_from_db()
    assert read_organisation(row).telephone == "088 – 111 11 11"
    # The form now follows what was shown beside it: sending it again is a choice.
    again: Any = response.context["form"]
    assert desk(tarik).post(url, later | {"version": again["version"].value()}).status_code == 303
    row.refresh_from_db()
    assert (read_organisation(row).telephone, row.version) == ("088 – 222 22 22", 3)


def test_saving_without_a_change_changes_nothing(tarik: User, desk: Desk) -> None:
    row = known.organisation(by=tarik)
    desk(tarik).post(f"{URL}{row.id}/wijzigen/", known.posted(known.haven(), version=1))
    row.refresh_from_db()
    assert row.version == 1
    assert not recorded("partner:changed")


def test_an_ended_organisation_stays_to_be_read_and_takes_nothing_new(tarik: User, desk: Desk) -> None:
    row = known.organisation(by=tarik)
    known.professional(row, by=tarik)
    browser = desk(tarik)
    browser.post(f"{URL}{row.id}/einde/")
    assert names(browser) == []
    assert names(browser, staat="beeindigd") == ["Opvang De Haven"]
    assert "Ilse Bedacht" in browser.get(f"{URL}{row.id}/").content.decode()
    response = browser.post(f"{URL}{row.id}/professional/", known.posted(known.ilse(name="Wie Dan Ook", email="")))
    assert "Neem die eerst weer op" in response.content.decode()
    assert queries.organisation_choices(tarik) == queries.professional_choices(tarik) == []
    browser.post(f"{URL}{row.id}/einde/")
    assert names(browser) == ["Opvang De Haven"]
    assert [event.tag for tag in ("partner:ended", "partner:restored") for event in recorded(tag)]


def test_a_covenant_is_laid_down_and_corrected(tarik: User, desk: Desk) -> None:
    row = known.organisation(by=tarik)
    browser = desk(tarik)
    wrong = {"covers": "opvang", "from_day": "2026-02-01", "until_day": "2026-01-01"}
    response = browser.post(f"{URL}{row.id}/convenant/", wrong)
    assert (response.status_code, Covenant.objects.count()) == (422, 0)
    assert "ligt voor de dag waarop het convenant begint" in response.content.decode()
    right = wrong | {"until_day": "2027-02-01", "signed_on": "2026-01-15"}
    assert browser.post(f"{URL}{row.id}/convenant/", right).status_code == 303
    made = Covenant.objects.get()
    url = f"{URL}convenanten/{made.id}/"
    assert browser.post(url, right | {"until_day": "2027-03-01", "version": 1}).status_code == 303
    late = browser.post(url, right | {"until_day": "2028-01-01", "version": 1})
    assert (late.status_code, late.context["differences"][0].theirs) == (409, "01-03-2027")
    assert "1 maart 2027" in browser.get(f"{URL}{row.id}/").content.decode()


@pytest.mark.parametrize("key", ["sanne", "femke"])
def test_who_only_reads_sees_no_way_to_change(key: str, tarik: User, desk: Desk, request: Any) -> None:
    row = known.organisation(by=tarik)
    known.professional(row, by=tarik)
    browser = desk(request.getfixturevalue(key))
    for page in (URL, f"{URL}{row.id}/", f"{URL}gemeenten/"):
        text = browser.get(page).content.decode()
        for words in ("Wijzig", "Nieuwe organisatie", "Voeg iemand toe", "Beëindig", "Lees een lijst in"):
            assert words not in text
    assert browser.post(f"{URL}nieuw/", known.posted(known.haven())).status_code == 403


@pytest.mark.parametrize("key", ["hanna", "gijs", "otto"])
def test_guests_and_maintenance_see_no_partner(key: str, tarik: User, desk: Desk, request: Any) -> None:
    row = known.organisation(by=tarik)
    browser = desk(request.getfixturevalue(key))
    for page in (URL, f"{URL}{row.id}/", f"{URL}gemeenten/", f"{URL}zoeken/"):
        assert browser.get(page).status_code == 403
    assert f'href="{URL}"' not in browser.get("/").content.decode()
