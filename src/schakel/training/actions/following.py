"""Writing to those who asked to hear of what follows on a session."""

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core.turns import take_turn
from schakel.training import policies
from schakel.training.kinds import EnrolmentState
from schakel.training.models import FollowUp, FollowUpMail, Session


@transaction.atomic
def write(*, session: Session, subject: str, body: str, by: User) -> FollowUp:
    """A mail to each of them, sent by the worker. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    wanting = list(session.enrolments.filter(wants_more=True, state=EnrolmentState.PLACE, content__isnull=False))
    if not wanting:
        raise NotPossible("Er is nog niemand die een vervolg wil.")
    take_turn(session.pk)
    if session.follow_ups.filter(subject=subject, body=body).exists():
        raise NotPossible(
            "Deze mail is al geschreven en gaat naar iedereen die dat wil. Hieronder ziet u hoe ver dat is."
        )
    made = FollowUp.objects.create(session=session, subject=subject, body=body)
    FollowUpMail.objects.bulk_create([FollowUpMail(follow_up=made, enrolment=row) for row in wanting])
    record("training:follow_up_written", by=by, about=made, session=session.pk, count=len(wanting))
    return made
