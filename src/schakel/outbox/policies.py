"""What the rules of a reporter allow. What is not clearly allowed is forbidden, and a sentence says why."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import TextChoices

from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.intake.contact import HOURS, Day, DayPart
from schakel.intake.content import HearBack
from schakel.outbox.contact import Contact

_AHEAD = timedelta(days=8)


class Forbidden(NotPossible):
    """The reporter's rules forbid this; the message says which, in words for the screen."""


class Way(TextChoices):
    """A way to reach a reporter."""

    CALL = "call", "bellen"
    VOICEMAIL = "voicemail", "iets inspreken"
    TEXT = "text", "een sms sturen"
    EMAIL = "email", "mailen"
    NEWS = "news", "laten weten dat er nieuws is"


def check_allowed(contact: Contact, way: Way) -> None:
    """Raises Forbidden when the reporter does not want this, at whatever moment."""
    if contact.channel not in (HearBack.PHONE, HearBack.EMAIL) or not contact.address:
        raise Forbidden("Niet bellen, niet mailen: de melder leest ons antwoord alleen met de code.")
    if not contact.rules.has_moments:
        raise Forbidden("Er is geen veilig moment bekend. Zolang dat zo is, mag niemand deze melder bereiken.")
    by_phone = contact.channel == HearBack.PHONE
    allowed, sentence = {
        Way.CALL: (by_phone, "De melder wil niet gebeld worden."),
        Way.VOICEMAIL: (by_phone and contact.rules.voicemail, "Spreek niets in: de melder vindt dat niet veilig."),
        Way.TEXT: (by_phone and contact.rules.text_message, "Stuur geen sms: de melder vindt dat niet veilig."),
        Way.EMAIL: (contact.channel == HearBack.EMAIL, "De melder wil geen mail."),
        Way.NEWS: (contact.rules.news, "De melder wil geen bericht dat er nieuws is."),
    }[way]
    if not allowed:
        raise Forbidden(sentence)


def check_moment(contact: Contact, at: datetime) -> None:
    """Raises Forbidden when this moment is not one that the reporter called safe."""
    if not contact.rules.is_safe_at(at.astimezone(time.REGION_ZONE)):
        raise Forbidden(f"Nu niet: het is alleen veilig op {moments(contact)}.")


def check_can(contact: Contact, way: Way, *, at: datetime) -> None:
    """Raises Forbidden unless the reporter may be reached in this way at this moment."""
    check_allowed(contact, way)
    check_moment(contact, at)


def can(check: Callable[..., None], *arguments: object, **options: object) -> bool:
    """The answer of a check as yes or no."""
    try:
        check(*arguments, **options)
    except Forbidden:
        return False
    return True


def next_moment(contact: Contact, after: datetime) -> datetime | None:
    """The first safe moment from `after` on; None when there is none."""
    local = after.astimezone(time.REGION_ZONE)
    if contact.rules.is_safe_at(local):
        return after
    begins = sorted(HOURS[DayPart(part)][0] for part in contact.rules.parts)
    for days in range(_AHEAD.days):
        day = local.date() + timedelta(days=days)
        for hour in begins:
            moment = datetime.combine(day, hour, tzinfo=time.REGION_ZONE)
            if moment > after and contact.rules.is_safe_on(moment):
                return moment
    return None


def moments(contact: Contact) -> str:
    """The safe moments in words: maandag en donderdag, avond (17 tot 21 uur)."""
    days = [Day(day).label for day in Day.values if day in contact.rules.days]
    parts = [DayPart(part).label for part in DayPart.values if part in contact.rules.parts]
    return f"{'elke dag' if Day.EVERY in contact.rules.days else _listed(days)}: {_listed(parts, '; ')}"


def _listed(words: list[str], between: str = ", ") -> str:
    return between.join(words)
