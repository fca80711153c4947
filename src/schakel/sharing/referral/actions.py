"""A referral: proposed, changed while nobody answered, reminded of, answered, received, withdrawn."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models.functions import Length
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.cases.life.involved import rows_of
from schakel.cases.models import Case
from schakel.cases.plan import contents as versions
from schakel.core import time
from schakel.core.actors import system
from schakel.outbox.actions import send_to_partner
from schakel.outbox.texts import Kind
from schakel.partners.models import Organisation
from schakel.partners.reaching import why_not
from schakel.sharing import policies as of_sharing
from schakel.sharing.models import Disclosure
from schakel.sharing.referral import policies
from schakel.sharing.referral.contents import Answered, Asked, Said, is_beyond, write_turn
from schakel.sharing.referral.models import Referral, ReferralTurn
from schakel.sharing.referral.states import MOVES, WAITING, Confirmed, HowSaid, ReferralState, Turn
from schakel.vault.records import Destroyed, is_destroyed

_WORKER = system("worker")
_BEYOND = "Dit gaat ook over iemand die u niet mag zien. Vraag de procesregisseur."


@dataclass(frozen=True)
class _Happened:
    """What to write of a turn, and the day to ask again after it, where somebody there still has to answer."""

    said: Said
    on: date
    remind_on: date | None = None


@transaction.atomic
def propose(
    *, case: Case, organisation: Organisation, asked: Asked, by: User, is_another: bool = False
) -> Referral:  # fmt: skip
    """Ask an organisation something. Raises NotAllowed, NotPossible, and AlreadyAsked where it still has to answer
    another question of this case, unless `is_another` says that this is one of its own.
    """
    of_sharing.check_can_write(by, case)
    policies.check_is_whole(asked, case, organisation)
    _check_may_choose(asked, case, by)
    made = Referral(case=case, organisation=organisation, proposed_by=by)
    # The log makes writers take turns, so that two referrals never get one number.
    record("referral:proposed", by=by, about=case, referral=made.id, organisation=organisation.id)
    if not is_another and Referral.objects.filter(case=case, organisation=organisation, state__in=WAITING).exists():
        raise policies.AlreadyAsked(f"{organisation.name} moet nog antwoorden op een eerdere vraag uit deze casus.")
    made.number = _next_number()
    _put(made, asked)
    try:
        versions.add(made, _content(asked), by=by)
        _add_turn(made, Turn.PROPOSED, _Happened(Said(), time.today()), by)
    except Destroyed as gone:
        raise NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.") from gone
    return made


@transaction.atomic
def change(*, referral: Referral, asked: Asked, revision: int, by: User) -> None:
    """Ask it otherwise, as long as nobody answered. Raises NotAllowed, NotPossible, Changed."""
    row = _as_it_is(referral, by)
    of_sharing.check_can_write(by, row.case)
    policies.check_can_change(row)
    _check_sees_all(row, by)
    policies.check_is_whole(asked, row.case, row.organisation)
    _check_may_choose(asked, row.case, by)
    _check_revision(row, revision)
    _put(row, asked)
    versions.change(row, _content(asked), by=by)
    record("referral:changed", by=by, about=row.case, referral=row.id)


@transaction.atomic
def go_with(*, referral: Referral, disclosure: Disclosure, revision: int, by: User) -> None:
    """A disclosure goes with it, also once they said yes. Raises NotAllowed, NotPossible, Changed."""
    row = _as_it_is(referral, by)
    of_sharing.check_may_write(by)
    policies.check_can(row, Turn.REMINDED)
    _check_sees_all(row, by)
    policies.check_goes_with(disclosure, row.case, row.organisation)
    _check_revision(row, revision)
    row.disclosure = disclosure
    _keep(row, by)
    record("referral:changed", by=by, about=row.case, referral=row.id)


@transaction.atomic
def remind(*, referral: Referral, said: Answered, next_on: date, revision: int, by: User) -> None:
    """Somebody there was asked again; when to do so next. Raises NotAllowed, NotPossible, Changed."""
    row = _to_follow(referral, Turn.REMINDED, revision, by)
    _check_said(said, who_needed=False)
    if next_on < time.today():
        raise NotPossible("De dag om opnieuw te herinneren is al voorbij.")
    _happen(row, Turn.REMINDED, _Happened(_said(said), said.on, next_on), by)
    record("referral:reminded", by=by, about=row.case, referral=row.id)


@transaction.atomic
def mail_reminder(*, referral: Referral, by: User) -> None:
    """Let the worker mail that a question waits. Raises NotAllowed, NotPossible; an unsure address gets nothing."""
    row = _as_it_is(referral, by)
    of_sharing.check_may_write(by)
    policies.check_can(row, Turn.REMINDED)
    _check_sees_all(row, by)
    if row.professional is None:
        raise NotPossible("Kies eerst bij wie daar de vraag ligt.")
    if refusal := why_not(row.professional):
        raise NotPossible(refusal)
    if send_to_partner(kind=Kind.STILL_ASKED, subject_id=row.pk, by=by) is None:
        raise NotPossible("Dit centrum heeft niet ingesteld waarmee partners worden gemaild. Bel, en leg dat vast.")


@transaction.atomic
def reminded_by_mail(referral_id: uuid.UUID) -> None:
    """The worker mailed it; where they answered in the meantime there is nothing more to write down."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case__compartment", "organisation")
    row = rows.get(pk=referral_id)
    if not policies.is_waiting(row):
        return
    said = Said(how=HowSaid.MAIL)
    _happen(row, Turn.REMINDED, _Happened(said, time.today(), policies.next_day()), None)
    record("referral:reminded", by=_WORKER, about=row.case, referral=row.id)


@transaction.atomic
def accept(*, referral: Referral, said: Answered, revision: int, by: User) -> None:
    """They said yes; that it began or arrived is still to be confirmed. Raises NotAllowed, NotPossible, Changed."""
    row = _to_follow(referral, Turn.ACCEPTED, revision, by)
    _check_said(said)
    _happen(row, Turn.ACCEPTED, _Happened(_said(said), said.on, policies.answer_day(said.on)), by)
    record("referral:accepted", by=by, about=row.case, referral=row.id)


@transaction.atomic
def refuse(*, referral: Referral, said: Answered, revision: int, by: User) -> None:
    """They said no, and why. Raises NotAllowed, NotPossible, Changed."""
    row = _to_follow(referral, Turn.REFUSED, revision, by)
    _check_said(said)
    _happen(row, Turn.REFUSED, _Happened(_said(said), said.on), by)
    record("referral:refused", by=by, about=row.case, referral=row.id)


@transaction.atomic
def receive(*, referral: Referral, said: Answered, what: str, revision: int, by: User) -> None:
    """Somebody there confirmed that it began, or arrived. Raises NotAllowed, NotPossible, Changed."""
    row = _to_follow(referral, Turn.RECEIVED, revision, by)
    _check_said(said)
    if what not in Confirmed.values:
        raise NotPossible("Kies wat er is bevestigd.")
    if what not in Confirmed.of(row.kind):
        raise NotPossible("De casus blijft bij een doorverwijzing hier. Kies iets anders.")
    _happen(row, Turn.RECEIVED, _Happened(Said(said.who, said.how, said.words, what), said.on), by)
    record("referral:received", by=by, about=row.case, referral=row.id)


@transaction.atomic
def withdraw(*, referral: Referral, because: str, revision: int, by: User) -> None:
    """We no longer ask it, and why. Raises NotAllowed, NotPossible, Changed.

    Where the words of the case are destroyed it can be left as well, without a reason: nothing waits for it for ever.
    """
    row = _to_follow(referral, Turn.WITHDRAWN, revision, by)
    if is_destroyed(row.case.data_key):
        _leave(row, by)
    else:
        _happen(row, Turn.WITHDRAWN, _Happened(Said(words=because.strip()), time.today()), by)
    record("referral:withdrawn", by=by, about=row.case, referral=row.id)


def _to_follow(referral: Referral, turn: Turn, revision: int, by: User) -> Referral:
    """The referral as it stands now, where this person may write that this happened. A case may be over by then."""
    row = _as_it_is(referral, by)
    of_sharing.check_may_write(by)
    policies.check_can(row, turn)
    _check_sees_all(row, by)
    _check_revision(row, revision)
    return row


def _happen(row: Referral, turn: Turn, happened: _Happened, by: User | None) -> None:
    move = MOVES[turn]
    if move.needs_reason and not happened.said.words:
        raise NotPossible("Schrijf waarom.")
    row.state = move.target or row.state
    row.remind_on = happened.remind_on
    _keep(row, by)
    _add_turn(row, turn, happened, by)


def _leave(row: Referral, by: User) -> None:
    row.state, row.remind_on, row.revision = ReferralState.WITHDRAWN, None, row.revision + 1
    row.save(update_fields=["state", "remind_on", "revision"])
    made = ReferralTurn(referral=row, revision=row.revision, turn=Turn.WITHDRAWN, happened_on=time.today())
    made.entered_by, made.content = by, b""
    made.save(force_insert=True)


def _keep(row: Referral, by: User | None) -> None:
    """Another version with the same words. Raises NotPossible where these are destroyed."""
    try:
        versions.change(row, versions.read(row), by=by)
    except Destroyed as gone:
        raise NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.") from gone


def _add_turn(row: Referral, turn: Turn, happened: _Happened, by: User | None) -> None:
    made = ReferralTurn(referral=row, revision=row.revision, turn=turn, happened_on=happened.on, entered_by=by)
    write_turn(made, happened.said)
    made.save(force_insert=True)


def _said(said: Answered) -> Said:
    return Said(said.who.strip(), said.how, said.words.strip())


def _check_said(said: Answered, *, who_needed: bool = True) -> None:
    if who_needed and not said.who.strip():
        raise NotPossible("Schrijf wie daar antwoordde.")
    if said.how not in HowSaid.values:
        raise NotPossible("Kies hoe dat ging.")
    policies.check_said_on(said.on)


def _check_may_choose(asked: Asked, case: Case, by: User) -> None:
    """Only somebody who is in the case now, and whom whoever asks may see."""
    here = {str(row.pk) for row in rows_of(case, by) if row.until is None}
    if not set(asked.whose) <= here:
        raise NotPossible("Kies voor wie het is: iemand die nu in de casus staat.")


def _check_sees_all(row: Referral, by: User) -> None:
    # Of destroyed words nobody reads anything any more.
    with suppress(Destroyed):
        if is_beyond(row, by):
            raise NotAllowed(_BEYOND)


def _check_revision(row: Referral, revision: int) -> None:
    if row.revision != revision:
        raise of_sharing.Changed


def _put(row: Referral, asked: Asked) -> None:
    row.kind, row.professional, row.disclosure = asked.kind, asked.professional, asked.disclosure
    row.remind_on = asked.remind_on


def _content(asked: Asked) -> dict[str, str]:
    flat = asked.flat()
    return {"asked": flat["asked"], "whose": flat["whose"]}


def _as_it_is(referral: Referral, by: User) -> Referral:
    """The referral as it stands now, held until the end of the transaction. Raises Http404 where `by` may not see it."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case__compartment", "organisation")
    row = rows.filter(pk=referral.pk, case__compartment__in=visible(by)).first()
    if row is None or not of_sharing.sees_disclosures(by):
        raise Http404
    return row


def _next_number() -> str:
    """D-2026-0001 and up."""
    prefix = f"D-{time.today().year}-"
    numbers = Referral.objects.filter(number__startswith=prefix).order_by(Length("number").desc(), "-number")
    highest = numbers.values_list("number", flat=True).first()
    return f"{prefix}{int(highest.removeprefix(prefix)) + 1 if highest else 1:04d}"
