"""The page for a client forgets nothing: not when descriptions turn out to be one person, nor when a part is over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases.life import lineage, people
from schakel.cases.models import Case, Involvement
from schakel.partners.models import Organisation
from schakel.people import actions as people_actions
from schakel.people.models import Person
from schakel.sharing.clients import client_page
from schakel.sharing.offer import CASE
from tests.personas import recorded
from tests.rooms.sharing import telling
from tests.rooms.sharing.telling import TODAY

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


@pytest.fixture
def haven(tarik: User) -> Organisation:
    return telling.shelter(tarik)


def told_of(row: Involvement, viewer: User) -> list[tuple[str, ...]]:
    """What of this person was told, a line each."""
    return [line.what for line in client_page(row.case, row.pk, viewer).lines]


def link(one: Person, other: Person, by: User) -> Any:
    return people_actions.link(one=one, other=other, by=by)


def person_of(row: Involvement) -> Person:
    return Person.objects.get(involvements=row)


def test_two_descriptions_that_turn_out_to_be_one_person_keep_what_was_told_of_either(
    case: Case, haven: Organisation, tarik: User, sanne: User
) -> None:
    earlier = telling.reported_again(sanne)
    marek, second = telling.victim(case), telling.second_victim(case, sanne)
    telling.given(case, haven, telling.whole(marek, chosen=(telling.key_of(marek, "name"),)), by=tarik)
    telling.given(case, haven, telling.whole(second, chosen=(telling.key_of(second, "phone"),)), by=tarik)
    assert (told_of(marek, tarik), told_of(second, tarik)) == ([("Naam",)], [("Telefoon",)])
    made = link(person_of(marek), person_of(second), tarik)
    for row in (marek, second):
        assert sorted(told_of(row, tarik)) == [("Naam",), ("Telefoon",)]
    # The earliest description gives all of them its identity: neither is known by what they were known by.
    Person.objects.filter(pk=earlier.pk).update(created_at=person_of(marek).created_at.replace(year=2020))
    link(earlier, person_of(marek), tarik)
    for row in (marek, second):
        assert sorted(told_of(row, tarik)) == [("Naam",), ("Telefoon",)]
    people_actions.undo_link(link=made, by=tarik)
    assert (told_of(marek, tarik), told_of(second, tarik)) == ([("Naam",)], [("Telefoon",)])


def test_what_was_told_of_the_case_stays_with_whom_it_was_about(
    case: Case, haven: Organisation, tarik: User, sanne: User
) -> None:
    earlier, marek = telling.reported_again(sanne), telling.victim(case)
    telling.given(case, haven, telling.whole(marek, chosen=(f"{CASE}:municipality",)), by=tarik)
    Person.objects.filter(pk=earlier.pk).update(created_at=person_of(marek).created_at.replace(year=2020))
    link(earlier, person_of(marek), tarik)
    assert told_of(marek, tarik) == [("Gemeente",)]


def test_whoever_left_the_case_is_still_told_and_still_stands_in_the_list(
    case: Case, haven: Organisation, tarik: User, sanne: User, desk: Desk
) -> None:
    second, boris = telling.second_victim(case, sanne), telling.suspect(case, tarik)
    telling.given(case, haven, telling.whole(second), by=tarik)
    for row in (second, boris):
        people.end(row=row, because="Woont in een andere regio.", by=tarik)
    assert told_of(second, tarik) == [("Naam", "Telefoon")]
    page = reverse("client_page", args=[case.id, second.pk])
    listed = desk(tarik).get(reverse("disclosures", args=[case.id])).text
    assert page in listed
    assert "slachtoffer, niet meer in de casus" in listed
    assert str(boris.pk) not in listed
    assert "Opvang De Haven" in desk(tarik).get(page).text
    assert desk(tarik).post(page)["Content-Type"] == "application/pdf"
    with pytest.raises(Http404):
        client_page(case, boris.pk, tarik)


def test_whoever_moved_to_another_case_is_not_found_by_who_stays_behind(
    case: Case, haven: Organisation, tarik: User, sanne: User
) -> None:
    colleague, moved = telling.colleague_in(case), telling.second_victim(case, sanne)
    telling.given(case, haven, telling.whole(moved), by=tarik)
    new = lineage.split(case=case, rows=[moved], reports=[], why="Twee verhalen.", by=tarik)
    assert told_of(moved, tarik) == told_of(telling.victim(new), tarik) == [("Naam", "Telefoon")]
    with pytest.raises(Http404):
        client_page(case, moved.pk, colleague)


def test_what_was_told_in_another_case_is_there_for_whoever_sees_that_case(
    case: Case, haven: Organisation, tarik: User, sanne: User, desk: Desk
) -> None:
    marek, colleague = telling.victim(case), telling.colleague_in(case)
    again = telling.reported_again(sanne, coordinator=tarik)
    there = Case.objects.select_related("compartment").get(involvements__person=again)
    telling.given(there, haven, telling.whole(telling.victim(there)), by=tarik)
    link(person_of(marek), again, tarik)
    assert told_of(marek, tarik) == [("Naam", "Telefoon")]
    assert told_of(marek, colleague) == []
    assert {event.object_id for event in recorded("disclosure:overview_read")} == {str(case.id), str(there.id)}
    page = reverse("client_page", args=[case.id, marek.pk])
    assert there.number in desk(tarik).get(page).text
    assert there.number not in desk(colleague).get(page).text
    access.exclude(compartment=there.compartment, user=sanne, by=tarik)
    assert told_of(marek, sanne) == []
