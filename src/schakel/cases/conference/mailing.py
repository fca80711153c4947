"""The invitation by mail: to a professional at an address that somebody made sure of, and to nobody else."""

import uuid
from functools import partial

from django.db.models import QuerySet

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.conference import invitation
from schakel.cases.conference.models import Attendee, Conference
from schakel.cases.conference.policies import why_sees_nothing
from schakel.cases.conference.states import ConferenceState
from schakel.cases.plan import contents
from schakel.core.actors import system
from schakel.outbox.actions import send_to_partner
from schakel.outbox.carriers import Attachment
from schakel.outbox.letters import Held, Letter
from schakel.outbox.models import Outgoing, State
from schakel.outbox.texts import Kind
from schakel.partners.reaching import verified_address
from schakel.vault import records

_WORKER = system("worker")


def letter(attendee_id: uuid.UUID) -> Letter:
    """The invitation as it stands now, or that it is off, to somebody who had one. Raises Held."""
    row = _attendees().filter(pk=attendee_id).first()
    if row is None or row.professional is None or row.case.compartment.shielded_at is not None or not is_due(row):
        raise Held("over")
    if records.is_destroyed(row.case.data_key):
        raise Held("destroyed")
    address = verified_address(row.professional)
    if not address:
        raise Held("unverified")
    text = invitation.invitation_of(row, str(contents.read(row.conference)["place"])).decode()
    is_off = row.conference.state == ConferenceState.CANCELLED
    attached = Attachment(invitation.FILE_NAME, "CANCEL" if is_off else "REQUEST", text)
    return Letter(address, partial(_went, row.pk, row.conference.sequence), attached)


def is_due(row: Attendee) -> bool:
    """Whether there is something to send: it is still planned and they take part, or it is off and they may have heard of it."""
    if row.conference.state == ConferenceState.CANCELLED:
        return row.told is not None or perhaps_told().filter(subject_id=row.pk).exists()
    is_planned = row.conference.state == ConferenceState.PLANNED and row.case.closed_at is None
    return is_planned and not why_sees_nothing(row)


def perhaps_told() -> QuerySet[Outgoing]:
    """Invitations of which nobody knows whether they arrived: whoever may have one is told what became of it."""
    return Outgoing.objects.filter(kind=Kind.MEETING, state=State.UNSURE)


def tell_again(conference: Conference, by: User) -> None:
    """Whoever was mailed an invitation, or may have been, is mailed what became of it: another day, or that it is off."""
    rows = conference.attendees.filter(professional__isnull=False, ended_at=None)
    went = Outgoing.objects.filter(kind=Kind.MEETING, state__in=(State.SENT, State.UNSURE))
    mailed = went.filter(subject_id__in=rows.values("pk"))
    for subject_id in sorted(set(mailed.values_list("subject_id", flat=True)), key=str):
        assert subject_id is not None  # noqa: S101  (they were chosen by it)
        send_to_partner(kind=Kind.MEETING, subject_id=subject_id, by=by)


def _went(attendee_id: uuid.UUID, sequence: int) -> None:
    """They have the invitation with this number."""
    row = _attendees().get(pk=attendee_id)
    Attendee.objects.filter(pk=attendee_id).update(told=sequence)
    record(
        "conference:invitation_mailed", by=_WORKER, about=row.case, attendee=attendee_id, sequence=sequence
    )  # fmt: skip


def _attendees() -> QuerySet[Attendee]:
    return Attendee.objects.select_related("case__compartment", "conference", "account", "professional__organisation")
