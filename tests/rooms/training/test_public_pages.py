"""The public pages of training: what one got is said at once, a link manages it, and nothing tells who else takes part."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import icalendar
import pytest
from django.test import Client

from schakel.core import time
from schakel.core.audiences import Audience
from schakel.publicsite import pacing
from schakel.publicsite.views.professionals.enrolment import qr_of
from schakel.training import worker
from schakel.training.actions import sessions
from schakel.training.kinds import EnrolmentState, Kind, SessionState
from schakel.training.models import Attendance, Enrolment, Evaluation, Session, TrainingRequest
from tests.rooms.training import teaching

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]
RIA = {"name": "Ria Bos", "email": "ria@zorg.example", "organisation": "Zorg Nergens", "consent": "on"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time.travel(teaching.NOW):
        yield


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "wrong_code", pacing.Hesitation(sleep=lambda seconds: None))


@pytest.fixture
def session() -> Session:
    return teaching.planned(teaching.officer(), capacity=1, link="https://online.example/zaal")


def words(response: Any) -> str:
    return unescape(response.content.decode())


def enrol(client: Client, session: Session, **changed: str) -> Any:
    return client.post(f"/professionals/agenda/{session.pk}/", RIA | changed, follow=True)


def test_the_page_says_at_once_what_somebody_got_and_the_line_where_they_stand(
    client: Client, session: Session, settings: Any
) -> None:
    settings.SCHAKEL_DESK_URL = "https://werk.example"
    first = enrol(client, session)
    assert (first.status_code, "U hebt een plaats" in words(first)) == (200, True)
    second = enrol(client, session, name="Bo Daal", email="bo@zorg.example")
    assert "plaats 1</strong>" in words(second)
    assert "online.example" in words(first)
    waiting = second.redirect_chain[-1][0].partition("?")[0]
    (event,) = icalendar.Calendar.from_ical(client.get(f"{waiting}afspraak.ics").content).walk("VEVENT")
    assert event["status"] == "TENTATIVE"
    assert "online.example" not in words(second), "where to take part is for who has a place"
    row = Enrolment.objects.get(number=1)
    assert b"Ria" not in bytes(row.sealed or b"")
    assert row.content is None
    opens = f"https://werk.example/scholing/er/{session.room}/{row.code}/"
    assert qr_of(opens) in first.content.decode(), "what a colleague's telephone scans leads to the desk"


def test_who_leaves_makes_room_for_who_waits(client: Client, session: Session) -> None:
    mine = enrol(client, session).redirect_chain[-1][0].partition("?")[0]
    theirs = enrol(client, session, name="Bo Daal").redirect_chain[-1][0]
    assert "U bent afgemeld" in words(client.post(f"{mine}", follow=True))
    worker.fill_free_places()
    assert "U hebt een plaats" in words(client.get(theirs))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "ria@gmial.com"}, "Bedoelt u @gmail.com?"),
        ({"email": "ria at zorg"}, "Dit is geen e-mailadres."),
        ({"name": ""}, "Vul uw naam in."),
        ({"name": "Kijk op https://prijs.example"}, "zonder internetadres"),
        ({"name": "Win op prijs.example/nu"}, "zonder internetadres"),
        ({"name": "Ria Bos\nKlik hier"}, "op één regel"),
        ({"consent": ""}, "Zet hier een vinkje."),
    ],
)
def test_a_mistake_gets_a_sentence_and_keeps_what_was_typed(
    client: Client, session: Session, changed: dict[str, str], sentence: str
) -> None:
    response = client.post(f"/professionals/agenda/{session.pk}/", RIA | changed)
    assert response.status_code == 422
    assert sentence in words(response)
    assert "Zorg Nergens" in words(response)
    assert not Enrolment.objects.exists()


def test_a_flood_is_slowed_and_says_so(client: Client, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "enrolments", pacing.TokenBucket(rate=0, burst=1))
    enrol(client, session)
    refused = enrol(client, session, name="Bo Daal")
    assert (refused.status_code, "nog niet ontvangen" in words(refused)) == (429, True)
    assert Enrolment.objects.count() == 1


def test_the_agenda_shows_public_sessions_alone_and_filters(client: Client) -> None:
    officer = teaching.officer()
    teaching.planned(officer, title="Voor de zorg")
    teaching.planned(officer, title="Voor hotels", audience=Audience.HOTEL, place="")
    closed = teaching.planned(officer, title="Voor één school", is_public=False)
    off = teaching.planned(officer, title="Gaat niet door")
    sessions.call_off(session=off, by=officer)
    everything = words(client.get("/professionals/agenda/"))
    assert [title in everything for title in ("Voor de zorg", "Voor hotels", "Voor één school", "Gaat niet door")] == [
        True, True, False, False,
    ]  # fmt: skip
    online = words(client.get("/professionals/agenda/?waar=online"))
    assert ("Voor hotels" in online, "Voor de zorg" in online) == (True, False)
    assert "Voor hotels" not in words(client.get("/professionals/agenda/?voor=care"))
    teaching.planned(officer, title="Met elkaar", kind=Kind.NETWORK)
    network = words(client.get("/professionals/agenda/?soort=network"))
    assert ("Met elkaar" in network, "Voor de zorg" in network) == (True, False)
    assert "Voor de zorg" not in words(client.get("/professionals/agenda/agenda.ics?soort=network"))
    assert client.get(f"/professionals/agenda/{closed.pk}/").status_code == 200, "who was given the address may enrol"


def test_the_feed_has_the_public_sessions_and_nobody_in_it(client: Client, session: Session) -> None:
    enrol(client, session)
    feed = client.get("/professionals/agenda/agenda.ics")
    events = icalendar.Calendar.from_ical(feed.content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Signalen herkennen"]
    assert b"ATTENDEE" not in feed.content
    assert b"online.example" not in feed.content


def test_who_enrols_for_a_programme_does_so_once_for_every_day(client: Client, session: Session) -> None:
    day = timedelta(days=7)
    second = teaching.planned(
        teaching.officer(), title="Signalen herkennen, dag 2", part_of=session,
        starts_at=teaching.SOON + day, ends_at=teaching.SOON + day + timedelta(hours=2), capacity=1,
    )  # fmt: skip
    mine = enrol(client, second)
    assert "dag 2" not in words(client.get("/professionals/agenda/"))
    assert Enrolment.objects.get().session_id == session.pk
    address = mine.redirect_chain[-1][0].partition("?")[0]
    events = icalendar.Calendar.from_ical(client.get(f"{address}afspraak.ics").content).walk("VEVENT")
    assert len(events) == 2


def test_a_code_on_the_day_itself_says_that_one_is_there_once(client: Client, session: Session) -> None:
    enrol(client, session)
    code = Enrolment.objects.get().code
    assert client.get(f"/professionals/aanwezig/{session.room}/").status_code == 404, (
        "that address every participant has"
    )
    address = f"/professionals/aanwezig/{session.door}/"
    assert "nog niet begonnen" in words(client.post(address, {"code": code}))
    with time.travel(teaching.SOON):
        assert "hoort niet bij" in words(client.post(address, {"code": "00000000" if code != "00000000" else "1" * 8}))
        for _ in range(2):
            assert "Fijn dat u er bent" in words(client.post(address, {"code": f"{code[:4]} {code[4:]}"}, follow=True))
    assert Attendance.objects.get().how == "self"
    Attendance.objects.all().delete()
    with time.travel(teaching.SOON + timedelta(days=1)):
        assert "afgesloten" in words(client.post(address, {"code": code}))
    Session.objects.update(state=SessionState.HELD)
    with time.travel(teaching.SOON):
        assert "afgesloten" in words(client.post(address, {"code": code}))
    assert not Attendance.objects.exists()


def test_an_answer_is_given_once_before_and_once_after_and_points_at_nobody(client: Client, session: Session) -> None:
    enrol(client, session)
    row = Enrolment.objects.get()
    posted = {"code": row.code, "score-0": "2", "score-1": "3", "score-2": "3", "remark": "Meer oefenen."}
    address = f"/professionals/evaluatie/{session.room}/"
    assert "Dank u wel" in words(client.post(address, posted, follow=True))
    assert client.post(address, posted).status_code == 422
    with time.travel(teaching.SOON + timedelta(hours=4)):
        assert "Dank u wel" in words(client.post(address, posted, follow=True))
    assert sorted(Evaluation.objects.values_list("moment", flat=True)) == ["after", "before"]
    assert {field.name for field in Evaluation._meta.get_fields()} & {"enrolment", "person"} == set()
    assert {one.created_at.hour for one in Evaluation.objects.all()} <= {22, 23, 0}, "the day alone"


def test_afterwards_somebody_says_that_they_want_to_hear_more(client: Client, session: Session) -> None:
    address = enrol(client, session).redirect_chain[-1][0].partition("?")[0]
    assert "Een vervolg?" not in words(client.get(address))
    with time.travel(teaching.SOON + timedelta(hours=4)):
        assert "Nee, toch niet" in words(client.post(address, {"vervolg": "ja"}, follow=True))
        assert Enrolment.objects.get().wants_more
        assert "Ja, mail mij" in words(client.post(address, {"vervolg": "nee"}, follow=True))


def test_an_organisation_asks_for_a_training_and_nothing_of_it_stands_plain(client: Client) -> None:
    said = {
        "audience": "school", "municipality": "GM0153", "people": "30", "organisation": "Het Voorbeeldcollege",
        "name": "Mees", "email": "mees@school.example", "wishes": "In het voorjaar.",
    }  # fmt: skip
    assert "Uw aanvraag is ontvangen" in words(client.post("/professionals/training-aanvragen/", said, follow=True))
    row = TrainingRequest.objects.get()
    assert (row.people, row.content, b"Mees" in bytes(row.sealed or b"")) == (30, None, False)
    worker.open_what_came_in()
    row.refresh_from_db()
    assert row.read()["organisation"] == "Het Voorbeeldcollege"


def test_a_link_that_nobody_has_is_not_found(client: Client, session: Session) -> None:
    for secret in ("ab" * 20, "niets", "ab" * 3):
        assert client.get(f"/professionals/inschrijving/{secret}/").status_code == 404
        assert client.post(f"/professionals/inschrijving/{secret}/").status_code == 404
    assert client.get("/professionals/aanwezig/nergens/").status_code == 404


def test_an_unknown_number_is_told_so(client: Client) -> None:
    assert "kennen wij niet" in words(client.get("/professionals/certificaat/?nummer=AAAA"))


def test_a_session_that_is_off_tells_who_enrolled(client: Client, session: Session) -> None:
    address = enrol(client, session).redirect_chain[-1][0]
    sessions.call_off(session=session, by=teaching.officer())
    assert "gaat niet door" in words(client.get(address))
    assert Enrolment.objects.get().state == EnrolmentState.PLACE
