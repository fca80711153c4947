"""How the invented reporters may be reached: a few different wishes, the same every time."""

from schakel.intake.contact import NOTHING_ALLOWED, ContactRules
from schakel.intake.content import HearBack

_BY_PHONE = (
    ContactRules(
        days=("mon", "tue", "wed", "thu", "fri"),
        parts=("morning", "afternoon"),
        voicemail=True,
        text_message=True,
        code_word="Zeg: ik bel over de afspraak bij de kapper",
    ),
    ContactRules(
        days=("every",),
        parts=("afternoon", "evening"),
        code_word="Zeg: ik bel over de fiets",
        mind="Hang op als een man opneemt.",
        news=True,
    ),
    ContactRules(
        days=("tue", "thu"),
        parts=("morning",),
        text_message=True,
        language="Pools",
        interpreter=True,
        mind="Niet als de kinderen vrij zijn.",
    ),
)
_BY_MAIL = (
    ContactRules(days=("every",), parts=("morning", "afternoon", "evening"), news=True),
    ContactRules(days=("mon", "tue", "wed", "thu", "fri"), parts=("morning",), language="Engels"),
)


def wish(how: str, detail: str) -> ContactRules:
    """What whoever left this number or address allows."""
    wishes = {HearBack.PHONE: _BY_PHONE, HearBack.EMAIL: _BY_MAIL}.get(HearBack(how), (NOTHING_ALLOWED,))
    return wishes[sum(detail.encode()) % len(wishes)]
