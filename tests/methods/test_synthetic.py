"""The invented region: totals by a counter of the test's own, repeatability, and the variety that makes it a trial."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods import synthetic
from schakel.methods.synthetic import MARGINS_2026, PUBLISHED_2025, InventedReport, Margins, MentionedPerson, Year

UNTIL = date(2026, 11, 19)
YEAR_2025 = synthetic.invent_year(PUBLISHED_2025, seed=1)
YEAR_2026 = synthetic.invent_year(MARGINS_2026, seed=1, until=UNTIL, known=YEAR_2025)
SMALL = Margins(
    year=2024,
    persons=30,
    minors=6,
    gender={"woman": 17, "man": 11, "other": 2},
    reporters={"care": 4, "municipality": 5, "police": 3, "victim": 2, "comensha": 0, "other": 16},
    average_age=29,
    unknown_age=5,
)


@dataclass
class Counted:
    """What the factsheet shows of a year, counted from the mentions alone."""

    persons: int
    minors: int
    gender: Mapping[str, int]
    reporters: Mapping[str, int]
    mean_age: float | None
    unknown_age: int


def counted_reports(year: Year, in_year: int) -> list[InventedReport]:
    """The reports that count, by domain.md §3."""
    return [
        report
        for report in year.reports
        if report.received_at.astimezone(ZoneInfo("Europe/Amsterdam")).year == in_year
        and report.triage is not None
        and report.triage.fits_purpose
        and report.triage.outcome not in ("advice", "refer")
    ]


def age_in(mentions: list[tuple[date, MentionedPerson]], first_day: date) -> int | None:
    """The age on the day of the first report by the most precise value that anybody gave; a guess is no age here."""
    for _, said in mentions:
        if said.birth_date:
            born = said.birth_date
            return first_day.year - born.year - ((first_day.month, first_day.day) < (born.month, born.day))
    for _, said in mentions:
        if said.birth_year:
            return first_day.year - said.birth_year
    return next((said.age for _, said in mentions if said.age is not None), None)


def count(year: Year, in_year: int) -> Counted:
    """Count persons: category and gender by the first counted mention, age by all counted mentions together."""
    first: dict[str, InventedReport] = {}
    mentions: dict[str, list[tuple[date, MentionedPerson]]] = {}
    for report in counted_reports(year, in_year):
        for said in report.people:
            first.setdefault(said.identity_key, report)
            mentions.setdefault(said.identity_key, []).append((report.received_at.date(), said))
    genders: Counter[str] = Counter()
    ages = {key: age_in(told, first[key].received_at.date()) for key, told in mentions.items()}
    for told in mentions.values():
        gender = told[0][1].gender
        genders[gender if gender in ("woman", "man") else "other"] += 1
    known = [age for age in ages.values() if age is not None]
    return Counted(
        persons=len(first),
        minors=sum(age < 18 for age in known),
        gender=genders,
        reporters=Counter(report.reporter_category for report in first.values()),
        mean_age=sum(known) / len(known) if known else None,
        unknown_age=len(ages) - len(known),
    )


def assert_exact(year: Year, margins: Margins) -> None:
    """The counted year is the one that was asked for."""
    counted = count(year, margins.year)
    assert (counted.persons, counted.minors, counted.unknown_age) == (
        margins.persons,
        margins.minors,
        margins.unknown_age,
    )
    assert Counter(counted.gender) == +Counter(margins.gender)
    assert Counter(counted.reporters) == +Counter(margins.reporters)
    if margins.average_age is None:
        assert counted.mean_age is None
    else:
        assert counted.mean_age is not None
        assert abs(counted.mean_age - margins.average_age) < 0.5


@pytest.mark.parametrize("seed", [1, 2, 3, 17, 2025])
def test_the_published_year_comes_out_exactly(seed: int) -> None:
    assert_exact(synthetic.invent_year(PUBLISHED_2025, seed=seed), PUBLISHED_2025)


def test_the_published_totals_are_those_of_the_factsheet() -> None:
    counted = count(YEAR_2025, 2025)
    assert (counted.persons, counted.minors) == (178, 41)
    assert counted.gender == {"woman": 115, "man": 49, "other": 14}
    assert counted.reporters == {"care": 7, "municipality": 26, "police": 11, "victim": 8, "comensha": 3, "other": 123}
    assert counted.mean_age is not None
    assert round(counted.mean_age) == 27


def test_a_small_region_comes_out_exactly() -> None:
    town = synthetic.Municipality("GM9999", "Verzonnenstad", 1)
    year = synthetic.invent_year(SMALL, seed=4, municipalities=[town])
    assert_exact(year, SMALL)
    assert {report.municipality for report in year.reports} <= {"GM9999", "elsewhere", "unknown"}


def test_the_same_seed_gives_the_same_year_and_another_seed_another() -> None:
    assert synthetic.invent_year(PUBLISHED_2025, seed=1) == YEAR_2025
    assert synthetic.invent_year(PUBLISHED_2025, seed=2).reports[0].story != YEAR_2025.reports[0].story
    again = synthetic.invent_year(MARGINS_2026, seed=1, until=UNTIL, known=YEAR_2025)
    assert again == YEAR_2026


@pytest.mark.parametrize("seed", range(1, 9))
def test_counting_reports_or_mentions_instead_of_persons_gives_other_numbers(seed: int) -> None:
    year = synthetic.invent_year(PUBLISHED_2025, seed=seed)
    reports = counted_reports(year, 2025)
    times = Counter(said.identity_key for report in reports for said in report.people)
    assert sum(number > 1 for number in times.values()) >= 25
    assert max(times.values()) >= 3
    assert sum(len(report.people) > 1 for report in reports) >= 15
    assert max(len(report.people) for report in year.reports) <= 6
    assert any(not report.people for report in year.reports)
    assert len(year.reports) > 178 + 20
    assert len(reports) != 178
    assert sum(times.values()) > 178 + 25
    by_report = Counter(report.reporter_category for report in reports)
    by_last = {said.identity_key: report.reporter_category for report in reports for said in report.people}
    assert by_report != Counter(PUBLISHED_2025.reporters)
    assert Counter(by_last.values()) != Counter(PUBLISHED_2025.reporters)


def test_an_uncounted_report_that_names_a_person_would_move_the_figures() -> None:
    counted = {said.identity_key for report in counted_reports(YEAR_2025, 2025) for said in report.people}
    everybody = {said.identity_key for report in YEAR_2025.reports for said in report.people}
    assert everybody > counted
    first_of_all: dict[str, InventedReport] = {}
    for report in YEAR_2025.reports:
        for said in report.people:
            first_of_all.setdefault(said.identity_key, report)
    assert any(r.triage and r.triage.outcome == "advice" for key, r in first_of_all.items() if key in counted)


def test_later_mentions_do_not_contradict_the_first() -> None:
    truth = {person.identity_key: person for person in YEAR_2025.people}
    first_gender: dict[str, str] = {}
    guesses = 0
    for report in counted_reports(YEAR_2025, 2025):
        day = report.received_at.date()
        for said in report.people:
            assert said.gender in ("unknown", first_gender.setdefault(said.identity_key, said.gender))
            born = truth[said.identity_key].birth_date
            if born is None:
                assert (said.birth_date, said.birth_year, said.age, said.age_words) == (None, None, None, "")
                continue
            age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
            assert said.birth_date in (None, born)
            assert said.birth_year in (None, born.year)
            assert said.age in (None, age)
            if said.age_words:
                guesses += 1
                guessed = int(re.findall(r"\d+", said.age_words)[0])
                assert abs(guessed - age) <= 3
                assert (guessed - 2 < 18) == (age < 18)
    assert guesses


def test_a_birth_year_alone_never_leaves_open_who_is_a_minor() -> None:
    for report in counted_reports(YEAR_2025, 2025):
        for said in report.people:
            if said.birth_year:
                assert said.birth_year != 2025 - 18


def test_names_are_spelled_in_different_ways() -> None:
    spelled: dict[str, set[str]] = {}
    for report in YEAR_2025.reports:
        for said in report.people:
            if said.family_name:
                spelled.setdefault(said.identity_key, set()).add(said.family_name)
    assert sum(len(ways) > 1 for ways in spelled.values()) >= 8
    mentions = [said for report in YEAR_2025.reports for said in report.people]
    prefixes = {person.identity_key: person.prefix for person in YEAR_2025.people}
    assert any(prefixes[m.identity_key] and m.family_name and " " not in m.family_name for m in mentions)
    assert any(m.nickname and not m.given_name and not m.family_name for m in mentions)
    assert any(not (m.given_name or m.family_name or m.nickname) for m in mentions)
    names = "".join(m.given_name + m.family_name for m in mentions)
    assert any(unicodedata.bidirectional(letter) == "AL" for letter in names)
    assert any(unicodedata.decomposition(letter) for letter in names)
    assert len({person.nationality for person in YEAR_2025.people}) >= 10


def test_phones_and_mail_reach_nobody() -> None:
    phones = [said.phone for report in YEAR_2025.reports for said in report.people if said.phone]
    phones += [r.contact.detail for r in YEAR_2025.reports if r.contact.how == "phone"]
    mails = [r.contact.detail for r in YEAR_2025.reports if r.contact.how == "email"]
    assert phones
    assert mails
    assert all(re.fullmatch(r"060000\d{4}", re.sub(r"[ -]", "", phone)) for phone in phones)
    assert all(re.fullmatch(r"[a-z]+\d+@[a-z-]+\.example", mail) for mail in mails)


def test_stories_differ_and_hold_no_unfilled_words() -> None:
    stories = [report.story for report in YEAR_2025.reports]
    assert len(set(stories)) > 0.9 * len(stories)
    assert not any(re.search(r"[{}]|\b[A-Za-z] {2,}", story) for story in stories)
    assert all(len(story) > 10 for story in stories)
    fragments = {sentence for story in stories for sentence in re.split(r"(?<=[.!?]) ", story)}
    assert len(fragments) > 200
    assert {report.language for report in YEAR_2025.reports} > {"nl", "en"}


def test_forms_and_places_are_spread() -> None:
    reports = counted_reports(YEAR_2025, 2025)
    forms = Counter(form for report in reports for form in report.forms)
    assert forms["sexual"] > max(forms["labour"], forms["criminal"]) > forms["organ"] >= 1
    assert any(not report.forms for report in reports)
    assert any(len(report.forms) > 1 for report in reports)
    places = Counter(report.municipality for report in YEAR_2025.reports)
    assert places["GM0153"] > places["GM0189"]
    assert places["elsewhere"]
    assert len(places) >= 14


def test_reports_are_in_order_and_numbered_in_the_regions_time() -> None:
    moments = [report.received_at for report in YEAR_2025.reports]
    assert moments == sorted(moments)
    assert all(str(moment.tzinfo) == "Europe/Amsterdam" and moment.year == 2025 for moment in moments)
    assert len({report.key for report in YEAR_2025.reports}) == len(moments)
    assert all(r.channel == "form" for r in YEAR_2025.reports if r.received_at.weekday() >= 5)


def test_a_case_exists_before_something_is_added_to_it() -> None:
    opened = {
        report.triage.case_key for report in YEAR_2025.reports if report.triage and report.triage.outcome == "new_case"
    }
    members: dict[str, str] = {}
    added = 0
    for report in (*YEAR_2025.reports, *YEAR_2026.reports):
        decision = report.triage
        keys = {said.identity_key for said in report.people}
        if decision and decision.outcome == "add_to_case":
            added += 1
            assert decision.case_key in {members.get(key) for key in keys}
        if decision and decision.case_key:
            for key in keys:
                members.setdefault(key, decision.case_key)
        assert bool(decision and decision.case_key) == bool(
            decision and decision.outcome in ("new_case", "add_to_case")
        )
    assert added > 20
    outcomes = Counter(report.triage.outcome for report in counted_reports(YEAR_2025, 2025) if report.triage)
    assert len(opened) == outcomes["new_case"]
    assert 0.45 < outcomes["new_case"] / (outcomes["new_case"] + outcomes["no_further_action"]) < 0.7


def test_2026_goes_on_where_2025_ended() -> None:
    counted = count(YEAR_2026, 2026)
    assert 140 <= counted.persons <= 165
    assert 180 <= len(YEAR_2026.reports) <= 250
    assert YEAR_2026.reports[-1].received_at.date() == UNTIL
    earlier = {said.identity_key for report in counted_reports(YEAR_2025, 2025) for said in report.people}
    came_back = {s.identity_key for r in counted_reports(YEAR_2026, 2026) for s in r.people} & earlier
    assert 4 <= len(came_back) <= MARGINS_2026.returning


def test_the_whole_of_2026_and_both_years_together_stay_exact() -> None:
    whole = replace(MARGINS_2026, waiting=0)
    year = synthetic.invent_year(whole, seed=1, known=YEAR_2025)
    assert_exact(year, whole)
    # What 2026 adds about people of 2025 does not change the figures of 2025.
    both = Year((*YEAR_2025.reports, *year.reports), (), ())
    mentions: dict[str, list[tuple[date, MentionedPerson]]] = {}
    for report in (*counted_reports(both, 2025), *counted_reports(both, 2026)):
        for said in report.people:
            mentions.setdefault(said.identity_key, []).append((report.received_at.date(), said))
    firsts: dict[str, date] = {}
    for report in counted_reports(YEAR_2025, 2025):
        for said in report.people:
            firsts.setdefault(said.identity_key, report.received_at.date())
    ages = [age for key, day in firsts.items() if (age := age_in(mentions[key], day)) is not None]
    assert sum(age < 18 for age in ages) == 41
    assert len(ages) == PUBLISHED_2025.known_age
    assert round(sum(ages) / len(ages)) == 27


def test_the_inbox_holds_the_newest_reports_unread() -> None:
    waiting = YEAR_2026.reports[-MARGINS_2026.waiting :]
    assert all(report.triage is None and not report.conversation for report in waiting)
    assert all(report.triage is not None for report in YEAR_2026.reports[: -MARGINS_2026.waiting])
    assert sum(report.danger_today for report in waiting) == 1
    assert {"nl", "en", "pl", "ar"} <= {report.language for report in waiting}
    known = {said.identity_key for report in counted_reports(YEAR_2026, 2026) for said in report.people}
    assert any(said.identity_key in known for report in waiting for said in report.people)


def test_a_cut_year_is_the_beginning_of_the_whole_one() -> None:
    cut = synthetic.invent_year(PUBLISHED_2025, seed=1, until=date(2025, 6, 30))
    assert 0 < len(cut.reports) < len(YEAR_2025.reports)
    assert cut.reports == YEAR_2025.reports[: len(cut.reports)]
    assert YEAR_2025.reports[len(cut.reports)].received_at.date() > date(2025, 6, 30)
    assert all(activity.date <= date(2025, 6, 30) for activity in cut.activities)


def test_the_year_has_its_activities() -> None:
    kinds = {activity.kind for activity in YEAR_2025.activities}
    assert kinds == {"network_event", "information_session", "vr_headset", "talking_board", "poster", "campaign"}
    assert all(activity.date.weekday() < 5 and activity.date.year == 2025 for activity in YEAR_2025.activities)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"gender": {"woman": 29, "man": 2}}, "gender add up to 31, not to 30"),
        ({"reporters": {"other": 29}}, "reporters add up to 29, not to 30"),
        ({"minors": 31}, "31 minors among 30 persons"),
        ({"minors": 26}, "more than 30 persons"),
        ({"average_age": 90}, "cannot be reached"),
        ({"average_age": 12}, "cannot be reached"),
        ({"average_age": None}, "An average age is needed"),
        ({"unknown_age": 30, "minors": 0}, "no average age"),
        ({"gender": {"woman": 31, "man": -1}}, "cannot be negative"),
        ({"gender": {"women": 30}}, "Unknown key in gender: women"),
        ({"minors": -1}, "cannot be negative"),
    ],
)
def test_impossible_margins_are_refused_with_a_sentence(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(SMALL, **change)  # type: ignore[arg-type]  # a table of fields of several types


def test_impossible_arguments_are_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="at least one municipality"):
        synthetic.invent_year(SMALL, seed=1, municipalities=[])
    with pytest.raises(ValueError, match="another year"):
        synthetic.invent_year(SMALL, seed=1, until=date(2023, 5, 1))
    with pytest.raises(ValueError, match="before 2024"):
        synthetic.invent_year(SMALL, seed=1, known=YEAR_2025)


@st.composite
def feasible_margins(draw: st.DrawFn) -> Margins:
    """Margins of up to forty persons that some year can have."""

    def split(total: int, keys: tuple[str, ...]) -> dict[str, int]:
        cuts = sorted(draw(st.lists(st.integers(0, total), min_size=len(keys) - 1, max_size=len(keys) - 1)))
        return {key: end - start for key, start, end in zip(keys, [0, *cuts], [*cuts, total], strict=True)}

    persons = draw(st.integers(0, 40))
    ages = split(persons, ("minor", "adult", "unknown"))
    known = ages["minor"] + ages["adult"]
    lowest, highest = 10 * ages["minor"] + 18 * ages["adult"], 17 * ages["minor"] + 70 * ages["adult"]
    average = draw(st.integers(-(-lowest // known), highest // known)) if known else None
    return Margins(
        year=draw(st.integers(2020, 2030)),
        persons=persons,
        minors=ages["minor"],
        gender=split(persons, ("woman", "man", "other")),
        reporters=split(persons, ("care", "municipality", "police", "victim", "comensha", "other")),
        average_age=average,
        unknown_age=ages["unknown"],
    )


@settings(max_examples=60, deadline=None)
@given(margins=feasible_margins(), seed=st.integers(0, 10_000))
def test_any_feasible_margins_come_out_exactly(margins: Margins, seed: int) -> None:
    assert_exact(synthetic.invent_year(margins, seed=seed), margins)
