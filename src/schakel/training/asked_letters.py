"""Mail to an organisation that asked for a training: that it came in, when it is planned or moved, or why it does not come.

As with participants (`news`): what they should know is compared with what the last mail said.
"""

import uuid
from datetime import timedelta
from functools import partial

from schakel.audit.record import record
from schakel.core import region, time
from schakel.core.actors import system
from schakel.outbox.actions import send_to_partner
from schakel.outbox.delivery import mails
from schakel.outbox.letters import Held, Letter
from schakel.outbox.texts import Kind
from schakel.training.kinds import RequestState, SessionState
from schakel.training.letters import busy_with, in_full, public_address
from schakel.training.models import Session, TrainingRequest
from schakel.training.news import when_and_where
from schakel.training.queries import every_day_of
from schakel.vault import records

_WORKER = system("worker")
# Of what was handled longer ago, and is not to come any more, nobody is told anything new.
_STILL_TOLD = timedelta(days=30)


def mark_of(asked: TrainingRequest) -> str:
    """In a word what they should know by now; "" when there is nothing to tell."""
    session = asked.session
    if asked.state != RequestState.PLANNED:
        return str(asked.state)
    if session is None or session.state == SessionState.HELD or session.is_over(time.now()):
        return ""
    if session.state == SessionState.CANCELLED:
        return "off"
    return f"planned {sum(one.sequence for one in every_day_of(session))}"


def tell_who_asked() -> int:
    """Ask for a mail to whoever does not know yet how it stands; how many that were."""
    if not mails(Kind.PROFESSIONAL):
        return 0
    rows = TrainingRequest.objects.filter(content__isnull=False).select_related("session", "course")
    late = time.now() - _STILL_TOLD
    rows = rows.exclude(finished_at__lt=late, session=None).exclude(session__ends_at__lt=late)
    new = [row for row in rows if (mark := mark_of(row)) and mark != row.told]
    busy, told = busy_with(row.pk for row in new), 0
    for row in new:
        if row.pk not in busy and not records.is_destroyed(row.data_key):
            told += send_to_partner(kind=Kind.PROFESSIONAL, subject_id=row.pk, by=_WORKER) is not None
    return told


def letter(subject_id: uuid.UUID) -> Letter | None:
    """How it stands now; None for a subject of another room. Raises Held."""
    row = TrainingRequest.objects.select_related("session", "course").filter(pk=subject_id).first()
    if row is None:
        return None
    if row.content is None or records.is_destroyed(row.data_key):
        raise Held("destroyed")
    said, mark = row.read(), mark_of(row)
    if not said["email"]:
        raise Held("no address")
    if not mark or mark == row.told:
        raise Held("over")
    subject, lines = _written(row, mark, str(said.get("why", "")))
    return Letter(said["email"], partial(_went, row.pk, mark), subject=subject, body=in_full(said["name"], lines))


def refused(subject_id: uuid.UUID) -> None:
    """Their address does not work. What came back days later counted as told, and was not."""
    row = TrainingRequest.objects.select_related("session").filter(pk=subject_id).first()
    if row is not None and row.told == mark_of(row):
        TrainingRequest.objects.filter(pk=subject_id).update(told="")


def withdrawn(subject_id: uuid.UUID) -> None:
    """Somebody took the mail back: this is not told by mail any more, and what comes later is."""
    row = TrainingRequest.objects.select_related("session").filter(pk=subject_id).first()
    if row is not None:
        TrainingRequest.objects.filter(pk=subject_id).update(told=mark_of(row))


def _written(row: TrainingRequest, mark: str, why: str) -> tuple[str, list[str]]:
    """Subject and lines."""
    session = row.session
    if session is None:
        return _unplanned(row, why)
    if mark == "off":
        first = "De training die u aanvroeg gaat niet door. Wij nemen contact met u op."
        return f"Gaat niet door: {session.title}", [first]
    is_moved = row.told.startswith("planned")
    first = "De training die u aanvroeg is verplaatst of gewijzigd. Zo is het nu:"
    lines = [first if is_moved else "De training die u aanvroeg is gepland:", "", session.title, *_days(session)]
    if session.capacity is not None:
        lines += ["", "Wie meedoet, schrijft zich in op deze pagina. U kunt het adres doorsturen:"]
        lines += [public_address(f"agenda/{session.pk}/")]
    return f"{'Gewijzigd' if is_moved else 'Gepland'}: {session.title}", lines


def _unplanned(row: TrainingRequest, why: str) -> tuple[str, list[str]]:
    what = row.course.title if row.course is not None else "een training"
    if row.state == RequestState.DECLINED:
        first = "U vroeg een training aan. Wij kunnen die niet geven."
        return "Uw aanvraag kan niet doorgaan", [first, *(["", why] if why else [])]
    town = region.current().municipality_name(row.municipality) if row.municipality.startswith("GM") else ""
    asked = f"- {what}, voor {row.get_audience_display()}, {row.people} mensen{f', in {town}' if town else ''}"
    then = "Wij bellen of mailen u om een dag te kiezen. U hoeft nu niets te doen."
    return "Wij hebben uw aanvraag", ["Uw aanvraag is binnen.", "", asked, "", then]


def _days(session: Session) -> list[str]:
    return [when_and_where(one) for one in every_day_of(session) if one.state != SessionState.CANCELLED]


def _went(request_id: uuid.UUID, mark: str) -> None:
    """They know."""
    row = TrainingRequest.objects.get(pk=request_id)
    TrainingRequest.objects.filter(pk=request_id).update(told=mark)
    record("training:asker_mailed", by=_WORKER, about=row, told=mark)
