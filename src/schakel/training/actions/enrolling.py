"""A place in a session: taking one, giving it back, and moving up. Writers of one session take turns."""

import uuid
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max

from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import PROFESSIONAL, Actor
from schakel.core.turns import take_turn
from schakel.training import policies, secrets
from schakel.training.kinds import TAKES_PART, EnrolmentState, SessionState
from schakel.training.models import Enrolment, Session
from schakel.training.queries import PLAIN, places_of


@dataclass(frozen=True)
class Said:
    """Who enrols, as they typed it."""

    name: str
    email: str = ""
    organisation: str = ""
    function: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Enrolled:
    """What somebody got, with the secret of the link that manages it: shown and mailed, and kept sealed alone."""

    enrolment: Enrolment
    secret: str


@transaction.atomic
def enrol(*, session_id: uuid.UUID, said: Said) -> Enrolled:
    """Take a place, or one in the line behind whoever waits already. Raises NotPossible."""
    take_turn(session_id)
    session = Session.objects.get(pk=session_id)
    policies.check_is_open(session)
    places = places_of([session])[session.pk]
    state = EnrolmentState.PLACE if places.free else EnrolmentState.WAITING
    secret = secrets.new_secret()
    row = numbered(session, secret, state)
    row.seal({**asdict(said), "secret": secret})
    row.save(force_insert=True)
    record(
        "training:enrolled",
        by=PROFESSIONAL,
        about=row,
        session=session.pk,
        number=row.number,
        state=state,
        key=row.key_id,
    )
    return Enrolled(row, secret)


def numbered(session: Session, secret: str, state: EnrolmentState) -> Enrolment:
    """A new row with the next number; the caller has the session's turn, fills it in and saves it."""
    rows = Enrolment.objects.filter(session=session)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    taken = set(rows.values_list("code", flat=True))
    code = secrets.new_code()
    while code in taken:
        code = secrets.new_code()
    return Enrolment(session=session, number=last + 1, state=state, lookup=secrets.lookup_of(secret), code=code)


@transaction.atomic
def leave(*, secret: str) -> None:
    """Who has the link does not come. The worker lets the next one move up. Raises NotPossible."""
    with secrets.shown(secret):
        known = Enrolment.objects.only(*PLAIN).get(lookup=secrets.lookup_of(secret))
        take_turn(known.session_id)
        row = Enrolment.objects.only(*PLAIN).get(pk=known.pk)
        if row.state == EnrolmentState.CANCELLED:
            return
        if row.state not in TAKES_PART:
            raise NotPossible("U stond al ingeschreven. Meld u af met de link uit de eerste mail.")
        session = Session.objects.get(pk=row.session_id)
        if session.state != SessionState.ANNOUNCED or session.is_over(time.now()):
            raise NotPossible("Deze bijeenkomst is al geweest, of gaat niet door. U hoeft zich niet af te melden.")
        row.state = EnrolmentState.CANCELLED
        row.save(update_fields=["state"])
    record("training:left", by=PROFESSIONAL, about=row, session=session.pk)


@transaction.atomic
def wish(*, secret: str, wants_more: bool) -> None:
    """Who has the link wants to hear of what follows on this, or no longer. Raises NotPossible."""
    with secrets.shown(secret):
        row = Enrolment.objects.only(*PLAIN).get(lookup=secrets.lookup_of(secret))
        if row.state != EnrolmentState.PLACE:
            raise NotPossible("Dit kan alleen als u een plaats hebt.")
        row.wants_more = wants_more
        row.save(update_fields=["wants_more"])
    record("training:wished", by=PROFESSIONAL, about=row, session=row.session_id, wants_more=wants_more)


@transaction.atomic
def take_out(*, enrolment: Enrolment, state: EnrolmentState = EnrolmentState.CANCELLED, by: Actor) -> None:
    """Somebody does not come, or stood in the list already; the next one moves up. Raises NotPossible."""
    take_turn(enrolment.session_id)
    row = Enrolment.objects.get(pk=enrolment.pk)
    if row.state not in TAKES_PART:
        raise NotPossible("Deze inschrijving is al afgemeld.")
    row.state = state
    row.save(update_fields=["state"])
    record("training:taken_out", by=by, about=row, session=row.session_id, state=state)
    fill_places(row.session_id, by=by)


@transaction.atomic
def move_up(*, session_id: uuid.UUID, by: Actor) -> int:
    """Let whoever waits longest have the places that came free; how many that were."""
    take_turn(session_id)
    return fill_places(session_id, by=by)


def fill_places(session_id: uuid.UUID, *, by: Actor) -> int:
    """The same, for whoever has the session's turn already."""
    session = Session.objects.get(pk=session_id)
    if policies.why_closed(session):
        return 0
    places = places_of([session])[session.pk]
    free = max((session.capacity or 0) - places.taken, 0)
    waiting = Enrolment.objects.filter(session=session, state=EnrolmentState.WAITING).order_by("number")
    lucky = list(waiting[:free])
    for row in lucky:
        row.state = EnrolmentState.PLACE
        row.save(update_fields=["state"])
        record("training:moved_up", by=by, about=row, session=session_id, number=row.number)
    return len(lucky)
