"""Who comes into a case and who leaves it: one row per role, so that no role overwrites another."""

from dataclasses import dataclass

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.cases import policies
from schakel.cases.life.actions import as_it_is
from schakel.cases.life.content import Involved, ended, read_facts, write_involved
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs
from schakel.core import time
from schakel.people.details import PersonDetails
from schakel.people.models import Person


@dataclass(frozen=True)
class Newcomer:
    """Who comes into a case: somebody of a report, or somebody whom only the case describes."""

    person: Person | None = None
    details: PersonDetails | None = None
    relation: str = ""


@transaction.atomic
def add(*, case: Case, newcomer: Newcomer, role: InvolvedAs, by: User) -> Involvement:
    """Give somebody a role in a case. Raises NotAllowed, NotPossible.

    A victim comes from a report, so that they count; anybody else may be described in the case alone.
    """
    case = as_it_is(case)
    policies.check_may_write(by, case)
    if not policies.may_see_role(by, role):
        raise NotAllowed("Uw rol geeft u geen toegang tot verdachten.")
    if read_facts(case).is_destroyed:
        raise policies.NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.")
    person = newcomer.person
    if person is None and newcomer.details is None:
        raise policies.NotPossible("Kies iemand, of beschrijf wie het is.")
    if person is None and role == InvolvedAs.VICTIM:
        raise policies.NotPossible(
            "Een nieuw slachtoffer komt uit een melding: voer die in en voeg haar toe aan deze casus. Zo telt het mee."
        )
    if person is not None:
        if not visible(by).filter(pk=person.compartment_id).exists():
            raise NotAllowed("U kunt deze persoon niet inzien.")
        if case.involvements.filter(person=person, role=role, until=None).exists():
            raise policies.NotPossible(f"Deze persoon staat al in de casus als {role.label}.")
    row = Involvement(case=case, person=person, role=role, added_by=by)
    write_involved(row, Involved(None if person else newcomer.details, newcomer.relation))
    row.save(force_insert=True)
    record("case:person_added", by=by, about=case, involvement=row.id, person=person.id if person else None)
    return row


@transaction.atomic
def end(*, row: Involvement, because: str, by: User) -> None:
    """End what somebody is in a case; the row stays, with the reason. Raises NotAllowed, NotPossible."""
    case = as_it_is(row.case)
    policies.check_may_write(by, case)
    row = Involvement.objects.select_for_update(of=("self",)).select_related("case").get(pk=row.pk)
    if not policies.may_see_role(by, row.role):
        raise NotAllowed("Uw rol geeft u geen toegang tot verdachten.")
    if row.until is not None:
        raise policies.NotPossible("Deze rol is al beëindigd.")
    if not because.strip():
        raise policies.NotPossible("Schrijf waarom deze rol eindigt.")
    is_last = not case.involvements.filter(role=InvolvedAs.VICTIM, until=None).exclude(pk=row.pk).exists()
    if row.role == InvolvedAs.VICTIM and is_last:
        raise policies.NotPossible(
            "Een casus gaat over ten minste één slachtoffer. Sluit de casus als dat niet meer zo is."
        )
    finish(row, because.strip(), by=by)
    record("case:person_ended", by=by, about=case, involvement=row.id, person=row.person_id)


def finish(row: Involvement, because: str, *, by: User) -> None:
    """Write that a part is over; the caller holds the case, has checked and records."""
    ended(row, because)
    row.until, row.ended_by = time.today(), by
    row.save(update_fields=["until", "ended_by", "content"])
