"""What the worker does: mail that says what a participant does not know yet, over a real server, and letting go in time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.intake import intake_keys
from schakel.outbox.delivery import deliver_due
from schakel.training import letters, paper, queries, worker
from schakel.training.actions import attending, certificates, enrolling, following, requesting, sessions
from schakel.training.actions.opening import words_of
from schakel.training.actions.sessions import as_said
from schakel.training.models import Certificate, Enrolment, Evaluation, Session
from schakel.vault import records, store
from tests.rooms.outbox.servers import Box, for_partners
from tests.rooms.training import teaching

pytestmark = pytest.mark.django_db
NOON = teaching.NOW


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    """A mail server on loopback."""
    with for_partners(settings) as served, time.travel(NOON):
        yield served


@pytest.fixture
def officer(box: Box) -> User:
    return teaching.officer()


@pytest.fixture
def session(officer: User) -> Session:
    return teaching.planned(officer, capacity=1)


def round_at(moment: datetime = NOON) -> None:
    """Everything the worker does, once."""
    with time.travel(moment):
        worker.open_what_came_in()
        worker.fill_free_places()
        letters.tell_everybody()
        deliver_due()


def subjects(box: Box) -> list[str]:
    return [f"{mail['To']}: {mail['Subject']}" for mail in box.taken]


def calendar_on(mail: Any) -> tuple[str, int]:
    """The method and the sequence of the calendar file."""
    (file,) = mail.iter_attachments()
    made = icalendar.Calendar.from_ical(file.get_content())
    return str(made["method"]), int(made.walk("VEVENT")[0]["sequence"])


def test_everybody_hears_what_they_got_and_nothing_twice(box: Box, session: Session) -> None:
    made = teaching.enrolled(session)
    teaching.enrolled(session, "Bo Daal", "bo@zorg.example")
    for _ in range(2):
        round_at()
    assert sorted(subjects(box)) == [
        "bo@zorg.example: U staat op de wachtlijst: Signalen herkennen",
        "ria@zorg.example: U bent ingeschreven: Signalen herkennen",
    ]
    mail = next(mail for mail in box.taken if mail["To"] == "ria@zorg.example")
    assert calendar_on(mail) == ("REQUEST", 0)
    text = str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert f"/professionals/inschrijving/{made.secret}/" in text
    assert made.enrolment.code in text


def test_moving_up_moving_and_calling_off_are_each_told(box: Box, session: Session, officer: User) -> None:
    first = teaching.enrolled(session)
    teaching.enrolled(session, "Bo Daal", "bo@zorg.example")
    round_at()
    enrolling.leave(secret=first.secret)
    round_at()
    said = replace(as_said(session), place="Zaal Noord")
    sessions.change(session=session, said=said, version=1, by=officer)
    round_at()
    session.refresh_from_db()
    sessions.call_off(session=session, by=officer)
    round_at()
    bo = [mail for mail in box.taken if mail["To"] == "bo@zorg.example"]
    assert [mail["Subject"].partition(":")[0] for mail in bo] == [
        "U staat op de wachtlijst", "U hebt nu een plaats", "Gewijzigd", "Gaat niet door",
    ]  # fmt: skip
    assert [calendar_on(mail) for mail in bo[1:]] == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    ria = [mail for mail in box.taken if mail["To"] == "ria@zorg.example"]
    assert calendar_on(ria[-1])[0] == "CANCEL"
    assert ria[-1]["Subject"].startswith("U bent afgemeld")


def test_who_stood_there_already_hears_that_nothing_changes(box: Box, session: Session) -> None:
    for _ in range(2):
        teaching.enrolled(session)
    round_at()
    assert sorted(subject.partition(": ")[2].partition(":")[0] for subject in subjects(box)) == [
        "U bent ingeschreven", "U stond al ingeschreven",
    ]  # fmt: skip


def test_some_days_before_there_is_one_reminder(box: Box, session: Session) -> None:
    teaching.enrolled(session)
    round_at()
    for days in (2, 1):
        round_at(teaching.SOON - timedelta(days=days))
    assert [mail["Subject"].partition(":")[0] for mail in box.taken] == ["U bent ingeschreven", "Herinnering"]


def test_an_address_that_is_refused_shows_at_the_desk_and_is_not_tried_for_ever(box: Box, session: Session) -> None:
    box.refuse["rcpt"] = ["550 no such user"]
    row = teaching.enrolled(session).enrolment
    for _ in range(3):
        round_at()
    assert box.taken == []
    assert letters.failed_for([row]) == {row.pk}


def test_a_certificate_is_announced_to_who_was_there(box: Box, session: Session, officer: User) -> None:
    made = teaching.enrolled(session)
    round_at()
    evening = teaching.SOON + timedelta(hours=5)
    with time.travel(evening):
        attending.tick(session=session, enrolment=made.enrolment, is_there=True, by=officer)
        sessions.close(session=session, by=officer)
        certificates.give_all(session=session, printer=paper.certificate_pdf, by=officer)
    round_at(evening)
    assert subjects(box)[-1] == "ria@zorg.example: Uw certificaat: Signalen herkennen"


def test_who_wants_to_hear_more_is_mailed_once_and_nobody_else(box: Box, session: Session, officer: User) -> None:
    made = teaching.enrolled(session)
    with pytest.raises(NotPossible, match="nog niemand"):
        following.write(session=session, subject="Verdieping", body="In mei is er een vervolg.", by=officer)
    enrolling.wish(secret=made.secret, wants_more=True)
    round_at()
    following.write(session=session, subject="Verdieping", body="In mei is er een vervolg.", by=officer)
    for _ in range(2):
        round_at()
    assert subjects(box)[1:] == ["ria@zorg.example: Verdieping"]
    enrolling.wish(secret=made.secret, wants_more=False)
    with pytest.raises(NotPossible):
        following.write(session=session, subject="Nog een", body="Kom ook.", by=officer)


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


def test_a_request_that_nobody_handled_is_let_go_a_year_after_it_came(db: None) -> None:
    said = requesting.Asked("Hotel De Brug", "Bo Daal", "bo@hotel.example")
    row = requesting.ask_training(course=None, audience="hotel", municipality="GM0153", people=9, said=said)
    worker.open_what_came_in()
    with time.travel(time.now() + worker.KEPT - timedelta(days=1)):
        assert worker.let_go() == 0
    with time.travel(time.now() + worker.KEPT + timedelta(days=1)):
        assert (worker.let_go(), worker.let_go()) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.content, row.people) == ("declined", None, 9)


def test_an_intake_key_is_kept_as_long_as_something_is_sealed_to_it(session: Session) -> None:
    before = sum(intake_keys.sealed_to().values())
    teaching.enrolled(session)
    assert sum(intake_keys.sealed_to().values()) == before + 1
    worker.open_what_came_in()
    assert sum(intake_keys.sealed_to().values()) == before
