"""What the worker does: mail that says what a participant does not know yet, over a real server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.outbox.actions import withdraw
from schakel.outbox.delivery import deliver_due
from schakel.outbox.models import Outgoing
from schakel.training import asked_letters, letters, paper, queries, worker
from schakel.training.actions import (
    attending,
    certificates,
    correcting,
    enrolling,
    following,
    requesting,
    sessions,
)
from schakel.training.actions.enrolling import Said
from schakel.training.actions.requesting import Asked
from schakel.training.actions.sessions import as_said
from schakel.training.models import Certificate, Enrolment, Session, TrainingRequest
from schakel.training.news import UNMAILED
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
        asked_letters.tell_who_asked()
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
    event = icalendar.Calendar.from_ical(next(mail.iter_attachments()).get_content()).walk("VEVENT")[0]
    assert event["attendee"] == "mailto:ria@zorg.example"
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


def test_one_mailbox_is_not_filled_and_the_desk_sees_who_got_no_mail(
    box: Box, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MOST_FROM_AN_ADDRESS", 2)
    session = teaching.planned(officer)
    for number in range(4):
        teaching.enrolled(session, f"Ander {number}", "Ria@zorg.example" if number % 2 else "ria@zorg.example")
    round_at()
    assert len(box.taken) == 2
    assert list(Enrolment.objects.values_list("told", flat=True)) == ["place 0", "place 0", UNMAILED, UNMAILED]


def test_some_days_before_there_is_one_reminder(box: Box, session: Session) -> None:
    teaching.enrolled(session)
    round_at()
    for days in (2, 1):
        round_at(teaching.SOON - timedelta(days=days))
    assert [mail["Subject"].partition(":")[0] for mail in box.taken] == ["U bent ingeschreven", "Herinnering"]


def first_words(box: Box) -> list[str]:
    return [mail["Subject"].partition(":")[0] for mail in box.taken]


def test_of_a_programme_every_day_is_reminded_of_and_what_changes_is_told_before_anybody_is_thanked(
    box: Box, session: Session, officer: User
) -> None:
    later = teaching.SOON + timedelta(days=7)
    second = teaching.planned(officer, part_of=session, starts_at=later, ends_at=later + timedelta(hours=3))
    row = teaching.enrolled(session).enrolment
    for moment in (NOON, teaching.SOON - timedelta(days=2), teaching.SOON + timedelta(hours=1)):
        round_at(moment)
    assert first_words(box) == ["U bent ingeschreven", "Herinnering"]
    near = later - timedelta(days=2)
    round_at(near)
    assert first_words(box)[2:] == ["Herinnering"]
    with time.travel(near):
        attending.tick(session=session, enrolment=row, is_there=True, by=officer)
        sessions.close(session=session, by=officer)
        sessions.call_off(session=second, by=officer)
    for _ in range(3):
        round_at(near)
    assert first_words(box)[3:] == ["Gewijzigd", "Dank u wel"]
    assert "Gaat niet door: 10 december 2026." in text_of(box.taken[3])


def test_a_day_that_comes_to_a_programme_or_leaves_it_is_told(box: Box, session: Session, officer: User) -> None:
    teaching.enrolled(session)
    round_at()
    later = teaching.SOON + timedelta(days=7)
    second = teaching.planned(officer, part_of=session, starts_at=later, ends_at=later + timedelta(hours=3))
    round_at()
    sessions.change(session=second, said=replace(as_said(second), part_of=None), version=1, by=officer)
    round_at()
    assert first_words(box) == ["U bent ingeschreven", "Gewijzigd", "Gewijzigd"]
    texts = [text_of(mail) for mail in box.taken]
    assert ["10 december 2026" in text for text in texts] == [False, True, False]


def test_a_move_is_called_a_move_whether_the_day_comes_nearer_or_goes_away(
    box: Box, session: Session, officer: User
) -> None:
    teaching.enrolled(session)
    round_at()
    near, far = NOON + timedelta(days=10), teaching.SOON + timedelta(days=14)
    for version, starts_at in ((1, near), (2, far)):
        with time.travel(near - timedelta(days=2)):
            said = replace(as_said(session), starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
            sessions.change(session=session, said=said, version=version, by=officer)
        round_at(near - timedelta(days=2))
    round_at(far - timedelta(days=2))
    assert first_words(box) == ["U bent ingeschreven", "Gewijzigd", "Gewijzigd", "Herinnering"]


def test_a_programme_that_has_begun_still_tells_of_the_days_to_come(box: Box, session: Session, officer: User) -> None:
    teaching.enrolled(session)
    round_at()
    week = timedelta(days=7)
    said = teaching.said(starts_at=teaching.SOON + week, ends_at=teaching.SOON + week + timedelta(hours=3))
    second = sessions.plan(said=replace(said, part_of=session), by=officer)
    round_at()
    between = teaching.SOON + timedelta(days=1)
    with time.travel(between):
        sessions.change(session=second, said=replace(as_said(second), place="Zaal Noord"), version=1, by=officer)
    round_at(between)
    assert [mail["Subject"].partition(":")[0] for mail in box.taken] == [
        "U bent ingeschreven",
        "Gewijzigd",
        "Gewijzigd",
    ]
    assert "Zaal Noord" in text_of(box.taken[-1])


def test_an_address_that_is_refused_shows_at_the_desk_and_is_not_tried_for_ever_until_it_is_put_right(
    box: Box, session: Session, officer: User
) -> None:
    box.refuse["rcpt"] = ["550 no such user"]
    row = teaching.enrolled(session).enrolment
    for _ in range(3):
        round_at()
    assert box.taken == []
    assert letters.failed_for([row]) == {row.pk}
    correcting.put_right(enrolment=row, name="Ria Bosch", email="ria@zorg.example", by=officer)
    assert letters.failed_for([row]) == set()
    box.refuse.clear()
    for _ in range(2):
        round_at()
    assert subjects(box) == ["ria@zorg.example: U bent ingeschreven: Signalen herkennen"]
    assert "Beste Ria Bosch," in text_of(box.taken[0])


def test_who_walked_in_without_an_address_is_asked_about_at_no_round(box: Box, session: Session, officer: User) -> None:
    evening = teaching.SOON + timedelta(hours=5)
    with time.travel(evening):
        row = attending.walk_in(session=session, said=Said("Bo Daal"), by=officer)
        sessions.close(session=session, by=officer)
    for _ in range(2):
        round_at(evening)
    assert not Outgoing.objects.exists()
    row.refresh_from_db()
    assert row.told == "after"


def test_what_somebody_took_back_is_not_asked_for_again_and_what_comes_later_is_told(
    box: Box, session: Session, officer: User
) -> None:
    box.refuse["rcpt"] = ["550 no such user"]
    teaching.enrolled(session)
    round_at()
    withdraw(message=Outgoing.objects.get(), by=officer)
    for _ in range(2):
        round_at()
    assert box.taken == []
    sessions.call_off(session=session, by=officer)
    round_at()
    assert subjects(box) == ["ria@zorg.example: Gaat niet door: Signalen herkennen"]


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
    first = Certificate.objects.get()
    with pytest.raises(NotPossible, match="al een geldig"):
        certificates.give_anew(enrolment=made.enrolment, printer=paper.certificate_pdf, by=officer)
    certificates.withdraw(certificate=first, by=officer)
    round_at(evening)
    certificates.give_anew(enrolment=made.enrolment, printer=paper.certificate_pdf, by=officer)
    round_at(evening)
    assert first_words(box)[-2:] == ["Uw certificaat is ingetrokken", "Uw certificaat"]
    old = queries.certificate_with(first.number)
    assert old is not None
    assert old.withdrawn_at is not None
    assert Certificate.objects.get(withdrawn_at=None).enrolment_id == made.enrolment.pk


def test_who_wants_to_hear_more_is_mailed_once_and_nobody_else(box: Box, session: Session, officer: User) -> None:
    made = teaching.enrolled(session)
    with pytest.raises(NotPossible, match="nog niemand"):
        following.write(session=session, subject="Verdieping", body="In mei is er een vervolg.", by=officer)
    enrolling.wish(secret=made.secret, wants_more=True)
    round_at()
    following.write(session=session, subject="Verdieping", body="In mei is er een vervolg.", by=officer)
    with pytest.raises(NotPossible, match="al geschreven"):
        following.write(session=session, subject="Verdieping", body="In mei is er een vervolg.", by=officer)
    for _ in range(2):
        round_at()
    assert subjects(box)[1:] == ["ria@zorg.example: Verdieping"]
    enrolling.wish(secret=made.secret, wants_more=False)
    with pytest.raises(NotPossible):
        following.write(session=session, subject="Nog een", body="Kom ook.", by=officer)


def test_a_mail_about_what_follows_that_did_not_arrive_shows_at_who_it_was_for(
    box: Box, session: Session, officer: User, desk: Any
) -> None:
    made = teaching.enrolled(session)
    round_at()
    enrolling.wish(secret=made.secret, wants_more=True)
    following.write(session=session, subject="Verdieping", body="In mei is er een vervolg.", by=officer)
    box.refuse["rcpt"] = ["550 no such user"]
    round_at()
    assert letters.failed_for([made.enrolment]) == {made.enrolment.pk}
    pages = [desk(officer).get(f"/scholing/{session.pk}/{end}").content.decode() for end in ("", "vervolg/")]
    assert "mail kwam niet aan" in pages[0]
    assert ("Verstuurd aan 0 van 1." in pages[1], "Bij 1 deelnemer." in pages[1]) == (True, True)


def asked_for() -> TrainingRequest:
    said = Asked("Het Voorbeeldcollege", "Mees Bos", "mees@school.example", wishes="Liefst in januari.")
    return requesting.ask_training(course=None, audience="school", municipality="GM0153", people=30, said=said)


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def test_who_asks_for_a_training_hears_that_it_came_in_when_it_is_and_when_it_moves(box: Box, officer: User) -> None:
    asked = asked_for()
    for _ in range(2):
        round_at()
    session = sessions.plan(said=teaching.said(), asked=asked, by=officer)
    for _ in range(2):
        round_at()
    sessions.change(session=session, said=replace(as_said(session), place="Zaal Noord"), version=1, by=officer)
    round_at()
    session.refresh_from_db()
    sessions.call_off(session=session, by=officer)
    round_at()
    assert subjects(box) == [
        f"mees@school.example: {subject}"
        for subject in (
            "Wij hebben uw aanvraag", "Gepland: Signalen herkennen", "Gewijzigd: Signalen herkennen",
            "Gaat niet door: Signalen herkennen",
        )
    ]  # fmt: skip
    assert f"/professionals/agenda/{session.pk}/" in text_of(box.taken[1])
    assert "Zaal Noord" in text_of(box.taken[2])


def test_who_is_refused_a_training_hears_why(box: Box, officer: User) -> None:
    asked = asked_for()
    sessions.decline(asked=asked, why="Wij zijn tot de zomer bezet.", by=officer)
    for _ in range(2):
        round_at()
    (mail,) = box.taken
    assert (mail["Subject"], "tot de zomer bezet" in text_of(mail)) == ("Uw aanvraag kan niet doorgaan", True)
    with pytest.raises(NotPossible, match="al afgehandeld"):
        sessions.decline(asked=asked, why="Nog eens.", by=officer)
