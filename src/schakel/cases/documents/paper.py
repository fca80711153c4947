"""A letter on A4 (PDF/UA-1)."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from schakel.cases.documents.letters import blocks_of
from schakel.core import region
from schakel.publications.render import words as printed
from schakel.publications.render.press import typeset

_LAYOUT = Path(__file__).with_name("letter.typ")
_DEMO = {"mark": printed.DEMO_MARK, "sentence": "Dit centrum en deze brief zijn bedacht. Is er nu gevaar? Bel 112."}
_NO_NAME = re.compile(r"[^\w \-.]+")
_MOST_NAME = 60


def letter_pdf(said: Mapping[str, str], *, number: str, on: date) -> bytes:
    """The letter as it is written, made on a day; equal letters give equal bytes."""
    profile = region.current()
    told = {
        "title": said["title"],
        "centre": profile.name,
        "contact": f"{profile.telephone} ({profile.hours['nl']}) · {profile.email}",
        "recipient": said["recipient"].split("\n") if said["recipient"] else [],
        "facts": [["Datum", printed.day(on)], ["Ons kenmerk", number]],
        "blocks": blocks_of(said["body"]),
        "demo": _DEMO if settings.SCHAKEL_DEMO else None,
    }
    made = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return typeset(_LAYOUT, told, format="pdf", pdf_standards=["ua-1"], timestamp=made)


def file_name(title: str, number: int) -> str:
    """What a made letter is called."""
    stem = _NO_NAME.sub(" ", title).strip()[:_MOST_NAME].strip() or "brief"
    return f"{stem} {number}.pdf"


def digest(content: bytes) -> str:
    """SHA-256, to see later that a file is the one that was made here."""
    return hashlib.sha256(content).hexdigest()
