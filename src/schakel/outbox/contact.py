"""How a reporter may be reached, as it stands now: the way, the address, and the rules."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from schakel.intake.contact import NOTHING_ALLOWED, ContactRules, rules_from_json
from schakel.intake.content import Content, HearBack


@dataclass(frozen=True)
class Contact:
    """One reporter's wish. Without one: by the code alone."""

    channel: str = HearBack.CODE
    address: str = ""
    rules: ContactRules = NOTHING_ALLOWED


def as_reported(said: Content) -> Contact:
    """What the reporter asked for in the report itself."""
    return Contact(said.body.hear_back, said.body.hear_back_detail, said.body.contact)


def to_json(contact: Contact) -> dict[str, Any]:
    return asdict(contact)


def from_json(raw: Mapping[str, Any]) -> Contact:
    return Contact(str(raw["channel"]), str(raw["address"]), rules_from_json(raw["rules"]))
