"""Places in a session: two hundred at the same second, nobody overtakes, and a place that comes free goes to who waits longest."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections

from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.training import worker
from schakel.training.actions import enrolling, sessions
from schakel.training.actions.enrolling import Said
from schakel.training.actions.sessions import as_said
from schakel.training.kinds import EnrolmentState
from schakel.training.models import Enrolment, Session
from schakel.training.queries import places_of, position_of
from tests.rooms.training import teaching

PLACE, WAITING, CANCELLED = EnrolmentState.PLACE, EnrolmentState.WAITING, EnrolmentState.CANCELLED


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time.travel(teaching.NOW):
        yield


def _many(session: Session, count: int) -> list[int]:
    """So many people enrol at once; the numbers they got, in the order in which they were served."""

    def one(number: int) -> int:
        try:
            with time.travel(teaching.NOW):
                made = enrolling.enrol(
                    session_id=session.pk, said=Said(f"Deelnemer {number}", f"d{number}@zorg.example")
                )
            return made.enrolment.number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=25) as people:
        return list(people.map(one, range(count)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_hundred_in_the_same_second_are_twenty_places_and_a_line_of_a_hundred_and_eighty() -> None:
    session = teaching.planned(teaching.officer())
    numbers = _many(session, 200)
    assert sorted(numbers) == list(range(1, 201))
    assert teaching.list_of(session, PLACE) == list(range(1, 21))
    assert teaching.list_of(session, WAITING) == list(range(21, 201))
    last = Enrolment.objects.get(session=session, number=200)
    assert position_of(last) == 180


@pytest.mark.django_db
def test_who_waits_longest_gets_the_place_and_nobody_new_overtakes() -> None:
    session = teaching.planned(teaching.officer(), capacity=2)
    made = [teaching.enrolled(session, f"Deelnemer {number}") for number in range(4)]
    enrolling.leave(secret=made[0].secret)
    # The place is free, and two wait for it: whoever comes now stands behind them.
    newcomer = teaching.enrolled(session, "Nieuw").enrolment
    assert newcomer.state == WAITING
    assert worker.fill_free_places() == 1
    assert (teaching.list_of(session, PLACE), teaching.list_of(session, WAITING)) == ([2, 3], [4, 5])
    assert worker.fill_free_places() == 0


@pytest.mark.django_db
def test_leaving_twice_is_leaving_once_and_not_possible_afterwards() -> None:
    session = teaching.planned(teaching.officer(), capacity=1)
    made, late = teaching.enrolled(session), teaching.enrolled(session, "Bo")
    enrolling.leave(secret=made.secret)
    enrolling.leave(secret=made.secret)
    with time.travel(teaching.SOON + timedelta(minutes=5)), pytest.raises(NotPossible, match="al geweest"):
        enrolling.leave(secret=late.secret)
    with time.travel(teaching.SOON + timedelta(minutes=5)):
        assert worker.fill_free_places() == 0, "it has begun: nobody can come any more"


@pytest.mark.django_db
def test_more_capacity_lets_the_first_in_the_line_move_up() -> None:
    officer = teaching.officer()
    session = teaching.planned(officer, capacity=1)
    for number in range(4):
        teaching.enrolled(session, f"Deelnemer {number}")
    sessions.change(session=session, said=replace(as_said(session), capacity=3), version=1, by=officer)
    assert (teaching.list_of(session, PLACE), teaching.list_of(session, WAITING)) == ([1, 2, 3], [4])
    session.refresh_from_db()
    assert session.sequence == 0, "a larger room moves nobody's calendar"


@pytest.mark.django_db
def test_a_session_with_people_in_it_does_not_vanish_into_a_programme() -> None:
    officer = teaching.officer()
    session, first = teaching.planned(officer), teaching.planned(officer)
    teaching.enrolled(session)
    for part_of in (first, session):
        with pytest.raises(NotPossible):
            sessions.change(session=session, said=replace(as_said(session), part_of=part_of), version=1, by=officer)
    session.refresh_from_db()
    assert session.part_of is None


@pytest.mark.django_db
def test_the_same_person_twice_falls_out_and_another_name_on_the_same_address_stands() -> None:
    session = teaching.planned(teaching.officer(), capacity=2)
    teaching.enrolled(session, "Ria Bos", "ria@zorg.example")
    second = teaching.enrolled(session, " ria  BOS ", "Ria@Zorg.example")
    teaching.enrolled(session, "Bo Daal", "ria@zorg.example")
    assert worker.open_what_came_in() == 3
    assert teaching.list_of(session, EnrolmentState.DOUBLE) == [2]
    assert teaching.list_of(session, PLACE) == [1, 3], "the place of the double went to who waited"
    assert places_of([session])[session.pk].waiting == 0
    with pytest.raises(NotPossible, match="eerste mail"):
        enrolling.leave(secret=second.secret)
    row = Enrolment.objects.get(session=session, number=3)
    assert (row.read()["name"], row.sealed) == ("Bo Daal", None)


@pytest.mark.django_db
def test_who_left_may_enrol_again() -> None:
    session = teaching.planned(teaching.officer())
    first = teaching.enrolled(session)
    worker.open_what_came_in()
    enrolling.leave(secret=first.secret)
    again = teaching.enrolled(session).enrolment
    worker.open_what_came_in()
    again.refresh_from_db()
    assert again.state == PLACE


@pytest.mark.django_db
def test_nobody_enrols_for_what_is_off_or_over() -> None:
    officer = teaching.officer()
    off, over = teaching.planned(officer), teaching.planned(officer)
    sessions.call_off(session=off, by=officer)
    with pytest.raises(NotPossible, match="afgelast"):
        teaching.enrolled(off)
    with time.travel(teaching.SOON + timedelta(minutes=1)), pytest.raises(NotPossible, match="al geweest"):
        teaching.enrolled(over)
    assert not Enrolment.objects.exists()


@pytest.mark.django_db
def test_what_can_not_be_opened_stays_and_stops_nobody_else() -> None:
    session = teaching.planned(teaching.officer())
    broken, fine = teaching.enrolled(session, "Bo"), teaching.enrolled(session)
    Enrolment.objects.filter(pk=broken.enrolment.pk).update(sealed=b"\x01 niets")
    assert worker.open_what_came_in() == 1
    assert Enrolment.objects.get(pk=fine.enrolment.pk).sealed is None
