"""Making a factsheet: drafted, proposed and frozen, approved by somebody else, published, corrected."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.roles import Role
from schakel.cases.actions import Recognised
from schakel.core import time
from schakel.figures import actions, factsheet
from schakel.figures.actions import NotPossible
from schakel.figures.counting import YearFigures
from schakel.figures.models import AchievedThen, MunicipalFigures
from schakel.people import actions as people
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.publications import queries
from schakel.publications.factsheet import Factsheet
from schakel.publications.models import Publication, PublicationState
from tests.personas import recorded
from tests.rooms import chain

pytestmark = pytest.mark.django_db
YEAR = 2025
MARCH = datetime(YEAR, 3, 10, 12, tzinfo=time.REGION_ZONE)


@pytest.fixture
def analyst() -> User:
    return chain.account(Role.POLICY_ANALYST)


@pytest.fixture
def second() -> User:
    return chain.account(Role.POLICY_ANALYST)


@pytest.fixture
def _quick_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """One small file instead of four: that rendering works is shown where it is tested."""
    monkeypatch.setattr(actions, "render", lambda sheet: {f"{sheet.year}.csv": str(sheet.figures.persons).encode()})


def persons(count: int) -> list[Person]:
    """So many women of 25, all in one report of the year."""
    worker = chain.account(Role.INTAKE_WORKER)
    report, _ = chain.hand_in(at=MARCH)
    details = PersonDetails(MARCH.date(), gender="woman", birth_date=date(2000, 1, 1))
    chain.judge(report, *[Recognised(details)] * count, by=worker)
    return list(Person.objects.filter(report=report))


def proposed(by: User) -> Publication:
    return actions.propose(publication=actions.draft(year=YEAR, by=by), by=by)


def test_two_presses_at_once_begin_one_draft(analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = actions.draft(year=YEAR, by=analyst)
    monkeypatch.setattr(queries, "unfinished", lambda year: None)  # as the second press saw it
    assert actions.draft(year=YEAR, by=analyst) == first
    assert len(recorded("publication:drafted")) == 1


def published(analyst: User, second: User) -> Publication:
    publication = proposed(analyst)
    return actions.approve(publication=publication, digest=publication.digest, by=second)


def test_there_is_one_draft_of_a_year_at_a_time(analyst: User, second: User) -> None:
    first = actions.draft(year=YEAR, by=analyst)
    assert actions.draft(year=YEAR, by=second) == first
    assert (first.revision, first.state) == (1, PublicationState.DRAFT)
    assert first.introduction


def test_proposing_freezes_the_content_under_its_digest(analyst: User) -> None:
    persons(6)
    publication = proposed(analyst)
    towns = MunicipalFigures.objects.get(publication=publication).content
    behind = AchievedThen.objects.get(publication=publication).content
    frozen = f"{publication.content}\n{towns}\n{behind}"
    assert publication.digest == hashlib.sha256(frozen.encode()).hexdigest()
    assert publication.factsheet.figures.persons == 6
    with pytest.raises(NotPossible, match="Alleen een concept"):
        actions.write(publication=publication, introduction="Anders.", correction="", by=analyst)
    with pytest.raises(NotPossible, match="al voorgelegd"):
        actions.propose(publication=publication, by=analyst)


@pytest.mark.usefixtures("_quick_files")
def test_whoever_proposed_does_not_approve(analyst: User) -> None:
    publication = proposed(analyst)
    assert not actions.can_approve(publication, analyst)
    with pytest.raises(NotPossible, match="Iemand anders"):
        actions.approve(publication=publication, digest=publication.digest, by=analyst)
    assert queries.published(YEAR) is None


@pytest.mark.usefixtures("_quick_files")
def test_somebody_else_approves_and_it_is_published(analyst: User, second: User) -> None:
    persons(6)
    publication = proposed(analyst)
    assert actions.can_approve(publication, second)
    made = actions.approve(publication=publication, digest=publication.digest, by=second)
    assert (made.state, made.proposed_by, made.approved_by) == (PublicationState.PUBLISHED, analyst, second)
    assert queries.published_years() == [YEAR]
    assert queries.files(YEAR) == {"2025.csv": b"6"}
    assert queries.file_of(YEAR, "2025.csv") == b"6"
    assert queries.file_of(YEAR, "other.csv") is None
    with pytest.raises(NotPossible):
        actions.approve(publication=publication, digest=publication.digest, by=second)


@pytest.mark.usefixtures("_quick_files")
def test_what_is_published_differs_from_what_was_approved_in_the_day_alone(analyst: User, second: User) -> None:
    publication = proposed(analyst)
    before = Factsheet.from_json(publication.content)
    after = actions.approve(publication=publication, digest=publication.digest, by=second).factsheet
    assert after == replace(before, approved_on=time.today())


@pytest.mark.usefixtures("_quick_files")
def test_only_exactly_what_was_shown_is_approved(analyst: User, second: User) -> None:
    publication = proposed(analyst)
    seen = publication.digest
    actions.send_back(publication=publication, by=second)
    persons(7)
    again = actions.propose(publication=publication, by=analyst)
    assert again.digest != seen
    for stale_or_fresh in (publication, again):
        with pytest.raises(NotPossible):
            actions.approve(publication=stale_or_fresh, digest=seen, by=second)
    # An old copy of the row can't smuggle its old content in under the new digest.
    old = Publication.objects.get(pk=publication.pk)
    old.content = old.content.replace("zorg", "ZORG")
    with pytest.raises(NotPossible):
        actions.approve(publication=old, digest=again.digest, by=second)
    assert queries.published(YEAR) is None


@pytest.mark.usefixtures("_quick_files")
def test_content_that_was_changed_behind_our_back_is_not_published(analyst: User, second: User) -> None:
    publication = proposed(analyst)
    changed = publication.content.replace("zorg", "ZORG")
    assert changed != publication.content
    Publication.objects.filter(pk=publication.pk).update(content=changed)
    publication.refresh_from_db()
    with pytest.raises(NotPossible):
        actions.approve(publication=publication, digest=publication.digest, by=second)
    assert queries.published(YEAR) is None


@pytest.mark.usefixtures("_quick_files")
def test_a_proposal_that_changed_hands_is_not_approved_by_its_new_proposer(analyst: User, second: User) -> None:
    publication = proposed(analyst)
    shown = Publication.objects.get(pk=publication.pk)
    actions.send_back(publication=publication, by=second)
    actions.propose(publication=publication, by=second)
    with pytest.raises(NotPossible, match="Iemand anders"):
        actions.approve(publication=shown, digest=shown.digest, by=second)
    assert queries.published(YEAR) is None


def test_a_proposal_that_is_sent_back_can_be_changed_again(analyst: User, second: User) -> None:
    publication = proposed(analyst)
    actions.send_back(publication=publication, by=second)
    publication.refresh_from_db()
    assert (publication.state, publication.content, publication.proposed_by) == (PublicationState.DRAFT, "", None)
    actions.write(publication=publication, introduction="Beter.", correction="", by=analyst)
    assert actions.propose(publication=publication, by=analyst).factsheet.introduction == "Beter."


@pytest.mark.usefixtures("_quick_files")
def test_frozen_numbers_never_change_whatever_is_linked_or_undone_later(analyst: User, second: User) -> None:
    people_ = persons(6)
    worker = chain.account(Role.INTAKE_WORKER)
    publication = published(analyst, second)
    before = (publication.content, queries.files(YEAR))
    link = people.link(one=people_[0], other=people_[1], by=worker)
    assert factsheet.count_year(YEAR).persons == 5
    publication.refresh_from_db()
    assert (publication.content, queries.files(YEAR)) == before
    people.undo_link(link=link, by=worker)
    publication.refresh_from_db()
    assert (publication.content, queries.files(YEAR)) == before


@pytest.mark.usefixtures("_quick_files")
def test_a_correction_is_a_second_revision_that_says_what_changed(analyst: User, second: User) -> None:
    first = published(analyst, second)
    persons(6)
    revision = actions.draft(year=YEAR, by=analyst)
    assert (revision.revision, revision.introduction) == (2, first.introduction)
    with pytest.raises(NotPossible, match="wat er in deze herziening is veranderd"):
        actions.propose(publication=revision, by=analyst)
    actions.write(
        publication=revision, introduction="Zes personen.", correction="Zes personen kwamen erbij.", by=analyst
    )
    proposal = actions.propose(publication=revision, by=analyst)
    assert queries.published(YEAR) == first
    actions.approve(publication=proposal, digest=proposal.digest, by=second)
    latest = queries.published(YEAR)
    assert latest is not None
    assert (latest.revision, latest.factsheet.correction) == (2, "Zes personen kwamen erbij.")
    assert queries.files(YEAR) == {"2025.csv": b"6"}
    first.refresh_from_db()
    assert first.factsheet.figures.persons == 0


def test_a_draft_without_an_introduction_is_not_proposed(analyst: User) -> None:
    publication = actions.draft(year=YEAR, by=analyst)
    actions.write(publication=publication, introduction="  ", correction="", by=analyst)
    with pytest.raises(NotPossible, match="inleiding"):
        actions.propose(publication=publication, by=analyst)


def test_achievements_are_kept_in_order_and_frozen_with_the_year(analyst: User) -> None:
    actions.write_achievements(year=YEAR, texts=["Tien lessen gegeven", "Een campagne"], by=analyst)
    actions.write_achievements(year=YEAR, texts=["Een campagne", "Elf lessen gegeven"], by=analyst)
    publication = proposed(analyst)
    actions.write_achievements(year=YEAR, texts=["Later bedacht"], by=analyst)
    publication.refresh_from_db()
    assert publication.factsheet.achievements == ("Een campagne", "Elf lessen gegeven")


def test_a_municipality_the_profile_lacks_stops_the_proposal_with_the_two_sums(analyst: User) -> None:
    chain.person(by=chain.account(Role.INTAKE_WORKER), at=MARCH, content=chain.said(municipality="GM9999"))
    with pytest.raises(NotPossible, match="gemeenten telt op tot 0 in plaats van 1"):
        proposed(analyst)


def test_a_reporter_category_nobody_knows_stops_the_proposal_with_the_two_sums(analyst: User) -> None:
    chain.person(by=chain.account(Role.INTAKE_WORKER), at=MARCH, content=chain.said(category="neighbour"))
    with pytest.raises(NotPossible, match="aanmelders telt op tot 0 in plaats van 1"):
        proposed(analyst)


def test_every_table_that_does_not_add_up_is_a_finding_that_blocks() -> None:
    wrong = YearFigures(2025, 3, 3, 1, 1, 0, {"woman": 2}, {"other": 4}, None, 3, {}, {"GM0153": 3})
    findings = factsheet.sums(wrong)
    assert [finding.blocks for finding in findings] == [True] * 3


WRITING: list[Callable[[Publication, User], object]] = [
    lambda publication, by: actions.draft(year=YEAR, by=by),
    lambda publication, by: actions.write(publication=publication, introduction="x", correction="", by=by),
    lambda publication, by: actions.write_achievements(year=YEAR, texts=[], by=by),
    lambda publication, by: actions.propose(publication=publication, by=by),
    lambda publication, by: actions.send_back(publication=publication, by=by),
    lambda publication, by: actions.approve(publication=publication, digest="", by=by),
]


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.CASE_COORDINATOR, Role.PARTNER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("action", WRITING)
def test_whoever_makes_no_publications_takes_no_step(
    analyst: User, role: Role, action: Callable[[Publication, User], object]
) -> None:
    publication = actions.draft(year=YEAR, by=analyst)
    with pytest.raises(NotAllowed):
        action(publication, chain.account(role))


def test_the_privacy_officer_approves_but_drafts_nothing(analyst: User) -> None:
    officer = chain.account(Role.PRIVACY_OFFICER)
    assert actions.can_approve(proposed(analyst), officer)
    with pytest.raises(NotAllowed):
        actions.draft(year=2024, by=officer)
