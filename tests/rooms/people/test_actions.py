"""Linking and unlinking: whoever is linked counts once, and undoing restores both exactly."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.cases import actions as cases
from schakel.cases.actions import Decision, Recognised
from schakel.cases.states import CaseUrgency, Outcome
from schakel.intake import actions as intake
from schakel.people import actions, queries
from schakel.people.details import PersonDetails
from schakel.people.models import Link, NameToken, Person
from schakel.vault.models import DataKey
from schakel.vault.records import DecryptionError, Destroyed
from tests.rooms import chain
from tests.rooms.meanwhile import held_at

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
COUNT = 6


@pytest.fixture
def worker() -> User:
    return chain.account(Role.INTAKE_WORKER)


def persons(count: int, by: User) -> list[Person]:
    """So many descriptions, all from one report."""
    report, _ = chain.hand_in()
    return [
        actions.create(report=report, details=PersonDetails(DAY), compartment=report.compartment, by=by)
        for _ in range(count)
    ]


def identities() -> dict[UUID, UUID]:
    return dict(Person.objects.values_list("id", "identity"))


@dataclass
class Oracle:
    """The same in plain Python: who belongs together is looked for anew each time, by walking along the links."""

    order: list[UUID]
    links: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict)

    def group_of(self, start: UUID) -> set[UUID]:
        group, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            for pair in self.links.values():
                if here in pair:
                    new = set(pair) - group
                    group |= new
                    waiting.extend(new)
        return group

    def identities(self) -> dict[UUID, UUID]:
        return {one: min(self.group_of(one), key=self.order.index) for one in self.order}


# What to do next: link two, or undo a link that is in force.
steps = st.lists(
    st.tuples(st.just("link"), st.integers(0, COUNT - 1), st.integers(0, COUNT - 1))
    | st.tuples(st.just("undo"), st.integers(0, 20), st.just(0)),
    max_size=16,
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(steps)
def test_any_sequence_of_links_and_undos_gives_the_groups_that_the_links_in_force_make(
    todo: list[tuple[str, int, int]],
) -> None:
    with chain.rolled_back():
        by = chain.account(Role.INTAKE_WORKER)
        people = sorted(persons(COUNT, by), key=lambda person: (person.created_at, person.id))
        oracle = Oracle([person.id for person in people])
        made: dict[UUID, Link] = {}
        for verb, first, second in todo:
            if verb == "link":
                one, other = people[first], people[second]
                if other.id in oracle.group_of(one.id):
                    with pytest.raises(ValueError, match="al dezelfde"):
                        actions.link(one=one, other=other, by=by)
                    continue
                link = actions.link(one=one, other=other, by=by)
                made[link.id], oracle.links[link.id] = link, (one.id, other.id)
            elif made:
                link_id = sorted(made)[first % len(made)]
                actions.undo_link(link=made.pop(link_id), by=by)
                del oracle.links[link_id]
            assert identities() == oracle.identities()
        for link in made.values():
            actions.undo_link(link=link, by=by)
        assert identities() == {person.id: person.id for person in people}


def test_linking_changes_nothing_of_what_was_said(worker: User) -> None:
    one = chain.person(PersonDetails(DAY, name="Ana"), by=worker)
    other = chain.person(PersonDetails(DAY, name="Anna", gender="woman"), by=worker)
    before = list(Person.objects.order_by("id").values_list("id", "details", "report", "compartment"))
    link = actions.link(one=other, other=one, by=worker)
    assert list(Person.objects.order_by("id").values_list("id", "details", "report", "compartment")) == before
    actions.undo_link(link=link, by=worker)
    assert identities() == {one.id: one.id, other.id: other.id}


def test_an_undone_link_stays_on_record_and_is_undone_once(worker: User) -> None:
    one, other = persons(2, worker)
    link = actions.link(one=one, other=other, by=worker)
    actions.undo_link(link=link, by=worker)
    with pytest.raises(ValueError, match="al ongedaan"):
        actions.undo_link(link=link, by=worker)
    link.refresh_from_db()
    assert (link.made_by, link.undone_by) == (worker, worker)
    assert link.undone_at is not None
    tags = Event.objects.filter(tag__startswith="person:").order_by("sequence").values_list("tag", flat=True)
    assert list(tags) == ["person:created", "person:created", "person:linked", "person:unlinked"]


def test_whoever_is_linked_is_held_before_the_log_is(worker: User, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, third = persons(3, worker)
    for act in (
        lambda: actions.link(one=one, other=other, by=worker),
        lambda: actions.link(one=third, other=other, by=worker),
        lambda: actions.undo_link(link=Link.objects.get(one=third), by=worker),
    ):
        before, seen = Event.objects.count(), {person.pk for person in Person.objects.exclude(pk=third.pk)}
        with monkeypatch.context() as patch:
            held = held_at(patch)
            act()
        assert {held[pk] for pk in seen} == {before}


def test_whoever_is_recognised_in_a_report_is_held_before_the_log_is(
    worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    (known,) = persons(1, worker)
    report, _ = chain.hand_in()
    intake.open_report(report=report, by=worker)
    before, held = Event.objects.count(), held_at(monkeypatch)
    decision = Decision(True, "Past bij het doel.", CaseUrgency.ORDINARY, Outcome.NO_FURTHER_ACTION)
    named = [Recognised(PersonDetails(DAY), same_as=known)]
    cases.triage(report=report, decision=decision, people_named=named, by=worker)
    assert held[known.pk] == before


def test_nobody_is_linked_to_themselves(worker: User) -> None:
    (person,) = persons(1, worker)
    with pytest.raises(ValueError, match="al dezelfde"):
        actions.link(one=person, other=person, by=worker)
    assert not Link.objects.exists()


def test_correcting_replaces_the_details_and_the_names_to_find_them_by(worker: User) -> None:
    person = chain.person(PersonDetails(DAY, name="Ana Bos", nickname="Rooie"), by=worker)
    before = set(map(bytes, NameToken.objects.values_list("token", flat=True)))
    corrected = PersonDetails(DAY, name="Ana Bosch")
    actions.correct(person=person, details=corrected, by=worker)
    person.refresh_from_db()
    after = set(map(bytes, NameToken.objects.values_list("token", flat=True)))
    assert queries.read(person) == corrected
    assert (len(before), len(after), before & after) == (2, 1, set())


def test_a_persons_details_can_not_be_put_in_another_persons_place(worker: User) -> None:
    one, other = persons(2, worker)
    Person.objects.filter(pk=one.pk).update(details=other.details, data_key=other.data_key)
    one.refresh_from_db()
    with pytest.raises(DecryptionError):
        queries.read(one)


def test_a_destroyed_key_makes_a_person_unreadable(worker: User) -> None:
    (person,) = persons(1, worker)
    DataKey.objects.filter(pk=person.data_key).update(wrapped=None)
    assert queries.read(person).is_destroyed
    assert queries.read(person).display_name == "Gegevens vernietigd"
    DataKey.objects.filter(pk=person.data_key).delete()
    assert queries.read(person).is_destroyed
    with pytest.raises(Destroyed):
        actions.correct(person=person, details=queries.read(person), by=worker)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_links_made_at_the_same_moment_end_in_one_group() -> None:
    by = chain.account(Role.INTAKE_WORKER)
    people = persons(8, by)

    def linking(one: Person, other: Person) -> Any:
        return lambda: actions.link(one=one, other=other, by=by)

    outcomes = chain.at_once(*[linking(*pair) for pair in pairwise(people)])
    assert all(isinstance(outcome, Link) for outcome in outcomes)
    first = min(people, key=lambda person: (person.created_at, person.id))
    assert set(identities().values()) == {first.id}
