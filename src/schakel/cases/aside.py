"""Setting reports aside that are no report (spam, a double, a test), one or many, and bringing them back. None is lost."""

from collections.abc import Sequence

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases import policies
from schakel.core import time
from schakel.intake.actions import locked
from schakel.intake.content import Urgency
from schakel.intake.models import Aside, Report

# What a page of the list can hold.
MOST_AT_ONCE = 200


@transaction.atomic
def set_aside(*, report: Report, why: Aside, by: User, double_of: Report | None = None) -> None:
    """Take a report out of the work, sealed as it may be; it counts nowhere. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    if why != Aside.DOUBLE:
        _put_aside(locked(report), why, by)
        return
    if double_of is None:
        raise policies.NotPossible("Kies van welke melding deze een dubbele is.")
    if double_of.pk == report.pk:
        raise policies.NotPossible("Kies een andere melding.")
    # Both are held, or two colleagues could make each the double of the other.
    held = {one.pk: locked(one) for one in sorted((report, double_of), key=lambda one: one.pk)}
    if held[double_of.pk].set_aside_at is not None:
        raise policies.NotPossible("De andere melding is zelf apart gelegd. Kies een andere melding.")
    _put_aside(held[report.pk], why, by, double_of)


def _put_aside(report: Report, why: Aside, by: User, double_of: Report | None = None) -> None:
    policies.check_can_set_aside(report)
    report.set_aside_at, report.set_aside_as, report.set_aside_by = time.now(), why, by
    report.double_of = double_of
    report.save(update_fields=["set_aside_at", "set_aside_as", "set_aside_by", "double_of"])
    record("report:set_aside", by=by, about=report, why=why, double_of=report.double_of_id)


@transaction.atomic
def set_aside_many(*, reports: Sequence[Report], why: Aside, by: User, danger_was_looked_at: bool) -> int:
    """Set all of these aside, each with an event of its own, or none; how many. Raises NotAllowed, NotPossible.

    A flood must not take a cry for help with it: marks of danger need a word that somebody looked.
    """
    check_may(by, Permission.TRIAGE)
    if why == Aside.DOUBLE:
        raise policies.NotPossible("Leg een dubbele melding apart vanaf haar eigen pagina, met de andere erbij.")
    if len(reports) > MOST_AT_ONCE:
        raise policies.NotPossible(f"Kies ten hoogste {MOST_AT_ONCE} meldingen tegelijk.")
    # As they stand now: the mark may have come after the list was read.
    held = [locked(report) for report in sorted(reports, key=lambda one: one.pk)]
    if not danger_was_looked_at and any(report.urgency == Urgency.DANGER_TODAY for report in held):
        raise policies.NotPossible(
            "Er zit een melding bij met het teken gevaar vandaag. Kijk ernaar, en kruis dan aan dat u dat deed."
        )
    for report in held:
        _put_aside(report, why, by)
    return len(held)


@transaction.atomic
def bring_back(*, report: Report, by: User) -> None:
    """The report is work again, as far as it was opened before. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    report = locked(report)
    if report.set_aside_at is None:
        raise policies.NotPossible("Deze melding is niet apart gelegd.")
    why = report.set_aside_as
    report.set_aside_at, report.set_aside_as, report.set_aside_by, report.double_of = None, "", None, None
    report.save(update_fields=["set_aside_at", "set_aside_as", "set_aside_by", "double_of"])
    record("report:brought_back", by=by, about=report, why=why)
