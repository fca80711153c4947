"""Kinds and things: added, changed, cleaned, repaired, written off."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.prevention import editing, pictures
from schakel.prevention.loans.kinds import LoanState, ThingState, What
from schakel.prevention.loans.models import Condition, Loan, LoanKind, LoanKindPicture, Thing, ThingDay
from schakel.prevention.loans.policies import check_lends

_SAME_LABEL = "Er is al iets met dit label. Kies een ander label."


@transaction.atomic
def add_kind(*, said: Mapping[str, Any], by: User) -> LoanKind:
    """A new kind of thing to lend. Raises NotAllowed."""
    check_lends(by)
    made = LoanKind.objects.create(**said, changed_by=by)
    record("loan_kind:added", by=by, about=made)
    return made


@transaction.atomic
def change_kind(*, kind: LoanKind, said: Mapping[str, Any], version: int, by: User) -> LoanKind:
    """Change what is said about a kind. Raises NotAllowed, ChangedMeanwhile."""
    check_lends(by)
    row = LoanKind.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=kind.pk)
    changed = editing.keep(row, said, version=version, by=by)
    if changed:
        record("loan_kind:changed", by=by, about=row, fields=changed)
    return row


@transaction.atomic
def put_picture(*, kind: LoanKind, content: bytes, by: User) -> None:
    """What a kind looks like, in place of an earlier picture. Raises NotAllowed, NotUsable."""
    check_lends(by)
    drawn = pictures.drawn_anew(content)
    LoanKindPicture.objects.update_or_create(kind=kind, defaults={"content": drawn})
    record("loan_kind:picture_put", by=by, about=kind)


@transaction.atomic
def add_thing(*, kind: LoanKind, said: Mapping[str, Any], by: User) -> Thing:
    """A thing that can be lent from now on. Raises NotAllowed, NotPossible."""
    check_lends(by)
    try:
        with transaction.atomic():
            made = Thing.objects.create(kind=kind, **said, changed_by=by)
    except IntegrityError:
        raise NotPossible(_SAME_LABEL) from None
    record("thing:added", by=by, about=made)
    return made


@transaction.atomic
def change_thing(*, thing: Thing, said: Mapping[str, Any], version: int, by: User) -> Thing:
    """Another label, serial number or remark. Raises NotAllowed, ChangedMeanwhile, NotPossible."""
    check_lends(by)
    row = locked(thing)
    try:
        with transaction.atomic():
            changed = editing.keep(row, said, version=version, by=by)
    except IntegrityError:
        raise NotPossible(_SAME_LABEL) from None
    if changed:
        record("thing:changed", by=by, about=row, fields=changed)
    return row


@transaction.atomic
def cleaned(*, thing: Thing, words: str = "", photo: bytes | None = None, by: User) -> None:
    """It is clean: the days that were kept for it are free again. Raises NotAllowed, NotUsable."""
    check_lends(by)
    row = locked(thing)
    ThingDay.objects.filter(thing=row, is_cleaning=True, day__gte=time.today(), loan__state=LoanState.RETURNED).delete()
    note(row, What.CLEANED, words, photo=photo, by=by)
    record("thing:cleaned", by=by, about=row)


@transaction.atomic
def maintain(*, thing: Thing, words: str, photo: bytes | None = None, by: User) -> None:
    """Take it out of the calendar to be repaired. What was promised of it shows as in trouble. Raises NotAllowed, NotPossible."""
    check_lends(by)
    row = locked(thing)
    if row.state != ThingState.AVAILABLE:
        raise NotPossible(f"{row.label} is al uit de agenda: {row.get_state_display()}.")
    set_state(row, ThingState.MAINTENANCE)
    note(row, What.MAINTENANCE, words, photo=photo, by=by)
    record("thing:maintenance_begun", by=by, about=row)


@transaction.atomic
def back_in_use(*, thing: Thing, words: str, photo: bytes | None = None, by: User) -> None:
    """Repaired, or found again: it can be lent. Raises NotAllowed, NotPossible."""
    check_lends(by)
    row = locked(thing)
    if row.state == ThingState.AVAILABLE:
        raise NotPossible(f"{row.label} is al in gebruik.")
    set_state(row, ThingState.AVAILABLE)
    note(row, What.BACK, words, photo=photo, by=by)
    record("thing:back_in_use", by=by, about=row)


@transaction.atomic
def write_off(*, thing: Thing, words: str, photo: bytes | None = None, by: User) -> None:
    """It will not be lent any more, and why; whoever has it has lost it. Raises NotAllowed, NotPossible."""
    check_lends(by)
    if not words:
        raise NotPossible("Schrijf op waarom u dit afschrijft.")
    # First the loan and then the thing, as all who hold both.
    out = Loan.objects.select_for_update(of=("self",)).filter(thing=thing, state=LoanState.OUT).first()
    row = locked(thing)
    if row.state == ThingState.WRITTEN_OFF:
        raise NotPossible(f"{row.label} is al afgeschreven.")
    if out is None and Loan.objects.filter(thing=thing, state=LoanState.OUT).exists():
        raise NotPossible(f"{row.label} is intussen meegegeven. Kijk bij wie, en schrijf het dan af.")
    set_state(row, ThingState.WRITTEN_OFF)
    if out is not None:
        out.state, out.ended_at = LoanState.LOST, time.now()
        out.save(update_fields=["state", "ended_at"])
        ThingDay.objects.filter(loan=out, day__gte=time.today()).delete()
    note(row, What.WRITTEN_OFF, words, loan=out, photo=photo, by=by)
    record("thing:written_off", by=by, about=row, loan=out.pk if out is not None else None)


def note(
    thing: Thing, what: What, words: str, *, by: User, loan: Loan | None = None, photo: bytes | None = None
) -> Condition:
    """Add to the history of a thing. A photo is drawn anew. Raises NotUsable."""
    drawn = pictures.drawn_anew(photo) if photo else None
    return Condition.objects.create(
        thing=thing, loan=loan, what=what, words=words, photo=drawn, made_by=by, created_at=time.now()
    )


def set_state(thing: Thing, state: ThingState) -> None:
    """In use or not; the version stays, for nobody's words are changed."""
    thing.state = state
    thing.save(update_fields=["state"])


def locked(thing: Thing) -> Thing:
    """The row, held until the end of the transaction."""
    return Thing.objects.select_for_update(of=("self",)).select_related("kind", "changed_by").get(pk=thing.pk)
