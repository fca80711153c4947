"""What else a visitor may send: that their organisation wants a training, and what they thought of one."""

from dataclasses import asdict, dataclass

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import region, time
from schakel.core.actors import PROFESSIONAL
from schakel.core.audiences import Audience
from schakel.core.turns import take_turn
from schakel.training.actions.attending import with_code
from schakel.training.kinds import Moment
from schakel.training.models import CourseType, Evaluation, EvaluationGiven, Session, TrainingRequest


@dataclass(frozen=True)
class Asked:
    """Who asks for a training, and what for; all of it sealed."""

    organisation: str
    name: str
    email: str
    telephone: str = ""
    wishes: str = ""


@transaction.atomic
def ask_training(
    *, course: CourseType | None, audience: str, municipality: str, people: int, said: Asked
) -> TrainingRequest:
    """An organisation asks for a training of its own."""
    row = TrainingRequest(course=course, audience=audience, municipality=municipality, people=people)
    row.seal(asdict(said))
    row.save(force_insert=True)
    record("training:requested", by=PROFESSIONAL, about=row, key=row.key_id)
    return row


@transaction.atomic
def ask_for_municipality(*, course: CourseType | None, people: int, wishes: str, by: User) -> TrainingRequest:
    """A municipal contact person asks for their own municipality: who they are is known. Raises NotAllowed."""
    check_may(by, Permission.OWN_MUNICIPALITY)
    place = region.current().municipality_name(by.municipality)
    said = Asked(organisation=f"Gemeente {place}", name=by.name, email=by.email, wishes=wishes)
    row = TrainingRequest(course=course, audience=Audience.MUNICIPALITY, municipality=by.municipality, people=people)
    row.write(asdict(said))
    row.save(force_insert=True)
    record("training:requested", by=by, about=row)
    return row


def moment_of(session: Session) -> Moment:
    """Whether somebody answers before it began or after."""
    return Moment.AFTER if session.is_over(time.now()) else Moment.BEFORE


@transaction.atomic
def evaluate(*, session: Session, code: str, scores: dict[str, int], remark: str) -> None:
    """A participant says what they can recognise: once before, once after. Raises NotPossible.

    The answer points at nobody, and of the time it came only the day is kept.
    """
    known = with_code(session, code)
    moment = moment_of(session)
    take_turn(known.pk)
    if EvaluationGiven.objects.filter(enrolment=known, moment=moment).exists():
        raise NotPossible("Met deze code is al een antwoord gegeven. Dank u wel.")
    midnight = time.start_of(time.today())
    EvaluationGiven(enrolment=known, moment=moment, created_at=midnight).save(force_insert=True)
    row = Evaluation(session=session, moment=moment, scores=scores, created_at=midnight)
    if remark:
        row.seal({"remark": remark})
    row.save(force_insert=True)
    # Without the answer's number: it would say whose it is.
    record("training:evaluated", by=PROFESSIONAL, about=session, moment=moment, key=row.key_id)
