"""What training achieved in a year, as it could stand in the factsheet, with what stands behind each number."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from schakel.core import time
from schakel.core.achieved import Achieved, Row
from schakel.core.audiences import Audience
from schakel.publications.render.words import day as in_words
from schakel.training.kinds import Kind
from schakel.training.models import Certificate, Session
from schakel.training.queries import held_in, people_at

_ONE_AND_MORE = {
    Kind.COURSE: ("training", "trainingen"),
    Kind.NETWORK: ("netwerkbijeenkomst", "netwerkbijeenkomsten"),
    Kind.INFORMATION: ("voorlichting", "voorlichtingen"),
}


def of_year(year: int) -> list[Achieved]:
    """By kind how often it was given, by audience how many people came, and how many certificates were given."""
    held = held_in(year)
    found = [made for kind in Kind if (made := _of_kind(kind, [one for one in held if one.kind == kind]))]
    by_audience: dict[str, list[Session]] = defaultdict(list)
    for session in held:
        by_audience[session.audience].append(session)
    for audience, sessions in sorted(by_audience.items()):
        count = people_at(sessions)
        if count:
            sentence = f"Wij bereikten {count} mensen met scholing voor: {Audience(audience).label}."
            found.append(Achieved(f"reached-{audience}", sentence, count, [_row(one) for one in sessions]))
    return found + _certificates(year)


def _of_kind(kind: Kind, held: list[Session]) -> Achieved | None:
    if not held:
        return None
    one, more = _ONE_AND_MORE[kind]
    people = people_at(held)
    times = f"een {one}" if len(held) == 1 else f"{len(held)} {more}"
    titles = list(dict.fromkeys(session.title for session in held))
    about = f" ({titles[0]})" if len(titles) == 1 else ""
    sentence = f"Wij gaven {times}{about}, voor {people} mensen."
    return Achieved(f"training-{kind}", sentence, len(held), [_row(row) for row in held])


def _certificates(year: int) -> list[Achieved]:
    given = Certificate.objects.filter(held_on__year=year, withdrawn_at=None)
    by_session: dict[UUID, int] = defaultdict(int)
    for session_id in given.values_list("session_id", flat=True):
        by_session[session_id] += 1
    count = sum(by_session.values())
    if not count:
        return []
    rows = [
        Row(f"{one.title}, {_day(one.starts_at)}: {by_session[one.pk]}", reverse("training_session", args=[one.pk]))
        for one in Session.objects.filter(pk__in=by_session)
    ]
    return [Achieved("certificates", f"{count} mensen haalden een certificaat.", count, rows)]


def _row(session: Session) -> Row:
    came: int = session.reached if session.reached is not None else getattr(session, "came", 0)
    part = " (dag van een programma)" if session.part_of_id else ""
    text = f"{session.title}, {_day(session.starts_at)}: {came} mensen{part}"
    return Row(text, reverse("training_session", args=[session.pk]))


def _day(moment: datetime) -> str:
    return in_words(moment.astimezone(time.REGION_ZONE).date())
