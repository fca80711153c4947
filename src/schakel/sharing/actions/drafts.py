"""A disclosure before it is given: drafted, changed, dropped."""

import secrets
from dataclasses import replace

from django.db import transaction
from django.db.models.functions import Length
from django.http import Http404

from schakel.access import four_eyes
from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.core import time
from schakel.partners.models import Organisation, Professional
from schakel.sharing import policies, rules
from schakel.sharing.contents import Wording, day_of, read_draft, write_draft
from schakel.sharing.models import Disclosure
from schakel.sharing.offer import Offer, on_offer
from schakel.sharing.standing import KIND
from schakel.sharing.states import DisclosureState


@transaction.atomic
def draft(
    *, case: Case, organisation: Organisation, purpose: str, by: User, is_representative: bool = False
) -> Disclosure:
    """Begin a disclosure to somebody, for something. Raises NotAllowed, NotPossible, Destroyed."""
    policies.check_can_write(by, case)
    if purpose not in rules.book().purposes:
        raise NotPossible("Kies waarvoor het nodig is.")
    if left := policies.recipient_left(organisation, None):
        raise NotPossible(left)
    if is_representative and organisation.kind not in rules.REPRESENTATIVES:
        raise NotPossible(f"{organisation.name} kan de cliënt niet vertegenwoordigen: dat doet een advocaat of voogd.")
    row = Disclosure(case=case, organisation=organisation, drafted_by=by)
    # The log makes writers take turns, so that two drafts never get one number.
    record("disclosure:drafted", by=by, about=case, disclosure=row.id, organisation=organisation.id)
    row.number = _next_number()
    write_draft(row, Wording(purpose, is_representative, salt=_salt()))
    row.save(force_insert=True)
    return row


@transaction.atomic
def change(
    *, disclosure: Disclosure, professional: Professional | None, wording: Wording, revision: int, by: User
) -> None:
    """Write it down otherwise. Raises NotAllowed, NotPossible, Destroyed, and Changed when a colleague did so before.

    Who it is for and what for stay: for another purpose there is another disclosure.
    """
    row = as_it_is(disclosure, by)
    policies.check_can_write(by, row.case)
    policies.check_is_draft(row)
    check_sees_all(row, by)
    if row.revision != revision:
        raise policies.Changed
    if professional is not None and professional.organisation_id != row.organisation_id:
        raise NotPossible(f"Deze persoon werkt niet bij {row.organisation.name}.")
    before = read_draft(row)
    now = replace(wording, purpose=before.purpose, is_representative=before.is_representative, ended_because="")
    write_draft(row, replace(now, salt=_salt()))
    row.professional = professional
    row.expires_on = day_of(wording.expires_on)
    row.revision += 1
    row.save(update_fields=["content", "professional", "expires_on", "revision"])
    _stop_waiting(row, by)
    record("disclosure:changed", by=by, about=row.case, disclosure=row.id)


@transaction.atomic
def drop(*, disclosure: Disclosure, because: str, by: User) -> None:
    """A draft comes to nothing; that it was there, and why not, stays. Raises NotAllowed, NotPossible."""
    row = as_it_is(disclosure, by)
    policies.check_may_write(by)
    policies.check_is_draft(row)
    if not because.strip():
        raise NotPossible("Schrijf waarom deze verstrekking niet doorgaat.")
    _stop_waiting(row, by)
    end(row, DisclosureState.DROPPED, because.strip(), by)
    record("disclosure:dropped", by=by, about=row.case, disclosure=row.id)


def as_it_is(disclosure: Disclosure, by: User) -> Disclosure:
    """The disclosure as it stands now, held until the end of the transaction. Raises Http404 where `by` may not see it."""
    rows = Disclosure.objects.select_for_update(of=("self",)).select_related("case__compartment", "organisation")
    row = rows.filter(pk=disclosure.pk, case__compartment__in=visible(by)).first()
    if row is None or not policies.sees_disclosures(by):
        raise Http404
    return row


def check_sees_all(row: Disclosure, by: User) -> Offer:
    """What there is to tell; raises NotAllowed where something was chosen of somebody whom `by` may not see."""
    offer = on_offer(row.case, by)
    if offer.is_beyond(read_draft(row).chosen):
        raise NotAllowed("Deze verstrekking gaat ook over iemand die u niet mag zien. Vraag de procesregisseur.")
    return offer


def end(row: Disclosure, state: DisclosureState, because: str, by: User) -> None:
    """Write that it is over, and why; the caller holds the row, has checked and records."""
    write_draft(row, replace(read_draft(row), ended_because=because))
    row.state, row.ended_by, row.ended_at = state, by, time.now()
    row.save(update_fields=["content", "state", "ended_by", "ended_at"])


def _stop_waiting(row: Disclosure, by: User) -> None:
    """What waits for a colleague was about the words of before."""
    waiting = four_eyes.open_proposal(KIND, row)
    if waiting is not None:
        four_eyes.withdraw(proposal=waiting, by=by)


def _salt() -> str:
    return secrets.token_hex(16)


def _next_number() -> str:
    """V-2026-0001 and up."""
    prefix = f"V-{time.today().year}-"
    numbers = Disclosure.objects.filter(number__startswith=prefix).order_by(Length("number").desc(), "-number")
    highest = numbers.values_list("number", flat=True).first()
    return f"{prefix}{int(highest.removeprefix(prefix)) + 1 if highest else 1:04d}"
