"""Conferences: planned, moved, who takes part, the invitation; who sees them, and two people at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test import Client

from schakel.access import actions as access
from schakel.access.actions.accounts import deactivate
from schakel.access.models import User
from schakel.cases.conference.actions import attendees, minutes
from schakel.cases.conference.models import Attendee, Conference
from schakel.cases.conference.states import Answer
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.partners.kinds import Standing
from schakel.vault.actions import shred
from tests.personas import account_of, recorded
from tests.rooms.cases import conferring
from tests.rooms.cases.conferring import posted, room, when_of
from tests.rooms.cases.planning import TODAY, case_of

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SECRET = "Zij slaapt bij tante Halina boven de bakkerij"


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def test_a_conference_is_planned_and_stands_on_the_tab_of_the_case(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    assert "Er is geen overleg gepland" in browser.get(room(case)).content.decode()
    assert room(case) in browser.get(f"/casussen/{case.id}/").content.decode()
    wrong = browser.post(f"{room(case)}nieuw/", posted(chair=str(tarik.id), purpose=""))
    assert wrong.status_code == 422
    assert "Kamer 2" in wrong.content.decode()
    browser.post(f"{room(case)}nieuw/", posted(chair=str(tarik.id)))
    conference = Conference.objects.get()
    page = browser.get(room(case)).content.decode()
    assert "Veilig wonen." in page
    assert "morgen 10:00" in page
    assert [event.object_id for event in recorded("conference:planned")] == [str(case.id)]
    browser.get(room(case, conference))
    assert recorded("conference:read")[-1].actor_id == tarik.actor_id


def test_an_hour_that_summer_time_skips_is_asked_again(case: Case, tarik: User, desk: Desk) -> None:
    response = desk(tarik).post(f"{room(case)}nieuw/", posted(chair=str(tarik.id), starts_at="2027-03-28T02:30"))
    assert response.status_code == 422
    assert not Conference.objects.exists()


def test_moving_it_asks_everybody_again_and_counts_on(case: Case, tarik: User, sanne: User, desk: Desk) -> None:
    conference = conferring.planned(case)
    attendee = conferring.invited(conference, conferring.outsider(tarik))
    browser = desk(tarik)
    address = f"{room(case, conference)}deelnemers/{attendee.id}/"
    first = browser.post(f"{address}uitnodiging/")
    browser.post(f"{address}antwoord/", {"answer": "accepted"})
    assert "nog te geven" not in browser.get(room(case, conference)).content.decode()
    browser.post(f"{room(case, conference)}wijzigen/", when_of(conference, tarik, starts_at="2027-04-02T14:00"))
    attendee.refresh_from_db()
    assert attendee.answer == Answer.INVITED
    assert "nog te geven" in browser.get(room(case, conference)).content.decode()
    second = browser.post(f"{address}uitnodiging/")
    (before,), (after,) = (icalendar.Calendar.from_ical(one.content).walk("VEVENT") for one in (first, second))
    assert (before["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (after["UID"], 0, 1)
    # Winter and summer: ten o'clock and two o'clock here.
    assert before["DTSTART"].dt.isoformat() == "2026-11-25T09:00:00+00:00"
    assert after["DTSTART"].dt.isoformat() == "2027-04-02T12:00:00+00:00"
    assert len(recorded("conference:moved")) == 1
    # Another purpose is nobody's news.
    conference.refresh_from_db()
    browser.post(
        f"{room(case, conference)}wijzigen/",
        when_of(conference, tarik, starts_at="2027-04-02T14:00", purpose="Wonen en werk."),
    )
    conference.refresh_from_db()
    assert conference.sequence == 1


def test_the_invitation_says_when_and_where_and_nothing_else(case: Case, tarik: User, desk: Desk) -> None:
    conference = conferring.planned(case, place="Zaal 3, tweede verdieping")
    attendee = conferring.invited(conference, conferring.outsider(tarik), need=SECRET)
    response = desk(tarik).post(f"{room(case, conference)}deelnemers/{attendee.id}/uitnodiging/")
    assert response["Content-Type"].startswith("text/calendar")
    assert 'filename="overleg.ics"' in response["Content-Disposition"]
    text = response.content.decode()
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["SUMMARY"], event["LOCATION"]) == (
        "REQUEST",
        "Overleg",
        "Zaal 3, tweede verdieping",
    )
    for word in (
        "Marek",
        "Nowak",
        "Joke",
        "Tarik",
        case.number,
        "casus",
        "mensenhandel",
        "Halina",
        "mailto",
        "schakel",
    ):
        assert word.lower() not in text.lower(), word
    assert recorded("conference:invitation_taken")[-1].detail["attendee"] == str(attendee.id)


def test_what_is_called_off_has_a_reason_that_does_not_travel(case: Case, tarik: User, desk: Desk) -> None:
    conference = conferring.planned(case)
    attendee = conferring.invited(conference, conferring.outsider(tarik))
    browser, address = desk(tarik), room(case, conference)
    assert browser.post(f"{address}afzeggen/", {"reason": ""}).status_code == 422
    browser.post(f"{address}afzeggen/", {"reason": SECRET})
    assert SECRET in browser.get(address).content.decode()
    text = browser.post(f"{address}deelnemers/{attendee.id}/uitnodiging/").content.decode()
    assert "METHOD:CANCEL" in text
    assert "STATUS:CANCELLED" in text
    assert "Halina" not in text
    assert browser.post(f"{address}afzeggen/", {"reason": "Nog eens."}).status_code == 409
    assert "Overleg afgezegd" in browser.get(f"/casussen/{case.id}/verloop/").content.decode()


def test_an_agenda_is_made_and_moved_with_buttons_alone(case: Case, tarik: User, desk: Desk) -> None:
    conference, browser = conferring.planned(case), desk(tarik)
    address = f"{room(case, conference)}agenda/"

    def agenda() -> list[dict[str, str]]:
        conference.refresh_from_db()
        return list(contents.read(conference)["agenda"])

    def post(do: str = "", new: str = "", **words: str) -> None:
        points = {f"point_{one['id']}": words.get(one["id"], one["words"]) for one in agenda()}
        response = browser.post(address, points | {"new_point": new, "do": do, "revision": str(conference.revision)})
        assert response.status_code == 303

    for words in ("Wonen", "Werk", "Papieren"):
        post(new=words)
    first, _, last = agenda()
    post(do=f"up:{last['id']}")
    assert [one["words"] for one in agenda()] == ["Wonen", "Papieren", "Werk"]
    # A button keeps what was typed beside it.
    post(do=f"down:{first['id']}", **{first["id"]: "Veilig wonen"})
    assert [one["words"] for one in agenda()] == ["Papieren", "Veilig wonen", "Werk"]
    post(do=f"off:{last['id']}")
    assert [one["words"] for one in agenda()] == ["Veilig wonen", "Werk"]
    page = browser.get(room(case, conference)).content.decode()
    assert page.index("Veilig wonen") < page.index("Werk")


def test_two_people_write_one_agenda_and_nobody_loses_a_word(case: Case, tarik: User, sanne: User, desk: Desk) -> None:
    conference = conferring.planned(case)
    address = f"{room(case, conference)}agenda/"
    desk(tarik).post(address, {"new_point": "Wonen", "revision": "1"})
    conference.refresh_from_db()
    ((key, _),) = [one.values() for one in contents.read(conference)["agenda"]]
    desk(tarik).post(address, {f"point_{key}": "Wonen in Almelo", "new_point": "Geld", "revision": "2"})
    response = desk(sanne).post(address, {f"point_{key}": "Wonen bij haar zus", "new_point": "School", "revision": "2"})
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("Wonen in Almelo", "Wonen bij haar zus", "Geld", "School", "Tarik Karakter"):
        assert words in page, words
    conference.refresh_from_db()
    assert [one["words"] for one in contents.read(conference)["agenda"]] == ["Wonen in Almelo", "Geld"]
    assert 'name="revision" value="3"' in page


def test_two_people_who_change_different_things_do_not_meet(case: Case, tarik: User, sanne: User, desk: Desk) -> None:
    conference = conferring.planned(case)
    address = room(case, conference)
    desk(tarik).post(f"{address}agenda/", {"new_point": "Wonen", "revision": "1"})
    assert desk(sanne).post(f"{address}wijzigen/", when_of(conference, tarik, place="Kamer 9")).status_code == 303
    conference.refresh_from_db()
    said = contents.read(conference)
    assert (said["place"], [one["words"] for one in said["agenda"]]) == ("Kamer 9", ["Wonen"])
    # The same thing they do.
    response = desk(tarik).post(f"{address}wijzigen/", when_of(conference, tarik, place="Kamer 4") | {"revision": "1"})
    assert response.status_code == 409
    assert "Kamer 9" in response.content.decode()
    assert "Kamer 4" in response.content.decode()


def test_a_third_party_takes_part_for_a_need_and_a_time(case: Case, tarik: User, desk: Desk) -> None:
    conference, browser = conferring.planned(case), desk(tarik)
    third = conferring.outsider(tarik, "Rik Derdeman", standing=Standing.THIRD)
    address = f"{room(case, conference)}deelnemers/"
    asked = {"who": f"p:{third.id}", "need": "Of er werk is.", "time_box": ""}
    refused = browser.post(address, asked)
    assert refused.status_code == 409
    assert "voor een bepaalde tijd" in refused.content.decode()
    assert browser.post(address, asked | {"need": "", "time_box": "2026-12-01"}).status_code == 422
    browser.post(address, asked | {"time_box": "2026-12-01"})
    attendee = Attendee.objects.get()
    page = browser.get(room(case, conference)).content.decode()
    assert "Rik Derdeman" in page
    assert "derde" in page
    with time.travel(time.start_of(date(2026, 12, 2))), pytest.raises(NotPossible, match="tijd van deze deelnemer"):
        attendees.invitation_taken(attendee=attendee, by=tarik)
    with pytest.raises(NotPossible, match="al uitgenodigd"):
        conferring.invited(conference, third, until=date(2026, 12, 1))


def test_only_who_sees_the_case_takes_part_of_the_centre(case: Case, tarik: User, petra: User, desk: Desk) -> None:
    conference = conferring.planned(case)
    with pytest.raises(NotPossible, match="ziet deze casus niet"):
        conferring.invited(conference, petra)
    with pytest.raises(NotPossible, match="ziet deze casus niet"):
        conferring.planned(case, chair=petra)
    browser = desk(tarik)
    response = browser.post(f"{room(case, conference)}deelnemers/", {"who": f"u:{petra.id}", "need": "x"})
    assert response.status_code == 422


def test_a_part_that_ended_is_given_nothing_and_can_begin_anew(case: Case, tarik: User, desk: Desk) -> None:
    conference, joke = conferring.planned(case), conferring.outsider(tarik)
    attendee, browser = conferring.invited(conference, joke), desk(tarik)
    address = f"{room(case, conference)}deelnemers/{attendee.id}/"
    browser.post(f"{address}antwoord/", {"reason": ""})
    attendee.refresh_from_db()
    assert attendee.ended_at is None
    browser.post(f"{address}antwoord/", {"reason": "Werkt elders."})
    with pytest.raises(NotPossible, match="beëindigd"):
        attendees.invitation_taken(attendee=attendee, by=tarik)
    assert conferring.invited(conference, joke, need="Toch weer.") == attendee
    attendees.invitation_taken(attendee=attendee, by=tarik)


def test_going_into_conference_shows_the_one_that_is_planned(case: Case, tarik: User, desk: Desk) -> None:
    browser, address = desk(tarik), f"/casussen/{case.id}/stap/confer/"
    assert "Plan een overleg" in browser.get(address).content.decode()
    conference = conferring.planned(case)
    assert room(case, conference) in browser.get(address).content.decode()


def test_who_does_not_see_the_case_meets_nothing_of_its_conferences(
    case: Case, tarik: User, sanne: User, petra: User, desk: Desk
) -> None:
    hanna, (conference, attendee) = account_of("hanna"), conferring.held(case)
    until = time.real_now() + timedelta(days=7)
    access.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=until, by=tarik)
    access.exclude(compartment=case.compartment, user=sanne, by=tarik)
    base = room(case, conference)
    pages = [
        room(case),
        base,
        f"{base}agenda/",
        f"{base}verslag/",
        f"{base}blad.pdf",
        f"{base}deelnemers/{attendee.id}/",
    ]
    for user in (petra, hanna, sanne):
        browser = desk(user)
        assert {browser.get(page).status_code for page in pages} == {404}, user.name
        assert browser.post(f"{base}besluiten/", {"decisions": "x", "revision": "1"}).status_code == 404
    assert room(case) not in desk(hanna).get(f"/casussen/{case.id}/").content.decode()
    other = case_of(tarik, petra)
    assert desk(tarik).get(room(other, conference)).status_code == 404


def test_whose_time_ran_out_while_typing_gets_their_words_back_and_nothing_is_stored(
    case: Case, tarik: User, sanne: User, desk: Desk
) -> None:
    conference, _ = conferring.held(case)
    browser, address = desk(sanne), f"{room(case, conference)}besluiten/"
    assert browser.get(address).status_code == 200
    access.exclude(compartment=case.compartment, user=sanne, by=tarik)
    response = browser.post(address, {"decisions": SECRET, "revision": str(conference.revision)})
    page = response.content.decode()
    assert response.status_code == 404
    assert SECRET in page
    assert case.number not in page
    conference.refresh_from_db()
    assert contents.read(conference)["decisions"] == ""
    # Of a case that never was it says the same.
    nowhere = address.replace(str(case.id), str(conference.id))
    assert browser.post(nowhere, {"decisions": SECRET}).content.decode().count(SECRET) == 1
    assert "readonly" not in browser.get(address).content.decode()


def test_nothing_typed_stands_readable_in_the_tables(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    browser.post(f"{room(case)}nieuw/", posted(chair=str(tarik.id), place=SECRET, purpose=SECRET))
    conference = Conference.objects.get()
    attendee = conferring.invited(conference, conferring.outsider(tarik), need=SECRET)
    browser.post(f"{room(case, conference)}agenda/", {"new_point": SECRET, "revision": "1"})
    conferring.came(conference, attendee)
    attendee.refresh_from_db()
    said = attendees.Shared(SECRET, "secrecy", SECRET, SECRET)
    attendees.write_shared(attendee=attendee, said=said, revision=attendee.revision, by=tarik)
    conferring.final(conference)
    stored = []
    with connection.cursor() as cursor:
        for table in ("conference", "attendee", "agreement", "minutes", "version"):
            cursor.execute(f"SELECT * FROM cases_{table}")  # noqa: S608  (names of our own)
            stored += [str(bytes(value) if isinstance(value, memoryview) else value) for row in cursor for value in row]
        cursor.execute("SELECT * FROM audit_event")
        stored += [str(value) for row in cursor for value in row]
    assert stored
    for word in ("Halina", "bakkerij", "Opvang."):
        assert not [value for value in stored if word in value], word


def test_words_that_were_destroyed_say_so(
    case: Case, tarik: User, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    conference, _ = conferring.held(case)
    minutes.begin(conference=conference, by=tarik)
    assert case.data_key is not None
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[case.data_key], by=tarik)
    browser = desk(tarik)
    assert "(vernietigd)" in browser.get(room(case)).content.decode()
    assert "De woorden van dit overleg zijn vernietigd" in browser.get(room(case, conference)).content.decode()
    refused = browser.post(f"{room(case)}nieuw/", posted(chair=str(tarik.id)))
    assert refused.status_code == 409
    assert "zijn vernietigd" in browser.get(f"{room(case, conference)}verslag/").content.decode()
    for page in ("agenda", "wijzigen", "besluiten", "gehouden", "deelnemers"):
        assert browser.get(f"{room(case, conference)}{page}/").status_code in {200, 410}, page


def test_a_leaver_s_conferences_are_chaired_by_who_leads_the_case(
    case: Case, tarik: User, sanne: User, petra: User, otto: User
) -> None:
    conference = conferring.planned(case, chair=sanne)
    deactivate(user=sanne, successor=petra, by=otto)
    conference.refresh_from_db()
    assert conference.chair == tarik
