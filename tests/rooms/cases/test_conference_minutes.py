"""Minutes: made from what was written down, read by a second, and given to each as far as they may see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access import four_eyes
from schakel.access.models import User
from schakel.access.policies import NotPossible as NotApproved
from schakel.cases.conference import composing, handing, printing, queries
from schakel.cases.conference.actions import attendees, holding, minutes, planning
from schakel.cases.conference.actions.attendees import Shared
from schakel.cases.conference.models import Attendee, Conference, Minutes
from schakel.cases.conference.states import ConferenceState, MinutesState, Presence
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.partners.kinds import Standing
from tests.personas import recorded
from tests.rooms.cases import conferring
from tests.rooms.cases.planning import TODAY

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


@pytest.fixture
def table(case: Case, tarik: User) -> tuple[Conference, Attendee, Attendee, Attendee]:
    """A conference that was held: the coordinator, a party, and a third party who each shared something."""
    conference = conferring.planned(case)
    planning.write_agenda(conference=conference, points={}, new="Veilig wonen", revision=1, by=tarik)
    ours = conferring.invited(conference, tarik, "Regie.")
    party = conferring.invited(conference, conferring.outsider(tarik))
    until = TODAY + timedelta(days=30)
    rik = conferring.outsider(tarik, "Rik Derdeman", standing=Standing.THIRD)
    third = conferring.invited(conference, rik, "Of er werk is.", until)
    conferring.came(conference, ours, party, third)
    for attendee, words in ((party, "Marek Nowak slikt medicijnen."), (third, "Marek kan maandag beginnen.")):
        attendee.refresh_from_db()
        said = Shared(words, "consent", "", "Alleen voor dit overleg.")
        attendees.write_shared(attendee=attendee, said=said, revision=attendee.revision, by=tarik)
    conference.refresh_from_db()
    planning.write_decisions(
        conference=conference, decisions="Marek gaat naar Zwolle.", revision=conference.revision, by=tarik
    )
    for title, owner in (("Kamer regelen", party), ("Contract sturen aan Marek", third)):
        holding.agree(conference=conference, title=title, owner=owner, due_on=TODAY, notes="", by=tarik)
    conference.refresh_from_db()
    return conference, ours, party, third


def address_of(conference: Conference) -> str:
    return f"/casussen/{conference.case_id}/overleg/{conference.id}/verslag/"


def typed(draft: Minutes, **changed: tuple[str, str]) -> dict[str, str]:
    """What the form sends: every part as it is, with these words and audiences instead."""
    sent = {"naming": "initials", "revision": str(draft.revision)}
    for one in contents.read(draft)["parts"]:
        words, audience = changed.get(one["key"].partition("-")[0], (one["words"], one["audience"]))
        sent |= {f"words_{one['key']}": words, f"audience_{one['key']}": audience}
    return sent


def given(monkeypatch: Any, draft: Minutes, attendee: Attendee, viewer: User) -> dict[str, Any]:
    """What is set on the paper of this participant."""
    told: list[dict[str, Any]] = []
    with monkeypatch.context() as patched:
        patched.setattr(printing, "_set", lambda _layout, content, _on: told.append(content) or b"%PDF-")
        handing.minutes_for(draft, queries.attendee_for(draft.conference, attendee.id), viewer=viewer)
    return told[0]


def test_minutes_are_made_from_what_was_written_down(table: Any, tarik: User, desk: Desk) -> None:
    conference = table[0]
    browser, address = desk(tarik), address_of(table[0])
    assert "Begin het verslag" in browser.get(address).content.decode()
    page = browser.post(f"{address}beginnen/", follow=True).content.decode()
    for words in (
        "Veilig wonen",
        "Gedeeld door Joke Fictief",
        "Marek Nowak slikt medicijnen.",
        "toestemming van de betrokkene",
        "Alleen voor dit overleg.",
        "Marek gaat naar Zwolle.",
    ):
        assert words in page, words
    draft = queries.minutes_for(conference)
    browser.post(address, typed(draft, agenda=("Zij bekijkt drie kamers.", "all")))
    assert "Zij bekijkt drie kamers." in browser.get(address).content.decode()
    # What is for third parties is what somebody said is; until then nothing.
    assert {one["audience"] for one in contents.read(draft)["parts"]} == {"parties"}


def test_what_was_shared_after_the_draft_began_comes_in_as_well(table: Any, tarik: User, desk: Desk) -> None:
    conference, ours, *_ = table
    minutes.begin(conference=conference, by=tarik)
    ours.refresh_from_db()
    attendees.write_shared(
        attendee=ours, said=Shared("De gemeente betaalt.", "party"), revision=ours.revision, by=tarik
    )
    assert "De gemeente betaalt." in desk(tarik).get(address_of(conference)).content.decode()


def test_two_people_write_one_draft_and_nobody_loses_a_word(table: Any, tarik: User, sanne: User, desk: Desk) -> None:
    conference = table[0]
    minutes.begin(conference=conference, by=tarik)
    draft, address = queries.minutes_for(conference), address_of(table[0])
    assert desk(tarik).post(address, typed(draft, decisions=("Zwolle, van Tarik.", "parties"))).status_code == 303
    sent = typed(draft, decisions=("Almelo, van Sanne.", "parties"), rest=("Zij mist haar zus.", "parties"))
    response = desk(sanne).post(address, sent)
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("Zwolle, van Tarik.", "Almelo, van Sanne.", "Marek gaat naar Zwolle.", "Zij mist haar zus."):
        assert words in page, words
    draft = queries.minutes_for(conference)
    assert "Zwolle, van Tarik." in str(contents.read(draft))
    assert "Almelo" not in str(contents.read(draft))
    # On the same page, with the version that stands now, it is kept; the other's words stay in the history.
    assert desk(sanne).post(address, sent | {"revision": str(draft.revision)}).status_code == 303
    assert "Zwolle, van Tarik." in desk(tarik).get(address).content.decode()


def test_a_second_person_reads_before_they_are_final(table: Any, tarik: User, sanne: User, desk: Desk) -> None:
    conference = table[0]
    minutes.begin(conference=conference, by=tarik)
    address, mine, hers = address_of(conference), desk(tarik), desk(sanne)
    draft = queries.minutes_for(conference)
    mine.post(f"{address}voorleggen/", {"revision": str(draft.revision)})
    page = mine.get(address).content.decode()
    assert "Iemand anders moet het goedkeuren" in page
    assert "Stel het verslag vast" not in page
    submitted = queries.minutes_for(conference)
    digest = minutes.digest_of(submitted, contents.read(submitted))
    with pytest.raises(NotApproved):
        minutes.approve(minutes=submitted, digest=digest, by=tarik)
    # Sent back with a remark, written anew, put forward again.
    hers.post(f"{address}terugsturen/", {"reason": "Wie belt de huisarts?"})
    assert "Wie belt de huisarts?" in mine.get(address).content.decode()
    draft = queries.minutes_for(conference)
    mine.post(address, typed(draft, rest=("Tarik belt.", "parties")))
    mine.post(f"{address}voorleggen/", {"revision": str(queries.minutes_for(conference).revision)})
    late = mine.post(address, typed(draft, rest=("Nog iets.", "parties")))
    assert late.status_code == 409
    assert "Nog iets." in late.content.decode()
    assert "Stel het verslag vast" in hers.get(address).content.decode()
    assert address in hers.get("/casussen/").content.decode()
    assert address not in mine.get("/casussen/").content.decode()
    assert hers.post(f"{address}vaststellen/", {"digest": "0" * 64}).status_code == 303
    assert queries.minutes_for(conference).state == MinutesState.SUBMITTED
    submitted = queries.minutes_for(conference)
    hers.post(f"{address}vaststellen/", {"digest": minutes.digest_of(submitted, contents.read(submitted))})
    final = queries.minutes_for(conference)
    conference.refresh_from_db()
    assert (final.state, final.written_by, final.read_by) == (MinutesState.FINAL, tarik, sanne)
    assert conference.state == ConferenceState.FINAL
    assert (
        "Verslag van het overleg vastgesteld" in mine.get(f"/casussen/{conference.case_id}/verloop/").content.decode()
    )
    assert not four_eyes.waiting_for(sanne).exists()


def test_who_reviews_reads_the_minutes_and_changes_nothing(table: Any, tarik: User, femke: User, desk: Desk) -> None:
    conference = table[0]
    minutes.begin(conference=conference, by=tarik)
    until = time.real_now() + timedelta(days=7)
    room = conference.case.compartment
    access.let_participate(compartment=room, user=femke, need="Toets.", until=until, by=tarik)
    browser, address = desk(femke), address_of(conference)
    page = browser.get(address).content.decode()
    assert "Marek gaat naar Zwolle." in page
    assert '<form method="post" action="/casussen' not in page
    assert browser.post(address, {"naming": "initials"}).status_code == 403


def test_what_was_put_forward_can_be_taken_back(table: Any, tarik: User, desk: Desk) -> None:
    minutes.begin(conference=table[0], by=tarik)
    draft = queries.minutes_for(table[0])
    minutes.submit(minutes=draft, revision=draft.revision, by=tarik)
    with pytest.raises(NotPossible, match="Neem het eerst terug"):
        minutes.write(minutes=draft, said={}, naming="initials", revision=draft.revision + 1, by=tarik)
    desk(tarik).post(f"{address_of(table[0])}terugnemen/")
    assert queries.minutes_for(table[0]).state == MinutesState.DRAFT


def test_a_correction_is_a_new_edition_and_the_one_before_stays(
    table: Any, tarik: User, sanne: User, desk: Desk
) -> None:
    conference = table[0]
    first = conferring.final(conference, sanne)
    before = contents.read(first)
    with pytest.raises(NotPossible, match="Maak een verbetering"):
        minutes.write(minutes=first, said={}, naming="initials", revision=first.revision, by=tarik)
    browser, address = desk(tarik), address_of(conference)
    browser.post(f"{address}verbeteren/", {"reason": ""})
    assert Minutes.objects.count() == 1
    browser.post(f"{address}verbeteren/", {"reason": "De dag klopte niet."})
    draft = queries.minutes_for(conference)
    assert draft.number == 2
    browser.post(address, typed(draft, rest=("Het was een dag later.", "parties")))
    second = conferring.final(conference, sanne)
    assert "Het was een dag later." in str(contents.read(second))
    assert contents.read(queries.minutes_for(conference, 1)) == before
    assert (
        "Verslag van het overleg verbeterd" in browser.get(f"/casussen/{conference.case_id}/verloop/").content.decode()
    )


def test_each_gets_what_they_may_see(table: Any, tarik: User, sanne: User, monkeypatch: Any) -> None:
    conference, ours, party, third = table
    minutes.begin(conference=conference, by=tarik)
    draft = queries.minutes_for(conference)
    said = {one["key"]: (one["words"], one["audience"]) for one in contents.read(draft)["parts"]}
    (agenda,) = [key for key in said if key.startswith("agenda-")]
    said[agenda] = ("Marek Nowak zoekt werk.", str(third.id))
    minutes.write(minutes=draft, said=said, naming="initials", revision=draft.revision, by=tarik)
    final = conferring.final(conference, sanne)
    for_us, for_party, for_third = (given(monkeypatch, final, one, tarik) for one in (ours, party, third))
    # The centre's own reads names; a party all parts, with initials; a third party its part.
    assert "Marek Nowak slikt medicijnen." in str(for_us)
    assert "M.N. slikt medicijnen." in str(for_party)
    assert "Zwolle" in str(for_party)
    assert [part["title"] for part in for_third["parts"]] == ["Veilig wonen", "Gedeeld door Rik Derdeman"]
    assert for_third["parts"][0]["paragraphs"] == ["M.N. zoekt werk."]
    assert [row[0] for row in for_third["agreements"]] == ["Contract sturen aan M.N."]
    for words in ("Zwolle", "medicijnen", "Kamer regelen", "Marek", conferring.PURPOSE):
        assert words not in str(for_third), words
    assert "Of er werk is." in for_third["need"]
    assert "Voorwaarde van wie dit gaf: Alleen voor dit overleg." in str(for_party)
    taken = recorded("minutes:taken")
    assert [event.detail["attendee"] for event in taken] == [str(one.id) for one in (ours, party, third)]


def test_names_are_written_out_for_a_party_where_the_minutes_say_so(
    table: Any, tarik: User, sanne: User, monkeypatch: Any
) -> None:
    conference, _, party, third = table
    minutes.begin(conference=conference, by=tarik)
    draft = queries.minutes_for(conference)
    minutes.write(minutes=draft, said={}, naming="written", revision=draft.revision, by=tarik)
    final = conferring.final(conference, sanne)
    assert "Marek Nowak slikt medicijnen." in str(given(monkeypatch, final, party, tarik))
    assert "Marek" not in str(given(monkeypatch, final, third, tarik))


def test_a_download_is_a_document_and_ends_with_the_part(table: Any, tarik: User, sanne: User, desk: Desk) -> None:
    conference, _, party, third = table
    browser = desk(tarik)
    base = f"/casussen/{conference.case_id}/overleg/{conference.id}/deelnemers/"
    assert browser.get(f"{base}{party.id}/verslag-1.pdf").status_code == 404
    conferring.final(conference, sanne)
    response = browser.get(f"{base}{third.id}/verslag-1.pdf")
    assert response.content.startswith(b"%PDF-")
    assert 'filename="verslag.pdf"' in response["Content-Disposition"]
    assert "Download het verslag" in browser.get(f"{base}{third.id}/").content.decode()
    with time.travel(time.start_of(TODAY + timedelta(days=31))):
        assert browser.get(f"{base}{third.id}/verslag-1.pdf").status_code == 303
        assert "Download het verslag" not in browser.get(f"{base}{third.id}/").content.decode()
    party.refresh_from_db()
    attendees.end(attendee=party, reason="Werkt elders.", by=tarik)
    assert browser.get(f"{base}{party.id}/verslag-1.pdf").status_code == 303
    assert len(recorded("minutes:taken")) == 1


def test_a_third_party_who_was_not_there_gets_nothing(table: Any, tarik: User, sanne: User) -> None:
    conference, ours, party, third = table
    present = {ours: Presence.PRESENT, party: Presence.PRESENT, third: Presence.ABSENT}
    holding.hold(conference=conference, held_on=TODAY, present=present, by=tarik)
    final = conferring.final(conference, sanne)
    with pytest.raises(NotPossible, match="die er niet was"):
        handing.minutes_for(final, queries.attendee_for(conference, third.id), viewer=tarik)


def test_what_happens_in_the_plan_afterwards_changes_no_minutes(table: Any, tarik: User, sanne: User) -> None:
    from schakel.cases.plan.actions import steps
    from schakel.cases.plan.actions.steps import Said

    conference = table[0]
    final = conferring.final(conference, sanne)
    step = conference.agreements.first().step
    answers = {"with_whom": ""}
    steps.change_step(step=step, said=Said("Iets heel anders", answers=answers), revision=1, by=tarik)
    assert "Iets heel anders" not in str(contents.read(queries.minutes_for(conference)))
    assert "Kamer regelen" in str(contents.read(final))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Marek Nowak belt. MAREK NOWAK ook.", "M.N. belt. M.N. ook."),
        ("Nowaks fiets is van Marek.", "Nowaks fiets is van M.N.."),
        ("Mareks zus", "Mareks zus"),
        ("Niemand.", "Niemand."),
    ],
)
def test_names_become_initials(words: str, expected: str) -> None:
    assert composing.shortened(words, ["Marek Nowak"]) == expected


def test_a_name_with_signs_and_a_name_that_is_a_word() -> None:
    assert composing.shortened("Roos van Dijk plukt een roos.", ["Roos van Dijk"]) == "R.D. plukt een roos."
    assert composing.shortened("Bel (Kiki) of O'Neil", ["(Kiki)", "O'Neil"]) == "Bel (. of O."


def test_a_part_for_one_third_is_not_for_another(table: Any, tarik: User) -> None:
    conference, _, _, third = table
    sheet = queries.read_attendee(third, tarik)
    content = composing.frozen(
        composing.composed(queries.read_conference(conference, tarik)), queries.read_conference(conference, tarik)
    )
    other = replace(sheet, row=Attendee(conference=conference, case=conference.case))
    for one in content["parts"]:
        one["audience"] = str(third.id)
    assert composing.seen_by(content, sheet, [])["parts"]
    assert composing.seen_by(content, other, [])["parts"] == []
