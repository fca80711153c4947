"""Reading registrations with CoMensha for a viewer."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.queries import ground_of
from schakel.audit.record import record
from schakel.cases.life.involved import Somebody, in_words, keys_of, rows_of
from schakel.cases.models import Case
from schakel.cases.states import CaseState, InvolvedAs
from schakel.core import region
from schakel.methods import comensha
from schakel.sharing.comensha.contents import Followed, read
from schakel.sharing.models import Registration
from schakel.sharing.offer import Subject, identity_of
from schakel.sharing.queries import ClientLine, case_with_disclosures
from schakel.sharing.states import RegistrationState
from schakel.vault import records
from schakel.vault.records import Destroyed

_TONES = {RegistrationState.SENT: "info", RegistrationState.CONFIRMED: "success"}
# In the words of the page that a client is told with.
_WHY = {
    "registration": "omdat CoMensha bijhoudt wie slachtoffer is van mensenhandel",
    "shelter": "om een veilige plek voor u te zoeken",
    "advice": "om advies te vragen over uw situatie",
}
_BECAUSE = {
    "consent": "U heeft dit goed gevonden, of iemand die dat namens u mag.",
    "task": "Het hoort bij de taak die wij van de wet hebben.",
    "vital": "Het was nodig voor uw leven of veiligheid, of voor die van een ander.",
}
_STATES = {CaseState.REDIRECTED: "ClosedReferred", CaseState.CLOSED: "Closed", CaseState.SHIELDED: "Closed"}


@dataclass(frozen=True)
class Sheet:
    """One registration in words. `said` is None where its words were destroyed."""

    row: Registration
    name: str
    said: comensha.Registration | None = None
    followed: Followed = field(default_factory=Followed)

    @property
    def dossier(self) -> str:
        return comensha.BY_KEY[self.said.dossier].label if self.said else ""

    @property
    def missing(self) -> list[str]:
        return comensha.missing(self.said) if self.said else []

    @property
    def blocked_by(self) -> list[str]:
        return comensha.blocked_by(self.said) if self.said else []

    @property
    def tone(self) -> str:
        return _TONES.get(RegistrationState(self.row.state), "quiet")


def registration_for(viewer: User, case_id: uuid.UUID, registration_id: uuid.UUID) -> Registration:
    """One registration of somebody whom this viewer may see, or 404."""
    case = case_with_disclosures(viewer, case_id)
    row = _rows(case).filter(pk=registration_id, involvement__in=_seen(case, viewer)).first()
    if row is None:
        raise Http404
    return row


def registrations_of(case: Case, viewer: User) -> list[Sheet]:
    """Those of a case, the newest first; recorded."""
    rows = list(_rows(case).filter(involvement__in=_seen(case, viewer)))
    persons = [str(row.involvement.person_id) for row in rows if row.involvement.person_id]
    _record("comensha:listed", case, viewer, registrations=[row.id for row in rows], persons=persons)
    with records.at_hand(keys_of(case, [row.involvement for row in rows])):
        return [_sheet(row) for row in rows]


def read_registration(row: Registration, viewer: User) -> Sheet:
    """One in full; recorded."""
    persons = [str(row.involvement.person_id)] if row.involvement.person_id else []
    _record("comensha:read", row.case, viewer, registration=row.id, persons=persons)
    return _sheet(row)


def who_can_be_registered(case: Case, viewer: User) -> list[Somebody]:
    """The victims of a case whom this viewer may see; recorded."""
    rows = [row for row in rows_of(case, viewer) if row.role == InvolvedAs.VICTIM and row.until is None]
    people = in_words(rows)
    record("case:involved_read", by=viewer, about=case, persons=[str(row.person_id) for row in rows if row.person_id])
    return people


def exported(row: Registration, viewer: User, *, kind: str) -> Sheet:
    """One to take out as a document or as data; recorded as that."""
    persons = [str(row.involvement.person_id)] if row.involvement.person_id else []
    _record("comensha:taken", row.case, viewer, registration=row.id, format=kind, persons=persons)
    return _sheet(row)


def client_lines(case: Case, subject: Subject) -> list[ClientLine]:
    """What a client is told of their registrations. Whoever shows it records it."""
    found = []
    for row in _rows(case).filter(sent_on__isnull=False).order_by("-sent_on", "id"):
        if identity_of(row.involvement) not in subject.about or row.sent_on is None:
            continue
        try:
            said, _ = read(row)
        except Destroyed:
            continue
        what = ["Vorm van uitbuiting", "leeftijd", "man of vrouw", "nationaliteit"]
        what += ["naam", "taal", "wat u nodig heeft"] if comensha.needs_name(said.dossier) else []
        found.append(
            ClientLine(
                row.sent_on, "CoMensha", tuple(what), _WHY[said.dossier], _BECAUSE.get(said.ground, ""), None, None
            )
        )
    return found


def as_htcds(sheet: Sheet) -> dict[str, Any]:
    """The registration in the shape of HTCDS 2.0; of one that was sent."""
    assert sheet.said is not None and sheet.row.sent_on is not None  # noqa: S101, PT018  (the view looked)
    return comensha.as_htcds(
        sheet.said,
        number=sheet.row.number,
        case_state=_STATES.get(CaseState(sheet.row.case.state), "Active"),
        sent_on=sheet.row.sent_on,
        centre=region.current().name,
    )


def _rows(case: Case) -> QuerySet[Registration]:
    rows = Registration.objects.filter(case=case).select_related("case__compartment", "involvement__person__report")
    return rows.select_related("begun_by", "sent_by", "involvement__case")


def _seen(case: Case, viewer: User) -> list[uuid.UUID]:
    return [row.pk for row in rows_of(case, viewer)]


def _sheet(row: Registration) -> Sheet:
    (one,) = in_words([row.involvement])
    try:
        said, followed = read(row)
    except Destroyed:
        return Sheet(row, one.details.display_name)
    return Sheet(row, one.details.display_name, said, followed)


def _record(tag: str, case: Case, viewer: User, **detail: Any) -> None:
    record(tag, by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **detail)
