"""The plan of a case: goals and steps, who sees and changes them, what stands on disk, and two people at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from schakel.access import actions as access
from schakel.access.actions.accounts import deactivate
from schakel.access.models import User
from schakel.cases.models import Case
from schakel.cases.plan import queries
from schakel.cases.plan.actions import clocks, steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.plan.history import history_of
from schakel.cases.plan.kinds import KINDS, Answer
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import Goal, Step
from schakel.cases.plan.policies import Changed
from schakel.cases.plan.states import StepState
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.vault.actions import shred
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.cases.planning import TODAY, case_of, posted, step_in

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SECRET = "Kamer boven de bakkerij, tante Halina weet ervan"


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def page_of(browser: Client, case: Case) -> str:
    return browser.get(f"/casussen/{case.id}/plan/").content.decode()


def test_a_goal_and_an_action_are_planned_and_stand_on_the_plan(case: Case, tarik: User, desk: Desk) -> None:
    browser, plan = desk(tarik), f"/casussen/{case.id}/plan/"
    assert "Er staat geen actie open" in page_of(browser, case)
    browser.post(f"{plan}doel/", {"words": "Marek woont veilig en heeft eigen papieren."})
    goal = Goal.objects.get()
    browser.post(
        f"{plan}nieuw/lawyer/",
        posted(
            "Advocaat zoeken",
            owner=str(tarik.id),
            due_on="2026-12-01",
            goal=str(goal.id),
            answer_subject="residence",
            answer_who="mr. Verzonnen",
        ),
    )
    page = page_of(browser, case)
    assert "Marek woont veilig" in page
    assert "Advocaat zoeken" in page
    assert "1 open actie" in page
    step = Step.objects.get()
    shown = browser.get(f"{plan}actie/{step.id}/").content.decode()
    assert "mr. Verzonnen" in shown
    assert "verblijf" in shown
    assert [event.object_id for event in recorded("step:planned")] == [str(case.id)]
    assert {event.actor_id for event in recorded("plan:read")} == {tarik.actor_id}


def test_what_is_late_stands_on_both_tabs_of_the_case(case: Case, tarik: User, desk: Desk) -> None:
    step_in(case, due_on=TODAY - timedelta(days=1))
    browser = desk(tarik)
    for page in (f"/casussen/{case.id}/plan/", f"/casussen/{case.id}/"):
        shown = browser.get(page)
        assert shown.status_code == 200
        assert '<span class="badge badge--danger">1 te laat</span>' in shown.content.decode()


def test_progress_and_history_are_kept(case: Case, tarik: User, desk: Desk) -> None:
    step, browser = step_in(case, owner=tarik), desk(tarik)
    address = f"/casussen/{case.id}/plan/actie/{step.id}/"
    browser.post(f"{address}stand/", {"state": "begun"})
    refused = browser.post(f"{address}stand/", {"state": "dropped"})
    assert refused.status_code == 422
    assert "Schrijf waarom" in refused.content.decode()
    browser.post(f"{address}stand/", {"state": "dropped", "reason": "De huisarts is met pensioen."})
    step.refresh_from_db()
    assert step.state == StepState.DROPPED
    changes = history_of(step)
    assert [{label: after for label, _, after in change.fields}.get("Stand") for change in changes] == [
        "vervallen",
        "begonnen",
        "open",
    ]
    page = page_of(browser, case)
    assert "De huisarts is met pensioen." in page
    browser.post(f"{address}stand/", {"state": "open"})
    step.refresh_from_db()
    assert (step.state, step.ended_at) == (StepState.OPEN, None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_kind_asks_its_own_fields_and_starts_its_own_clock(
    kind: Any, case: Case, tarik: User, desk: Desk
) -> None:
    values = {
        Answer.DAY: "2026-11-20",
        Answer.MOMENT: "2026-11-20T14:30",
        Answer.LINE: "regel",
        Answer.WORDS: "woorden",
    }
    answers = {
        f"answer_{ask.key}": ask.choices[0][0] if ask.answer is Answer.CHOICE else values[ask.answer]
        for ask in kind.asks
    }
    browser, address = desk(tarik), f"/casussen/{case.id}/plan/nieuw/{kind.key}/"
    form = browser.get(address).content.decode()
    assert all(ask.label in form for ask in kind.asks)
    response = browser.post(address, posted(kind.name, **answers), follow=True)
    assert response.status_code == 200
    step = Step.objects.get()
    assert Step.objects.filter(clock__isnull=False).exists() == bool(kind.clock)
    sheet = queries.sheet_of_step(step)
    assert {label for label, _ in sheet.answers} >= {ask.label for ask in kind.asks if ask.answer is not Answer.CHOICE}


def test_a_meldcode_is_done_when_both_decisions_and_the_check_of_children_are_there(
    case: Case, tarik: User, desk: Desk
) -> None:
    browser, new = desk(tarik), f"/casussen/{case.id}/plan/nieuw/meldcode/"
    assert "De professional meldt zelf bij Veilig Thuis" in browser.get(new).content.decode()
    browser.post(
        new, posted("Meldcode", answer_child_check="none", answer_report="no", answer_signals="Blauwe plekken.")
    )
    step = Step.objects.get()
    address = f"/casussen/{case.id}/plan/actie/{step.id}/"
    refused = browser.post(f"{address}stand/", {"state": "done", "reason": "Alles besproken."}, follow=True)
    assert "Vul eerst in: Stap 5, besluit 2" in refused.content.decode()
    step.refresh_from_db()
    assert step.state == StepState.OPEN
    answers = {
        "answer_child_check": "none",
        "answer_report": "no",
        "answer_help": "yes",
        "answer_signals": "Blauwe plekken.",
    }
    browser.post(f"{address}wijzigen/", posted("Meldcode", revision=step.revision, **answers))
    browser.post(f"{address}stand/", {"state": "done", "reason": "Alles besproken."})
    step.refresh_from_db()
    assert step.state == StepState.DONE


def test_a_day_that_starts_a_term_must_be_there_and_have_come(case: Case, tarik: User, desk: Desk) -> None:
    browser, address = desk(tarik), f"/casussen/{case.id}/plan/nieuw/complaint/"
    for value, problem in (("", "Kies een dag"), ("2026-11-25", "moet nog komen"), ("1926-11-25", "jaar klopt")):
        response = browser.post(address, posted("Klacht", answer_received_on=value, answer_about=SECRET))
        assert response.status_code == 422
        page = response.content.decode()
        assert problem in page
        assert SECRET in page
    response = browser.post(
        f"/casussen/{case.id}/plan/nieuw/woo_request/", posted("Woo", answer_received_on="2010-01-04")
    )
    assert response.status_code == 409
    assert "geen regel over deze termijn" in response.content.decode()
    assert not Step.objects.exists()
    assert browser.get(f"/casussen/{case.id}/plan/nieuw/onbekend/").status_code == 404


def test_two_people_change_the_same_action_and_nobody_loses_a_word(
    case: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    step = step_in(case, notes="Eerste versie.")
    address = f"/casussen/{case.id}/plan/actie/{step.id}/wijzigen/"
    first, second = desk(tarik), desk(sanne)
    assert 'name="revision" value="1"' in first.get(address).content.decode()
    first.post(address, posted("Bel de huisarts", due_on="2026-12-01", notes="Van Tarik.", revision="1"))
    response = second.post(address, posted("Bel de tandarts", notes="Van Sanne.", revision="1"))
    page = response.content.decode()
    assert response.status_code == 409
    # The conflict is told with all three; what only the other changed is taken over; nothing is stored yet.
    for words in ("Tarik Karakter", "Eerste versie.", "Van Tarik.", "Van Sanne.", "Bel de tandarts", "2026-12-01"):
        assert words in page, words
    assert queries.sheet_of_step(Step.objects.get()).notes == "Van Tarik."
    assert 'name="revision" value="2"' in page
    second.post(address, posted("Bel de tandarts", due_on="2026-12-01", notes="Van Tarik.\nVan Sanne.", revision="2"))
    sheet = queries.sheet_of_step(Step.objects.get())
    assert (sheet.title, sheet.notes, sheet.step.due_on) == (
        "Bel de tandarts",
        "Van Tarik.\nVan Sanne.",
        date(2026, 12, 1),
    )
    told = "".join(f"{before}{after}" for change in history_of(sheet.step) for _, before, after in change.fields)
    assert "Van Tarik." in told


def test_a_wrong_form_keeps_the_version_it_began_with(case: Case, sanne: User, tarik: User, desk: Desk) -> None:
    step = step_in(case)
    address, browser = f"/casussen/{case.id}/plan/actie/{step.id}/wijzigen/", desk(sanne)
    steps.change_step(step=step, said=Said("Bel de tandarts"), revision=1, by=tarik)
    wrong = browser.post(address, posted("", notes="Van Sanne.", revision="1"))
    assert wrong.status_code == 422
    assert 'name="revision" value="1"' in wrong.content.decode()
    assert browser.post(address, posted("Nieuw", notes="Van Sanne.")).status_code == 409
    with pytest.raises(Changed):
        steps.change_step(step=step, said=Said("Anders"), revision=1, by=tarik)


def test_two_people_word_the_same_goal(case: Case, sanne: User, tarik: User, desk: Desk) -> None:
    desk(tarik).post(f"/casussen/{case.id}/plan/doel/", {"words": "Veilig wonen."})
    goal = Goal.objects.get()
    address = f"/casussen/{case.id}/plan/doel/{goal.id}/"
    desk(tarik).post(address, {"words": "Veilig wonen in Almelo.", "revision": "1"})
    response = desk(sanne).post(address, {"words": "Veilig wonen bij haar zus.", "revision": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Veilig wonen in Almelo." in page
    assert "Veilig wonen bij haar zus." in page
    desk(sanne).post(f"{address}stand/", {"state": "reached"})
    goal.refresh_from_db()
    assert goal.state == "reached"
    assert desk(sanne).post(f"{address}stand/", {"state": "dropped"}).status_code == 422


def test_merging_keeps_both_where_it_can() -> None:
    base = {"a": "1", "b": "1", "c": "1", "d": "1"}
    theirs = {"a": "2", "b": "1", "c": "2", "d": "3"}
    mine = {"a": "1", "b": "2", "c": "2", "d": "2"}
    merged, told = merge(base, theirs, mine)
    assert merged == {"a": "2", "b": "2", "c": "2", "d": "2"}
    assert [(one.field, one.is_conflict) for one in told] == [("a", False), ("d", True)]


def test_whoever_does_not_see_the_case_meets_nothing_of_its_plan(
    case: Case, tarik: User, petra: User, hanna: User, desk: Desk
) -> None:
    step = step_in(case, owner=tarik, due_on=TODAY)
    clock = case.clocks.first()
    assert clock is not None
    until = time.real_now() + timedelta(days=7)
    access.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=until, by=tarik)
    plan = f"/casussen/{case.id}/plan/"
    for user in (petra, hanna):
        browser = desk(user)
        for path in ("", "doel/", "nieuw/", "nieuw/action/", f"actie/{step.id}/", f"termijn/{clock.id}/"):
            assert browser.get(plan + path).status_code == 404, (user.name, path)
        assert browser.post(f"{plan}actie/{step.id}/stand/", {"state": "done"}).status_code == 404
        assert case.number not in browser.get("/termijnen/?van=alle&lijst=week").content.decode()
    # A partner reads along in the case, and not in the plan.
    assert f"{plan}" not in desk(hanna).get(f"/casussen/{case.id}/").content.decode()
    access.exclude(compartment=case.compartment, user=petra, by=tarik)
    assert desk(petra).get(plan).status_code == 404


def test_a_part_of_one_case_is_not_found_by_way_of_another(case: Case, sanne: User, tarik: User, desk: Desk) -> None:
    other, step = case_of(tarik, sanne), step_in(case)
    assert desk(tarik).get(f"/casussen/{other.id}/plan/actie/{step.id}/").status_code == 404
    goal = queries.open_goals(case)
    assert goal == []


def test_only_who_sees_the_case_can_own_an_action(case: Case, tarik: User, petra: User, desk: Desk) -> None:
    with pytest.raises(NotPossible, match="ziet deze casus niet"):
        steps.plan_step(case=case, kind="action", said=Said("Bellen", owner=petra), by=tarik)
    response = desk(tarik).post(f"/casussen/{case.id}/plan/nieuw/action/", posted(owner=str(petra.id)))
    assert response.status_code == 422


def test_a_closed_case_takes_no_new_plans_but_lets_one_finish(case: Case, tarik: User, desk: Desk) -> None:
    step, browser = step_in(case), desk(tarik)
    chain.end_case(case, by=tarik)
    plan = f"/casussen/{case.id}/plan/"
    response = browser.post(f"{plan}nieuw/action/", posted(notes=SECRET))
    assert response.status_code == 409
    assert SECRET in response.content.decode()
    browser.post(f"{plan}actie/{step.id}/stand/", {"state": "done"})
    step.refresh_from_db()
    assert step.state == StepState.DONE


def test_nothing_typed_stands_readable_in_the_tables(case: Case, tarik: User, desk: Desk) -> None:
    browser, plan = desk(tarik), f"/casussen/{case.id}/plan/"
    browser.post(f"{plan}doel/", {"words": SECRET})
    browser.post(
        f"{plan}nieuw/reflection_period/",
        posted(
            SECRET,
            outside=SECRET,
            notes=SECRET,
            answer_granted_on="2026-11-20",
            answer_granted_by="police",
            answer_regime="dublin",
        ),
    )
    assert Step.objects.count() == 1
    stored = []
    with connection.cursor() as cursor:
        for table in ("cases_goal", "cases_step", "cases_clock", "cases_version", "audit_event"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  (names of our own)
            stored += [str(bytes(value) if isinstance(value, memoryview) else value) for row in cursor for value in row]
    for word in (SECRET, "bakkerij", "dublin", "reflection", "police"):
        assert not [value for value in stored if word in value], word


def test_a_plan_whose_words_were_destroyed_says_so(
    case: Case, tarik: User, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    step = step_in(case, due_on=TODAY)
    assert case.data_key is not None
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[case.data_key], by=tarik)
    browser = desk(tarik)
    assert "De woorden van dit plan zijn vernietigd" in page_of(browser, case)
    assert browser.get(f"/casussen/{case.id}/plan/actie/{step.id}/").status_code == 200
    assert "(vernietigd)" in browser.get("/termijnen/?lijst=week").content.decode()
    clocks.case_closed(case=case, by=tarik)
    assert not case.clocks.exclude(state="stopped").exists()


def test_a_leaver_s_actions_go_to_who_takes_over(case: Case, tarik: User, petra: User, otto: User) -> None:
    step = step_in(case, owner=tarik)
    deactivate(user=tarik, successor=petra, by=otto)
    step.refresh_from_db()
    assert step.owner == petra
    assert len(recorded("step:handed_over")) == 1
