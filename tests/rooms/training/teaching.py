"""Sessions and participants for tests, in a few calls."""

from datetime import datetime, timedelta
from typing import Any

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.core import time
from schakel.core.audiences import Audience
from schakel.training.actions import enrolling, requesting, sessions
from schakel.training.actions.enrolling import Enrolled, Said
from schakel.training.actions.requesting import Asked
from schakel.training.actions.sessions import CourseSaid, SessionSaid
from schakel.training.kinds import EnrolmentState, Kind
from schakel.training.models import Certificate, Enrolment, Session
from tests.rooms import chain

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=time.REGION_ZONE)
SOON = NOW + timedelta(days=14, hours=4)


def officer() -> User:
    """Somebody whose work this is."""
    return chain.account(Role.PREVENTION_OFFICER)


def said(**changed: Any) -> SessionSaid:
    """A public training in two weeks, for twenty people."""
    known: dict[str, Any] = {
        "kind": Kind.COURSE, "title": "Signalen herkennen", "audience": Audience.CARE, "starts_at": SOON,
        "ends_at": SOON + timedelta(hours=3), "capacity": 20, "place": "Zaal De Brug", "municipality": "GM0153",
    }  # fmt: skip
    return SessionSaid(**{**known, **changed})


def planned(by: User, **changed: Any) -> Session:
    """The same, announced."""
    return sessions.plan(said=said(**changed), by=by)


def enrolled(session: Session, name: str = "Ria Bos", email: str = "ria@zorg.example") -> Enrolled:
    """Somebody enrols at the public door."""
    return enrolling.enrol(session_id=session.pk, said=Said(name, email, "Zorg Nergens", "verpleegkundige"))


def list_of(session: Session, state: EnrolmentState) -> list[int]:
    """The numbers of those in this state, in order."""
    return list(Enrolment.objects.filter(session=session, state=state).values_list("number", flat=True))


def ids() -> dict[str, Any]:
    """One of everything that the desk's addresses name: a session with somebody who was there, a course, a request."""
    by = officer()
    course = sessions.write_course(course=None, said=CourseSaid("Basis", Audience.CARE, "Herkennen."), by=by)
    session = planned(by, starts_at=time.now() + timedelta(days=2), ends_at=time.now() + timedelta(days=2, hours=3))
    row = enrolled(session).enrolment
    asked = requesting.ask_training(
        course=course,
        audience=Audience.CARE,
        municipality="GM0153",
        people=12,
        said=Asked("Zorg", "Ria", "ria@zorg.example"),
    )
    Certificate.objects.create(
        number="ACDEFHJKLMNP", session=session, enrolment=row, title="Basis", held_on=time.today(), minutes=180
    )
    return {
        "course_id": course.id, "training_session_id": session.id, "enrolment_id": row.id, "training_request_id": asked.id,
        "room": session.room, "code": row.code,
    }  # fmt: skip
