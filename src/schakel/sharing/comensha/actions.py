"""Beginning a registration, filling it in, sending it, and following what became of it."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.cases.life.involved import rows_of
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs
from schakel.core import time
from schakel.methods import comensha
from schakel.sharing import policies
from schakel.sharing.comensha.contents import Followed, read, write
from schakel.sharing.comensha.filling import filled_from
from schakel.sharing.models import Registration
from schakel.sharing.states import RegistrationState
from schakel.vault.records import Destroyed

_OPEN = (RegistrationState.DRAFT, RegistrationState.SENT)


@transaction.atomic
def begin(*, case: Case, row: Involvement, dossier: str, by: User) -> Registration:
    """A draft with what the case says of a victim in it. Raises NotAllowed, NotPossible."""
    policies.check_can_write(by, case)
    if row.pk not in {one.pk for one in rows_of(case, by)}:
        raise Http404
    if row.role != InvolvedAs.VICTIM:
        raise NotPossible("Bij CoMensha worden slachtoffers geregistreerd.")
    if dossier not in comensha.BY_KEY:
        raise NotPossible("Kies wat u CoMensha vraagt.")
    made = Registration(case=case, involvement=row, begun_by=by)
    # The log makes writers take turns, so that two registrations never get one number, and nobody is registered twice.
    record("comensha:begun", by=by, about=case, registration=made.id, persons=_persons(made))
    if _running_for(row):
        raise NotPossible("Voor deze persoon loopt al een registratie. Rond die eerst af.")
    made.number = _next_number()
    try:
        write(made, filled_from(row, dossier))
    except Destroyed as gone:
        raise NotPossible("De gegevens van deze persoon zijn vernietigd. Er is niets meer om te registreren.") from gone
    made.save(force_insert=True)
    return made


@transaction.atomic
def change(*, registration: Registration, said: comensha.Registration, revision: int, by: User) -> None:
    """Fill it in otherwise. Raises NotAllowed, NotPossible, and Changed when a colleague did so before."""
    row = _as_it_is(registration, by)
    policies.check_can_write(by, row.case)
    _check(row, RegistrationState.DRAFT)
    if row.revision != revision:
        raise policies.Changed
    before, followed = read(row)
    write(row, replace(said, dossier=before.dossier), followed)
    row.revision += 1
    row.save(update_fields=["content", "revision"])
    record("comensha:changed", by=by, about=row.case, registration=row.id, persons=_persons(row))


@transaction.atomic
def send(*, registration: Registration, revision: int, on: date, by: User) -> None:
    """It went to CoMensha, exactly as it was read. Raises NotAllowed, NotPossible with what is missing, Changed."""
    row = _as_it_is(registration, by)
    policies.check_can_write(by, row.case)
    _check(row, RegistrationState.DRAFT)
    if row.revision != revision:
        raise policies.Changed
    reasons = comensha.blocked_by(read(row)[0])
    if reasons:
        raise NotPossible(" ".join(reasons))
    if on > time.today():
        raise NotPossible("Deze dag moet nog komen.")
    if _is_withdrawn(row):
        raise NotPossible("De toestemming van deze persoon is ingetrokken.")
    row.state, row.sent_by, row.sent_on = RegistrationState.SENT, by, on
    row.save(update_fields=["state", "sent_by", "sent_on"])
    record("comensha:sent", by=by, about=row.case, registration=row.id, persons=_persons(row))


@transaction.atomic
def confirm(*, registration: Registration, reference: str, by: User) -> None:
    """CoMensha has it, under a number of its own. Raises NotAllowed, NotPossible. Also in a case that is over."""
    row = _as_it_is(registration, by)
    policies.check_may_write(by)
    _check(row, RegistrationState.SENT)
    if not reference.strip():
        raise NotPossible("Vul in onder welk nummer CoMensha de registratie heeft.")
    said, followed = read(row)
    write(row, said, replace(followed, reference=reference.strip()))
    row.state, row.ended_at = RegistrationState.CONFIRMED, time.now()
    row.save(update_fields=["content", "state", "ended_at"])
    record("comensha:confirmed", by=by, about=row.case, registration=row.id, persons=_persons(row))


@transaction.atomic
def drop(*, registration: Registration, because: str, by: User) -> None:
    """A draft comes to nothing; that it was there, and why not, stays. Raises NotAllowed, NotPossible."""
    row = _as_it_is(registration, by)
    policies.check_may_write(by)
    _check(row, RegistrationState.DRAFT)
    if not because.strip():
        raise NotPossible("Schrijf waarom deze registratie niet doorgaat.")
    said, _ = read(row)
    write(row, said, Followed(because=because.strip()))
    row.state, row.ended_at = RegistrationState.DROPPED, time.now()
    row.save(update_fields=["content", "state", "ended_at"])
    record("comensha:dropped", by=by, about=row.case, registration=row.id, persons=_persons(row))


def _running_for(row: Involvement) -> bool:
    """Whether CoMensha has this human being already or is about to, in whichever case and by whichever description."""
    same = Q(involvement=row)
    if row.person is not None:
        same |= Q(involvement__person__identity=row.person.identity)
    return Registration.objects.filter(same, state__in=_OPEN).exists()


def _is_withdrawn(row: Registration) -> bool:
    """Whether this person took back every consent that was written down, and the registration rests on consent."""
    said, _ = read(row)
    rests = said.ground == "consent" or said.dossier == comensha.Dossier.SHELTER.key
    written = row.case.consents.filter(involvement=row.involvement)
    return rests and written.exists() and not written.filter(withdrawn_on=None).exists()


def _check(row: Registration, state: RegistrationState) -> None:
    if row.state != state:
        raise NotPossible(f"Deze registratie is {row.get_state_display()}.")


def _as_it_is(registration: Registration, by: User) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",)).select_related("case", "involvement")
    row = rows.filter(pk=registration.pk, case__compartment__in=visible(by)).first()
    if row is None or not policies.sees_disclosures(by):
        raise Http404
    return row


def _next_number() -> str:
    """CM-2026-0001, the next of this year."""
    year = time.today().year
    taken = Registration.objects.filter(number__startswith=f"CM-{year}-").order_by(Length("number").desc(), "-number")
    last = taken.values_list("number", flat=True).first()
    return f"CM-{year}-{int(last.rpartition('-')[2]) + 1 if last else 1:04d}"


def _persons(row: Registration) -> list[str]:
    return [str(row.involvement.person_id)] if row.involvement.person_id else []
