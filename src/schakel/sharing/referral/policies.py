"""What the state of a referral allows, and what there must be to propose one."""

from collections.abc import Collection
from datetime import date

from schakel.access.policies import NotPossible
from schakel.cases.models import Case
from schakel.cases.plan.rules import due, first_day_of, rule_for
from schakel.core import time
from schakel.core.templatetags.work import day
from schakel.partners.models import Organisation
from schakel.sharing import policies as of_sharing
from schakel.sharing.contents import read_given
from schakel.sharing.models import Disclosure
from schakel.sharing.offer import identity_of
from schakel.sharing.referral.contents import Asked
from schakel.sharing.referral.models import Referral
from schakel.sharing.referral.states import MOVES, WAITING, ReferralState, Turn
from schakel.sharing.states import DisclosureState
from schakel.vault.records import Destroyed

_ANSWER, _AGAIN = "referral_answer", "referral_again"


class AlreadyAsked(NotPossible):
    """The same organisation was asked something in this case that it did not answer yet."""


def check_can(referral: Referral, turn: Turn) -> None:
    """Raises NotPossible unless this can happen to a referral in its state."""
    if referral.state not in MOVES[turn].sources:
        raise NotPossible(
            f"Deze {referral.get_kind_display()} is {referral.get_state_display()}. Dit kan nu niet meer."
        )


def check_can_change(referral: Referral) -> None:
    """Raises NotPossible once somebody answered: what was asked stays as it was."""
    if referral.state != ReferralState.PROPOSED:
        raise NotPossible(
            f"Deze {referral.get_kind_display()} is {referral.get_state_display()}. Zij verandert niet meer."
        )


def check_is_whole(asked: Asked, case: Case, organisation: Organisation) -> None:
    """Raises NotPossible for what is missing, for whoever left, and for a disclosure to somebody else."""
    if left := of_sharing.recipient_left(organisation, asked.professional):
        raise NotPossible(left)
    if asked.professional is not None and asked.professional.organisation_id != organisation.pk:
        raise NotPossible(f"Deze persoon werkt niet bij {organisation.name}.")
    if not asked.words:
        raise NotPossible("Schrijf wat u vraagt.")
    if not asked.whose:
        raise NotPossible("Kies voor wie het is.")
    if asked.remind_on < time.today():
        raise NotPossible("De dag om te herinneren is al voorbij.")
    if asked.disclosure is not None:
        check_goes_with(asked.disclosure, case, organisation)


def check_goes_with(told: Disclosure, case: Case, organisation: Organisation) -> None:
    """Raises NotPossible for a disclosure of another case, to somebody else, or that came to nothing."""
    if told.case_id != case.pk or told.organisation_id != organisation.pk:
        raise NotPossible(f"Deze verstrekking is niet aan {organisation.name}.")
    if told.state == DisclosureState.DROPPED:
        raise NotPossible("Deze verstrekking gaat niet door. Kies een andere.")


def may_be_told(referral: Referral, whose: Collection[str]) -> bool:
    """Whether something may be told with it today of all whom it is for.

    That is once a disclosure of them was given which still holds, to whoever there is asked or to all who work there.
    """
    told = referral.disclosure
    if told is None or told.state != DisclosureState.GIVEN or told.has_expired:
        return False
    if told.professional_id not in (None, referral.professional_id):
        return False
    rows = referral.case.involvements.filter(pk__in=whose).select_related("person")
    try:
        given = read_given(told)
    except Destroyed:
        return False
    return given is not None and {identity_of(row) for row in rows} <= given.about


def check_said_on(on: date) -> None:
    """Raises NotPossible for a day that nobody can have said something on, or from which no term can be counted."""
    if on > time.today():
        raise NotPossible("Deze dag moet nog komen.")
    if on < (first := first_day_of(_ANSWER)):
        raise NotPossible(f"Deze dag is te lang geleden. Kies een dag vanaf {day(first)}.")


def is_waiting(referral: Referral) -> bool:
    return referral.state in WAITING


def answer_day(on: date | None = None) -> date:
    """By when an organisation answers that was asked, or said yes, on that day (today if none is given)."""
    return _last_day(_ANSWER, on)


def next_day() -> date:
    """When to ask again after a reminder of today."""
    return _last_day(_AGAIN, None)


def _last_day(rule_id: str, on: date | None) -> date:
    started = on or time.today()
    rule = rule_for(rule_id, started=max(started, first_day_of(rule_id)))
    return max(due(rule, time.start_of(started)).last_day, time.today())
