"""Who takes part in a conference: invited for a stated need, what they answered, what they shared and on which ground."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.conference import mailing
from schakel.cases.conference.actions.planning import as_it_is
from schakel.cases.conference.editing import check_unchanged
from schakel.cases.conference.models import Attendee, Conference
from schakel.cases.conference.policies import (
    check_can_confer,
    check_is,
    check_still_takes_part,
    check_was_held,
    is_third,
    why_sees_nothing,
)
from schakel.cases.conference.states import NEED_A_REASON, Answer, ConferenceState
from schakel.cases.plan import contents
from schakel.cases.plan.policies import check_can_own
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.outbox.actions import send_to_partner, send_to_staff
from schakel.outbox.texts import Kind
from schakel.partners.models import Professional
from schakel.partners.policies import check_can_be_reached
from schakel.partners.reaching import why_not


@dataclass(frozen=True)
class Shared:
    """What somebody shared, on which ground (and why on that one), and what they ask of whoever uses it."""

    shared: str = ""
    ground: str = ""
    because: str = ""
    conditions: str = ""


@transaction.atomic
def invite(*, conference: Conference, who: User | Professional, need: str, until: date | None, by: User) -> Attendee:
    """Let somebody take part, for a need. A third party also for a time. Raises NotAllowed, NotPossible."""
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    check_is(conference, ConferenceState.PLANNED, ConferenceState.HELD)
    if not need:
        raise NotPossible("Schrijf waarvoor deze deelnemer nodig is.")
    attendee = Attendee(case=conference.case, conference=conference, until=until)
    if isinstance(who, User):
        check_can_own(who, conference.case)
        attendee.account = who
        known = conference.attendees.filter(account=who)
    else:
        check_can_be_reached(who)
        attendee.professional = who
        known = conference.attendees.filter(professional=who)
        _check_time_box(who, until)
    if (earlier := known.select_for_update(of=("self",)).select_related("case", "conference").first()) is not None:
        return _again(earlier, need, until, by)
    contents.add(attendee, {"need": need, **asdict(Shared())}, by=by)
    record("conference:invited", by=by, about=conference.case, conference=conference.id, attendee=attendee.id)
    if attendee.account is not None and attendee.account != by:
        send_to_staff(to=attendee.account, kind=Kind.WORK_WAITS)
    return attendee


@transaction.atomic
def answered(*, attendee: Attendee, answer: Answer, by: User) -> None:
    """What somebody said to the invitation. Raises NotAllowed, NotPossible."""
    attendee = _as_it_is(attendee)
    check_can_confer(by, attendee.case)
    check_is(attendee.conference, ConferenceState.PLANNED)
    check_still_takes_part(attendee)
    attendee.answer = answer
    contents.change(attendee, contents.read(attendee), by=by)
    record("conference:answered", by=by, about=attendee.case, attendee=attendee.id, answer=answer)


@transaction.atomic
def end(*, attendee: Attendee, reason: str, by: User) -> None:
    """Somebody takes no part any more, and is given nothing from now on. Raises NotAllowed, NotPossible."""
    attendee = _as_it_is(attendee)
    check_can_confer(by, attendee.case)
    if attendee.ended_at is not None:
        raise NotPossible("Deze deelname is al beëindigd.")
    attendee.ended_at = time.now()
    contents.change(attendee, contents.read(attendee) | {"reason": reason}, by=by)
    record("conference:attendee_ended", by=by, about=attendee.case, attendee=attendee.id)


@transaction.atomic
def write_need(*, attendee: Attendee, need: str, until: date | None, revision: int, by: User) -> None:
    """For what and until when somebody is needed. Raises NotAllowed, NotPossible, Changed."""
    attendee = _as_it_is(attendee)
    check_can_confer(by, attendee.case)
    check_is(attendee.conference, ConferenceState.PLANNED, ConferenceState.HELD, ConferenceState.FINAL)
    if attendee.professional is not None:
        _check_time_box(attendee.professional, until)
    check_unchanged(attendee, revision, {"need": need, "until": until.isoformat() if until else ""})
    attendee.until = until
    contents.change(attendee, contents.read(attendee) | {"need": need}, by=by)
    record("conference:attendee_changed", by=by, about=attendee.case, attendee=attendee.id)


@transaction.atomic
def write_shared(*, attendee: Attendee, said: Shared, revision: int, by: User) -> None:
    """What they shared; something that was shared has a ground. Raises NotAllowed, NotPossible, Changed."""
    attendee = _as_it_is(attendee)
    check_can_confer(by, attendee.case)
    check_was_held(attendee.conference)
    check_is(attendee.conference, ConferenceState.HELD)
    if said.shared and not said.ground:
        raise NotPossible("Kies op welke grond dit is gedeeld.")
    if said.ground in NEED_A_REASON and not said.because:
        raise NotPossible("Schrijf waarom dit op deze grond kon.")
    check_unchanged(attendee, revision, asdict(said))
    contents.change(attendee, contents.read(attendee) | asdict(said), by=by)
    record("conference:shared", by=by, about=attendee.case, attendee=attendee.id, ground=said.ground)


@transaction.atomic
def invitation_taken(*, attendee: Attendee, by: User) -> Attendee:
    """Somebody takes the invitation of an attendee along, to send it. Raises NotAllowed, NotPossible."""
    attendee = _as_it_is(attendee)
    check_can_confer(by, attendee.case)
    check_is(attendee.conference, ConferenceState.PLANNED, ConferenceState.CANCELLED)
    if attendee.conference.state == ConferenceState.PLANNED:
        check_still_takes_part(attendee)
    attendee.told = attendee.conference.sequence
    attendee.save(update_fields=["told"])
    record(
        "conference:invitation_taken",
        by=by,
        about=attendee.case,
        attendee=attendee.id,
        sequence=attendee.conference.sequence,
    )
    return attendee


@transaction.atomic
def mail_invitation(*, attendee: Attendee, by: User) -> None:
    """Let the worker mail it, as it stands when it goes. Raises NotAllowed, NotPossible; an unsure address gets nothing."""
    attendee = _as_it_is(attendee)
    check_can_confer(by, attendee.case)
    if attendee.professional is None:
        raise NotPossible("Een collega ziet het overleg in de eigen lijst.")
    if not mailing.is_due(attendee):
        raise NotPossible(why_sees_nothing(attendee) or "Er is niets meer om te versturen.")
    if refusal := why_not(attendee.professional):
        raise NotPossible(refusal)
    if send_to_partner(kind=Kind.MEETING, subject_id=attendee.pk, by=by) is None:
        raise NotPossible("Dit centrum heeft niet ingesteld waarmee partners worden gemaild. Geef het bestand zelf.")


def _again(attendee: Attendee, need: str, until: date | None, by: User) -> Attendee:
    """Somebody whose part ended takes part after all; which invitation they hold stays known."""
    if attendee.ended_at is None:
        raise NotPossible("Deze deelnemer is al uitgenodigd.")
    attendee.ended_at, attendee.until, attendee.answer = None, until, Answer.INVITED
    contents.change(attendee, contents.read(attendee) | {"need": need}, by=by)
    record("conference:invited", by=by, about=attendee.case, attendee=attendee.id, again=True)
    return attendee


def _check_time_box(who: Professional, until: date | None) -> None:
    if is_third(who) and until is None:
        raise NotPossible("Een derde doet mee voor een bepaalde tijd. Kies tot en met welke dag.")
    if until is not None and until < time.today():
        raise NotPossible("De laatste dag is al voorbij.")


def _as_it_is(attendee: Attendee) -> Attendee:
    # With the case its conference is held as well: whoever changes that holds the case first.
    contents.case_as_it_is(attendee.case_id)
    rows = Attendee.objects.select_for_update(of=("self",))
    return rows.select_related("case__compartment", "conference", "account", "professional__organisation").get(
        pk=attendee.pk
    )
