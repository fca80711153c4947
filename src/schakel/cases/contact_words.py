"""The contact rules of a reporter in words for the desk: what holds now, and what may be done this minute."""

from collections.abc import Iterator
from dataclasses import dataclass

from schakel.core import time
from schakel.core.templatetags.work import when
from schakel.intake.content import HearBack
from schakel.outbox import policies
from schakel.outbox.contact import Contact
from schakel.outbox.delivery import is_configured
from schakel.outbox.models import Outgoing
from schakel.outbox.policies import Forbidden, Way

_VERBS = {HearBack.PHONE: (Way.CALL, "Nu bellen mag"), HearBack.EMAIL: (Way.EMAIL, "Nu mailen mag")}


@dataclass(frozen=True)
class ContactWords:
    """What stands above any contact with a reporter. `address` is there only when it may be used now."""

    tone: str
    verdict: str
    address: str
    rows: tuple[tuple[str, str], ...]
    may_send_news: bool
    news: Outgoing | None

    @property
    def is_by_code(self) -> bool:
        return not self.rows


def as_words(contact: Contact, news: Outgoing | None = None) -> ContactWords:
    """The rules as they hold at this moment, and the last message to the reporter that there is news."""
    may_send_news = policies.can(policies.check_allowed, contact, Way.NEWS) and is_configured(contact.channel)
    way = _VERBS.get(HearBack(contact.channel))
    if way is None:
        verdict = "Alleen via de code. Niet bellen, niet mailen."
        return ContactWords("info", verdict, "", (), may_send_news=False, news=news)
    rows = tuple(_rows(contact))
    try:
        policies.check_can(contact, way[0], at=time.now())
    except Forbidden as refusal:
        return ContactWords("warn", f"{refusal}{_from_when(contact)}", "", rows, may_send_news, news)
    return ContactWords("success", way[1], contact.address, rows, may_send_news, news)


def _from_when(contact: Contact) -> str:
    moment = policies.next_moment(contact, time.now()) if contact.rules.has_moments else None
    return f" Vanaf {when(moment)} mag het weer." if moment is not None else ""


def _rows(contact: Contact) -> Iterator[tuple[str, str]]:
    rules, by_phone = contact.rules, contact.channel == HearBack.PHONE
    yield "Hoe", "bellen" if by_phone else "mailen"
    yield "Wanneer", policies.moments(contact) if rules.has_moments else "geen veilig moment bekend"
    if by_phone:
        yield "Inspreken", _may(allowed=rules.voicemail)
        yield "Sms", _may(allowed=rules.text_message)
        yield "U zegt", rules.code_word or "niets: neemt een ander op, dan hangt u op"
    yield "Bericht dat er nieuws is", _may(allowed=rules.news)
    if rules.language or rules.interpreter:
        yield "Taal", ", ".join(word for word in (rules.language, "met een tolk" if rules.interpreter else "") if word)
    if rules.mind:
        yield "Let op", rules.mind


def _may(*, allowed: bool) -> str:
    return "mag" if allowed else "mag niet"
