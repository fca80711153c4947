"""Pictures for social media, made from a campaign's words in the house style, with words for who can't see them."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from schakel.core import region
from schakel.prevention.campaigns.models import Campaign
from schakel.publications.render import words
from schakel.publications.render.press import typeset

_LAYOUT = Path(__file__).parent / "picture.typ"


@dataclass(frozen=True)
class Size:
    """Width and height in pixels, and where such a picture is asked."""

    name: str
    width: int
    height: int
    label: str


SIZES = {
    one.name: one
    for one in (
        Size("vierkant", 1080, 1080, "Vierkant, voor een bericht"),
        Size("staand", 1080, 1920, "Staand, voor een verhaal"),
        Size("liggend", 1200, 628, "Liggend, voor een koppeling"),
    )
}


def picture(campaign: Campaign, size: Size) -> bytes:
    """A PNG of exactly this size; the same words give the same bytes."""
    profile = region.current()
    shown = {
        "width": size.width,
        "height": size.height,
        "headline": campaign.headline,
        "call": campaign.call,
        "centre": profile.name,
        "phone": profile.telephone,
        "website": profile.website,
        "demo": words.DEMO_MARK if settings.SCHAKEL_DEMO else "",
    }
    # The layout is drawn in points; at 72 points an inch a point is a pixel.
    return typeset(_LAYOUT, shown, format="png", ppi=72)


def alternative(campaign: Campaign) -> str:
    """What stands in the picture, for the field that a platform has for that."""
    profile = region.current()
    said = [_sentence(campaign.headline), _sentence(campaign.call)]
    reach = ", ".join(part for part in (profile.telephone, profile.website) if part)
    return " ".join([*filter(None, said), f"Afzender: {profile.name}{', ' + reach if reach else ''}."])


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".!?…" else f"{words}."
