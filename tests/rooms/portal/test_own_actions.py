"""A guest's own actions: ticked off or not possible, seen by staff; and a step that is somebody's of the address book."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.cases.models import Case
from schakel.cases.plan.actions import steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.plan.models import Step
from schakel.cases.plan.states import StepState
from schakel.partners.kinds import Standing
from schakel.partners.models import Professional
from tests.personas import recorded
from tests.rooms.cases import planning
from tests.rooms.portal import sharing_with
from tests.rooms.portal.sharing_with import room

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def posted(step: Step, outcome: str, words: str = "", **changed: str) -> dict[str, str]:
    return {"outcome": outcome, "how_it_went": words, "revision": str(step.revision)} | changed


def test_they_tick_it_off_and_staff_see_it(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    step = sharing_with.step_for(case, known, notes="Tot eind december.")
    browser, address = desk(guest), room(case, f"acties/{step.id}/")
    assert "Tot eind december." in browser.get(address).content.decode()
    assert browser.post(address, posted(step, "done", "Kamer 4 is vrij.")).status_code == 303
    step.refresh_from_db()
    assert step.state == "done"
    story = desk(tarik).get(f"/casussen/{case.id}/verloop/").content.decode()
    assert "Afgevinkt: Houd een kamer vrij" in story
    assert "Kamer 4 is vrij." in story
    assert recorded("step:answered")[0].actor_id == str(guest.id)
    assert browser.post(address, posted(step, "done")).status_code == 409


def test_what_can_not_be_done_stays_in_the_plan_with_the_reason(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    step = sharing_with.step_for(case, known)
    browser, address = desk(guest), room(case, f"acties/{step.id}/")
    assert browser.post(address, posted(step, "not_possible")).status_code == 422
    assert browser.post(address, posted(step, "not_possible", "Alles is vol.")).status_code == 303
    step.refresh_from_db()
    assert step.state == "open"
    page = desk(tarik).get(f"/casussen/{case.id}/plan/actie/{step.id}/").content.decode()
    assert "Wat de partner zei" in page
    assert "Alles is vol." in page
    assert "Lukt niet: Houd een kamer vrij" in desk(tarik).get(f"/casussen/{case.id}/verloop/").content.decode()


def test_who_comes_second_sees_what_the_centre_changed_and_keeps_their_words(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    step = sharing_with.step_for(case, known)
    said = posted(step, "done", "Kamer 4 is vrij.")
    told = Said("Houd twee kamers vrij", professional=known, due_on=date(2026, 12, 24), notes="Ook voor zijn broer.")
    steps.change_step(step=step, said=told, revision=1, by=tarik)
    answer = desk(guest).post(room(case, f"acties/{step.id}/"), said)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Een ander wijzigde dit intussen", "Houd twee kamers vrij", "Kamer 4 is vrij.", 'value="2"'):
        assert words in page
    step.refresh_from_db()
    assert step.state == "open"


def test_how_it_was_before_it_was_theirs_is_not_told_and_names_are_initials(
    case: Case, guest: User, tarik: User, desk: Desk
) -> None:
    third = sharing_with.in_the_book(guest, tarik, standing=Standing.THIRD)
    step = planning.step_in(case, owner=tarik, title="Bel de politie over Piotr Nowak", notes="Alleen voor ons.")
    told = Said("Zoek een kamer voor Marek Nowak", professional=third, notes="Marek komt alleen.")
    steps.change_step(step=step, said=told, revision=1, by=tarik)
    browser, address = desk(guest), room(case, f"acties/{step.id}/")
    page = browser.post(address, posted(step, "done", "Kamer 4.")).content.decode()
    assert "Een ander wijzigde dit intussen" in page
    assert "Zoek een kamer voor M.N." in page
    assert not [word for word in ("politie", "Piotr", "voor ons", "Marek") if word in page]


def test_why_staff_dropped_an_action_is_not_theirs_to_read(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    step = sharing_with.step_for(case, known)
    browser, address = desk(guest), room(case, f"acties/{step.id}/")
    browser.post(address, posted(step, "not_possible", "Alles is vol."))
    assert "Alles is vol." in browser.get(address).content.decode()
    step.refresh_from_db()
    steps.progress_step(step=step, state=StepState.DROPPED, reason="Zij vertrouwen hem niet.", by=tarik)
    assert "vertrouwen" not in browser.get(address).content.decode()
    assert "vertrouwen" not in browser.get(room(case)).content.decode()


def test_nobody_answers_for_another(case: Case, guest: User, known: Professional, tarik: User, desk: Desk) -> None:
    of_tarik = planning.step_in(case, owner=tarik)
    assert desk(guest).get(room(case, f"acties/{of_tarik.id}/")).status_code == 404
    for somebody in (guest, tarik):
        with pytest.raises(NotAllowed):
            steps.answer_step(step=of_tarik, is_done=True, words="", revision=1, by=somebody)


def test_a_step_is_planned_for_somebody_of_the_address_book_and_the_worklist_names_them(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    browser = desk(tarik)
    address = f"/casussen/{case.id}/plan/nieuw/action/"
    said = planning.posted("Houd een kamer vrij", professional=str(known.id))
    assert browser.post(address, said).status_code == 303
    (step,) = Step.objects.filter(case=case, professional=known)
    assert step.is_outside
    waiting = browser.get("/casussen/?lijst=partner").content.decode()
    assert "Hanna Bedenksel" in waiting
    assert sharing_with.HAVEN in waiting
    page = browser.get(f"/casussen/{case.id}/plan/actie/{step.id}/").content.decode()
    assert f"Hanna Bedenksel, zorgcoördinator ({sharing_with.HAVEN})" in page
    change = f"/casussen/{case.id}/plan/actie/{step.id}/wijzigen/"
    assert browser.post(change, planning.posted("Iets", outside="Een buurman", revision="1")).status_code == 303
    step.refresh_from_db()
    assert (step.professional, step.is_outside) == (None, True)
