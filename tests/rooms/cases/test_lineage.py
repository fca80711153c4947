"""Splitting and joining cases: nobody gains sight of what they may not see, both histories stay, and a joining can be undone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.policies import NotPossible as AccessNotPossible
from schakel.access.queries import visible
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.cases import actions as cases
from schakel.cases.actions import Recognised
from schakel.cases.life import lineage
from schakel.cases.life.actions import make_move
from schakel.cases.life.content import Said, read_facts
from schakel.cases.life.involved import victims_of
from schakel.cases.life.queries import reports_of
from schakel.cases.models import Case, Lineage
from schakel.cases.policies import NotPossible
from schakel.cases.states import CaseState, CaseUrgency, Outcome
from schakel.core import time
from schakel.figures import facts
from schakel.intake.queries import reports_for
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import persons_for
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.cases import conferring, planning
from tests.rooms.meanwhile import held_at

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
ANA, BO, CAS = (PersonDetails(DAY, name=name) for name in ("Ana Bos", "Bo Daal", "Cas Elst"))


def case_about(*people: PersonDetails, by: User) -> Case:
    report, _ = chain.hand_in()
    made = chain.judge(report, *(Recognised(one) for one in people), by=by, outcome=Outcome.NEW_CASE, coordinator=by)
    assert made.case is not None
    return made.case


@pytest.fixture
def first(tarik: User) -> Case:
    """About Ana and Bo."""
    return case_about(ANA, BO, by=tarik)


@pytest.fixture
def second(first: Case, tarik: User) -> Case:
    """About Cas."""
    return case_about(CAS, by=tarik)


def let_in(case: Case, user: User) -> None:
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=case.compartment, user=user, need="Nodig.", until=until, by=case.coordinator)


def join(first: Case, second: Case, by: User, *keeps: User) -> Lineage:
    seen = lineage.outlook(origin=first, successor=second)
    kept = {grant.pk for grant in seen.gains if grant.user in keeps}
    row = lineage.join(origin=first, successor=second, why="Eén verhaal.", keeps=kept, by=by)
    for case in (first, second):
        case.refresh_from_db()
        case.compartment.refresh_from_db()
    return row


def names(case: Case, viewer: User) -> int:
    return len(victims_of(case, viewer))


def test_everything_is_held_before_the_log_is(
    first: Case, second: Case, tarik: User, sanne: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(second, sanne)
    rows = [*Person.objects.all(), *second.compartment.grants.all()]
    successor = chain.account(Role.CASE_COORDINATOR)
    for act, wanted in (
        (lambda: join(first, second, tarik), [*rows, first, second, first.compartment, second.compartment]),
        (lambda: cases.exclude(case=second, user=sanne, by=tarik), [first, second]),
        (lambda: cases.hand_over(case=second, to=successor, by=tarik), [first, second]),
    ):
        before = Event.objects.count()
        with monkeypatch.context() as patch:
            held = held_at(patch)
            act()
        assert {held[row.pk] for row in wanted} == {before}


def test_a_case_goes_on_in_another_and_closes(first: Case, second: Case, tarik: User) -> None:
    counted = len(facts.of_year(time.today().year))
    Case.objects.filter(pk=first.pk).update(urgency=CaseUrgency.URGENT)
    row = join(first, second, tarik)
    assert (first.state, read_facts(first).outcome) == (CaseState.CLOSED, "continued")
    assert (names(first, tarik), names(second, tarik), len(reports_of(second, tarik))) == (0, 3, 2)
    assert second.urgency == CaseUrgency.URGENT
    assert not Person.objects.filter(compartment=first.compartment_id).exists()
    assert len(facts.of_year(time.today().year)) == counted
    with pytest.raises(NotPossible, match="gaat verder in een andere"):
        make_move(case=first, key="reopen", said=Said("Weer open."), by=tarik)
    assert b"verhaal" not in bytes(row.content)
    (event,) = recorded("case:joined")
    assert (event.object_id, event.detail["origin"]) == (str(second.id), str(first.id))


def test_who_would_see_more_is_named_and_keeps_it_only_by_choice(
    first: Case, second: Case, tarik: User, petra: User, hanna: User
) -> None:
    let_in(second, petra)
    let_in(second, hanna)
    seen = lineage.outlook(origin=first, successor=second)
    assert {grant.user for grant in seen.gains} == {petra, hanna}
    assert seen.loses == []
    join(first, second, tarik, petra)
    assert names(second, petra) == 3
    assert not visible(hanna).filter(pk=second.compartment_id).exists()
    assert not persons_for(hanna).exists()
    assert len(recorded("access:sight_ended")) == 1


def test_somebody_let_in_after_the_page_was_read_does_not_gain_unseen(
    first: Case, second: Case, tarik: User, hanna: User
) -> None:
    let_in(second, hanna)
    lineage.join(origin=first, successor=second, why="Eén verhaal.", keeps=set(), by=tarik)
    assert not persons_for(hanna).exists()


def test_who_would_see_less_is_named_and_reads_the_old_story_only(
    first: Case, second: Case, tarik: User, bram: User, desk: Desk
) -> None:
    let_in(first, bram)
    assert lineage.outlook(origin=first, successor=second).loses == [bram]
    join(first, second, tarik)
    assert names(first, bram) == 0
    page = desk(bram).get(f"/casussen/{first.id}/verloop/").content.decode()
    assert second.number not in page
    assert "Ana Bos" not in page
    assert desk(bram).get(f"/casussen/{second.id}/").status_code == 404


@pytest.mark.parametrize("shut_out_of_first", [True, False])
def test_an_exclusion_of_either_holds_on_what_goes_on(
    *,
    shut_out_of_first: bool,
    first: Case,
    second: Case,
    tarik: User,
    petra: User,
) -> None:
    one, other = (first, second) if shut_out_of_first else (second, first)
    access.exclude(compartment=one.compartment, user=petra, by=tarik)
    let_in(other, petra)
    seen = lineage.outlook(origin=first, successor=second)
    assert seen.shut == ([petra] if shut_out_of_first else [])
    assert petra not in [grant.user for grant in seen.gains]
    join(first, second, tarik, petra)
    assert not visible(petra).filter(pk=second.compartment_id).exists()
    assert not persons_for(petra).exists()
    assert not reports_for(petra).filter(compartment=second.compartment_id).exists()


def test_who_leads_what_goes_on_can_not_be_shut_out_of_what_ends(
    first: Case, second: Case, tarik: User, petra: User
) -> None:
    until = time.real_now() + timedelta(days=2)
    access.let_stand_in(compartment=first.compartment, user=petra, reason="Verlof.", until=until, by=tarik)
    cases.hand_over(case=first, to=petra, by=tarik)
    access.let_stand_in(compartment=first.compartment, user=tarik, reason="Overdracht.", until=until, by=petra)
    access.exclude(compartment=second.compartment, user=petra, by=tarik)
    with pytest.raises(AccessNotPossible, match="leidt deze casus"):
        lineage.join(origin=second, successor=first, why="Eén verhaal.", keeps=set(), by=tarik)
    second.refresh_from_db()
    assert second.is_open


def test_a_later_exclusion_holds_on_both_and_a_handover_takes_both(
    first: Case, second: Case, tarik: User, petra: User, sanne: User
) -> None:
    join(first, second, tarik)
    cases.exclude(case=second, user=sanne, by=tarik)
    assert first.compartment.exclusions.filter(user=sanne).exists()
    cases.hand_over(case=second, to=petra, by=tarik)
    first.refresh_from_db()
    assert first.coordinator == petra
    assert visible(petra).filter(pk__in=[first.compartment_id, second.compartment_id]).count() == 2
    assert not visible(tarik).filter(pk__in=[first.compartment_id, second.compartment_id]).exists()


def test_only_who_leads_both_joins_them(first: Case, tarik: User, petra: User) -> None:
    hers = case_about(CAS, by=petra)
    for by in (tarik, petra):
        with pytest.raises(NotAllowed):
            lineage.join(origin=first, successor=hers, why="Eén verhaal.", keeps=set(), by=by)
    with pytest.raises(NotPossible, match="Kies een andere"):
        lineage.join(origin=first, successor=first, why="Eén verhaal.", keeps=set(), by=tarik)


def test_a_joining_is_undone_while_nothing_happened(first: Case, second: Case, tarik: User) -> None:
    make_move(case=first, key="check_purpose", said=Said("Past."), by=tarik)
    homes = set(Person.objects.values_list("pk", "compartment"))
    row = join(first, second, tarik)
    assert lineage.why_not_undone(row) == ""
    lineage.undo_join(row=row, by=tarik)
    for case in (first, second):
        case.refresh_from_db()
    assert (first.state, first.closed_at) == (CaseState.CHECKED, None)
    assert set(Person.objects.values_list("pk", "compartment")) == homes
    assert (names(first, tarik), names(second, tarik)) == (2, 1)
    assert (len(reports_of(first, tarik)), len(reports_of(second, tarik))) == (1, 1)
    assert len(recorded("case:join_undone")) == 1
    row.refresh_from_db()
    with pytest.raises(NotPossible, match="al ongedaan"):
        lineage.undo_join(row=row, by=tarik)
    join(first, second, tarik)
    assert names(second, tarik) == 3


def test_a_joining_stays_once_something_happened(first: Case, second: Case, tarik: User, desk: Desk) -> None:
    row = join(first, second, tarik)
    cases.add_note(case=second, text="Verder gebeld.", by=tarik)
    with pytest.raises(NotPossible, match="al iets in een van de casussen gebeurd"):
        lineage.undo_join(row=row, by=tarik)
    page = desk(tarik).get(f"/casussen/{second.id}/samenvoegen/{row.id}/ongedaan/").content.decode()
    assert "al iets in een van de casussen gebeurd" in page


@pytest.mark.parametrize("do", [planning.step_in, conferring.planned])
def test_a_joining_stays_once_something_was_planned(
    first: Case, second: Case, tarik: User, do: Callable[[Case], object]
) -> None:
    row = join(first, second, tarik)
    assert lineage.why_not_undone(row) == ""
    do(second)
    assert "al iets in een van de casussen gebeurd" in lineage.why_not_undone(row)


def test_undoing_gives_nobody_sight_back(first: Case, second: Case, tarik: User, petra: User, hanna: User) -> None:
    access.exclude(compartment=first.compartment, user=petra, by=tarik)
    let_in(second, petra)
    let_in(second, hanna)
    lineage.undo_join(row=join(first, second, tarik), by=tarik)
    for somebody in (petra, hanna):
        assert not persons_for(somebody).exists()


def test_a_split_moves_who_was_chosen_and_names_where_it_came_from(
    first: Case, tarik: User, sanne: User, petra: User, desk: Desk
) -> None:
    access.exclude(compartment=first.compartment, user=petra, by=tarik)
    let_in(first, sanne)
    counted = len(facts.of_year(time.today().year))
    bo = first.involvements.order_by("created_at")[1]
    assert lineage.who_stays_behind(first, tarik) == [sanne]
    new = lineage.split(case=first, rows=[bo], reports=[], why="Twee verhalen.", by=tarik)
    assert (names(first, tarik), names(new, tarik), names(new, sanne), names(first, sanne)) == (1, 1, 0, 1)
    assert (new.coordinator, new.state) == (tarik, CaseState.NOTIFIED)
    assert new.compartment.exclusions.filter(user=petra).exists()
    assert read_facts(new).municipality == "GM0153"
    assert len(facts.of_year(time.today().year)) == counted
    page = desk(tarik).get(f"/casussen/{new.id}/").content.decode()
    assert "afgesplitst van" in page
    assert first.number in page
    assert new.number in desk(tarik).get(f"/casussen/{first.id}/verloop/").content.decode()
    assert new.number not in desk(sanne).get(f"/casussen/{first.id}/verloop/").content.decode()


def test_a_split_takes_the_reports_that_were_chosen(first: Case, tarik: User) -> None:
    report, bo = reports_of(first, tarik)[0], first.involvements.order_by("created_at")[1]
    new = lineage.split(case=first, rows=[bo], reports=[report], why="Twee verhalen.", by=tarik)
    assert (reports_of(first, tarik), reports_of(new, tarik)) == ([], [report])
    report.refresh_from_db()
    assert report.compartment_id == new.compartment_id


def test_a_split_leaves_a_victim_on_both_sides(first: Case, tarik: User) -> None:
    with pytest.raises(NotPossible, match="Laat ten minste één"):
        lineage.split(case=first, rows=list(first.involvements.all()), reports=[], why="Twee.", by=tarik)
    with pytest.raises(NotPossible, match="Kies ten minste één"):
        lineage.split(case=first, rows=[], reports=[], why="Twee.", by=tarik)


def test_who_stands_in_leads_what_they_split_off(first: Case, tarik: User, petra: User) -> None:
    until = time.real_now() + timedelta(days=2)
    access.let_stand_in(compartment=first.compartment, user=petra, reason="Verlof.", until=until, by=tarik)
    bo = first.involvements.order_by("created_at")[1]
    new = lineage.split(case=first, rows=[bo], reports=[], why="Twee verhalen.", by=petra)
    assert (new.coordinator, names(new, petra), names(new, tarik)) == (tarik, 1, 1)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.INTAKE_WORKER, Role.OFFENDER_SPECIALIST], ids=str)
def test_who_takes_part_splits_and_joins_nothing(
    role: Role, first: Case, second: Case, tarik: User, desk: Desk
) -> None:
    somebody = chain.account(role)
    let_in(first, somebody)
    let_in(second, somebody)
    browser = desk(somebody)
    for path in ("splitsen/", "samenvoegen/", f"samenvoegen/{second.id}/"):
        assert browser.get(f"/casussen/{first.id}/{path}").status_code == 403


def test_the_page_says_who_gains_before_it_is_done(
    first: Case, second: Case, tarik: User, hanna: User, desk: Desk
) -> None:
    let_in(second, hanna)
    browser = desk(tarik)
    answer = browser.get(f"/casussen/{first.id}/samenvoegen/", {"other": str(second.id)})
    assert answer.status_code == 303
    page = browser.get(answer["Location"]).content.decode()
    assert "Hanna Bedenksel" in page
    grant = second.compartment.grants.get(user=hanna)
    assert browser.post(answer["Location"], {"keeps": [str(grant.id)], "why": ""}).status_code == 422
    assert browser.post(answer["Location"], {"keeps": [str(grant.id)], "why": "Eén verhaal."}).status_code == 303
    assert visible(hanna).filter(pk=second.compartment_id).exists()
    story = browser.get(f"/casussen/{second.id}/verloop/").content.decode()
    assert f"in casus {first.number}" in story
    assert "Eén verhaal." in story
