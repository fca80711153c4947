"""Reading referrals for a viewer: those of a case, one in full, and the days on which somebody must ask again."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.queries import ground_of, leads
from schakel.audit.record import record
from schakel.cases.life.content import read_facts
from schakel.cases.life.involved import Somebody, in_words, rows_of
from schakel.cases.life.queries import Next, next_moves, standing
from schakel.cases.models import Case
from schakel.cases.plan import contents as versions
from schakel.core import time
from schakel.partners.models import Organisation
from schakel.sharing.models import Disclosure
from schakel.sharing.policies import title_of
from schakel.sharing.queries import case_with_disclosures, rows_of_case
from schakel.sharing.referral import policies
from schakel.sharing.referral.contents import Said, is_beyond, read_turn, whose_of
from schakel.sharing.referral.models import Referral, ReferralTurn
from schakel.sharing.referral.states import WAITING, ReferralKind, ReferralState, Turn
from schakel.sharing.states import DisclosureState
from schakel.vault import records
from schakel.vault.records import Destroyed

_TONES = {ReferralState.ACCEPTED: "info", ReferralState.RECEIVED: "success", ReferralState.REFUSED: "warn"}
# Where a case ends that somebody else took over.
_ENDINGS = ("redirect", "close", "stop")


@dataclass(frozen=True)
class Line:
    """A referral in a list; nothing in it is read from what is encrypted."""

    row: Referral

    @property
    def title(self) -> str:
        return titled(self.row)

    @property
    def state(self) -> str:
        return str(self.row.get_state_display())

    @property
    def tone(self) -> str:
        return _TONES.get(ReferralState(self.row.state), "quiet")

    @property
    def is_waiting(self) -> bool:
        return policies.is_waiting(self.row)

    @property
    def is_late(self) -> bool:
        return self.row.remind_on is not None and self.row.remind_on < time.today()


@dataclass(frozen=True)
class Told:
    """One turn in words; without words where they are destroyed, or may speak of somebody whom this viewer may not see."""

    row: ReferralTurn
    said: Said

    @property
    def title(self) -> str:
        return str(self.row.get_turn_display()).capitalize()


@dataclass(frozen=True)
class Sheet(Line):
    """One referral with all that there is to see of it."""

    asked: str = ""
    names: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()
    professional: str = ""
    turns: tuple[Told, ...] = ()
    endings: tuple[Next, ...] = ()
    # It is, or was, also for somebody whom this viewer may not see.
    is_beyond: bool = False
    is_destroyed: bool = False

    @property
    def may_be_told(self) -> bool:
        return policies.may_be_told(self.row, self.whose)

    @property
    def receipt(self) -> Told | None:
        return next((one for one in self.turns if one.row.turn == Turn.RECEIVED), None)


@dataclass(frozen=True)
class Choices:
    """What can be chosen for a referral of a case to an organisation."""

    people: list[Somebody]
    disclosures: list[Disclosure] = field(default_factory=list)
    open_ones: list[Referral] = field(default_factory=list)


def titled(row: Referral) -> str:
    """Doorverwijzing naar …, or Overdracht aan …."""
    towards = "Overdracht aan" if row.kind == ReferralKind.TRANSFER else "Doorverwijzing naar"
    return f"{towards} {row.organisation.name}"


def referral_for(viewer: User, case_id: uuid.UUID, referral_id: uuid.UUID) -> Referral:
    """One referral of a case that the viewer may see, or 404."""
    row = _rows(case_with_disclosures(viewer, case_id)).filter(pk=referral_id).first()
    if row is None:
        raise Http404
    return row


def referrals_of(case: Case, viewer: User) -> list[Line]:
    """Those of a case, the newest first; recorded."""
    rows = list(_rows(case))
    if rows:
        _record("referral:listed", case, viewer, referrals=[row.id for row in rows])
    return [Line(row) for row in rows]


def read_referral(row: Referral, viewer: User) -> Sheet:
    """One in full; recorded with whom it is for."""
    case = row.case
    content = versions.read_if_left(row)
    whose = whose_of(content)
    people = [one for one in rows_of(case, viewer) if str(one.pk) in whose]
    persons = [str(one.person_id) for one in people if one.person_id]
    _record("referral:read", case, viewer, referral=row.id, persons=persons)
    is_hidden = bool(content) and is_beyond(row, viewer)
    with records.at_hand([case.data_key]):
        turns = [
            Told(one, Said() if is_hidden else _said(one))
            for one in row.turns.select_related("entered_by", "referral__case")
        ]
    return Sheet(
        row,
        asked="" if is_hidden else str(content.get("asked", "")),
        names=tuple(one.details.display_name for one in in_words(people)),
        whose=whose,
        professional=title_of(row.professional),
        turns=tuple(turns),
        endings=_endings(row, viewer),
        is_beyond=is_hidden,
        is_destroyed=not content,
    )  # fmt: skip


def choices_of(case: Case, organisation: Organisation, viewer: User) -> Choices:
    """Whom it can be for, what is told that organisation, and what it was asked already; recorded."""
    rows = [row for row in rows_of(case, viewer) if row.until is None]
    record("case:involved_read", by=viewer, about=case, persons=[str(row.person_id) for row in rows if row.person_id])
    asked = _rows(case).filter(organisation=organisation, state__in=WAITING)
    return Choices(in_words(rows), disclosures_to(case, organisation), list(asked))


def disclosures_to(case: Case, organisation: Organisation) -> list[Disclosure]:
    """What was told, or is about to be, to an organisation from a case that the caller may see."""
    return list(rows_of_case(case).filter(organisation=organisation).exclude(state=DisclosureState.DROPPED))


def taken(row: Referral, viewer: User) -> Sheet:
    """One to put its receipt on paper; recorded as that."""
    sheet = read_referral(row, viewer)
    _record("referral:receipt_taken", row.case, viewer, referral=row.id)
    return sheet


def at_partner() -> Q:
    """Cases, as a condition, in which an organisation has yet to answer or to confirm."""
    return Q(Exists(Referral.objects.filter(case=OuterRef("pk"), state__in=WAITING)))


def _endings(row: Referral, viewer: User) -> tuple[Next, ...]:
    """How the case can end here now that somebody else takes it over."""
    is_theirs = row.kind == ReferralKind.TRANSFER and row.state in (ReferralState.ACCEPTED, ReferralState.RECEIVED)
    if not is_theirs or not row.case.is_open:
        return ()
    is_leading = leads(viewer, row.case.compartment)
    moves = next_moves(row.case, viewer, standing(row.case, read_facts(row.case)), is_leading=is_leading)
    return tuple(one for one in moves if one.move.key in _ENDINGS)


def _said(row: ReferralTurn) -> Said:
    try:
        return read_turn(row)
    except Destroyed:
        return Said()


def _rows(case: Case) -> QuerySet[Referral]:
    rows = Referral.objects.filter(case=case).select_related("case__compartment", "case__coordinator", "organisation")
    return rows.select_related("professional__organisation", "disclosure", "proposed_by")


def _record(tag: str, case: Case, viewer: User, **detail: Any) -> None:
    record(tag, by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **detail)
