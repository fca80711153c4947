"""Professionals: found by name, added, verified until it ages or their address changes, and gone without being lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.core import region, time
from schakel.partners import actions, queries
from schakel.partners.kinds import How
from schakel.partners.models import NameToken, Organisation, Professional
from schakel.partners.sealing import read_professional
from tests.personas import recorded
from tests.rooms.partners import known

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
URL = "/partners/"


@pytest.fixture
def haven(tarik: User) -> Organisation:
    return known.organisation(by=tarik)


@pytest.fixture
def ilse(haven: Organisation, tarik: User) -> Professional:
    return known.professional(haven, by=tarik)


def page_of(who: User, row: Professional, desk: Desk) -> str:
    return desk(who).get(f"{URL}{row.organisation_id}/").content.decode()


def test_nothing_about_a_professional_is_readable_in_the_tables(ilse: Professional) -> None:
    ilse.refresh_from_db()
    words = [bytes(token) for token in NameToken.objects.values_list("token", flat=True)]
    stored = b"".join([bytes(ilse.details), bytes(ilse.email_token or b""), *words]).lower()
    for words_of_hers in (b"ilse", b"bedacht", b"haven.example", b"06 \xe2\x80\x93 00"):
        assert words_of_hers not in stored
    assert len(words) == 2
    assert read_professional(ilse) == known.ilse()


@pytest.mark.parametrize("typed", ["Ilse", "bedacht", "BEDACHT Ilse", "ílse"])
def test_a_professional_is_found_by_a_word_of_the_name(typed: str, ilse: Professional, sanne: User, desk: Desk) -> None:
    page = desk(sanne).post(f"{URL}zoeken/", {"name": typed}).content.decode()
    assert "ilse@haven.example" in page
    (event,) = recorded("partner:searched")
    assert event.detail["professionals"] == [str(ilse.id)]
    assert "lse" not in str(event.detail["query"])


def test_who_is_not_there_is_not_found_and_no_name_is_asked_for(ilse: Professional, sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    assert "Niemand gevonden" in browser.post(f"{URL}zoeken/", {"name": "Ilse Anders"}).content.decode()
    assert browser.post(f"{URL}zoeken/", {"name": "?!"}).status_code == 422
    assert "ilse@haven.example" not in browser.get(f"{URL}zoeken/?name=Ilse").content.decode()


def test_a_professional_is_added_from_the_page_and_is_unverified(haven: Organisation, tarik: User, desk: Desk) -> None:
    response = desk(tarik).post(f"{URL}{haven.id}/professional/", known.posted(known.ilse()))
    assert response.status_code == 303
    made = Professional.objects.get()
    assert read_professional(made) == known.ilse()
    assert "nog niet nagegaan" in page_of(tarik, made, desk)
    wrong = desk(tarik).post(f"{URL}{haven.id}/professional/", known.posted(known.ilse(name="", email="x")))
    assert wrong.status_code == 422
    assert "Vul een naam in" in wrong.content.decode()
    assert 'value="x"' in wrong.content.decode()


def test_the_same_address_or_the_same_name_here_is_noticed(ilse: Professional, tarik: User, desk: Desk) -> None:
    elsewhere = known.organisation(by=tarik, name="Politie Voorbeeld", email="")
    here, there = f"{URL}{ilse.organisation_id}/professional/", f"{URL}{elsewhere.id}/professional/"
    browser = desk(tarik)
    same_mail = known.posted(known.ilse(name="Iemand Anders", email="ILSE@haven.example"))
    assert "Ilse Bedacht, zorgcoördinator" in browser.post(there, same_mail).content.decode()
    assert browser.post(here, known.posted(known.ilse(name="bedacht ILSE", email=""))).status_code == 303
    same_name = known.posted(known.ilse(name="ílse bedacht", email=""))
    assert browser.post(here, same_name).status_code == 409
    assert browser.post(there, same_name).status_code == 303
    assert browser.post(there, same_mail | {"is_other": "on"}).status_code == 303


def test_verifying_says_who_when_and_how(ilse: Professional, tarik: User, desk: Desk) -> None:
    url = f"{URL}professionals/{ilse.id}/nagaan/"
    assert "ilse@haven.example" in desk(tarik).get(url).content.decode()
    assert "Kies hoe u het bent nagegaan" in desk(tarik).post(url, {"version": 1}).content.decode()
    assert desk(tarik).post(url, {"how": "called", "version": 1}).status_code == 303
    page = page_of(tarik, ilse, desk)
    assert "vandaag door Tarik Karakter: gebeld op het nummer dat al bekend was" in page
    (event,) = recorded("professional:verified")
    assert event.detail["how"] == "called"


def test_a_verification_ages_by_the_term_of_the_profile(ilse: Professional, tarik: User, desk: Desk) -> None:
    actions.verify(professional=ilse, how=How.MET, version=1, by=tarik)
    term = region.current().partner_verification_days
    with time.travel(time.now() + timedelta(days=term)):
        assert "opnieuw nagaan" not in page_of(tarik, ilse, desk)
        assert queries.count_unverified(tarik) == 0
    with time.travel(time.now() + timedelta(days=term + 1)):
        assert "opnieuw nagaan" in page_of(tarik, ilse, desk)
        assert queries.count_unverified(tarik) == 1


@pytest.mark.parametrize(
    ("changed", "is_verified"),
    [
        ({"email": "ander@haven.example"}, False),
        ({"telephone": "06 – 99 99 99 99"}, False),
        ({"function": "teamleider", "municipality": known.HENGELO}, True),
        ({"email": "ILSE@haven.example"}, True),
    ],
)
def test_another_address_is_unverified_again(
    changed: dict[str, str],
    *,
    is_verified: bool,
    ilse: Professional,
    tarik: User,
    desk: Desk,
) -> None:
    actions.verify(professional=ilse, how=How.MET, version=1, by=tarik)
    posted = known.posted(known.ilse(**changed), version=2)
    assert desk(tarik).post(f"{URL}professionals/{ilse.id}/", posted).status_code == 303
    ilse.refresh_from_db()
    assert (ilse.verified_at is not None) == is_verified
    assert ("nog niet nagegaan" in page_of(tarik, ilse, desk)) != is_verified


def test_an_address_that_changed_meanwhile_is_not_verified_unseen(
    ilse: Professional, tarik: User, bram: User, desk: Desk
) -> None:
    desk(bram).post(f"{URL}professionals/{ilse.id}/", known.posted(known.ilse(telephone="06 – 99 99 99 99"), version=1))
    response = desk(tarik).post(f"{URL}professionals/{ilse.id}/nagaan/", {"how": "met", "version": 1})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Kijk of het nog klopt" in page
    assert "06 – 99 99 99 99" in page
    ilse.refresh_from_db()
    assert ilse.verified_at is None


def test_two_people_change_one_professional(ilse: Professional, tarik: User, bram: User, desk: Desk) -> None:
    url = f"{URL}professionals/{ilse.id}/"
    desk(bram).post(url, known.posted(known.ilse(function="teamleider"), version=1))
    response = desk(tarik).post(
        url, known.posted(known.ilse(function="psycholoog", municipality=known.HENGELO), version=1)
    )
    differences = {one.label: (one.mine, one.theirs) for one in response.context["differences"]}
    assert differences == {"Functie": ("psycholoog", "teamleider"), "Gemeente": ("Hengelo", "hele regio")}
    assert 'value="psycholoog"' in response.content.decode()


def test_there_must_be_something_to_verify(haven: Organisation, tarik: User) -> None:
    nowhere = known.professional(haven, by=tarik, name="Zonder Adres", email="", telephone="")
    with pytest.raises(NotPossible, match="geen e-mailadres of telefoonnummer"):
        actions.verify(professional=nowhere, how=How.MET, version=1, by=tarik)
    by_phone = known.professional(haven, by=tarik, name="Zonder Mail", email="")
    with pytest.raises(NotPossible, match="geen e-mailadres bekend"):
        actions.verify(professional=by_phone, how=How.MAILED, version=1, by=tarik)


def test_who_left_stays_to_be_read_and_is_chosen_no_more(ilse: Professional, tarik: User, desk: Desk) -> None:
    actions.verify(professional=ilse, how=How.MET, version=1, by=tarik)
    assert [label for _, label in queries.professional_choices(tarik)] == [
        "Ilse Bedacht, zorgcoördinator (Opvang De Haven)"
    ]
    browser = desk(tarik)
    browser.post(f"{URL}professionals/{ilse.id}/einde/")
    page = page_of(tarik, ilse, desk)
    assert "werkt hier niet meer" in page
    assert "Ilse Bedacht" in page
    assert queries.professional_choices(tarik) == []
    with pytest.raises(NotPossible, match="werkt er niet meer"):
        actions.verify(professional=ilse, how=How.MET, version=3, by=tarik)
    browser.post(f"{URL}professionals/{ilse.id}/einde/")
    ilse.refresh_from_db()
    assert (ilse.ended_on, ilse.verified_at) == (None, None)


def test_what_other_rooms_ask_is_for_readers_alone_and_on_record(
    ilse: Professional, haven: Organisation, tarik: User, hanna: User
) -> None:
    assert queries.organisation(tarik, haven.id) == haven
    assert [one.fields.name for one in queries.professionals_of(tarik, haven)] == ["Ilse Bedacht"]
    assert queries.professional(tarik, ilse.id).fields.email == "ilse@haven.example"
    assert queries.organisation_choices(tarik) == [(str(haven.id), "Opvang De Haven")]
    assert len(recorded("partner:read")) == 2
    asks: list[Callable[[], Any]] = [
        lambda: queries.organisation(hanna, haven.id), lambda: queries.professionals_of(hanna, haven),
        lambda: queries.professional(hanna, ilse.id), lambda: queries.organisation_choices(hanna),
        lambda: queries.professional_choices(hanna), lambda: queries.contact_persons(hanna),
    ]  # fmt: skip
    for ask in asks:
        with pytest.raises(NotAllowed):
            ask()
