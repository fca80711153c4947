"""The counting rules of the factsheet through the real chain: handed in, opened, judged, linked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases.actions import Recognised, revise_triage
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.figures import facts, queries
from schakel.figures.counting import YearFigures
from schakel.figures.factsheet import count_year
from schakel.intake.content import Way
from schakel.intake.models import Report
from schakel.people import actions as people
from schakel.people.details import PersonDetails, VictimStatus
from schakel.people.models import Link, Person
from schakel.people.queries import read
from tests.rooms import chain

pytestmark = pytest.mark.django_db
YEAR = 2025
MARCH, JUNE, OCTOBER = (datetime(YEAR, month, 10, 12, tzinfo=time.REGION_ZONE) for month in (3, 6, 10))
ANA = PersonDetails(MARCH.date(), name="Ana", gender="woman", birth_date=date(2004, 1, 1))


@pytest.fixture
def worker() -> User:
    return chain.account(Role.INTAKE_WORKER)


def reported(
    details: PersonDetails,
    at: datetime,
    by: User,
    *,
    same_as: Person | None = None,
    category: str = "other",
    **said: object,
) -> Person:
    """Somebody reported at that moment and judged as counting, recognised as somebody known if so."""
    report, _ = chain.hand_in(chain.said(category=category, **said), at=at)  # type: ignore[arg-type]  # what a report says
    chain.judge(report, Recognised(details, same_as), by=by)
    return Person.objects.get(report=report)


def counted() -> YearFigures:
    return count_year(YEAR)


def test_somebody_reported_three_times_counts_once_with_the_reporter_of_the_first(worker: User) -> None:
    # Judged in another order than they came in: the first report is the one received first.
    june = reported(ANA, JUNE, worker, category="police", municipality="GM0141", forms=["sexual"])
    march = reported(ANA, MARCH, worker, same_as=june, category="care", municipality="GM0153", forms=["labour"])
    reported(ANA, OCTOBER, worker, same_as=march, category="municipality", municipality="GM0164", forms=[])
    figures = counted()
    assert (figures.persons, figures.reports) == (1, 3)
    assert {name for name, number in figures.reporters.items() if number} == {"care"}
    assert {name for name, number in figures.municipalities.items() if number} == {"GM0153"}
    assert {name for name, number in figures.forms.items() if number} == {"labour", "sexual"}


def test_linking_makes_one_person_fewer_and_undoing_restores_both_exactly(worker: User) -> None:
    one = reported(ANA, MARCH, worker, category="care")
    other = reported(replace(ANA, gender="man"), JUNE, worker, category="police")
    before = counted()
    assert (before.persons, before.gender["woman"], before.gender["man"]) == (2, 1, 1)
    link = people.link(one=other, other=one, by=worker)
    linked = counted()
    assert (linked.persons, linked.reports, linked.reporters["police"]) == (1, 2, 0)
    people.undo_link(link=link, by=worker)
    assert counted() == before


def test_a_report_about_several_people_counts_each(worker: User) -> None:
    report, _ = chain.hand_in(at=MARCH)
    chain.judge(report, *[Recognised(replace(ANA, name=name)) for name in ("Ana", "Bo", "Cem")], by=worker)
    figures = counted()
    assert (figures.persons, figures.reports) == (3, 1)


@pytest.mark.parametrize("outcome", [Outcome.ADVICE, Outcome.REFER])
def test_advice_and_what_was_handed_on_do_not_count(worker: User, outcome: Outcome) -> None:
    chain.person(ANA, by=worker, at=MARCH, outcome=outcome)
    assert (counted().persons, counted().reports) == (0, 0)


@pytest.mark.parametrize("way", [Way.ADVICE, Way.REQUEST])
def test_a_question_or_a_request_makes_nobody_a_victim_whatever_was_decided(worker: User, way: Way) -> None:
    content = chain.said(way=way)
    chain.person(ANA, by=worker, at=MARCH, content=content, outcome=Outcome.NO_FURTHER_ACTION)
    assert (counted().persons, counted().reports) == (0, 0)


def test_a_question_that_turned_out_to_be_a_report_counts_once_it_is_a_case(worker: User) -> None:
    coordinator = chain.account(Role.CASE_COORDINATOR)
    judged = {"outcome": Outcome.NEW_CASE, "coordinator": coordinator}
    chain.person(ANA, by=worker, at=MARCH, content=chain.said(way=Way.ADVICE), **judged)
    assert (counted().persons, counted().reports) == (1, 1)


def test_who_did_something_is_no_victim_and_whom_they_name_is(worker: User) -> None:
    report, _ = chain.hand_in(chain.said(way=Way.STOPPING), at=MARCH)
    chain.judge(report, by=worker)
    assert (counted().persons, counted().reports) == (0, 0)
    chain.person(ANA, by=worker, at=JUNE, content=chain.said(way=Way.STOPPING))
    assert (counted().persons, counted().reports) == (1, 1)


def test_what_does_not_fit_the_purpose_does_not_count(worker: User) -> None:
    chain.person(ANA, by=worker, at=MARCH, fits_purpose=False)
    assert (counted().persons, counted().reports) == (0, 0)


def test_a_report_without_persons_does_not_count(worker: User) -> None:
    report, _ = chain.hand_in(at=MARCH)
    chain.judge(report, by=worker)
    assert (counted().persons, counted().reports) == (0, 0)


def test_a_report_that_nobody_judged_does_not_count_but_is_known_to_wait(worker: User) -> None:
    chain.hand_in(at=MARCH)
    assert counted().persons == 0
    assert queries.waiting_for_triage(YEAR) == 1
    assert queries.waiting_for_triage(YEAR - 1) == 0


def test_a_person_without_a_name_counts(worker: User) -> None:
    reported(PersonDetails(MARCH.date()), MARCH, worker)
    figures = counted()
    assert (figures.persons, figures.gender["other"], figures.age_unknown, figures.average_age_unknown) == (1, 1, 1, 1)


def test_not_a_victim_is_left_out_and_their_reports_too(worker: User) -> None:
    first = reported(ANA, MARCH, worker)
    reported(ANA, JUNE, worker, same_as=first)
    people.correct(person=first, details=replace(read(first), status=VictimStatus.NOT_A_VICTIM), by=worker)
    assert (counted().persons, counted().reports) == (0, 0)


def test_a_revised_judgement_counts_as_it_now_stands(worker: User) -> None:
    person = reported(ANA, MARCH, worker)
    report = Report.objects.get(pk=person.report_id)
    revise_triage(report=report, fits_purpose=True, reason="Alleen advies.", outcome=Outcome.ADVICE, by=worker)
    assert counted().persons == 0
    revise_triage(report=report, fits_purpose=True, reason="Toch.", outcome=Outcome.NO_FURTHER_ACTION, by=worker)
    assert counted().persons == 1


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2024, 12, 31, 22, 59, 59, tzinfo=UTC), 2024),
        (datetime(2024, 12, 31, 23, 0, tzinfo=UTC), 2025),  # midnight in Amsterdam
        (datetime(2025, 12, 31, 22, 59, 59, 999_999, tzinfo=UTC), 2025),
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), 2026),
        (datetime(2026, 1, 1, 0, 30, tzinfo=UTC), 2026),
    ],
)
def test_the_year_turns_at_midnight_in_the_region(worker: User, moment: datetime, year: int) -> None:
    chain.person(ANA, by=worker, at=moment)
    assert {each: count_year(each).persons for each in (2024, 2025, 2026)} == {2024: 0, 2025: 0, 2026: 0} | {year: 1}


def test_somebody_reported_in_two_years_counts_in_each_with_that_years_first_reporter(worker: User) -> None:
    first = reported(ANA, MARCH, worker, category="care")
    reported(ANA, JUNE + timedelta(days=365), worker, same_as=first, category="police")
    now, later = count_year(2025), count_year(2026)
    assert (now.persons, now.reports, now.reporters["care"]) == (1, 1, 1)
    assert (later.persons, later.reports, later.reporters["police"], later.reporters["care"]) == (1, 1, 1, 0)


@pytest.mark.parametrize(
    ("birth", "group"),
    [
        (date(2007, 3, 11), "minors"),  # turns 18 the day after
        (date(2007, 3, 10), "adults"),  # turned 18 that day
    ],
)
def test_a_minor_is_under_18_on_the_day_of_the_first_report_of_the_year(worker: User, birth: date, group: str) -> None:
    first = reported(replace(ANA, birth_date=birth), MARCH, worker)
    reported(replace(ANA, birth_date=birth), OCTOBER, worker, same_as=first)
    figures = counted()
    assert (figures.minors, figures.adults) == ((1, 0) if group == "minors" else (0, 1))


def test_a_range_that_spans_18_is_unknown_and_counts_in_no_average(worker: User) -> None:
    reported(PersonDetails(MARCH.date(), low=16, high=20), MARCH, worker)
    reported(PersonDetails(MARCH.date(), low=20, high=20), MARCH, worker)
    reported(PersonDetails(MARCH.date(), birth_date=date(2000, 1, 1)), MARCH, worker)
    figures = counted()
    assert (figures.age_unknown, figures.adults) == (1, 2)
    assert (figures.average_age, figures.average_age_unknown) == (23, 1)  # 22.5, half up


def test_what_is_known_of_a_person_combines_all_that_was_said(worker: User) -> None:
    vague = reported(PersonDetails(MARCH.date()), MARCH, worker)
    reported(ANA, JUNE, worker, same_as=vague)
    (fact,) = facts.of_year(YEAR)
    assert (fact.gender, fact.minor, fact.age) == ("woman", False, 21)
    assert len(fact.people) == 2
    assert fact.first_reported_at == MARCH


def test_the_list_behind_a_number_shows_only_who_the_viewer_may_see(worker: User) -> None:
    analyst, coordinator = chain.account(Role.POLICY_ANALYST), chain.account(Role.CASE_COORDINATOR)
    reported(ANA, MARCH, worker)
    chain.person(ANA, by=coordinator, at=MARCH, outcome=Outcome.NEW_CASE, coordinator=coordinator)
    behind = queries.people_behind(YEAR, "persons", "all", viewer=analyst)
    assert (behind.total, behind.facts, behind.people) == (2, [], {})
    assert queries.year_figures(YEAR, viewer=analyst).persons == 2


def test_years_run_from_the_first_report_to_today() -> None:
    chain.hand_in(at=MARCH)
    assert queries.years() == [time.today().year, YEAR]


def test_figures_are_the_same_whatever_order_the_links_were_made_in(worker: User) -> None:
    persons = [reported(ANA, MARCH + timedelta(days=day), worker) for day in range(4)]
    seen = []
    for order in ([(0, 1), (1, 2), (2, 3)], [(3, 0), (2, 0), (1, 3)], [(0, 1), (2, 3), (0, 3)]):
        links = [people.link(one=persons[one], other=persons[other], by=worker) for one, other in order]
        seen.append(counted())
        for link in links:
            people.undo_link(link=link, by=worker)
    assert seen[0] == seen[1] == seen[2]
    assert (seen[0].persons, seen[0].reports) == (1, 4)
    assert Link.objects.filter(undone_at=None).count() == 0
