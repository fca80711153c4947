"""Triage and the life of a case: persons come to exist, cases open, and only those let in see them."""

from datetime import date, datetime, timedelta

import pytest
from django.http import Http404

from schakel.access.models import INBOX_ID, Exclusion, Grant, User
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.cases import actions, queries
from schakel.cases.actions import Recognised
from schakel.cases.life import content, involved
from schakel.cases.life.story import Kind
from schakel.cases.models import Case, Triage
from schakel.cases.policies import NotPossible
from schakel.cases.states import CaseState, CaseUrgency, Outcome
from schakel.core import time
from schakel.intake import queries as reports
from schakel.intake.models import Report, ReportState
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.vault.models import DataKey
from schakel.vault.records import Destroyed
from tests.rooms import chain

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
ANA, BO = PersonDetails(DAY, name="Ana Bos", birth_year=2004), PersonDetails(DAY, name="Bo Bos")


@pytest.fixture
def worker() -> User:
    return chain.account(Role.INTAKE_WORKER)


@pytest.fixture
def coordinator() -> User:
    return chain.account(Role.CASE_COORDINATOR)


@pytest.fixture
def outsider() -> User:
    """Somebody who coordinates too, but not this case."""
    return chain.account(Role.CASE_COORDINATOR)


def new_case(*details: PersonDetails, by: User, coordinator: User) -> tuple[Report, Case]:
    report, _ = chain.hand_in()
    people = [Recognised(each) for each in details or (ANA,)]
    made = chain.judge(report, *people, by=by, outcome=Outcome.NEW_CASE, coordinator=coordinator)
    assert made.case is not None
    return Report.objects.get(pk=report.pk), made.case


def test_judging_makes_the_persons_and_keeps_why(worker: User) -> None:
    report, _ = chain.hand_in()
    made = chain.judge(report, Recognised(ANA), Recognised(BO), by=worker)
    report.refresh_from_db()
    assert report.state == ReportState.TRIAGED
    assert Person.objects.filter(report=report).count() == 2
    assert queries.current_triage(report) == made
    assert (made.decided_by, queries.read_reason(made)) == (worker, "Past bij het doel.")
    assert b"doel" not in bytes(Triage.objects.get().reason)
    assert report not in reports.inbox(worker)


def test_a_person_who_was_recognised_is_linked(worker: User) -> None:
    known = chain.person(ANA, by=worker)
    report, _ = chain.hand_in()
    chain.judge(report, Recognised(ANA, same_as=known), Recognised(BO), by=worker)
    ana, bo = Person.objects.filter(report=report).order_by("created_at")
    assert ana.identity == known.id
    assert bo.identity == bo.id


def test_a_new_case_takes_report_and_persons_out_of_the_inbox(worker: User, coordinator: User) -> None:
    report, case = new_case(ANA, BO, by=worker, coordinator=coordinator)
    assert report.compartment_id == case.compartment_id != INBOX_ID
    assert {person.compartment_id for person in involved.victims_of(case, coordinator)} == {case.compartment_id}
    assert len(involved.victims_of(case, coordinator)) == 2
    assert queries.reports_of(case, coordinator) == [report]
    assert (case.state, case.coordinator) == (CaseState.NOTIFIED, coordinator)


def test_a_case_exists_for_its_coordinator_and_not_for_another(worker: User, coordinator: User, outsider: User) -> None:
    report, case = new_case(by=worker, coordinator=coordinator)
    assert queries.case_for(coordinator, case.id) == case
    assert list(queries.cases_for(outsider)) == []
    with pytest.raises(Http404):
        queries.case_for(outsider, case.id)
    with pytest.raises(Http404):
        reports.report_for(outsider, report.id)
    assert involved.victims_of(case, outsider) == []
    assert queries.reports_of(case, outsider) == []
    assert queries.cases_of(list(Person.objects.all()), outsider) == []


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.POLICY_ANALYST])
def test_no_role_by_itself_opens_a_case(worker: User, coordinator: User, role: Role) -> None:
    new_case(by=worker, coordinator=coordinator)
    assert not queries.cases_for(chain.account(role)).exists()


def test_whoever_judged_keeps_sight_for_the_handover_of_a_month(worker: User, coordinator: User) -> None:
    _, case = new_case(by=worker, coordinator=coordinator)
    assert queries.case_for(worker, case.id) == case
    given = Grant.objects.get(user=worker, compartment=case.compartment)
    assert given.ends_at is not None
    assert timedelta(days=29) < given.ends_at - time.real_now() <= timedelta(days=30)
    given.ends_at = time.real_now()
    given.save()
    with pytest.raises(Http404):
        queries.case_for(worker, case.id)
    assert queries.case_for(coordinator, case.id) == case


def test_a_coordinator_who_judges_their_own_new_case_has_one_grant_without_end(coordinator: User) -> None:
    _, case = new_case(by=coordinator, coordinator=coordinator)
    given = Grant.objects.get(compartment=case.compartment)
    assert (given.user, given.ends_at) == (coordinator, None)


def test_a_second_report_is_added_to_the_case(worker: User, coordinator: User, outsider: User) -> None:
    first, case = new_case(by=worker, coordinator=coordinator)
    known = involved.victims_of(case, coordinator)[0]
    second, _ = chain.hand_in()
    chain.judge(second, Recognised(ANA, same_as=known), by=worker, outcome=Outcome.ADD_TO_CASE, case=case)
    second.refresh_from_db()
    assert queries.reports_of(case, coordinator) == [first, second]
    assert len(involved.victims_of(case, coordinator)) == 2
    assert {person.identity for person in involved.victims_of(case, coordinator)} == {known.identity}
    with pytest.raises(Http404):
        reports.report_for(outsider, second.id)
    assert Case.objects.count() == 1


def test_changing_ones_mind_supersedes_the_decision_and_keeps_it(worker: User) -> None:
    report, _ = chain.hand_in()
    old = chain.judge(report, Recognised(ANA), by=worker)
    new = actions.revise_triage(
        report=report, fits_purpose=False, reason="Toch niet.", outcome=Outcome.REFER, by=worker
    )
    assert queries.current_triage(report) == new
    assert queries.decisions_on(report) == [old, new]
    old.refresh_from_db()
    assert old.superseded_at is not None
    assert queries.read_reason(new) == "Toch niet."
    assert Person.objects.filter(report=report).count() == 1


def test_a_revision_keeps_the_case_and_opens_none(worker: User, coordinator: User) -> None:
    report, case = new_case(by=worker, coordinator=coordinator)
    actions.revise_triage(report=report, fits_purpose=True, reason="Nee.", outcome=Outcome.ADVICE, by=worker)
    again = actions.revise_triage(report=report, fits_purpose=True, reason="Toch.", outcome=Outcome.NEW_CASE, by=worker)
    assert again.case == case
    assert Case.objects.count() == 1
    caseless, _ = chain.hand_in()
    with pytest.raises(NotPossible, match="nog niet beoordeeld"):
        actions.revise_triage(report=caseless, fits_purpose=True, reason="Ja.", outcome=Outcome.REFER, by=worker)
    chain.judge(caseless, Recognised(BO), by=worker)
    for outcome, sentence in ((Outcome.NEW_CASE, "opent geen casus"), (Outcome.ADD_TO_CASE, "Kies de casus")):
        with pytest.raises(NotPossible, match=sentence):
            actions.revise_triage(report=caseless, fits_purpose=True, reason="Ja.", outcome=outcome, by=worker)
    assert Triage.objects.filter(report=caseless).count() == 1


def test_notes_are_kept_under_the_cases_own_key(worker: User, coordinator: User) -> None:
    _, case = new_case(by=worker, coordinator=coordinator)
    note = actions.add_note(case=case, text="Belde met de advocaat.", by=coordinator)
    stored = case.notes.get()
    assert b"advocaat" not in bytes(stored.text)
    assert (content.read_note(stored), stored.author) == ("Belde met de advocaat.", coordinator)
    DataKey.objects.filter(pk=case.data_key).delete()
    assert content.read_note(note) == "(vernietigd)"
    with pytest.raises(Destroyed):
        actions.add_note(case=case, text="Nog iets.", by=coordinator)


def test_reading_a_case_is_recorded_with_what_was_read(worker: User, coordinator: User) -> None:
    _, case = new_case(by=worker, coordinator=coordinator)
    actions.add_note(case=case, text="Eerste.", by=coordinator)
    actions.add_note(case=case, text="Tweede.", by=coordinator)
    file = queries.read_case(case, coordinator)
    assert [details for _, details in file.victims] == [ANA]
    assert [line.text for line in file.story if line.kind == Kind.NOTE] == ["Tweede.", "Eerste."]
    event = Event.objects.get(tag="case:read")
    assert (event.actor_id, event.object_id) == (str(coordinator.id), str(case.id))
    assert event.detail == {
        "persons": [str(person.id) for person, _ in file.victims],
        "reports": [str(report.id) for report in file.reports],
        "notes": 2,
    }


def test_a_match_card_names_whom_to_call_and_is_recorded(worker: User, coordinator: User, outsider: User) -> None:
    _, case = new_case(by=worker, coordinator=coordinator)
    (card,) = queries.match_cards(ANA, viewer=outsider)
    assert (card.proposal.details.name, card.case) == ("Ana Bos", case)
    assert card.case is not None
    assert card.case.coordinator == coordinator
    assert Event.objects.get(tag="person:match_cards").detail == {"persons": [str(card.proposal.person.id)]}


def test_no_match_card_leads_to_a_case_one_is_excluded_from(worker: User, coordinator: User, outsider: User) -> None:
    known = chain.person(ANA, by=worker)
    report, _ = chain.hand_in()
    made = chain.judge(
        report, Recognised(BO, same_as=known), by=worker, outcome=Outcome.NEW_CASE, coordinator=coordinator
    )
    assert made.case is not None
    Exclusion.objects.create(compartment=made.case.compartment, user=outsider)
    (card,) = queries.match_cards(ANA, viewer=outsider)
    assert card.case is None
    assert queries.match_cards(BO, viewer=outsider) == []


def test_open_cases_come_first_and_the_newest_first(coordinator: User) -> None:
    cases = []
    for hour in (1, 2, 3):
        with time.travel(datetime(2026, 3, 1, hour, tzinfo=time.REGION_ZONE)):
            cases.append(actions.open_case(coordinator=coordinator, urgency=CaseUrgency.URGENT, by=coordinator))
    chain.end_case(cases[2], by=coordinator)
    assert list(queries.cases_for(coordinator)) == [cases[1], cases[0], cases[2]]
    assert queries.open_case_count(coordinator) == 2


def test_case_numbers_run_on_within_a_year_and_begin_anew_in_the_next(coordinator: User) -> None:
    numbers = []
    for year in (2025, 2025, 2026):
        with time.travel(datetime(year, 5, 1, tzinfo=time.REGION_ZONE)):
            case = actions.open_case(coordinator=coordinator, urgency=CaseUrgency.SOON, by=coordinator)
        numbers.append(case.number)
    assert numbers == ["K-2025-0001", "K-2025-0002", "K-2026-0001"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_cases_opened_at_the_same_moment_have_numbers_of_their_own() -> None:
    coordinator = chain.account(Role.CASE_COORDINATOR)
    outcomes = chain.at_once(
        *[lambda: actions.open_case(coordinator=coordinator, urgency=CaseUrgency.SOON, by=coordinator)] * 6
    )
    assert [outcome for outcome in outcomes if not isinstance(outcome, Case)] == []
    numbers = sorted(number[-4:] for number in Case.objects.values_list("number", flat=True))
    assert numbers == ["0001", "0002", "0003", "0004", "0005", "0006"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_people_judging_one_report_at_the_same_moment_make_one_judgement() -> None:
    worker = chain.account(Role.INTAKE_WORKER)
    report, _ = chain.hand_in()
    outcomes = chain.at_once(*[lambda: chain.judge(report, Recognised(ANA), by=worker)] * 3)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotPossible", "NotPossible", "Triage"]
    assert Person.objects.count() == 1
