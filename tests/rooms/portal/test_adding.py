"""A partner adds something with conditions, corrects it, takes it back; staff see it with the conditions, wherever it counts."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.http import Http404
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import Grant, User
from schakel.access.policies import NotAllowed
from schakel.access.roles import Role
from schakel.cases.life import lineage
from schakel.cases.models import Case
from schakel.cases.plan.models import Version
from schakel.core import time
from schakel.partners.models import Professional
from schakel.portal import actions, queries
from schakel.portal.models import Contribution
from schakel.search.queries import find
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.portal import sharing_with
from tests.rooms.portal.sharing_with import room
from tests.rooms.sharing import telling

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_it_stands_in_the_story_for_staff_with_the_conditions_and_nobody_else_of_outside_reads_it(
    case: Case, guest: User, tarik: User, gijs: User, desk: Desk
) -> None:
    answer = desk(guest).post(room(case, "aanvullingen/"), sharing_with.posted())
    assert answer.status_code == 303
    (row,) = Contribution.objects.all()
    story = desk(tarik).get(f"/casussen/{case.id}/verloop/?soort=supplied").content.decode()
    page = desk(tarik).get(f"/casussen/{case.id}/aanvullingen/").content.decode()
    for words in ("Hanna Bedenksel", "Hij sliep in de schuur.", "iet aan derden", "Noem mijn naam niet.", "ijzondere"):
        assert words in story, words
        assert words in page, words
    sharing_with.let_in(case, gijs)
    other = desk(gijs)
    assert "Toegevoegd" not in other.get(room(case)).content.decode()
    assert other.get(room(case, f"aanvullingen/{row.id}/")).status_code == 404
    assert other.get(f"/casussen/{case.id}/aanvullingen/").status_code == 404
    assert b"schuur" not in bytes(row.content)
    assert [hit.title for hit in find("schuur", viewer=tarik).hits] == [f"Casus {case.number}"]
    (event,) = recorded("contribution:added")
    assert event.object_id == str(case.id)


def test_what_lacks_is_asked_and_nothing_typed_is_lost(case: Case, guest: User, desk: Desk) -> None:
    browser, address = desk(guest), room(case, "aanvullingen/")
    empty = browser.post(address, sharing_with.posted(seen="", thought="", origin="Van mij."))
    assert (empty.status_code, "Van mij." in empty.content.decode()) == (422, True)
    other = browser.post(address, sharing_with.posted(onward="other", conditions=""))
    assert "onder welke voorwaarden" in other.content.decode()
    assert not Contribution.objects.exists()


def test_a_correction_is_a_new_version_and_the_old_one_stays(case: Case, guest: User, tarik: User, desk: Desk) -> None:
    row, browser = sharing_with.added(case, guest), desk(guest)
    address = room(case, f"aanvullingen/{row.id}/")
    said = sharing_with.posted(seen="Hij sliep in de caravan.", revision="1")
    assert browser.post(address, said).status_code == 303
    page = desk(tarik).get(f"/casussen/{case.id}/aanvullingen/").content.decode()
    assert "caravan" in page
    assert "<del>Hij sliep in de schuur.</del>" in page
    assert Version.objects.filter(subject_id=row.id).count() == 2
    # In another window, from the version of before: nobody's words are lost.
    late = browser.post(address, sharing_with.posted(seen="Hij sliep op straat.", revision="1"))
    told = late.content.decode()
    assert late.status_code == 409
    assert "Hij sliep op straat." in told
    assert "caravan" in told


def test_what_is_withdrawn_says_so_and_its_words_are_history(case: Case, guest: User, tarik: User, desk: Desk) -> None:
    row, browser = sharing_with.added(case, guest), desk(guest)
    address = room(case, f"aanvullingen/{row.id}/intrekken/")
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"withdrawn_because": "Ik vergiste mij."}).status_code == 303
    story = desk(tarik).get(f"/casussen/{case.id}/verloop/").content.decode()
    assert "Ik vergiste mij." in story
    assert "schuur" not in story
    assert queries.conditions_in(case, tarik) == []
    assert not find("schuur", viewer=tarik).hits
    assert browser.post(room(case, f"aanvullingen/{row.id}/"), sharing_with.posted(revision="2")).status_code == 409


def test_who_corrects_what_they_withdrew_elsewhere_gets_their_words_back(case: Case, guest: User, desk: Desk) -> None:
    row = sharing_with.added(case, guest)
    actions.withdraw(contribution=row, because="Ik vergiste mij.", by=guest)
    browser, address = desk(guest), room(case, f"aanvullingen/{row.id}/")
    answer = browser.post(address, sharing_with.posted(seen="Hij sliep bij de buren.", revision="1"))
    assert answer.status_code == 409
    assert "Hij sliep bij de buren." in answer.content.decode()
    again = browser.post(f"{address}intrekken/", {"withdrawn_because": "Het was een ander."})
    assert "Het was een ander." in again.content.decode()


def test_nobody_changes_what_another_wrote(case: Case, guest: User, tarik: User, gijs: User) -> None:
    row = sharing_with.added(case, guest)
    sharing_with.let_in(case, gijs)
    with pytest.raises(NotAllowed):
        actions.change(contribution=row, said=sharing_with.said(), revision=1, by=gijs)
    for somebody in (tarik, chain.account(Role(guest.role))):
        with pytest.raises(Http404):
            actions.withdraw(contribution=row, because="Weg.", by=somebody)
        with pytest.raises(Http404):
            actions.add(case=case, said=sharing_with.said(), by=somebody)


def test_whoever_writes_a_disclosure_reads_what_partners_asked(
    case: Case, guest: User, tarik: User, desk: Desk
) -> None:
    sharing_with.added(case, guest)
    sharing_with.added(case, guest, onward="free", conditions="", categories="")
    draft = telling.drafted(case, telling.shelter(tarik), telling.whole(telling.victim(case)), by=tarik)
    browser = desk(tarik)
    for end in ("", "wijzigen/"):
        page = browser.get(f"/casussen/{case.id}/verstrekkingen/{draft.id}/{end}").content.decode()
        assert page.count("Noem mijn naam niet.") == 1
        assert "mag worden doorgegeven" not in page


def test_what_partners_asked_in_a_case_that_goes_on_here_still_holds(
    case: Case, guest: User, tarik: User, sanne: User
) -> None:
    sharing_with.added(case, guest)
    successor = telling.case_of(tarik, sanne)
    lineage.join(origin=case, successor=successor, why="Eén verhaal.", keeps=set(), by=tarik)
    assert [one.conditions for one in queries.conditions_in(successor, tarik)] == ["Noem mijn naam niet."]


def test_criminal_data_are_for_whoever_may_know_of_suspects(
    case: Case, guest: User, tarik: User, sanne: User, desk: Desk
) -> None:
    row = sharing_with.added(case, guest, categories="criminal")
    for viewer, may in ((tarik, True), (sanne, False)):
        browser = desk(viewer)
        for page in ("aanvullingen/", "verloop/"):
            text = browser.get(f"/casussen/{case.id}/{page}").content.decode()
            assert ("schuur" in text, "Uw rol geeft u daar geen toegang toe" in text) == (may, not may)
        assert bool(find("schuur", viewer=viewer).hits) == may
        assert [one.conditions for one in queries.conditions_in(case, viewer)] == [
            "Noem mijn naam niet." if may else ""
        ]
    # What it was before is not told either, once it is written otherwise.
    actions.change(contribution=row, said=sharing_with.said(seen="Hij sliep buiten."), revision=1, by=guest)
    text = desk(sanne).get(f"/casussen/{case.id}/aanvullingen/").content.decode()
    assert ("Hij sliep buiten." in text, "schuur" in text) == (True, False)


@pytest.mark.parametrize("ending", ["time", "exclusion"])
def test_whose_time_ran_out_while_they_typed_gets_their_words_back_and_nothing_is_stored(
    ending: str, case: Case, guest: User, known: Professional, tarik: User, *, desk: Desk
) -> None:
    browser = desk(guest)
    step, row = sharing_with.step_for(case, known), sharing_with.added(case, guest)
    forms = {
        room(case, "aanvullingen/"): sharing_with.posted(seen="Kanarie zingt."),
        room(case, f"aanvullingen/{row.id}/"): sharing_with.posted(seen="Kanarie zingt.", revision="1"),
        room(case, f"aanvullingen/{row.id}/intrekken/"): {"withdrawn_because": "Kanarie zingt."},
        room(case, f"acties/{step.id}/"): {"outcome": "done", "how_it_went": "Kanarie zingt.", "revision": "1"},
    }
    before = Version.objects.count()
    later = time.real_now() + timedelta(minutes=10)
    if ending == "time":
        Grant.objects.filter(user=guest).update(ends_at=later)
    else:
        access.exclude(compartment=case.compartment, user=guest, by=tarik)
    with patch.object(time, "real_now", lambda: later):
        for address, said in forms.items():
            answer = browser.post(address, said)
            page = answer.content.decode()
            assert answer.status_code == 404, address
            assert "Kanarie zingt." in page
            assert "niet voor u zichtbaar" in page
            assert case.number not in page
    assert (Version.objects.count(), Contribution.objects.count()) == (before, 1)
