"""Training at the desk: plan, change, tick, certify; for whoever has this work and for nobody else."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.publications.models import Publication, PublicationState
from schakel.training import worker
from schakel.training.actions import certificates, requesting, sessions
from schakel.training.actions.certificates import document_of
from schakel.training.actions.requesting import Asked
from schakel.training.kinds import EnrolmentState, SessionState
from schakel.training.models import Attendance, Certificate, CourseType, Enrolment, Evaluation, Session, TrainingRequest
from tests.personas import recorded
from tests.rooms.meanwhile import before_held
from tests.rooms.training import teaching

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
FORM = {
    "kind": "course", "title": "Signalen herkennen", "audience": "care", "training_on": "2026-12-03", "begins": "13:00",
    "ends": "16:00", "capacity": "20", "place": "Zaal De Brug", "municipality": "GM0153", "is_public": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time.travel(teaching.NOW):
        yield


@pytest.fixture
def officer() -> User:
    return teaching.officer()


@pytest.fixture
def lotte(officer: User, desk: Desk) -> Client:
    return desk(officer)


def words(response: Any) -> str:
    return unescape(response.content.decode())


def test_a_session_is_planned_from_what_an_organisation_asked(lotte: Client) -> None:
    said = Asked("Het Voorbeeldcollege", "Mees", "mees@school.example")
    asked = requesting.ask_training(course=None, audience="school", municipality="GM0153", people=30, said=said)
    assert f"/scholing/aanvragen/{asked.pk}/" in words(lotte.get("/scholing/"))
    worker.open_what_came_in()
    assert "mees@school.example" in words(lotte.get(f"/scholing/aanvragen/{asked.pk}/"))
    form = words(lotte.get(f"/scholing/plannen/?aanvraag={asked.pk}"))
    assert "Het Voorbeeldcollege" in form
    lotte.post(f"/scholing/plannen/?aanvraag={asked.pk}", FORM)
    asked.refresh_from_db()
    assert (asked.state, asked.session) == ("planned", Session.objects.get())
    assert TrainingRequest.objects.get().finished_at is not None
    assert lotte.post(f"/scholing/plannen/?aanvraag={asked.pk}", FORM).status_code == 409


def test_a_refusal_needs_a_reason_that_stands_there_afterwards(lotte: Client) -> None:
    said = Asked("Het Voorbeeldcollege", "Mees", "mees@school.example")
    asked = requesting.ask_training(course=None, audience="school", municipality="GM0153", people=30, said=said)
    page = f"/scholing/aanvragen/{asked.pk}/"
    empty = lotte.post(f"{page}afwijzen/", {"why": " "})
    assert (empty.status_code, "Schrijf op waarom." in words(empty)) == (422, True)
    lotte.post(f"{page}afwijzen/", {"why": "Wij zijn bezet."})
    assert "Wij zijn bezet." in words(lotte.get(page))
    again = lotte.post(f"{page}afwijzen/", {"why": "Nog eens."})
    assert (again.status_code, "al afgehandeld" in words(again)) == (409, True)


def test_who_changes_second_sees_what_the_first_changed_and_keeps_their_words(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer)
    address = f"/scholing/{session.pk}/wijzigen/"
    assert lotte.post(address, FORM | {"version": "1", "trainer": "Inge"}).status_code == 303
    second = lotte.post(address, FORM | {"version": "1", "trainer": "Karel", "about": "Mijn woorden."})
    page = words(second)
    assert second.status_code == 409
    assert ["Inge" in page, "Karel" in page, "Mijn woorden." in page, 'value="2"' in page] == [True] * 4
    assert lotte.post(address, FORM | {"version": "2", "trainer": "Karel"}).status_code == 303
    assert Session.objects.get().trainer == "Karel"


def test_an_end_before_the_beginning_gets_a_sentence(lotte: Client) -> None:
    response = lotte.post("/scholing/plannen/", FORM | {"ends": "12:00"})
    assert (response.status_code, "ligt voor de begintijd" in words(response)) == (409, True)


def test_what_was_given_elsewhere_is_one_short_form(lotte: Client) -> None:
    said = {
        "kind": "information",
        "title": "Wat is mensenhandel?",
        "given_on": "2026-11-02",
        "audience": "chain",
        "reached": "24",
    }
    assert lotte.post("/scholing/elders/", said).status_code == 303
    twice = lotte.post("/scholing/elders/", said)
    assert (twice.status_code, "Dit staat er al." in words(twice)) == (409, True)
    assert Session.objects.get().reached == 24
    assert "24" in words(lotte.get("/scholing/"))
    address = f"/scholing/{Session.objects.get().pk}/verbeteren/"
    assert 'value="24"' in words(lotte.get(address))
    assert lotte.post(address, said | {"reached": "240", "version": "1"}).status_code == 303
    assert lotte.post(address, said | {"reached": "25", "version": "1"}).status_code == 409
    assert (Session.objects.get().reached, '"was":24' in recorded("training:corrected")[-1].detail_text) == (240, True)
    Publication.objects.create(year=2026, revision=1, state=PublicationState.PROPOSED)
    frozen = lotte.post(address, said | {"reached": "24", "version": "2"})
    assert (frozen.status_code, "staan vast" in words(frozen), Session.objects.get().reached) == (409, True, 240)
    assert "nog niet geweest" in words(lotte.post("/scholing/elders/", said | {"given_on": "2026-12-01"}))


def test_a_number_that_is_frozen_while_one_corrects_it_stays(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = teaching.NOW - timedelta(days=14)
    said = teaching.said(starts_at=before, ends_at=before + timedelta(hours=2), capacity=None, is_public=False)
    session = sessions.write_down(said=said, reached=24, by=officer)
    Publication.objects.create(year=2026, revision=1)
    before_held(monkeypatch, Publication, lambda: Publication.objects.update(state=PublicationState.PROPOSED))
    with pytest.raises(NotPossible, match="staan vast"):
        sessions.correct(session=session, said=said, reached=25, version=1, by=officer)


def test_names_stand_in_the_list_and_reading_it_is_recorded(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer)
    teaching.enrolled(session)
    worker.open_what_came_in()
    page = words(lotte.get(f"/scholing/{session.pk}/"))
    assert ("Ria Bos" in page, "ria@zorg.example" in page) == (True, True)
    assert recorded("training:participants_read")[-1].actor_id == officer.actor_id


def test_on_the_day_somebody_is_ticked_by_button_or_code_and_walks_in(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer)
    row = teaching.enrolled(session).enrolment
    worker.open_what_came_in()
    tick = f"/scholing/{session.pk}/aanwezig/{row.pk}/"
    assert "nog niet begonnen" in words(lotte.post(tick, {"is_there": "ja"}, follow=True))
    with time.travel(teaching.SOON):
        lotte.post(tick, {"is_there": "ja"})
        lotte.post(tick, {"is_there": "nee"})
        assert not Attendance.objects.exists()
        assert "Ria Bos is er." in words(
            lotte.post(f"/scholing/{session.pk}/aanwezig/", {"code": row.code}, follow=True)
        )
        lotte.post(f"/scholing/{session.pk}/zonder-inschrijving/", {"nieuw-name": "Bo Daal"})
        page = words(lotte.get(f"/scholing/{session.pk}/aanwezig/"))
    assert ("2 van 2 aanwezig" in page, "Bo Daal" in page) == (True, True)
    assert Enrolment.objects.get(number=2).sealed is None, "the desk needs no seal"


def test_what_a_participant_shows_opens_on_a_colleague_s_phone_and_one_press_says_that_they_are_there(
    lotte: Client, officer: User
) -> None:
    session = teaching.planned(officer)
    row = teaching.enrolled(session).enrolment
    worker.open_what_came_in()
    shown = f"/scholing/er/{session.room}/{row.code}/"
    assert "Vandaag is er geen bijeenkomst" in words(lotte.get(shown))
    with time.travel(teaching.SOON):
        assert "<h1>Ria Bos</h1>" in words(lotte.get(shown))
        assert not Attendance.objects.exists(), "a telephone opens addresses by itself"
        for _ in range(2):
            assert "Ria Bos is er." in words(lotte.post(shown, {"day": str(session.pk)}, follow=True))
        assert Attendance.objects.get().enrolment == row
        assert recorded("training:participants_read")[-1].actor_id == officer.actor_id
        # A scanner that types what it read does the same.
        typed = {"code": f"https://werk.example{shown}"}
        assert "Ria Bos is er." in words(lotte.post(f"/scholing/{session.pk}/aanwezig/", typed, follow=True))
        wrong = lotte.get(f"/scholing/er/{session.room}/00000000/", follow=True)
        assert "hoort niet bij deze bijeenkomst" in words(wrong)


def test_a_certificate_says_who_on_paper_and_never_to_whoever_verifies_it(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer)
    made, absent = teaching.enrolled(session), teaching.enrolled(session, "Bo Daal")
    worker.open_what_came_in()
    with time.travel(teaching.SOON + timedelta(hours=4)):
        lotte.post(f"/scholing/{session.pk}/aanwezig/{made.enrolment.pk}/", {"is_there": "ja"})
        assert "Zet eerst elke dag op gehouden" in words(
            lotte.post(f"/scholing/{session.pk}/certificaten/", follow=True)
        )
        lotte.post(f"/scholing/{session.pk}/gehouden/")
        for given in (1, 0):
            page = words(lotte.post(f"/scholing/{session.pk}/certificaten/", follow=True))
            assert f"Certificaten gegeven: {given}" in page
    certificate = Certificate.objects.get()
    assert (certificate.enrolment_id, certificate.minutes) == (made.enrolment.pk, 180)
    assert not hasattr(Enrolment.objects.get(pk=absent.enrolment.pk), "certificate")
    pdf = document_of(certificate, made.secret)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert "pdfuaid" in str(document.Root.Metadata.read_bytes())
    assert lotte.get(f"/scholing/deelnemers/{made.enrolment.pk}/certificaat.pdf").content[:4] == b"%PDF"
    assert recorded("training:certificate_read")[-1].object_id == str(certificate.pk)
    lotte.post(f"/scholing/deelnemers/{made.enrolment.pk}/intrekken/")
    assert lotte.get(f"/scholing/deelnemers/{made.enrolment.pk}/certificaat.pdf").status_code == 404
    certificate.refresh_from_db()
    assert (certificate.document, certificate.withdrawn_at is not None) == (None, True)


def test_each_certificate_is_given_by_itself_and_what_was_given_stays(officer: User) -> None:
    session = teaching.planned(officer)
    printed: list[str] = []

    def printer(certificate: Certificate, name: str) -> bytes:
        if printed:
            raise OSError("no room on the disk")
        printed.append(name)
        return b"%PDF"

    for name in ("Ria Bos", "Bo Daal"):
        row = teaching.enrolled(session, name).enrolment
        Attendance.objects.create(enrolment=row, session=session, how="desk")
    worker.open_what_came_in()
    Session.objects.update(state=SessionState.HELD)
    with time.travel(teaching.SOON + timedelta(hours=4)), pytest.raises(OSError, match="no room"):
        certificates.give_all(session=session, printer=printer, by=officer)
    assert Certificate.objects.count() == 1


def test_of_few_answers_nothing_is_shown_and_of_enough_the_averages(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer)
    statement = "Ik weet hoe ik het gesprek begin."
    for number in range(4):
        Evaluation.objects.create(session=session, moment="after", scores={statement: 4 + number % 2})
    said = Evaluation(session=session, moment="before", scores={statement: 1})
    said.seal({"remark": "Dank aan de spreker."})
    said.save()
    assert "Dank aan de spreker." not in words(lotte.get(f"/scholing/{session.pk}/antwoorden/")), "four people, perhaps"
    Evaluation.objects.create(session=session, moment="after", scores={statement: 4})
    page = words(lotte.get(f"/scholing/{session.pk}/antwoorden/"))
    assert "Dank aan de spreker." in page
    assert ("4,4" in page, "1,0" in page, "<svg" in page) == (True, False, True)


def test_groups_are_even_and_badges_are_a_pdf(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer, kind="network")
    assert lotte.get(f"/scholing/{session.pk}/naamkaartjes.pdf")["Location"] == f"/scholing/{session.pk}/", "nobody yet"
    for number in range(5):
        teaching.enrolled(session, f"Deelnemer {number}", f"d{number}@zorg.example")
    worker.open_what_came_in()
    lotte.post(f"/scholing/{session.pk}/groepen/", {"groups": "2"})
    assert sorted(row.group or 0 for row in Enrolment.objects.all()) == [1, 1, 1, 2, 2]
    assert lotte.get(f"/scholing/{session.pk}/naamkaartjes.pdf").content[:4] == b"%PDF"


def test_a_programme_is_typed_line_by_line_and_a_wrong_line_is_named(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer, kind="network")
    address = f"/scholing/{session.pk}/programma/"
    wrong = lotte.post(address, {"version": "1", "lines": "09:30 | Inloop\nstraks | Pauze"})
    assert ("Regel 2 begint niet met een tijd" in words(wrong), "Inloop" in words(wrong)) == (True, True)
    lotte.post(address, {"version": "1", "lines": "09:30-10:00 | Inloop\n10:00 | Uitbuiting herkennen | Dr. Verzonnen"})
    assert list(session.items.values_list("title", "speaker")) == [
        ("Inloop", ""),
        ("Uitbuiting herkennen", "Dr. Verzonnen"),
    ]
    assert lotte.post(address, {"version": "1", "lines": "11:00 | Anders"}).status_code == 409


def test_calling_off_and_taking_somebody_out(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer, capacity=1)
    first, second = teaching.enrolled(session), teaching.enrolled(session, "Bo Daal")
    lotte.post(f"/scholing/deelnemers/{first.enrolment.pk}/afmelden/")
    assert Enrolment.objects.get(pk=second.enrolment.pk).state == EnrolmentState.PLACE, "moved up at once"
    lotte.post(f"/scholing/{session.pk}/afgelasten/")
    session.refresh_from_db()
    assert (session.state, session.sequence) == (SessionState.CANCELLED, 1)


def test_a_course_type_is_described_and_changed_by_version(lotte: Client) -> None:
    said = {"title": "Basis", "audience": "care", "goals": "Herkennen.", "is_offered": "on"}
    lotte.post("/scholing/soorten/nieuw/", said)
    course = CourseType.objects.get()
    assert lotte.post(f"/scholing/soorten/{course.pk}/", said | {"version": "1", "goals": "Anders."}).status_code == 303
    second = lotte.post(f"/scholing/soorten/{course.pk}/", said | {"version": "1", "goals": "Nog anders."})
    assert (second.status_code, "Nog anders." in words(second), "Anders." in words(second)) == (409, True, True)


def test_the_screen_shows_where_participants_say_that_they_are_there(lotte: Client, officer: User) -> None:
    session = teaching.planned(officer)
    page = words(lotte.get(f"/scholing/{session.pk}/scherm/"))
    assert (page.count('class="qr"'), f"/professionals/aanwezig/{session.door}/" in page) == (2, True)


def test_it_is_not_for_others(tarik: User, desk: Desk, officer: User) -> None:
    session = teaching.planned(officer)
    for address in ("/scholing/", f"/scholing/{session.pk}/", f"/scholing/{session.pk}/aanwezig/"):
        assert desk(tarik).get(address).status_code == 403
    assert ("/scholing/" in words(desk(officer).get("/")), "/scholing/" in words(desk(tarik).get("/"))) == (True, False)
