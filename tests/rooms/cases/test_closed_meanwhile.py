"""A case that somebody closes between the page and the click takes nothing more into its plan or conferences."""

from typing import Any

import pytest

from schakel.access.models import User
from schakel.cases.conference.actions import attendees
from schakel.cases.conference.actions.attendees import Shared
from schakel.cases.conference.models import Conference
from schakel.cases.conference.states import ConferenceState
from schakel.cases.models import Case
from schakel.cases.plan.actions import clocks, goals, steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.plan.states import ClockState, GoalState
from schakel.cases.policies import NotPossible
from schakel.cases.states import CaseState
from tests.rooms.cases.conferring import held, planned
from tests.rooms.cases.planning import TODAY, step_in
from tests.rooms.chain import end_case
from tests.rooms.meanwhile import before_held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def test_a_page_from_before_it_was_closed_adds_nothing(case: Case, tarik: User) -> None:
    end_case(Case.objects.get(pk=case.pk), by=tarik)
    assert case.is_open  # as the page holds it
    for add in (
        lambda: step_in(case),
        lambda: goals.set_goal(case=case, words="Veilig wonen.", by=tarik),
        lambda: planned(case),
    ):
        with pytest.raises(NotPossible, match="gesloten"):
            add()
    assert [rows.count() for rows in (case.steps, case.goals, case.conferences)] == [0, 0, 0]


def test_what_is_closed_while_one_waits_stays_as_it_was_closed(
    case: Case, tarik: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close() -> None:
        Case.objects.filter(pk=case.pk).update(state=CaseState.REDIRECTED, closed_at=case.opened_at)

    step, goal, conference = step_in(case), goals.set_goal(case=case, words="Wonen.", by=tarik), planned(case)
    for act in (
        lambda: steps.change_step(step=step, said=Said("Anders"), revision=1, by=tarik),
        lambda: goals.end_goal(goal=goal, state=GoalState.REACHED, reason="", by=tarik),
        lambda: attendees.invite(conference=conference, who=tarik, need="Opvang.", until=None, by=tarik),
    ):
        before_held(monkeypatch, Case, close)
        with pytest.raises(NotPossible, match="gesloten"):
            act()


def test_whoever_meets_a_clock_holds_its_case_first_as_whoever_closes_it_does(
    case: Case, tarik: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = case.clocks.all()[0]
    before_held(monkeypatch, Case, lambda: end_case(Case.objects.get(pk=case.pk), by=tarik))
    with pytest.raises(NotPossible, match=ClockState.STOPPED.label):
        clocks.meet(clock=clock, reason="Gedaan.", by=tarik)


def test_nothing_is_shared_at_a_conference_whose_minutes_became_final(
    case: Case, tarik: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, attendee = held(case)
    before_held(
        monkeypatch, Case, lambda: Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.FINAL)
    )
    with pytest.raises(NotPossible, match=ConferenceState.FINAL.label):
        attendees.write_shared(attendee=attendee, said=Shared("Woorden.", "party"), revision=2, by=tarik)
