"""Invented wishes of reporters, and reports that carry them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from schakel.access.models import User
from schakel.core import time
from schakel.intake import actions
from schakel.intake.contact import ContactRules
from schakel.intake.content import Content, HearBack
from schakel.intake.models import Report
from schakel.outbox.contact import Contact
from tests.rooms import chain

NUMBER, ADDRESS = "06 12 34 56 78", "fleur@mail.example"
# Every moment at which anybody is reached at all, and everything allowed.
ALL = ContactRules(
    days=("every",), parts=("morning", "afternoon", "evening"), voicemail=True, text_message=True, news=True
)
THURSDAY_NOON = datetime(2026, 11, 19, 12, 0, tzinfo=time.REGION_ZONE)
THURSDAY_NIGHT = datetime(2026, 11, 19, 23, 30, tzinfo=time.REGION_ZONE)


def by_phone(rules: ContactRules = ALL, **changed: Any) -> Contact:
    return Contact(HearBack.PHONE, NUMBER, replace(rules, **changed))


def by_mail(rules: ContactRules = ALL, **changed: Any) -> Contact:
    return Contact(HearBack.EMAIL, ADDRESS, replace(rules, **changed))


def opened(contact: Contact, by: User) -> Report:
    """A report that came in with this wish, and was opened."""
    said = chain.said()
    wish = {"hear_back": contact.channel, "hear_back_detail": contact.address, "contact": contact.rules}
    report, _ = chain.hand_in(Content(said.routing, replace(said.body, **wish)))
    actions.open_report(report=report, by=by)
    return Report.objects.get(pk=report.pk)
