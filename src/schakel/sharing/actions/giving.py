"""Giving a disclosure, which freezes it; a colleague who reads it first; taking the document out; recalling."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from schakel.access import four_eyes
from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.sharing import consents, needs, policies
from schakel.sharing.actions.drafts import as_it_is, check_sees_all, end
from schakel.sharing.contents import Given, Told, day_of, read_given, write_given
from schakel.sharing.models import Disclosure, Taking
from schakel.sharing.needs import Standing
from schakel.sharing.offer import unseen_in
from schakel.sharing.standing import KIND, decided, digest_of, standing
from schakel.sharing.states import DisclosureState, HowGiven


@transaction.atomic
def submit(*, disclosure: Disclosure, by: User) -> None:
    """Ask a colleague to read it. Raises NotAllowed, NotPossible with what is missing."""
    row = as_it_is(disclosure, by)
    policies.check_can_write(by, row.case)
    policies.check_is_draft(row)
    there = standing(row, check_sees_all(row, by))
    if lacking := needs.all_but_the_reader(there):
        raise NotPossible(" ".join(lacking))
    four_eyes.propose(kind=KIND, subject=row, digest=digest_of(row, there), by=by)
    record("disclosure:submitted", by=by, about=row.case, disclosure=row.id)


@transaction.atomic
def approve(*, disclosure: Disclosure, digest: str, by: User) -> None:
    """Agree with exactly what was read. Raises NotAllowed, NotPossible."""
    row = as_it_is(disclosure, by)
    policies.check_can_write(by, row.case)
    policies.check_is_draft(row)
    there = standing(row, check_sees_all(row, by))
    proposal = four_eyes.open_proposal(KIND, row)
    if proposal is None:
        raise NotPossible("Deze verstrekking wacht niet op een collega.")
    if digest != digest_of(row, there):
        raise NotPossible("De verstrekking is veranderd sinds u haar las. Lees haar opnieuw.")
    four_eyes.approve(proposal=proposal, digest=digest, by=by)
    record("disclosure:approved", by=by, about=row.case, disclosure=row.id)


@transaction.atomic
def send_back(*, disclosure: Disclosure, why: str, by: User) -> None:
    """Don't agree, and say why. Raises NotAllowed, NotPossible."""
    row = as_it_is(disclosure, by)
    policies.check_may_write(by)
    check_sees_all(row, by)
    proposal = four_eyes.open_proposal(KIND, row)
    if proposal is None:
        raise NotPossible("Deze verstrekking wacht niet op een collega.")
    if proposal.proposed_by_id == by.id:
        raise NotPossible("U legde dit zelf voor. Wijzig het als u het anders wilt.")
    four_eyes.refuse(proposal=proposal, why=why, by=by)
    record("disclosure:sent_back", by=by, about=row.case, disclosure=row.id)


@transaction.atomic
def give(*, disclosure: Disclosure, how: str, by: User) -> None:
    """Give it: what is told stands still from here. Raises NotAllowed, and NotPossible with all that is missing."""
    row = as_it_is(disclosure, by)
    policies.check_can_write(by, row.case)
    policies.check_is_draft(row)
    # Read once: what is frozen below rests on the very consents that were looked at.
    so_far = decided(consents.held_of_case(row.case), [row])
    there = standing(row, check_sees_all(row, by), so_far)
    if lacking := needs.missing(there):
        raise NotPossible(" ".join(lacking))
    if how not in HowGiven.values:
        raise NotPossible("Kies hoe de ontvanger het krijgt.")
    given = _frozen(row, there, consents.for_purpose(so_far.holding, there.wording.purpose), how, by)
    write_given(row, given)
    row.state, row.given_by, row.given_at = DisclosureState.GIVEN, by, time.now()
    row.expires_on = day_of(given.expires_on)
    row.save(update_fields=["frozen", "state", "given_by", "given_at", "expires_on"])
    record(
        "disclosure:given",
        by=by,
        about=row.case,
        consent=next(iter(given.consents), ""),
        disclosure=row.id,
        organisation=row.organisation_id,
        persons=_persons(there),
        rules=list(given.rules),
    )


@transaction.atomic
def take(*, disclosure: Disclosure, by: User) -> Given:
    """Take the document out; each time is kept. Raises NotAllowed, NotPossible."""
    row = as_it_is(disclosure, by)
    policies.check_may_write(by)
    policies.check_can_take(row)
    given = read_given(row)
    if given is None:
        raise NotPossible("Er is nog niets verstrekt.")
    check_may_read(row, given, by)
    Taking.objects.create(disclosure=row, taken_by=by)
    record("disclosure:taken", by=by, about=row.case, disclosure=row.id)
    return given


@transaction.atomic
def recall(*, disclosure: Disclosure, because: str, by: User) -> None:
    """Take back what was given: the document is not taken out again. Raises NotAllowed, NotPossible."""
    row = as_it_is(disclosure, by)
    policies.check_may_write(by)
    policies.check_was_given(row)
    if not because.strip():
        raise NotPossible("Schrijf waarom u deze verstrekking intrekt.")
    end(row, DisclosureState.RECALLED, because.strip(), by)
    record("disclosure:recalled", by=by, about=row.case, disclosure=row.id, taken=row.takings.count())


def check_may_read(row: Disclosure, given: Given, by: User) -> None:
    """Raises NotAllowed where something was given of a suspect or of anybody else whom `by` may not see today."""
    if given.has_suspects and not policies.may_see_suspects(by):
        raise NotAllowed("Deze verstrekking gaat ook over een verdachte. Uw rol geeft u daar geen toegang toe.")
    if given.is_of(unseen_in(row.case, by)):
        raise NotAllowed("Deze verstrekking gaat ook over iemand die u niet mag zien. Vraag de procesregisseur.")


def _frozen(row: Disclosure, there: Standing, agreed: Mapping[str, uuid.UUID], how: str, by: User) -> Given:
    said = there.wording
    asked_for = agreed if "consent" in there.required else {}
    told = tuple(
        Told(
            one.id,
            one.name,
            one.role,
            one.about,
            tuple((datum.label, datum.value, tuple(sorted(datum.categories))) for datum in data),
        )
        for one, data in there.picked
    )
    about = {one for subject, _ in there.picked for one in subject.about}
    return Given(
        number=row.number,
        given_on=time.today().isoformat(),
        given_by=by.name,
        organisation=row.organisation.name,
        professional=policies.title_of(row.professional),
        recipients=tuple(sorted(there.recipients)),
        purpose=said.purpose,
        ground=said.ground,
        how=how,
        told=told,
        text=said.text,
        conditions=said.conditions,
        expires_on=said.expires_on,
        categories=tuple(sorted(there.categories)),
        consents=tuple(str(pk) for identity, pk in asked_for.items() if identity in about),
        rules=tuple(f"{rule.id}/{rule.version}" for rule in there.verdict.rules),
    )


def _persons(there: Standing) -> list[str]:
    return [str(one.person.pk) for one, _ in there.picked if one.person is not None]
