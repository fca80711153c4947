"""An invented campaign, and what a channel says of it."""

from datetime import date
from typing import Any

from schakel.access.models import User
from schakel.prevention.campaigns import actions
from schakel.prevention.campaigns.models import Campaign, Result

SAID: dict[str, Any] = {
    "title": "Niemand is jouw baas",
    "goal": "Jongeren herkennen dat iemand hen gebruikt, en weten waar ze terechtkunnen.",
    "audience": "jongeren van 14 tot 18 jaar",
    "channels": ["Instagram", "TikTok"],
    "first_day": date(2026, 10, 5),
    "last_day": date(2026, 10, 25),
    "municipalities": ["GM0153"],
    "forms": ["sexual", "criminal"],
    "materials": "",
    "cost_cents": 125_050,
    "headline": "Als hij zegt dat je hem iets schuldig bent",
    "call": "Praat erover. Je hoeft je naam niet te zeggen.",
}


def campaign(*, by: User, **changed: Any) -> Campaign:
    return actions.begin(said=SAID | changed, by=by)


def result(found: Campaign, *, by: User, channel: str = "Instagram", **said: Any) -> Result:
    return actions.enter(campaign=found, channel=channel, said={"shown": 1200, "responded": 30} | said, by=by)
