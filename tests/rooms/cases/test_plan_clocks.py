"""The clocks of a case: what starts, moves, ends and extends them, and that a changed rule leaves them alone."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.cases.models import Case
from schakel.cases.plan import contents, queries, rules
from schakel.cases.plan.actions import clocks, steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.plan.models import Clock
from schakel.cases.plan.states import ClockState, StepState
from schakel.cases.policies import NotPossible
from schakel.core import region, time
from schakel.methods import clocks as methods
from schakel.methods.clocks import State
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.cases.planning import TODAY, case_of, clock_of, step_in

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def at(day: date) -> Any:
    return time.travel(datetime(day.year, day.month, day.day, 10, tzinfo=time.REGION_ZONE))


def named(case: Case, rule_id: str, state: str = ClockState.RUNNING) -> list[Clock]:
    found = case.clocks.select_related("case").filter(state=state)
    return [clock for clock in found if contents.read(clock)["rule"] == rule_id]


def test_a_case_begins_with_first_contact_and_evaluation(case: Case) -> None:
    sheets = {sheet.title: sheet for sheet in map(queries.sheet_of_clock, case.clocks.select_related("case"))}
    assert sheets["Eerste contact"].clock.last_day == date(2026, 12, 1)  # five working days
    assert sheets["Evaluatie van de casus"].clock.last_day == date(2027, 2, 24)
    assert sheets["Eerste contact"].derivation == "Begonnen op 24 november 2026, vijf werkdagen: t/m 1 december 2026."
    assert len(recorded("clock:started")) == 2


def test_reflection_period_counts_by_who_it_is_for_and_when_it_was_granted(case: Case, tarik: User, desk: Desk) -> None:
    answers = {"granted_on": "2026-11-23", "granted_by": "kmar", "regime": ""}
    step = step_in(case, "reflection_period", "Bedenktijd", answers=answers)
    assert clock_of(step).last_day == date(2027, 2, 23)
    # It turns out that the Dublin regulation applies: counted anew, and that is on record.
    steps.change_step(step=step, said=Said("Bedenktijd", answers=answers | {"regime": "dublin"}), revision=1, by=tarik)
    assert clock_of(step).last_day == date(2026, 12, 23)
    assert len(recorded("clock:moved")) == 1
    page = desk(tarik).get(f"/casussen/{case.id}/plan/termijn/{clock_of(step).id}/").content.decode()
    assert "Bedenktijd (Dublinclaimant)" in page
    assert "Begonnen op 23 november 2026, 30 dagen: t/m 23 december 2026." in page
    assert "Stcrt. 2023, 13577" in page
    assert "nog nakijken" in page


def test_shelter_counts_in_cosm_alone_and_from_the_day_it_began(case: Case, tarik: User) -> None:
    step = step_in(case, "shelter", "Bed zoeken", answers={"sort": "cosm", "since": ""})
    assert not Clock.objects.filter(step=step).exists()
    said = Said("Bed zoeken", answers={"sort": "cosm", "since": "2026-11-20"})
    steps.change_step(step=step, said=said, revision=1, by=tarik)
    assert clock_of(step).last_day == date(2027, 2, 20)
    said = Said("Bed zoeken", answers={"sort": "other", "since": "2026-11-20"})
    steps.change_step(step=step, said=said, revision=2, by=tarik)
    assert clock_of(step).state == ClockState.STOPPED


def test_a_step_takes_its_clock_along_and_brings_it_back(case: Case, tarik: User) -> None:
    step = step_in(case, "access_request", "Inzage", answers={"received_on": "2026-11-03", "asked": ""})
    steps.progress_step(step=step, state=StepState.DONE, reason="Verstuurd.", by=tarik)
    assert clock_of(step).state == ClockState.MET
    steps.progress_step(step=step, state=StepState.BEGUN, reason="", by=tarik)
    assert (clock_of(step).state, clock_of(step).last_day) == (ClockState.RUNNING, date(2026, 12, 3))
    steps.progress_step(step=step, state=StepState.DROPPED, reason="Ingetrokken.", by=tarik)
    assert clock_of(step).state == ClockState.STOPPED


def test_extending_is_possible_once_and_in_time(case: Case, tarik: User, desk: Desk) -> None:
    step = step_in(case, "access_request", "Inzage", answers={"received_on": "2026-11-03", "asked": ""})
    clock, browser = clock_of(step), desk(tarik)
    address = f"/casussen/{case.id}/plan/termijn/{clock.id}/"
    assert browser.post(f"{address}verlengen/", {"reason": ""}).status_code == 422
    browser.post(f"{address}verlengen/", {"reason": "Er zijn veel stukken."})
    assert clock_of(step).last_day == date(2027, 2, 3)
    assert "verlengd met twee maanden" in browser.get(address).content.decode()
    with pytest.raises(NotPossible, match="al een keer"):
        clocks.extend(clock=clock, reason="Nog eens.", by=tarik)
    late = step_in(case, "complaint", "Klacht", answers={"received_on": "2026-09-01", "about": ""})
    with pytest.raises(NotPossible, match="al voorbij"):
        clocks.extend(clock=clock_of(late), reason="Druk.", by=tarik)
    contact = named(case, "first_contact")[0]
    with pytest.raises(NotPossible, match="niet worden verlengd"):
        clocks.extend(clock=contact, reason="Druk.", by=tarik)


def test_what_lies_still_is_not_late_and_goes_on_where_it_was(case: Case, tarik: User, desk: Desk) -> None:
    step = step_in(case, "complaint", "Klacht", answers={"received_on": "2026-11-16", "about": ""})
    browser, address = desk(tarik), f"/casussen/{case.id}/plan/termijn/{clock_of(step).id}/"
    browser.post(f"{address}stilleggen/", {"reason": "De klager is op reis."})
    with at(date(2027, 3, 1)):
        assert queries.sheet_of_clock(clock_of(step)).state is State.SUSPENDED
    with at(date(2026, 12, 4)):
        browser.post(f"{address}verder/")
    # Six weeks from 16 November, and ten days: Thursday 7 January.
    assert clock_of(step).last_day == date(2027, 1, 7)
    with pytest.raises(NotPossible, match="loopt al"):
        clocks.resume(clock=clock_of(step), by=tarik)


def test_an_evaluation_begins_anew_when_it_was_held(case: Case, tarik: User) -> None:
    (first,) = named(case, "evaluation")
    with at(date(2027, 1, 4)):
        clocks.meet(clock=first, reason="Met iedereen besproken.", by=tarik)
    (second,) = named(case, "evaluation")
    assert second.last_day == date(2027, 4, 4)
    with pytest.raises(NotPossible, match="al gehaald"):
        clocks.stop(clock=first, reason="Toch niet.", by=tarik)


def test_a_closed_case_stops_its_own_clocks_and_not_those_of_the_law(case: Case, tarik: User) -> None:
    step = step_in(case, "complaint", "Klacht", answers={"received_on": "2026-11-16", "about": ""})
    chain.end_case(case, by=tarik)
    assert named(case, "evaluation") == []
    assert clock_of(step).state == ClockState.RUNNING
    chain.take_back(case, by=tarik)
    assert len(named(case, "evaluation")) == 1
    assert named(case, "first_contact") == []


def test_who_only_reads_changes_no_clock(case: Case, bram: User, tarik: User) -> None:
    (clock,) = named(case, "evaluation")
    for act in (clocks.meet, clocks.stop, clocks.extend, clocks.suspend):
        with pytest.raises(NotAllowed):
            act(clock=clock, reason="x", by=bram)
    with pytest.raises(NotAllowed):
        clocks.resume(clock=clock, by=bram)


def test_an_unknown_verb_is_no_page(case: Case, tarik: User, desk: Desk) -> None:
    (clock,) = named(case, "evaluation")
    assert desk(tarik).post(f"/casussen/{case.id}/plan/termijn/{clock.id}/wissen/").status_code == 404


CHANGED = """
[[rule]]
id = "complaint"
name = "Klacht"
starts = "de dag"
[[rule.version]]
number = 1
since = 1999-07-01
until = 2026-11-30
term = "6 weken"
source = "oud"
[[rule.version]]
number = 2
since = 2026-12-01
term = "2 weken"
source = "nieuw"
"""


@pytest.mark.parametrize("moves_running", [False, True])
def test_a_changed_rule_moves_what_runs_only_where_it_says_so(
    *,
    moves_running: bool,
    case: Case,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step = step_in(case, "complaint", "Klacht", answers={"received_on": "2026-11-23", "about": ""})
    assert clock_of(step).last_day == date(2027, 1, 4)
    others = tuple(rule for rule in methods.load() if rule.id != "complaint")
    changed = CHANGED + ("applies_to_running = true\n" if moves_running else "")
    monkeypatch.setattr(rules, "every_rule", lambda: (*others, *methods.parse(changed, name="x")))
    with at(date(2026, 12, 2)):
        assert clocks.move_by_changed_rules() == int(moves_running)
        assert clocks.move_by_changed_rules() == 0
    assert clock_of(step).last_day == (date(2026, 12, 7) if moves_running else date(2027, 1, 4))
    assert len(recorded("clock:moved")) == int(moves_running)


def test_a_profile_sets_terms_of_its_own(tmp_path: Any, settings: Any, sanne: User, tarik: User) -> None:
    text = (Path(region.__file__).parent / "profiles" / "demo.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(f'{text}\n[clocks]\nfirst_contact = "2 werkdagen"\n', encoding="utf-8")
    settings.SCHAKEL_PROFILE = str(own)
    (clock,) = named(case_of(tarik, sanne), "first_contact")
    assert clock.last_day == date(2026, 11, 26)
    own.write_text(f'{text}\n[clocks]\ndata_breach = "96 uur"\n', encoding="utf-8")
    region.load.cache_clear()
    with pytest.raises(region.ProfileError, match="at most 72 uur"):
        region.load(str(own))
