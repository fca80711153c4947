"""What is let go: who took part, a year after it was over, and who asked for something that nobody handled."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from schakel.access.models import User
from schakel.core import time
from schakel.intake import intake_keys
from schakel.training import paper, queries, worker
from schakel.training.actions import attending, certificates, requesting, sessions
from schakel.training.actions.opening import words_of
from schakel.training.models import Certificate, Enrolment, Evaluation, Session, TrainingRequest
from schakel.vault import records, store
from tests.rooms.training import teaching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time.travel(teaching.NOW):
        yield


@pytest.fixture
def officer() -> User:
    return teaching.officer()


@pytest.fixture
def session(officer: User) -> Session:
    return teaching.planned(officer, capacity=1)


def test_a_year_later_nobody_can_read_who_it_was_and_the_certificate_still_verifies(
    session: Session, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    made = teaching.enrolled(session)
    worker.open_what_came_in()
    evening = teaching.SOON + timedelta(hours=5)
    with time.travel(evening):
        attending.tick(session=session, enrolment=made.enrolment, is_there=True, by=officer)
        said = {"a": 1}
        requesting.evaluate(session=session, code=made.enrolment.code, scores=said, remark="Dank aan Inge.")
        sessions.close(session=session, by=officer)
        certificates.give_all(session=session, printer=paper.certificate_pdf, by=officer)
    worker.open_what_came_in()
    with time.travel(teaching.SOON + worker.KEPT - timedelta(days=2)):
        assert worker.let_go() == 0, "not before its time"
    with time.travel(teaching.SOON + worker.KEPT + timedelta(days=2)), django_capture_on_commit_callbacks(execute=True):
        assert worker.let_go() == 2
        assert worker.let_go() == 0
    row = Enrolment.objects.get()
    assert (row.content, row.person, words_of(row)["name"]) == (None, None, records.DESTROYED)
    assert row.data_key is not None
    assert store.fetch({row.data_key})[row.data_key].wrapped is None
    assert Evaluation.objects.get().scores == {"a": 1}, "the mark points at nobody and stays"
    number = Certificate.objects.get().number
    found = queries.certificate_with(f"{number[:4].lower()} {number[4:8]}-{number[8:]}")
    assert found is not None
    assert (found.title, found.minutes) == ("Signalen herkennen", 180)


def test_a_request_that_nobody_handled_is_let_go_a_year_after_it_came() -> None:
    said = requesting.Asked("Hotel De Brug", "Bo Daal", "bo@hotel.example")
    requesting.ask_training(course=None, audience="hotel", municipality="GM0153", people=9, said=said)
    worker.open_what_came_in()
    with time.travel(time.now() + worker.KEPT - timedelta(days=1)):
        assert worker.let_go() == 0
    with time.travel(time.now() + worker.KEPT + timedelta(days=1)):
        assert (worker.let_go(), worker.let_go()) == (1, 0)
    row = TrainingRequest.objects.get()
    assert (row.state, row.content, row.people) == ("declined", None, 9)


def test_an_intake_key_is_kept_as_long_as_something_is_sealed_to_it(session: Session) -> None:
    before = sum(intake_keys.sealed_to().values())
    teaching.enrolled(session)
    assert sum(intake_keys.sealed_to().values()) == before + 1
    worker.open_what_came_in()
    assert sum(intake_keys.sealed_to().values()) == before
