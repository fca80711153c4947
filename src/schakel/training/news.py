"""What a participant should know by now, against what the last mail said: so nothing is told twice, and nothing left out."""

from dataclasses import dataclass
from datetime import timedelta

from schakel.core import time
from schakel.publications.render.words import day as in_words
from schakel.training.kinds import EnrolmentState, SessionState
from schakel.training.models import Enrolment, Session
from schakel.training.queries import position_of

# So long before a session somebody is reminded, if they enrolled before that.
REMIND_BEFORE = timedelta(days=3)
# Stands in `told` of who is not mailed: from that address too many enrolled in a day. The desk sees it.
UNMAILED = "unmailed"


@dataclass(frozen=True)
class News:
    """A mail in the making: `mark` is what is kept of it."""

    mark: str
    subject: str
    lines: list[str]
    # The method of the calendar file that hangs on it ("": none).
    method: str = ""


def mark_of(enrolment: Enrolment, days: list[Session]) -> str:
    """In a word what a participant should know; "" when there is nothing to tell."""
    lead, now = enrolment.session, time.now()
    moves = sum(one.sequence for one in days)
    if enrolment.state in (EnrolmentState.DOUBLE, EnrolmentState.CANCELLED):
        return str(enrolment.state)
    if lead.state == SessionState.CANCELLED:
        return "off"
    if enrolment.state == EnrolmentState.WAITING:
        return "" if lead.is_over(now) else f"waiting {moves}"
    if any(one.state == SessionState.ANNOUNCED and one.starts_at > now for one in days):
        return _mark_of_a_place(enrolment, days, moves)
    # That the last day is off is told before anybody is thanked.
    if not days[-1].is_over(now) and _has_moved(enrolment.told, moves):
        return f"place {moves}"
    return _mark_afterwards(enrolment) if _is_done(days) else ""


def _mark_of_a_place(enrolment: Enrolment, days: list[Session], moves: int) -> str:
    """With a day to come: that they have a place, or which day they are reminded of, counted from one."""
    kept = [one for one in days if one.state != SessionState.CANCELLED]
    place = next(place for place, one in enumerate(kept) if one.starts_at > time.now())
    is_soon = kept[place].starts_at - REMIND_BEFORE <= time.now()
    # Of days close together only the first: that mail has them all.
    while place and kept[place - 1].starts_at > kept[place].starts_at - REMIND_BEFORE:
        place -= 1
    if is_soon and enrolment.created_at < kept[place].starts_at - REMIND_BEFORE:
        return f"soon {moves} {place + 1}"
    # Between two days nobody is told again that they have a place.
    was = enrolment.told.partition(" ")[0]
    return enrolment.told if was == "soon" and not _has_moved(enrolment.told, moves) else f"place {moves}"


def _has_moved(told: str, moves: int) -> bool:
    """Whether something moved since somebody heard of their place."""
    was, _, rest = told.partition(" ")
    return was in ("place", "soon") and rest.partition(" ")[0] != str(moves)


def _is_done(days: list[Session]) -> bool:
    return all(one.state != SessionState.ANNOUNCED for one in days)


def _mark_afterwards(enrolment: Enrolment) -> str:
    certificate = getattr(enrolment, "certificate", None)
    # Also when they were not there after all: that may be why.
    if certificate is not None and certificate.withdrawn_at and enrolment.told in ("certificate", "withdrawn"):
        return "withdrawn"
    if not enrolment.attendances.all():
        return ""
    return "certificate" if certificate is not None and certificate.document is not None else "after"


def news_of(enrolment: Enrolment, days: list[Session], link: str) -> News | None:
    """What to mail now, or None when they know."""
    mark = mark_of(enrolment, days)
    if not mark or mark == enrolment.told:
        return None
    kind, was = mark.partition(" ")[0], enrolment.told.partition(" ")[0]
    lead = enrolment.session
    when = [f"{lead.title}", *(when_and_where(one) for one in days if one.state != SessionState.CANCELLED), ""]
    manage = ["", "Uw inschrijving bekijken of u afmelden:", link]
    code = [f"Uw code voor de presentielijst: {enrolment.code}"]
    if kind == "waiting":
        return _of_waiting(mark, enrolment, [*when, *manage])
    if kind not in ("place", "soon"):
        return _ending(kind, mark, enrolment, [when, manage])
    moves, _, number = mark.partition(" ")[2].partition(" ")
    has_moved = _has_moved(enrolment.told, int(moves))
    subject, first = _of_a_place(was, number, has_moved=has_moved)
    off = [f"Gaat niet door: {_on(one)}.\n" for one in days if has_moved and one.state == SessionState.CANCELLED]
    lines = [first, "", *when, *off, *code]
    if number == "1" and was != "soon":
        lines += ["", "Wilt u vooraf zeggen wat u al kunt herkennen? Dat kan ook via de link."]
    return News(mark, f"{subject}: {lead.title}", [*lines, *manage], "REQUEST")


def _of_waiting(mark: str, enrolment: Enrolment, after: list[str]) -> News:
    first = f"Alle plaatsen zijn bezet. U staat op de wachtlijst, op plaats {position_of(enrolment)}."
    then = "Komt er een plaats vrij, dan krijgt u die vanzelf en mailen wij u."
    title, lines = enrolment.session.title, [first, then, "", *after]
    if enrolment.told.startswith("waiting"):
        return News(mark, f"Gewijzigd: {title}", ["De bijeenkomst is verplaatst of gewijzigd.", *lines])
    return News(mark, f"U staat op de wachtlijst: {title}", lines)


def _of_a_place(was: str, number: str, *, has_moved: bool) -> tuple[str, str]:
    """Subject and first line for who has a place, by what they heard before; `number` of the day that comes soon, or ""."""
    if was == "waiting":
        return "U hebt nu een plaats", "Er is een plaats vrijgekomen. U stond op de wachtlijst en u kunt nu meedoen."
    if has_moved:
        first = "De bijeenkomst is verplaatst of gewijzigd. Hieronder staat hoe het nu is. Uw plaats blijft."
        return "Gewijzigd", first
    if number == "1":
        return "Herinnering", "Binnenkort is het zover. Kunt u toch niet komen? Meld u dan af, dan kan een ander mee."
    if number:
        return "Herinnering", "Binnenkort is de volgende dag van het programma."
    return "U bent ingeschreven", "U bent ingeschreven en u hebt een plaats."


def _ending(kind: str, mark: str, enrolment: Enrolment, parts: list[list[str]]) -> News:
    (when, manage), title = parts, enrolment.session.title
    had_calendar = enrolment.told.partition(" ")[0] in ("place", "soon")
    off = "CANCEL" if had_calendar else ""
    if kind == "double":
        first = "U stond al ingeschreven. Er verandert niets: uw eerste inschrijving blijft staan."
        return News(mark, f"U stond al ingeschreven: {title}", [first, "", *when])
    if kind == "cancelled":
        return News(
            mark, f"U bent afgemeld: {title}", ["U bent afgemeld. Jammer dat u er niet bij bent.", "", *when], off
        )
    if kind == "off":
        first = "Deze bijeenkomst gaat niet door. Onze excuses. U hoeft niets te doen."
        return News(mark, f"Gaat niet door: {title}", [first, "", *when], off)
    if kind == "withdrawn":
        first = "Wij hebben uw certificaat ingetrokken. Het geldt niet meer. Hebt u vragen? Bel ons dan."
        return News(mark, f"Uw certificaat is ingetrokken: {title}", [first, *manage])
    thanks = "Dank u wel dat u erbij was. Wilt u zeggen wat u nu kunt herkennen? Het kost twee minuten en is anoniem."
    if kind == "certificate":
        first = "Uw certificaat staat klaar. U vindt het via de link hieronder, als PDF."
        return News(mark, f"Uw certificaat: {title}", [first, "", thanks, *manage])
    return News(mark, f"Dank u wel: {title}", [thanks, *manage])


def _on(session: Session) -> str:
    return in_words(session.starts_at.astimezone(time.REGION_ZONE).date())


def when_and_where(session: Session) -> str:
    """A day in one line, for who has a place in it."""
    begins, ends = (one.astimezone(time.REGION_ZONE) for one in (session.starts_at, session.ends_at))
    where = session.place or (f"online: {session.link}" if session.link else "online")
    return f"{in_words(begins.date())}, {begins:%H:%M} tot {ends:%H:%M} uur, {where}"
