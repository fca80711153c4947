"""Reading where a case stands for a viewer: its next moves, its risk, where it came from."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from schakel.access.compiled import NOBODY, Asked, asked_by, compiled, counted, fetched
from schakel.access.models import Grant, User
from schakel.access.policies import is_guest, reads_reports
from schakel.access.queries import rule_of_sight, sees_any, visible
from schakel.audit.record import record
from schakel.cases import policies
from schakel.cases.life.content import Facts, Risk, Went, read_risk, read_went
from schakel.cases.models import Case, Change, Involvement, Lineage, RiskAssessment
from schakel.cases.moves import Move, Standing, moves_from
from schakel.cases.states import CHAIN, CaseState, InvolvedAs
from schakel.intake.models import Report
from schakel.vault import records


@dataclass(frozen=True)
class Next:
    """A move from here: whether this viewer can make it now, and if not, why not, a sentence each."""

    move: Move
    why_not: tuple[str, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.why_not


@dataclass(frozen=True)
class Stage:
    """One link of the chain on the page: passed, present or still to come."""

    label: str
    is_passed: bool
    is_present: bool


@dataclass(frozen=True)
class Relative:
    """Another case that this one came from or went on in, which the viewer may see; why in words."""

    row: Lineage
    case: Case
    is_origin: bool
    went: Went

    @property
    def words(self) -> str:
        if self.row.kind == Lineage.Kind.SPLIT:
            return "afgesplitst van" if self.is_origin else "afgesplitst naar"
        return "voortgezet uit" if self.is_origin else "gaat verder in"


def standing(case: Case, facts: Facts, risks: Sequence[RiskAssessment] | None = None) -> Standing:
    """What there is in the case, whoever asks: the requirements of the moves are about the case and not about a viewer.

    `risks` are all of them, where they are at hand.
    """
    asked = asked_by(NOBODY, record=case.pk)
    made = [risk.made_at for risk in (risks_in(case) if risks is None else risks)]
    talked = max((move.made_at for move in fetched(_talks, "", asked)), default=None)
    victims, continued = counted(asked, (_victims, ""), (_continuations, ""))
    return Standing(
        victims=victims,
        has_municipality=bool(facts.municipality),
        has_goal=bool(facts.goal),
        risks=len(made),
        is_risk_renewed=bool(made) and (talked is None or max(made) >= talked),
        is_continued=continued > 0,
        is_readable=not facts.is_destroyed,
    )


def _talks(_kind: str, asked: Asked) -> QuerySet[Change]:
    return Change.objects.filter(case=asked.record, kind=Change.Kind.MOVE, after=CaseState.CONFERENCE)


def _victims(_kind: str, asked: Asked) -> QuerySet[Any]:
    rows = Involvement.objects.filter(case=asked.record, role=InvolvedAs.VICTIM, until=None)
    return rows.order_by().values("pk")


def _continuations(_kind: str, asked: Asked) -> QuerySet[Any]:
    rows = Lineage.objects.filter(origin=asked.record, kind=Lineage.Kind.JOIN, undone_at=None)
    return rows.order_by().values("pk")


def next_moves(case: Case, viewer: User, there: Standing, *, is_leading: bool) -> list[Next]:
    """The moves that lead on from where the case stands, with what keeps this viewer from making them."""
    moves = moves_from(case.state)
    may = {move.who: policies.can_move(viewer, move, is_leading=is_leading) for move in moves}
    return [Next(move, tuple(move.missing(there)) if may[move.who] else (move.who.value,)) for move in moves]


def stages(case: Case) -> list[Stage]:
    """The chain with the place of this case in it; nothing for one that left it."""
    if case.state not in CHAIN:
        return []
    place = CHAIN.index(CaseState(case.state))
    return [Stage(str(state.label), number < place, number == place) for number, state in enumerate(CHAIN)]


def risks_in(case: Case) -> list[RiskAssessment]:
    """Every assessment of the case, the one that holds first; not in words yet."""
    return list(fetched(_risks, "", asked_by(NOBODY, record=case.pk)))


def _risks(_kind: str, asked: Asked) -> QuerySet[RiskAssessment]:
    return RiskAssessment.objects.filter(case=asked.record).select_related("case", "made_by")


def newest_risk(risks: Sequence[RiskAssessment]) -> tuple[RiskAssessment, Risk] | None:
    """The assessment that holds, of `risks_in`. Whoever shows it records it."""
    return (risks[0], read_risk(risks[0])) if risks else None


def risks_of(case: Case, viewer: User) -> list[tuple[RiskAssessment, Risk]]:
    """Every assessment, the one that holds first; recorded."""
    rows = risks_in(case)
    record("case:risks_read", by=viewer, about=case, count=len(rows))
    with records.at_hand([case.data_key]):
        return [(row, read_risk(row)) for row in rows]


def reports_of(case: Case, viewer: User) -> list[Report]:
    """The reports in a case that this viewer may see, oldest first."""
    if not (reads_reports(viewer) and sees_any(viewer)):
        return []
    return list(fetched(_reports_of, viewer.role, asked_by(viewer.pk, record=case.pk)))


def _reports_of(role: str, asked: Asked) -> QuerySet[Report]:
    seen = compiled(rule_of_sight, role, asked)
    reports = Report.objects.filter(compartment__in=seen, triages__case=asked.record, triages__superseded_at=None)
    return reports.order_by("received_at")


def relatives_of(case: Case, viewer: User) -> list[Relative]:
    """The cases that this one came from or went on in, as far as the viewer may see those. Recorded where there are any."""
    near = sorted(
        fetched(_lineage_of, "", asked_by(viewer.pk, record=case.pk)), key=lambda row: row.origin_id != case.pk
    )
    seen = set(visible(viewer).values_list("pk", flat=True)) if near else set[uuid.UUID]()
    pairs = [(row, row.origin if row.successor_id == case.pk else row.successor) for row in near]
    shown = [(row, other) for row, other in pairs if other.compartment_id in seen]
    if shown:
        record("case:lineage_read", by=viewer, about=case, cases=[other.id for _, other in shown])
    with records.at_hand(row.data_key for row, _ in shown):
        return [Relative(row, other, row.origin_id == other.pk, read_went(row)) for row, other in shown]


def _lineage_of(_kind: str, asked: Asked) -> QuerySet[Lineage]:
    near = Lineage.objects.filter(Q(origin=asked.record) | Q(successor=asked.record), undone_at=None)
    return near.select_related("origin", "successor", "made_by")


def lineage_for(viewer: User, case: Case, lineage_id: uuid.UUID) -> Lineage:
    """One joining of this case with another that the viewer may see too, or 404."""
    rows = Lineage.objects.filter(pk=lineage_id, kind=Lineage.Kind.JOIN)
    row = rows.select_related("origin__compartment", "successor__compartment").first()
    if row is None or case.pk not in (row.origin_id, row.successor_id):
        raise Http404
    both = {row.origin.compartment_id, row.successor.compartment_id}
    if visible(viewer).filter(pk__in=both).count() != len(both):
        raise Http404
    return row


def stand_ins_of(live: Iterable[Grant]) -> list[Grant]:
    """Who stands in for the coordinator now, of what `live_in` says of the case."""
    return [grant for grant in live if grant.ground == Grant.Ground.STAND_IN and grant.user.is_active]


def shows_to(viewer: User, grants: Iterable[Grant]) -> list[Grant]:
    """Of who came and went what this viewer reads in the story: a guest not which other guests there were."""
    staff_only = (Grant.Ground.PARTICIPANT,)
    return [grant for grant in grants if not is_guest(viewer) or grant.ground not in staff_only]
