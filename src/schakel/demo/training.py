"""The demo's training: what 2025 is known for, a course that was held and certified, and what people can enrol for now."""

from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db import transaction

from schakel.access.models import User
from schakel.core import time
from schakel.core.audiences import Audience
from schakel.training import paper, worker
from schakel.training.actions import attending, certificates, enrolling, requesting, sessions
from schakel.training.actions.enrolling import Enrolled, Said
from schakel.training.actions.requesting import Asked
from schakel.training.actions.sessions import CourseSaid, SessionSaid
from schakel.training.asking import statements_of
from schakel.training.kinds import Kind
from schakel.training.models import CourseType, Session

# Day of 2025, kind, what about, for whom, where, how many came.
_GIVEN_2025 = (
    ((2, 11), Kind.INFORMATION, "Wat is mensenhandel?", Audience.CHAIN, "GM0153", 34),
    ((3, 20), Kind.INFORMATION, "Signalen in de wijk", Audience.MUNICIPALITY, "GM0164", 21),
    ((4, 15), Kind.INFORMATION, "Wat is mensenhandel?", Audience.CHAIN, "GM0141", 28),
    ((5, 22), Kind.COURSE, "Signalen herkennen aan de balie", Audience.HOTEL, "GM0153", 16),
    ((6, 12), Kind.NETWORK, "Netwerkbijeenkomst seksuele uitbuiting", Audience.CHAIN, "GM0164", 92),
    ((9, 18), Kind.INFORMATION, "Criminele uitbuiting van jongeren", Audience.SCHOOL, "GM0141", 45),
    ((10, 9), Kind.INFORMATION, "Wat is mensenhandel?", Audience.CHAIN, "GM0173", 26),
    ((11, 6), Kind.COURSE, "Signalen herkennen in de zorg", Audience.CARE, "GM0153", 19),
)
_NAMES = (
    ("Anouk Verzinsel", "Zorggroep Nergens", "wijkverpleegkundige"), ("Boris Bedenksel", "Zorggroep Nergens", "arts"),
    ("Chaima Fantasie", "Huisartsenpost Denkbeeld", "doktersassistent"), ("Dirk Droombeeld", "GGD Voorbeeld", "verpleegkundige"),
    ("Esra Verbeelding", "Wijkteam Noord", "maatschappelijk werker"), ("Femke Hersenschim", "Jeugdzorg Voorbeeld", "jeugdhulpverlener"),
    ("Gerben Luchtspiegel", "Ziekenhuis Nergens", "verpleegkundige"), ("Hilde Sprookje", "Wijkteam Zuid", "maatschappelijk werker"),
)  # fmt: skip
_AGENDA = (
    (clock(9, 0), clock(9, 30), "Inloop met koffie", ""),
    (clock(9, 30), clock(10, 15), "Uitbuiting in de arbeid: wat zien wij?", "Inge Verzonnen, Kenniscentrum"),
    (clock(10, 30), clock(11, 30), "In groepen: wie doet wat bij een vermoeden?", ""),
    (clock(11, 30), clock(12, 0), "Wat wij afspreken", "Karel Bedacht, Gemeente Voorbeeld"),
)


@transaction.atomic
def teach(staff: dict[str, User]) -> None:
    """Everything of it, in the name of who has this work."""
    by = staff["lotte"]
    for (month, day), kind, title, audience, town, came in _GIVEN_2025:
        on = date(2025, month, day)
        said = _said(title, kind, audience, on, town, capacity=None)
        with time.travel(_at(on, 17)):
            sessions.write_down(said=said, reached=came, by=by)
    care, hotels = (_course(title, audience, by) for title, audience in _COURSES)
    _held(care, by)
    _to_come(care, hotels, by)
    worker.open_what_came_in()


_COURSES = (("Signalen herkennen in de zorg", Audience.CARE), ("Signalen herkennen in hotel en horeca", Audience.HOTEL))


def _course(title: str, audience: Audience, by: User) -> CourseType:
    said = CourseSaid(
        title,
        audience,
        goals="U leert signalen van mensenhandel herkennen en bespreken.",
        afterwards="U herkent signalen in uw eigen werk.\nU weet hoe u het gesprek begint en wie u belt.",
        material="Praatplaat\nKaart met signalen",
    )
    return sessions.write_course(course=None, said=said, by=by)


def _held(course: CourseType, by: User) -> None:
    """A course some weeks ago: eight came, all said what they recognise, and three days later they had their certificates."""
    on = time.today() - timedelta(days=28)
    with time.travel(_at(on - timedelta(days=30), 10)):
        session = sessions.plan(
            said=_said(course.title, Kind.COURSE, Audience.CARE, on, "GM0153", course=course), by=by
        )
        people = [_enrolled(session, number) for number in range(len(_NAMES))]
    worker.open_what_came_in()
    for day, hour, least in ((on - timedelta(days=1), 20, 2), (on, 17, 4)):
        with time.travel(_at(day, hour)):
            for number, one in enumerate(people):
                scores = {line: least + (number + place) % 2 for place, line in enumerate(statements_of(session))}
                requesting.evaluate(session=session, code=one.enrolment.code, scores=scores, remark="")
    with time.travel(_at(on, 17)):
        for one in people[:6]:
            attending.tick(session=session, enrolment=one.enrolment, is_there=True, by=by)
        sessions.close(session=session, by=by)
        certificates.give_all(session=session, printer=paper.certificate_pdf, by=by)


def _to_come(care: CourseType, hotels: CourseType, by: User) -> None:
    """A full course with a waiting list, one online, a network event with its programme, and somebody who asks for more."""
    today = time.today()
    full = _said(care.title, Kind.COURSE, Audience.CARE, today + timedelta(days=12), "GM0164", course=care, capacity=6)
    session = sessions.plan(said=full, by=by)
    for number in range(len(_NAMES)):
        _enrolled(session, number)
    online = _said(hotels.title, Kind.COURSE, Audience.HOTEL, today + timedelta(days=19), "", course=hotels, place="")
    sessions.plan(said=online, by=by)
    event = _said("Netwerkbijeenkomst arbeidsuitbuiting", Kind.NETWORK, Audience.CHAIN, today + timedelta(days=26), "GM0153", capacity=80)  # fmt: skip
    network = sessions.plan(said=event, by=by)
    lines = [dict(zip(("begins", "ends", "title", "speaker"), line, strict=True)) for line in _AGENDA]
    sessions.write_programme(session=network, lines=lines, version=1, by=by)
    for number in range(5):
        _enrolled(network, number)
    _programme(by)
    asked = Asked(
        "Het Voorbeeldcollege", "Mees Verzonnen", "mees@school.example", "", "Liefst op een studiemiddag in januari."
    )
    requesting.ask_training(course=None, audience=Audience.SCHOOL, municipality="GM0164", people=30, said=asked)


def _programme(by: User) -> None:
    """Three mornings of which one enrols for the first, once."""
    name, first = "Leergang aandachtsfunctionaris", None
    for place, title in enumerate(("", ", dag 2: het gesprek voeren", ", dag 3: samen verder")):
        on = time.today() + timedelta(days=40 + 7 * place)
        said = _said(f"{name}{title}", Kind.COURSE, Audience.MUNICIPALITY, on, "GM0153", capacity=12, part_of=first)
        day = sessions.plan(said=said, by=by)
        first = first or day
    assert first is not None  # noqa: S101  (tells the type checker what the loop did)
    for number in range(3, 7):
        _enrolled(first, number)


def _enrolled(session: Session, number: int) -> Enrolled:
    name, organisation, function = _NAMES[number]
    address = f"{name.split()[0].lower()}@werk.example"
    return enrolling.enrol(session_id=session.pk, said=Said(name, address, organisation, function))


def _said(title: str, kind: Kind, audience: Audience, on: date, town: str, **more: Any) -> SessionSaid:
    known: dict[str, Any] = {"capacity": 20, "place": "Gebouw De Schakel, zaal 1", "trainer": "Lotte Luchtkasteel"}
    return SessionSaid(
        kind=kind, title=title, audience=audience, starts_at=_at(on, 9), ends_at=_at(on, 12), municipality=town,
        **(known | more),
    )  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, clock(hour), tzinfo=time.REGION_ZONE)
