"""Writing down that somebody said yes, and that they no longer do."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.models import Case, Involvement
from schakel.core import time
from schakel.methods.sharing_rules import Giver
from schakel.sharing import policies, rules
from schakel.sharing.contents import Agreement, read_agreement, write_agreement
from schakel.sharing.models import Consent


@transaction.atomic
def record_consent(*, case: Case, row: Involvement, agreement: Agreement, said_on: date, by: User) -> Consent:
    """Somebody in the case says yes to one purpose. Raises NotAllowed, NotPossible with who should say it."""
    policies.check_can_write(by, case)
    if row.pk not in {one.pk for one in rows_of(case, by)}:
        raise Http404
    if agreement.purpose not in rules.book().purposes:
        raise NotPossible("Kies waarvoor de toestemming is.")
    if said_on > time.today():
        raise NotPossible("Deze dag moet nog komen.")
    giver = Giver(agreement.giver)
    (one,) = in_words([row])
    policies.check_can_give(giver, one.details)
    if giver is not Giver.SELF and not agreement.giver_name.strip():
        raise NotPossible("Schrijf wie er nog meer toestemming gaf, of namens deze persoon.")
    made = Consent(case=case, involvement=row, said_on=said_on, recorded_by=by)
    write_agreement(made, agreement)
    made.save(force_insert=True)
    record("consent:recorded", by=by, about=case, consent=str(made.id), persons=_persons(row))
    return made


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: date, because: str, by: User) -> None:
    """They no longer say yes: nothing new is given on it; what was given stays, and shows that it rested on this.

    Raises NotAllowed, NotPossible. Also in a case that is over: a no is always heard.
    """
    policies.check_may_write(by)
    rows = Consent.objects.select_for_update(of=("self",)).select_related("case", "involvement")
    row = rows.filter(pk=consent.pk, case__compartment__in=visible(by)).first()
    if row is None or not policies.sees_disclosures(by):
        raise Http404
    if row.withdrawn_on is not None:
        raise NotPossible("Deze toestemming is al ingetrokken.")
    if on > time.today():
        raise NotPossible("Deze dag moet nog komen.")
    if on < row.said_on:
        raise NotPossible("Deze dag ligt vóór de dag van de toestemming.")
    write_agreement(row, replace(read_agreement(row), withdrawn_because=because.strip()))
    row.withdrawn_on, row.withdrawn_by = on, by
    row.save(update_fields=["content", "withdrawn_on", "withdrawn_by"])
    record("consent:withdrawn", by=by, about=row.case, consent=str(row.id), persons=_persons(row.involvement))


def _persons(row: Involvement) -> list[str]:
    return [str(row.person_id)] if row.person_id else []
