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
_CERTIFICATE = "certificate"


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
    lead = enrolment.session
    # A day that comes to a programme is news too, and so is one that moves when the first is over.
    moves = sum(one.sequence for one in days) + len(days) - 1
    if enrolment.state in (EnrolmentState.DOUBLE, EnrolmentState.CANCELLED):
        return str(enrolment.state)
    if lead.state == SessionState.CANCELLED:
        return "off"
    if enrolment.state == EnrolmentState.WAITING:
        return "" if lead.is_over(time.now()) else f"waiting {moves}"
    if _is_done(days):
        return _mark_afterwards(enrolment)
    if all(one.is_over(time.now()) for one in days if one.state != SessionState.CANCELLED):
        return ""
    is_soon = lead.starts_at - REMIND_BEFORE <= time.now()
    told_before = enrolment.created_at < lead.starts_at - REMIND_BEFORE
    return f"{'soon' if is_soon and told_before else 'place'} {moves}"


def _is_done(days: list[Session]) -> bool:
    return all(one.state != SessionState.ANNOUNCED for one in days)


def _mark_afterwards(enrolment: Enrolment) -> str:
    if not enrolment.attendances.all():
        return ""
    if enrolment.told == _CERTIFICATE:
        # Also when it was withdrawn: they were thanked with it.
        return _CERTIFICATE
    certificate = getattr(enrolment, "certificate", None)
    return _CERTIFICATE if certificate is not None and certificate.document is not None else "after"


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
        first = f"Alle plaatsen zijn bezet. U staat op de wachtlijst, op plaats {position_of(enrolment)}."
        then = "Komt er een plaats vrij, dan krijgt u die vanzelf en mailen wij u."
        return News(mark, f"U staat op de wachtlijst: {lead.title}", [first, then, "", *when, *manage])
    if kind not in ("place", "soon"):
        return _ending(kind, mark, enrolment, [when, manage])
    subject, first = _of_a_place(mark, enrolment.told)
    lines = [first, "", *when, *code]
    if kind == "soon" and was != "soon":
        lines += ["", "Wilt u vooraf zeggen wat u al kunt herkennen? Dat kan ook via de link."]
    return News(mark, f"{subject}: {lead.title}", [*lines, *manage], "REQUEST")


def _of_a_place(mark: str, told: str) -> tuple[str, str]:
    """Subject and first line for who has a place, by what they heard before."""
    (kind, _, moves), (was, _, moves_then) = mark.partition(" "), told.partition(" ")
    if was == "waiting":
        return "U hebt nu een plaats", "Er is een plaats vrijgekomen. U stond op de wachtlijst en u kunt nu meedoen."
    if was not in ("place", "soon"):
        return "U bent ingeschreven", "U bent ingeschreven en u hebt een plaats."
    # That it moved matters more than that it is soon, and who was reminded of the old day hears of a new one.
    if moves != moves_then or kind != "soon":
        first = "De bijeenkomst is verplaatst of gewijzigd. Hieronder staat hoe het nu is. Uw plaats blijft."
        return "Gewijzigd", first
    return "Herinnering", "Binnenkort is het zover. Kunt u toch niet komen? Meld u dan af, dan kan een ander mee."


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
    thanks = "Dank u wel dat u erbij was. Wilt u zeggen wat u nu kunt herkennen? Het kost twee minuten en is anoniem."
    if kind == _CERTIFICATE:
        first = "Uw certificaat staat klaar. U vindt het via de link hieronder, als PDF."
        return News(mark, f"Uw certificaat: {title}", [first, "", thanks, *manage])
    return News(mark, f"Dank u wel: {title}", [thanks, *manage])


def when_and_where(session: Session) -> str:
    """A day in one line, for who has a place in it."""
    begins, ends = (one.astimezone(time.REGION_ZONE) for one in (session.starts_at, session.ends_at))
    where = session.place or (f"online: {session.link}" if session.link else "online")
    return f"{in_words(begins.date())}, {begins:%H:%M} tot {ends:%H:%M} uur, {where}"
