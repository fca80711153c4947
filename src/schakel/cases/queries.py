"""Reading triage and cases for a viewer."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Value
from django.http import Http404

from schakel.access.compiled import Asked, asked_by, compiled, fetched
from schakel.access.models import Grant, User
from schakel.access.policies import NotAllowed, reads_whole_cases
from schakel.access.queries import (
    colleagues,
    ground_of,
    live_grants,
    matchable,
    oversees,
    rule_of_sight,
    sees_any,
    viewers_of,
    visible,
)
from schakel.access.roles import Permission, Role, sees_content
from schakel.audit.queries import actors_of
from schakel.audit.record import record
from schakel.cases.life.content import Facts, Risk, read_facts
from schakel.cases.life.involved import Somebody, in_words, keys_of, rows_of
from schakel.cases.life.queries import Relative, newest_risk, relatives_of, reports_of, risks_in, standing
from schakel.cases.life.story import Entry, in_full, story_of
from schakel.cases.models import Case, Involvement, RiskAssessment, Triage
from schakel.cases.moves import Standing
from schakel.cases.policies import roles_for
from schakel.cases.states import InvolvedAs
from schakel.intake.models import Report
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import Proposal, proposals
from schakel.vault import records, tokens

_REASON = "triage reason"
# How much of its story the page of a case shows.
LATEST = 12
_OPEN_FIRST = (F("closed_at").desc(nulls_first=True), "-opened_at")


@dataclass(frozen=True)
class CaseFile:
    """What a case says in words: who is in it, what is known, its reports, and the latest of its story."""

    facts: Facts
    there: Standing
    involved: list[Somebody]
    risk: tuple[RiskAssessment, Risk] | None
    reports: list[Report]
    relatives: list[Relative]
    story: list[Entry]
    happened: int
    # What was written in the case can't be read any more, and nothing can be added.
    is_destroyed: bool

    @property
    def victims(self) -> list[tuple[Person, PersonDetails]]:
        """Those whom the case is about."""
        now = [one for one in self.involved if one.is_victim and one.row.until is None]
        return [(one.person, one.details) for one in now if one.person is not None]


@dataclass(frozen=True)
class MatchCard:
    """What triage may see of a person outside its own cases: the proposal, and whom to call about it."""

    proposal: Proposal
    case: Case | None
    is_beyond: bool = False  # there is a case, and the viewer does not see it


def cases_for(viewer: User) -> QuerySet[Case]:
    """Every case this viewer may see, open first, newest first."""
    seen = cases_seen(viewer.role, asked_by(viewer.pk)) if sees_any(viewer) else Case.objects.none()
    return seen.order_by(*_OPEN_FIRST)


def cases_seen(role: str, asked: Asked) -> QuerySet[Case]:
    """The same as a rule, in no order, for whoever `sees_any`."""
    return _every_case().filter(compartment__in=compiled(rule_of_sight, role, asked))


def case_for(viewer: User, case_id: uuid.UUID) -> Case:
    """One case, or 404."""
    asked = asked_by(viewer.pk, record=case_id)
    case: Case | None = next(iter(fetched(_case, viewer.role, asked)), None) if sees_any(viewer) else None
    if case is None:
        raise Http404
    return case


def _case(role: str, asked: Asked) -> QuerySet[Case]:
    return cases_seen(role, asked).filter(pk=asked.record)


def case_to_oversee(viewer: User, case_id: uuid.UUID) -> Case:
    """One case of which this viewer may read who has access: who leads it, or the privacy officer. Or 404.

    Raises NotAllowed for somebody who sees the case and doesn't lead it.
    """
    case = _every_case().filter(pk=case_id).first()
    if case is None:
        raise Http404
    if not oversees(viewer, case.compartment):
        case_for(viewer, case_id)
        raise NotAllowed("Alleen wie deze casus leidt of waarneemt, regelt wie erbij kan.")
    return case


def find_case(number: str, *, viewer: User) -> Case | None:
    """The case with that number, if this viewer may see it or oversee its access. The search is recorded as a keyed hash."""
    wanted = tidy_number(number)
    found = _every_case().filter(number=wanted).first()
    if found is not None and not _is_for(viewer, found):
        found = None
    record(
        "case:searched",
        by=viewer,
        query=tokens.token("search", wanted).hex(),
        cases=[found.id] if found is not None else [],
    )
    return found


def with_number(number: str) -> Case | None:
    """The case with that number, whoever asks: for breaking the glass, which decides who may, and is recorded."""
    return _every_case().filter(number=tidy_number(number)).first()


def tidy_number(typed: str) -> str:
    """A case number as it is stored, from how somebody types it."""
    return "".join(typed.split()).upper()


def with_person_counts(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    """The cases with `persons`: how many of each this viewer may see."""
    if not reads_whole_cases(viewer):
        nobody: QuerySet[Case] = cases.annotate(persons=Value(0))
        return nobody
    seen = Q(
        involvements__person__compartment__in=visible(viewer),
        involvements__role=InvolvedAs.VICTIM,
        involvements__until=None,
    )
    counted: QuerySet[Case] = cases.annotate(persons=Count("involvements", filter=seen, distinct=True))
    return counted


def record_listed(cases: Iterable[Case], *, viewer: User) -> None:
    """Record that a list with these cases was shown; an empty list tells nobody anything."""
    ids = [case.id for case in cases]
    if ids:
        record("case:listed", by=viewer, cases=ids)


def who_could_take_part(case: Case, viewer: User) -> QuerySet[User]:
    """Everybody who can be invited to this case: an open account that sees content, and no participation yet."""
    roles = [role for role in Role if sees_content(role)]
    taking_part = live_grants().filter(compartment=case.compartment_id, ground=Grant.Ground.PARTICIPANT)
    return _not_excluded(case).filter(role__in=roles).exclude(pk__in=taking_part.values("user")).exclude(pk=viewer.pk)


def who_could_stand_in(case: Case, viewer: User) -> QuerySet[User]:
    """The colleagues who can coordinate this case for a while."""
    standing_in = live_grants().filter(compartment=case.compartment_id, ground=Grant.Ground.STAND_IN)
    return who_could_take_over(case, viewer).exclude(pk__in=standing_in.values("user"))


def who_could_take_over(case: Case, viewer: User) -> QuerySet[User]:
    """The colleagues who can become the coordinator of this case."""
    coordinators = colleagues(Permission.COORDINATE).values("pk")
    return _not_excluded(case).filter(pk__in=coordinators).exclude(pk=case.coordinator_id)


def who_could_be_excluded(case: Case, viewer: User) -> QuerySet[User]:
    """Everybody who can be shut out, whether they have access or not; the coordinator hands over first."""
    return _not_excluded(case).exclude(pk__in=[case.coordinator_id, viewer.pk])


def case_beyond(report: Report, viewer: User) -> Case | None:
    """The case a report went to when this viewer does not see it, to call its coordinator or break the glass.

    As with a match card: none of a case that the viewer is excluded from.
    """
    triage = current_triage(report)
    if triage is None or triage.case is None:
        return None
    beyond = Case.objects.filter(pk=triage.case.pk, compartment__in=matchable(viewer))
    return beyond.exclude(compartment__in=visible(viewer)).select_related("coordinator").first()


def current_triage(report: Report) -> Triage | None:
    """The decision in force on a report."""
    return report.triages.filter(superseded_at=None).select_related("decided_by", "case").first()


def who_sees(row: Report | Case, *read_tags: str, live: Sequence[Grant] | None = None) -> list[tuple[User, str, bool]]:
    """Who may see the record, why, and whether they did, by the tags that stand for reading it."""
    readers = actors_of(row, *read_tags)
    return [(user, reason, user.actor_id in readers) for user, reason in viewers_of(row.compartment, live)]


def triages_of(reports: Sequence[Report]) -> dict[uuid.UUID, Triage]:
    """The decisions in force on these reports, by report."""
    decisions = Triage.objects.filter(report__in=[report.pk for report in reports], superseded_at=None)
    return {triage.report_id: triage for triage in decisions}


def cases_behind(decisions: Iterable[Triage], viewer: User) -> dict[uuid.UUID, Case]:
    """The cases these reports went to, by id, as far as this viewer may see them."""
    wanted = {triage.case_id for triage in decisions if triage.case_id is not None}
    return {case.id: case for case in cases_for(viewer).filter(pk__in=wanted)} if wanted else {}


def decisions_on(report: Report) -> list[Triage]:
    """Every decision on a report, superseded ones too, oldest first."""
    return list(report.triages.select_related("decided_by").order_by("decided_at", "created_at"))


def read_case(case: Case, viewer: User) -> CaseFile:
    """Open the case's file, which is recorded with the ids of what was read."""
    rows = rows_of(case, viewer)
    reports = reports_of(case, viewer)
    relatives = relatives_of(case, viewer)
    risks = risks_in(case)
    story = story_of(case, viewer, relatives, rows=rows, reports=reports)
    record(
        "case:read",
        by=viewer,
        about=case,
        authorisation=ground_of(viewer, case.compartment_id),
        persons=list(dict.fromkeys(row.person.id for row in rows if row.person is not None)),
        reports=[report.id for report in reports],
        notes=case.notes.count(),
    )
    with records.at_hand(keys_of(case, rows)):
        facts = read_facts(case)
        latest = in_full(story[:LATEST], case)
        return CaseFile(
            facts,
            standing(case, facts, risks),
            in_words(rows),
            newest_risk(risks),
            reports,
            relatives,
            latest,
            len(story),
            is_destroyed=facts.is_destroyed,
        )


def cases_of(people: Sequence[Person], viewer: User) -> list[Case]:
    """The cases of these persons that this viewer may see; recorded as a list."""
    roles = roles_for(viewer)
    cases = list(cases_for(viewer).filter(involvements__person__in=people, involvements__role__in=roles).distinct())
    record_listed(cases, viewer=viewer)
    return cases


def match_cards(details: PersonDetails, *, viewer: User, apart_from: uuid.UUID | None = None) -> list[MatchCard]:
    """Persons already known, each with their open case (or the latest) so that its coordinator can be called.

    What was shown is recorded: this is the one opening in the access rule.
    """
    cards = []
    allowed, seen = matchable(viewer), set(visible(viewer).values_list("pk", flat=True))
    for proposal in proposals(details, viewer=viewer, apart_from=apart_from):
        victim = (
            Involvement.objects.filter(
                person__identity=proposal.person.identity, role=InvolvedAs.VICTIM, case__compartment__in=allowed
            )
            .select_related("case__coordinator")
            .order_by(F("case__closed_at").desc(nulls_first=True), "-case__opened_at")
            .first()
        )
        case = victim.case if victim else None
        cards.append(MatchCard(proposal, case, is_beyond=case is not None and case.compartment_id not in seen))
    if cards:
        record("person:match_cards", by=viewer, persons=[card.proposal.person.id for card in cards])
    return cards


def read_reason(triage: Triage) -> str:
    """Why triage decided so, in words, or that the words were destroyed."""
    return records.decrypt_words(triage.report.data_key, triage.reason, label=_REASON, record_id=triage.id)


def write_reason(triage: Triage, text: str) -> None:
    """Encrypt the reason into the row (the caller saves). Raises Destroyed."""
    triage.reason = records.encrypt(triage.report.data_key, text, label=_REASON, record_id=triage.id)


def coordinators_of(cases: QuerySet[Case]) -> list[User]:
    """Who lead these cases, by name."""
    return list(User.objects.filter(pk__in=cases.order_by().values("coordinator")).order_by("name"))


def open_case_count(viewer: User) -> int:
    """How many open cases this viewer may see."""
    return cases_for(viewer).filter(closed_at=None).count()


def _not_excluded(case: Case) -> QuerySet[User]:
    excluded = case.compartment.exclusions.values("user")
    return User.objects.filter(is_active=True).exclude(pk__in=excluded).order_by("name")


def _every_case() -> QuerySet[Case]:
    return Case.objects.select_related("coordinator", "compartment")


def _is_for(viewer: User, case: Case) -> bool:
    return visible(viewer).filter(pk=case.compartment_id).exists() or oversees(viewer, case.compartment)
