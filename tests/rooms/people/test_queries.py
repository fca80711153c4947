"""Finding persons: who may be seen, and who is proposed as already known."""

from datetime import date

import pytest
from django.http import Http404

from schakel.access.models import Exclusion, User
from schakel.access.roles import Role
from schakel.cases.states import Outcome
from schakel.people import actions, queries
from schakel.people.details import PersonDetails
from schakel.people.models import NameToken, Person
from tests.rooms import chain

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
ANA = PersonDetails(DAY, name="Ana Žarković", birth_year=2004)


@pytest.fixture
def worker() -> User:
    return chain.account(Role.INTAKE_WORKER)


@pytest.fixture
def coordinator() -> User:
    return chain.account(Role.CASE_COORDINATOR)


def in_a_case(details: PersonDetails, coordinator: User) -> Person:
    """Somebody in a case that its coordinator alone sees."""
    return chain.person(details, by=coordinator, outcome=Outcome.NEW_CASE, coordinator=coordinator)


def proposed(details: PersonDetails, viewer: User) -> list[tuple[Person, int]]:
    return [(card.person, card.strength) for card in queries.proposals(details, viewer=viewer)]


def test_the_same_name_and_birth_year_is_proposed_strongly(worker: User) -> None:
    person = chain.person(ANA, by=worker)
    assert proposed(PersonDetails(DAY, name="zarkovic, ana", birth_date=date(2004, 5, 5)), worker) == [(person, 2)]


def test_the_same_name_without_a_birth_year_is_proposed_weakly(worker: User) -> None:
    person = chain.person(ANA, by=worker)
    assert proposed(PersonDetails(DAY, name="Ana Zarkovic", low=20, high=25), worker) == [(person, 1)]


def test_another_birth_year_is_not_proposed(worker: User) -> None:
    chain.person(ANA, by=worker)
    assert proposed(PersonDetails(DAY, name="Ana Zarkovic", birth_year=1999), worker) == []


def test_a_nickname_is_found_as_a_name_and_the_other_way_round(worker: User) -> None:
    person = chain.person(PersonDetails(DAY, nickname="Rooie"), by=worker)
    assert proposed(PersonDetails(DAY, name="rooie"), worker) == [(person, 1)]


def test_somebody_without_a_name_is_nobodys_match(worker: User) -> None:
    chain.person(PersonDetails(DAY), by=worker)
    assert proposed(PersonDetails(DAY), worker) == []


def test_the_strongest_comes_first(worker: User) -> None:
    weak = chain.person(PersonDetails(DAY, name="Ana Zarkovic"), by=worker)
    strong = chain.person(ANA, by=worker)
    assert proposed(ANA, worker) == [(strong, 2), (weak, 1)]


def test_linked_descriptions_are_proposed_as_one_person(worker: User) -> None:
    first = chain.person(ANA, by=worker)
    second = chain.person(ANA, by=worker)
    actions.link(one=second, other=first, by=worker)
    assert proposed(ANA, worker) == [(first, 2)]
    assert queries.proposals(ANA, viewer=worker, apart_from=first.identity) == []


def test_a_person_in_a_case_of_others_is_proposed_but_can_not_be_opened(worker: User, coordinator: User) -> None:
    person = in_a_case(ANA, coordinator)
    assert proposed(ANA, worker) == [(person, 2)]
    with pytest.raises(Http404):
        queries.person_for(worker, person.id)
    assert queries.person_for(coordinator, person.id) == person


def test_whoever_is_excluded_is_shown_nothing_of_the_case(worker: User, coordinator: User) -> None:
    person = in_a_case(ANA, coordinator)
    Exclusion.objects.create(compartment=person.compartment, user=worker)
    assert proposed(ANA, worker) == []


def test_an_exclusion_hides_its_own_descriptions_of_somebody_known_elsewhere_too(
    worker: User, coordinator: User
) -> None:
    elsewhere = chain.person(PersonDetails(DAY, name="Ana Zarkovic"), by=worker)
    hidden = in_a_case(PersonDetails(DAY, name="Geheime Naam", address="Geheim 1", birth_year=2004), coordinator)
    actions.link(one=hidden, other=elsewhere, by=coordinator)
    Exclusion.objects.create(compartment=hidden.compartment, user=worker)
    (card,) = queries.proposals(ANA, viewer=worker)
    assert (card.person, card.details.address, card.details.birth_year) == (elsewhere, "", None)
    assert proposed(PersonDetails(DAY, name="Geheime Naam"), worker) == []


def test_all_descriptions_of_a_person_are_shown_to_those_who_see_them(worker: User, coordinator: User) -> None:
    open_one = chain.person(ANA, by=worker)
    closed_one = in_a_case(ANA, coordinator)
    link = actions.link(one=closed_one, other=open_one, by=coordinator)
    identity = open_one.identity
    assert set(queries.same_person(coordinator, identity)) == {open_one, closed_one}
    assert queries.same_person(worker, identity) == [open_one]
    assert queries.links_among([open_one, closed_one]) == [link]
    assert queries.links_among([open_one]) == []


def test_names_are_stored_as_keyed_tokens_only(worker: User) -> None:
    chain.person(ANA, by=worker)
    (token,) = NameToken.objects.values_list("token", flat=True)
    assert len(bytes(token)) == 16
    assert b"zarkovic" not in bytes(token)
