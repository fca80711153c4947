"""What contact persons of municipalities read: all of them together, knowing the rule, learn no small number."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

import pytest

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.roles import Role
from schakel.cases.actions import Recognised
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.figures import actions, facts
from schakel.figures.models import MunicipalFigures
from schakel.figures.municipal import Town, protect
from schakel.figures.queries import own_municipality
from schakel.intake.content import PersonDescription
from schakel.people.actions import link
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.publications.models import Publication
from tests.rooms import chain

MINIMUM = 3  # small, so that every possible year can be tried

# Persons and reports of each municipality, and of everybody else.
World = tuple[tuple[int, int], ...]


def numbers(cells: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to put at most `most` into so many cells."""
    return (row for row in product(range(most + 1), repeat=cells) if sum(row) <= most)


def every_year(towns: int, most: int) -> list[World]:
    """Every year of so many municipalities; the last pair is of people from elsewhere, or from nobody knows where.

    Where somebody counts, there was a report; the other way round a report may be about people who count elsewhere.
    """
    return [
        tuple(zip(persons, reports, strict=True))
        for persons, reports in product(numbers(towns + 1, most), repeat=2)
        if all(count == 0 or said > 0 for count, said in zip(persons, reports, strict=True))
    ]


def told(world: World) -> tuple[object, ...]:
    """All that leaves the desk: the published totals, and what each contact person reads."""
    totals = sum(persons for persons, _ in world), sum(reports for _, reports in world)
    towns = {f"GM{place}": Town(*pair) for place, pair in enumerate(world[:-1])}
    shown = protect(towns, persons=totals[0], reports=totals[1], minimum=MINIMUM)
    return (*totals, *(shown.get(code) for code in towns))


@pytest.mark.parametrize(("towns", "most"), [(1, 12), (2, 8), (3, 6)])
def test_no_small_number_can_be_derived_by_all_contact_persons_together(towns: int, most: int) -> None:
    """Every year that gives the same numbers is compared: where a number is withheld, each small one is possible."""
    alike: dict[tuple[object, ...], list[World]] = defaultdict(list)
    for world in every_year(towns, most):
        alike[told(world)].append(world)
    attacked = 0
    for (_, _, *shown), worlds in alike.items():
        if not any(shown):
            continue  # nothing was told beyond the totals that everybody reads
        for place, town in enumerate(shown):
            persons, reports = ({world[place][which] for world in worlds} for which in (0, 1))
            if town is None:
                assert persons >= set(range(MINIMUM)), f"{shown} betrays {persons}"
                assert reports >= set(range(MINIMUM)), f"{shown} betrays {reports}"
                attacked += 1
            else:
                assert isinstance(town, Town)
                assert (persons, reports) == ({town.persons}, {town.reports})
                assert min(town.persons, town.reports) >= MINIMUM
        for which in (0, 1):
            elsewhere = {world[-1][which] for world in worlds}
            # People from elsewhere are no small group either, nor nobody, where the totals give their number.
            assert len(elsewhere) > 1 or min(elsewhere) >= MINIMUM
    assert attacked > 0 or towns == 1


def test_without_the_second_rule_the_attack_would_succeed() -> None:
    """The published total less what the others read: the reason that the smallest one is withheld as well."""
    counted = {"GM1": Town(9, 9), "GM2": Town(6, 7), "GM3": Town(2, 2)}
    shown = protect(counted, persons=17, reports=18, minimum=5)
    assert shown == {"GM1": Town(9, 9)}
    # With enough people from elsewhere, nothing follows from the total.
    assert protect(counted, persons=22, reports=23, minimum=5) == {"GM1": Town(9, 9), "GM2": Town(6, 7)}


@pytest.mark.parametrize(("persons", "reports"), [(5, 4), (4, 9), (0, 0)])
def test_both_numbers_are_large_or_neither_is_shown(persons: int, reports: int) -> None:
    assert protect({"GM1": Town(persons, reports)}, persons=50, reports=50, minimum=5) == {}


@pytest.fixture
def analysts(db: None) -> tuple[User, User]:
    return chain.account(Role.POLICY_ANALYST), chain.account(Role.POLICY_ANALYST)


@pytest.fixture
def contact(db: None) -> User:
    user = chain.account(Role.MUNICIPAL_CONTACT)
    user.municipality = "GM0164"
    user.save()
    return user


def reported(towns: Sequence[str], by: User) -> list[Person]:
    return [chain.person(by=by, content=chain.said(PersonDescription(name="Ana"), municipality=town)) for town in towns]


def proposed(year: int, by: User) -> Publication:
    actions.write_achievements(year=year, texts=["Iets bereikt."], by=by)
    return actions.propose(publication=actions.draft(year=year, by=by), by=by)


def approved(publication: Publication, by: User) -> None:
    actions.approve(publication=publication, digest=publication.digest, by=by)


def test_a_contact_person_reads_the_frozen_numbers_of_their_own_municipality(
    analysts: tuple[User, User], contact: User
) -> None:
    worker = chain.account(Role.CASE_COORDINATOR)
    people = reported(["GM0164"] * 6 + ["GM0153"] * 7 + ["elsewhere"] * 5, worker)
    # One human being in two municipalities: counted where the first report of the year says.
    link(one=people[5], other=people[6], by=worker)
    year = time.today().year
    publication = proposed(year, analysts[0])
    assert own_municipality(contact) == []
    approved(publication, analysts[1])
    assert own_municipality(contact) == [(year, Town(6, 6))]
    reported(["GM0164"], worker)
    assert own_municipality(contact) == [(year, Town(6, 6))], "frozen"
    contact.municipality = "GM0153"
    assert own_municipality(contact) == [(year, Town(6, 7))]
    contact.municipality = "GM0147"
    assert own_municipality(contact) == [(year, None)]
    contact.municipality = ""
    assert own_municipality(contact) == []
    for role in set(Role) - {Role.MUNICIPAL_CONTACT}:
        with pytest.raises(NotAllowed):
            own_municipality(chain.account(role))


@pytest.mark.django_db
def test_a_report_about_several_people_counts_once_and_where_it_says_itself() -> None:
    worker = chain.account(Role.CASE_COORDINATOR)
    report, _ = chain.hand_in(chain.said(PersonDescription(name="Ana"), municipality="GM0164"))
    details = PersonDetails(date(2026, 3, 1))
    chain.judge(report, Recognised(details), Recognised(details), by=worker, outcome=Outcome.NO_FURTHER_ACTION)
    of_the_year = facts.of_year(time.today().year)
    assert [fact.towns for fact in of_the_year] == [frozenset({(report.id, "GM0164")})] * 2


def test_what_an_approval_frees_includes_what_contact_persons_read(analysts: tuple[User, User]) -> None:
    reported(["GM0164"] * 6 + ["elsewhere"] * 5, chain.account(Role.CASE_COORDINATOR))
    publication = proposed(time.today().year, analysts[0])
    frozen = MunicipalFigures.objects.get(publication=publication)
    assert json.loads(frozen.content) == {"GM0164": [6, 6]}
    # Whoever can write the table puts another number there between proposing and approving.
    MunicipalFigures.objects.update(content='{"GM0164":[60,6]}')
    with pytest.raises(actions.NotPossible, match="veranderd"):
        approved(publication, analysts[1])
    actions.send_back(publication=publication, by=analysts[1])
    assert not MunicipalFigures.objects.exists()
    again = proposed(time.today().year, analysts[0])
    approved(again, analysts[1])
