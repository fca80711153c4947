"""What triage and cases allow: who may (access) and what the state allows (here) are apart."""

from schakel.access.models import User
from schakel.access.policies import NotAllowed, check_may
from schakel.access.queries import leads
from schakel.access.roles import Permission
from schakel.cases.models import Case
from schakel.cases.moves import Move, Standing, Who
from schakel.cases.states import WITH_CASE, InvolvedAs, Outcome
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import reports_for


class NotPossible(ValueError):
    """The state does not allow this; the message says why, in words for the screen."""


def check_can_triage(report: Report) -> None:
    """A report is judged after it was read, and once (a later change of mind is a revision)."""
    check_not_set_aside(report)
    if report.state == ReportState.SEALED:
        raise NotPossible("Open de melding eerst: een ongelezen melding kan niet worden beoordeeld.")
    if report.state == ReportState.TRIAGED:
        raise NotPossible("Deze melding is al beoordeeld.")


def check_not_set_aside(report: Report) -> None:
    """What was set aside is brought back before anything else is done with it."""
    if report.set_aside_at is not None:
        raise NotPossible("Deze melding is apart gelegd. Zet haar eerst terug.")


def check_can_set_aside(report: Report) -> None:
    """A judged report is not set aside: its judgement is changed instead."""
    check_not_set_aside(report)
    if report.state == ReportState.TRIAGED:
        raise NotPossible("Deze melding is al beoordeeld. Herzie dan de beoordeling.")


def can_receive(receiver: User, report: Report) -> bool:
    """Whether this colleague does such work and sees the report."""
    return receiver.may(Permission.TRIAGE) and reports_for(receiver).filter(pk=report.pk).exists()


def check_can_receive(receiver: User, report: Report) -> None:
    """Raises NotPossible unless this colleague could do something with the report."""
    if not can_receive(receiver, report):
        raise NotPossible(f"{receiver.name} kan deze melding niet zien.")


def check_can_join(report: Report, other: Report) -> None:
    """Two different reports, both read by somebody."""
    if report.pk == other.pk:
        raise NotPossible("Kies een andere melding.")
    for one in (report, other):
        check_not_set_aside(one)
        if one.state == ReportState.SEALED:
            raise NotPossible("Open beide meldingen eerst: van een ongelezen melding weet niemand waar zij over gaat.")


def check_outcome(
    *, fits_purpose: bool, outcome: Outcome, case: Case | None, coordinator: User | None, victims: int
) -> None:
    """An outcome must agree with the purpose check and name what it needs."""
    if not fits_purpose and outcome in WITH_CASE:
        raise NotPossible("Een melding die niet bij het doel past, kan geen casus worden.")
    if outcome == Outcome.ADD_TO_CASE and case is None:
        raise NotPossible("Kies de casus waaraan u de melding toevoegt.")
    if outcome == Outcome.NEW_CASE and (coordinator is None or not coordinator.may(Permission.COORDINATE)):
        raise NotPossible("Kies een procesregisseur voor de nieuwe casus.")
    if outcome == Outcome.NEW_CASE and victims == 0:
        raise NotPossible("Een casus gaat over ten minste één persoon. Beschrijf die, ook als de naam onbekend is.")
    if outcome == Outcome.ADD_TO_CASE and case is not None and not case.is_open:
        raise NotPossible(f"Casus {case.number} is gesloten. Heropen die eerst.")


def check_leads(by: User, case: Case) -> None:
    """Raises NotAllowed unless `by` coordinates this case or stands in."""
    check_may(by, Permission.COORDINATE)
    if not leads(by, case.compartment):
        raise NotAllowed("Alleen wie deze casus leidt of waarneemt, doet dit.")


def check_may_move(by: User, case: Case, move: Move) -> None:
    """Raises NotAllowed unless this person makes such a move in this case."""
    if move.who == Who.LEADS:
        check_leads(by, case)
    else:
        check_may(by, Permission.REVIEW_LAWFULNESS)


def can_move(by: User, move: Move, *, is_leading: bool) -> bool:
    """The same without asking whether they lead: it depends on who makes such a move, and on nothing else of it."""
    return (
        by.may(Permission.COORDINATE) and is_leading if move.who == Who.LEADS else by.may(Permission.REVIEW_LAWFULNESS)
    )


def check_can_move(case: Case, move: Move, there: Standing) -> None:
    """Raises NotPossible when the case is not in a state for this move, or something is missing for it."""
    if case.state not in move.sources:
        raise NotPossible(f"Deze stap kan nu niet: de casus is “{case.get_state_display()}”.")
    missing = move.missing(there)
    if missing:
        raise NotPossible(" ".join(missing))


def check_may_write(by: User, case: Case) -> None:
    """Raises NotAllowed for whoever writes nothing in cases, and NotPossible for a case that is over."""
    check_may(by, Permission.TRIAGE)
    check_is_open(case)


def check_is_open(case: Case) -> None:
    if not case.is_open:
        raise NotPossible(f"Casus {case.number} is {case.get_state_display()}. Er kan niets meer bij.")


def may_see_role(viewer: User, role: str) -> bool:
    """Whether this person may see who is this in a case: a suspect is criminal-justice data (AVG art. 10)."""
    return role != InvolvedAs.SUSPECT or viewer.may(Permission.SUSPECTS)


def roles_for(viewer: User) -> list[InvolvedAs]:
    """The roles that this person may see."""
    return [role for role in InvolvedAs if may_see_role(viewer, role)]
