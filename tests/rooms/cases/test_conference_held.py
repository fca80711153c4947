"""What came of a conference: who was there, what was shared and agreed, what the story tells, and paper."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases import actions as cases
from schakel.cases.conference.actions import planning
from schakel.cases.conference.models import Agreement, Conference
from schakel.cases.conference.states import ConferenceState
from schakel.cases.conference.telling import history_of
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.models import Step
from schakel.core import time
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.cases import conferring
from tests.rooms.cases.conferring import posted, room
from tests.rooms.cases.planning import TODAY

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SECRET = "Zij slaapt bij tante Halina boven de bakkerij"


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def test_what_was_held_on_paper_is_typed_in_later_and_both_days_are_kept(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    browser.post(f"{room(case)}nieuw/", posted(chair=str(tarik.id), starts_at="2026-11-18T10:00"))
    conference = Conference.objects.get()
    attendee = conferring.invited(conference, conferring.outsider(tarik))
    address = f"{room(case, conference)}gehouden/"
    presence = {f"presence_{attendee.id}": "present"}
    assert "moet nog komen" in browser.post(address, {"held_on": "2026-11-25", **presence}).content.decode()
    absent = browser.post(address, {"held_on": "2026-11-18", f"presence_{attendee.id}": "absent"})
    assert "nog niemand aanwezig" in absent.content.decode()
    browser.post(address, {"held_on": "2026-11-18", **presence})
    conference.refresh_from_db()
    assert (conference.state, conference.held_on) == (ConferenceState.HELD, date(2026, 11, 18))
    assert conference.held_entered_at is not None
    assert conference.held_entered_at.astimezone(time.REGION_ZONE).date() == TODAY
    page = browser.get(room(case, conference)).content.decode()
    assert "wo 18 nov" in page
    assert "opgeschreven vandaag" in page


def test_a_day_from_before_there_was_a_term_is_refused_and_stops_no_list(case: Case, tarik: User, desk: Desk) -> None:
    conference, attendee = conferring.held(case)
    browser, address = desk(tarik), f"{room(case, conference)}gehouden/"
    answer = browser.post(address, {"held_on": "2015-03-02", f"presence_{attendee.id}": "present"})
    assert "zo lang geleden" in answer.content.decode()
    assert 'value="2015-03-02"' in answer.content.decode()
    Conference.objects.update(held_on=date(2015, 3, 2))
    assert "Verslag vaststellen" in browser.get("/termijnen/").content.decode()


def test_what_was_shared_has_a_ground_and_some_grounds_a_reason(case: Case, tarik: User, desk: Desk) -> None:
    conference, attendee = conferring.held(case)
    browser, address = desk(tarik), f"{room(case, conference)}deelnemers/{attendee.id}/"
    said = {"shared": SECRET, "ground": "", "because": "", "conditions": "Niet naar de politie.", "revision": "2"}
    assert "op welke grond" in browser.post(address, said).content.decode()
    response = browser.post(address, said | {"ground": "secrecy"})
    assert response.status_code == 422
    assert SECRET in response.content.decode()
    browser.post(address, said | {"ground": "secrecy", "because": "Er was acuut gevaar."})
    page = browser.get(room(case, conference)).content.decode()
    for words in (SECRET, "Er was acuut gevaar.", "Niet naar de politie.", "beroepsgeheim doorbroken"):
        assert words in page, words
    assert recorded("conference:shared")[-1].detail["ground"] == "secrecy"


def test_two_people_write_what_one_shared_and_the_decisions(case: Case, tarik: User, sanne: User, desk: Desk) -> None:
    conference, attendee = conferring.held(case)
    address = f"{room(case, conference)}deelnemers/{attendee.id}/"
    said = {"shared": "Van Tarik.", "ground": "party", "because": "", "conditions": "", "revision": "2"}
    assert desk(tarik).post(address, said).status_code == 303
    second = desk(sanne).post(address, said | {"shared": "Van Sanne."})
    assert second.status_code == 409
    for words in ("Van Tarik.", "Van Sanne.", "Een ander wijzigde dit intussen"):
        assert words in second.content.decode()
    besluiten = f"{room(case, conference)}besluiten/"
    asked = {"revision": str(conference.revision)}
    assert desk(tarik).post(besluiten, asked | {"decisions": "Opvang in Zwolle."}).status_code == 303
    late = desk(sanne).post(besluiten, asked | {"decisions": "Opvang in Almelo."})
    assert late.status_code == 409
    assert "Opvang in Zwolle." in late.content.decode()
    conference.refresh_from_db()
    assert contents.read(conference)["decisions"] == "Opvang in Zwolle."
    told = [label for change in history_of(conference) for label, _, _ in change.fields]
    assert "Besluiten" in told


def test_an_agreement_is_a_step_of_the_plan_and_stands_in_one_table(case: Case, tarik: User, desk: Desk) -> None:
    conference, _ = conferring.held(case)
    joke = conferring.invited(conference, conferring.outsider(tarik))
    browser, address = desk(tarik), f"{room(case, conference)}afspraak/"
    due = {"due_on": "2026-12-01", "notes": ""}
    browser.post(address, {"title": "Huisarts bellen", "owner": f"u:{tarik.id}", **due})
    browser.post(address, {"title": "Kamer regelen", "owner": f"p:{joke.id}", **due})
    assert browser.post(address, {"title": "Iets", "owner": "", **due}).status_code == 422
    assert Step.objects.count() == Agreement.objects.count() == 2
    plan = browser.get(f"/casussen/{case.id}/plan/").content.decode()
    assert "Joke Fictief (Organisatie van Joke Fictief)" in plan
    page = browser.get(room(case, conference)).content.decode()
    assert "Kamer regelen" in page
    step = Step.objects.get(owner=tarik)
    browser.post(f"/casussen/{case.id}/plan/actie/{step.id}/stand/", {"state": "done"})
    assert "klaar" in browser.get(room(case, conference)).content.decode()
    assert "Afspraken in het plan: 2." in browser.get(f"/casussen/{case.id}/verloop/").content.decode()


def test_the_story_tells_that_it_was_and_no_word_of_it(case: Case, tarik: User, hanna: User, desk: Desk) -> None:
    conference, _ = conferring.held(case)
    planning.write_decisions(conference=conference, decisions=SECRET, revision=conference.revision, by=tarik)
    story = desk(tarik).get(f"/casussen/{case.id}/verloop/?soort=conference").content.decode()
    assert "Overleg gehouden" in story
    assert "Aanwezig: 1." in story
    assert SECRET not in story
    assert conferring.PURPOSE not in story
    until = time.real_now() + timedelta(days=7)
    access.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=until, by=tarik)
    assert "Overleg gehouden" not in desk(hanna).get(f"/casussen/{case.id}/verloop/").content.decode()


def test_a_closed_case_takes_no_conference_and_shows_those_it_had(case: Case, tarik: User, desk: Desk) -> None:
    conference, browser = conferring.planned(case), desk(tarik)
    chain.end_case(case, by=tarik)
    assert browser.get(room(case, conference)).status_code == 200
    response = browser.post(f"{room(case)}nieuw/", posted(chair=str(tarik.id), purpose=SECRET))
    assert response.status_code == 409
    assert SECRET in response.content.decode()


def test_sheets_for_paper_name_nobody_of_the_case(case: Case, tarik: User, desk: Desk, monkeypatch: Any) -> None:
    from schakel.cases.conference import printing

    told: list[dict[str, Any]] = []
    monkeypatch.setattr(printing, "_set", lambda _layout, content, _on: told.append(content) or b"%PDF-")
    conference = conferring.planned(case)
    browser = desk(tarik)
    browser.post(f"{room(case, conference)}agenda/", {"new_point": "Wonen", "revision": "1"})
    for address in (f"{room(case, conference)}blad.pdf", f"{room(case)}bezoek.pdf"):
        assert browser.get(address)["Content-Type"] == "application/pdf"
    assert len(told) == len(recorded("conference:sheet_taken")) == 2
    assert told[0]["points"] == ["Wonen"]
    assert "Marek" not in str(told)
    monkeypatch.undo()
    assert browser.get(f"{room(case, conference)}blad.pdf").content.startswith(b"%PDF-")
    assert browser.get(f"{room(case)}bezoek.pdf").content.startswith(b"%PDF-")


def test_a_note_from_paper_stands_at_its_day_with_the_moment_of_writing(case: Case, tarik: User, desk: Desk) -> None:
    browser, address = desk(tarik), f"/casussen/{case.id}/notitie/"
    assert browser.post(address, {"text": SECRET, "about_on": "2026-11-25"}).status_code == 422
    browser.post(address, {"text": "Zij was rustig.", "about_on": "2026-11-18"})
    note = case.notes.get()
    assert (note.about_on, note.written_at.astimezone(time.REGION_ZONE).date()) == (date(2026, 11, 18), TODAY)
    story = browser.get(f"/casussen/{case.id}/verloop/").content.decode()
    assert "opgeschreven vandaag" in story
    assert "wo 18 nov" in story
    with pytest.raises(ValueError, match="moet nog komen"):
        cases.add_note(case=case, text="Later.", about_on=date(2026, 11, 25), by=tarik)
