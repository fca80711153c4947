"""That somebody was there: said by themselves with their code, ticked by a colleague, or walked in without enrolling."""

from dataclasses import asdict

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core.actors import PROFESSIONAL, Actor
from schakel.core.turns import take_turn
from schakel.training import policies, secrets
from schakel.training.actions.enrolling import Said, numbered
from schakel.training.kinds import EnrolmentState, How
from schakel.training.models import Attendance, Enrolment, Session
from schakel.training.queries import PLAIN

WRONG_CODE = "Deze code hoort niet bij deze bijeenkomst. Kijk of u alle acht cijfers goed hebt overgenomen."


def with_code(session: Session, code: str) -> Enrolment:
    """Who has this code in this session, or in the programme that it is a day of. Raises NotPossible."""
    found = (
        Enrolment.objects.only(*PLAIN)
        .filter(session_id=session.part_of_id or session.pk, code=code)
        .exclude(state__in=(EnrolmentState.CANCELLED, EnrolmentState.DOUBLE))
        .first()
    )
    if found is None:
        raise NotPossible(WRONG_CODE)
    return found


@transaction.atomic
def say_present(*, session: Session, code: str) -> None:
    """A participant says at the door that they are there; twice is once. Raises NotPossible."""
    policies.check_takes_own_word(session)
    _note(session, with_code(session, code), How.SELF, by=PROFESSIONAL)


@transaction.atomic
def tick(*, session: Session, enrolment: Enrolment, is_there: bool, by: User) -> None:
    """A colleague ticks somebody, or takes that back. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    policies.check_takes_attendance(session)
    if is_there:
        _note(session, enrolment, How.DESK, by=by)
        return
    gone, _ = Attendance.objects.filter(session=session, enrolment=enrolment).delete()
    if gone:
        record("training:not_there", by=by, about=enrolment, session=session.pk)


@transaction.atomic
def tick_code(*, session: Session, code: str, by: User) -> Enrolment:
    """The same with the code that somebody shows. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    found = with_code(session, code)
    tick(session=session, enrolment=found, is_there=True, by=by)
    return found


@transaction.atomic
def walk_in(*, session: Session, said: Said, by: User) -> Enrolment:
    """Somebody came without having enrolled: they stand in the list, and are there. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    policies.check_takes_attendance(session)
    lead = session.part_of or session
    take_turn(lead.pk)
    secret = secrets.new_secret()
    row = numbered(lead, secret, EnrolmentState.PLACE)
    row.write({**asdict(said), "secret": secret})
    row.save(force_insert=True)
    record("training:walked_in", by=by, about=row, session=session.pk, number=row.number)
    _note(session, row, How.DESK, by=by)
    return row


def _note(session: Session, enrolment: Enrolment, how: How, *, by: Actor) -> None:
    take_turn(enrolment.pk)
    if Attendance.objects.filter(session=session, enrolment=enrolment).exists():
        return
    Attendance(session=session, enrolment=enrolment, how=how).save(force_insert=True)
    record("training:came", by=by, about=enrolment, session=session.pk, how=how)
