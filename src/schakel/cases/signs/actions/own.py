"""The centre's own signs: added, changed, taken out of use and back; each a version with who, when and why."""

from dataclasses import dataclass

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases.models import OwnSign, OwnSignVersion
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.methods.indicators import Dimension, Form, Weight

_HEAVY = [Weight.WEAK, Weight.MEDIUM, Weight.STRONG]


@dataclass(frozen=True)
class Wording:
    """How a sign reads and weighs, and where it comes from."""

    dimension: Dimension
    weight: Weight
    child_weight: Weight
    term: str
    explanation: str
    origin: str


@transaction.atomic
def add(*, form: Form, wording: Wording, because: str, by: User) -> OwnSign:
    """A sign of the centre's own. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.MANAGE_TEMPLATES)
    _check(wording)
    sign = OwnSign(form=form.value)
    sign.save(force_insert=True)
    _keep(sign, wording, because, by=by)
    record("sign:own_added", by=by, about=sign, form=form.value)
    return sign


@transaction.atomic
def change(*, sign: OwnSign, wording: Wording, because: str, revision: int, by: User) -> None:
    """Other words or another weight, as a next version. Raises NotAllowed, NotPossible, Changed."""
    check_may(by, Permission.MANAGE_TEMPLATES)
    _check(wording)
    sign = _as_it_is(sign)
    if sign.revision != revision:
        raise Changed
    _keep(sign, wording, because, by=by)
    record("sign:own_changed", by=by, about=sign, revision=sign.revision)


@transaction.atomic
def retire(*, sign: OwnSign, is_retired: bool, because: str, by: User) -> None:
    """Take a sign out of use, or back into it: what was answered with it stays. Raises NotAllowed, NotPossible.

    Where it is so already nothing happens: who clicks twice, or after a colleague, undoes nothing.
    """
    check_may(by, Permission.MANAGE_TEMPLATES)
    sign = _as_it_is(sign)
    if is_retired == (sign.retired_at is not None):
        return
    last = sign.versions.all()[0]
    wording = Wording(
        Dimension(last.dimension),
        Weight(last.weight),
        Weight(last.child_weight),
        last.term,
        last.explanation,
        last.origin,
    )
    sign.retired_at = time.now() if is_retired else None
    _keep(sign, wording, because, by=by)
    tag = "sign:own_retired" if is_retired else "sign:own_restored"
    record(tag, by=by, about=sign, revision=sign.revision)


def _check(wording: Wording) -> None:
    if _HEAVY.index(wording.child_weight) < _HEAVY.index(wording.weight):
        raise NotPossible("Bij iemand onder 18 weegt een signaal ten minste even zwaar.")


def _keep(sign: OwnSign, wording: Wording, because: str, *, by: User) -> None:
    if not because.strip():
        raise NotPossible("Schrijf waarom.")
    sign.revision += 1
    sign.save()
    OwnSignVersion.objects.create(
        sign=sign,
        revision=sign.revision,
        dimension=wording.dimension.value,
        weight=wording.weight.value,
        child_weight=wording.child_weight.value,
        term=wording.term,
        explanation=wording.explanation,
        origin=wording.origin,
        because=because.strip(),
        is_retired=sign.retired_at is not None,
        by=by,
    )


def _as_it_is(sign: OwnSign) -> OwnSign:
    return OwnSign.objects.select_for_update().get(pk=sign.pk)
