"""Advice requests: a professional thinks a situation through with the centre. Short handling, no persons, own figures."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases import actions
from schakel.cases.actions import Decision
from schakel.cases.models import Advice, Triage
from schakel.cases.policies import NotPossible, check_can_triage
from schakel.cases.states import AdviceOutcome, AdviceTopic, CaseUrgency, Outcome
from schakel.intake.actions import locked
from schakel.intake.content import Routing
from schakel.intake.envelopes import read_content
from schakel.intake.models import Report
from schakel.vault import records
from schakel.vault.records import Destroyed

WAY = "advice"
_LABEL = "advice"
# What an outcome means for the report; a request that became a report is judged like any other, and has none yet.
_JUDGED = {AdviceOutcome.ADVISED: Outcome.ADVICE, AdviceOutcome.REFERRED: Outcome.REFER}


@dataclass(frozen=True)
class Handled:
    """What was advised, in words, and what the figures need. `referred_to` is an organisation, never a person."""

    outcome: AdviceOutcome
    topic: AdviceTopic
    advised: str
    minutes: int
    referred_to: str = ""


@dataclass(frozen=True)
class Read:
    """A handled request with its content; `handled` is None when that was destroyed. `asker` is a reporter category."""

    advice: Advice
    handled: Handled | None
    asker: str = ""


def is_advice(routing: Routing | None, triage: Triage | None = None, advice: Advice | None = None) -> bool:
    """Whether a report is an advice request: it was handled so, or judged so, or came in that way and became no report."""
    if advice is not None:
        return advice.outcome != AdviceOutcome.BECAME_REPORT
    if triage is not None:
        return triage.outcome == Outcome.ADVICE
    return getattr(routing, "way", "") == WAY


def advice_on(report: Report) -> Advice | None:
    """How the request was handled, if it was."""
    return Advice.objects.select_related("handled_by", "report").filter(report=report).first()


def advice_of(reports: Sequence[Report]) -> dict[uuid.UUID, Advice]:
    """How these reports were handled as advice requests, by report."""
    found = Advice.objects.filter(report__in=[report.pk for report in reports]).defer("content")
    return {advice.report_id: advice for advice in found}


def read(advice: Advice, *, viewer: User) -> Read:
    """One handled request in words; recorded."""
    record("report:advice_read", by=viewer, about=advice.report)
    return _read(advice)


def read_all(found: Iterable[Advice]) -> list[Read]:
    """Handled requests for counting, not for showing."""
    rows = list(found)
    with records.at_hand([advice.report.data_key for advice in rows]):
        return [_read(advice) for advice in rows]


@transaction.atomic
def handle(*, report: Report, handled: Handled, by: User) -> Advice:
    """Close an advice request, or let it go on as a report. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    report = locked(report)
    check_can_triage(report)
    if advice_on(report) is not None:
        raise NotPossible("Deze adviesvraag is al afgehandeld: het werd een melding. Beoordeel die nu.")
    if handled.outcome == AdviceOutcome.REFERRED and not handled.referred_to:
        raise NotPossible("Vul in naar welke organisatie u doorverwees.")
    advice = Advice(report=report, outcome=handled.outcome, handled_by=by)
    content = {**asdict(handled), "asker": read_content(report).routing.category}
    advice.content = records.encrypt(report.data_key, content, label=_LABEL, record_id=advice.id)
    advice.save(force_insert=True)
    record("report:advice_handled", by=by, about=report, outcome=handled.outcome)
    outcome = _JUDGED.get(handled.outcome)
    if outcome is not None:
        decision = Decision(fits_purpose=True, reason=handled.advised, urgency=CaseUrgency.ORDINARY, outcome=outcome)
        actions.triage(report=report, decision=decision, people_named=[], by=by)
    return advice


def _read(advice: Advice) -> Read:
    try:
        raw = records.decrypt(advice.report.data_key, advice.content, label=_LABEL, record_id=advice.id)
    except Destroyed:
        return Read(advice, None)
    asker = raw.pop("asker")
    return Read(
        advice, Handled(**{**raw, "outcome": AdviceOutcome(raw["outcome"]), "topic": AdviceTopic(raw["topic"])}), asker
    )
