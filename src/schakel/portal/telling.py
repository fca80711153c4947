"""What a partner added, in words: as it stands now, as it was at each version, and laid beside another version."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.cases.plan import contents
from schakel.cases.plan.history import Change
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import Version
from schakel.cases.plan.views.changed import Row, Told
from schakel.portal.models import Contribution
from schakel.portal.states import Category, Onward
from schakel.vault import records

_CLOSED = "Strafrechtelijke gegevens. Uw rol geeft u daar geen toegang toe."
# What stands in the text of an entry, in the order of the form.
LABELS: Mapping[str, str] = {
    "origin": "Van wie dit komt",
    "seen": "Zelf gezien of gehoord",
    "told": "Door anderen gezegd",
    "thought": "Hoe de partner het uitlegt",
    "onward": "Doorgeven",
    "conditions": "Voorwaarden",
    "categories": "Let op",
    "withdrawn": "Ingetrokken",
    "reason": "Waarom ingetrokken",
}


@dataclass(frozen=True)
class Said:
    """What a partner tells: where it comes from, three kinds of knowing apart, and what they ask of whoever uses it."""

    origin: str
    seen: str
    told: str
    thought: str
    onward: str
    conditions: str
    # Of `Category`, with commas between.
    categories: str = ""

    def flat(self) -> dict[str, str]:
        """As field and text, as it is stored."""
        return {one.name: str(getattr(self, one.name)) for one in fields(self)}


@dataclass(frozen=True)
class Sheet:
    """One entry as a page shows it. `lines` are label and words; none where they were destroyed."""

    row: Contribution
    by: str
    lines: tuple[tuple[str, str], ...]
    onward: str
    conditions: str
    categories: str
    reason: str
    is_criminal: bool = False
    is_destroyed: bool = False
    history: tuple[Change, ...] = ()


def sheet_of(row: Contribution, history: Iterable[Change] = ()) -> Sheet:
    """An entry in words. Nothing is recorded: the caller reads more."""
    content = contents.read_if_left(row)
    return Sheet(
        row,
        str(content.get("by", "")) or row.author.name,
        tuple(lines_of(content)),
        words_of("onward", str(content.get("onward", ""))),
        str(content.get("conditions", "")),
        words_of("categories", str(content.get("categories", ""))),
        str(content.get("reason", "")),
        is_criminal=Category.CRIMINAL in str(content.get("categories", "")).split(","),
        is_destroyed=not content,
        history=tuple(history),
    )


def as_seen_by(sheet: Sheet, viewer: User) -> Sheet:
    """The entry as far as this colleague may read it: criminal-justice data ask the permission of their role (AVG art. 10).

    What it was before may have been such data too: its history goes with the same permission.
    """
    if viewer.may(Permission.SUSPECTS):
        return sheet
    if not sheet.is_criminal:
        return replace(sheet, history=())
    return replace(sheet, lines=(("Inhoud", _CLOSED),), conditions="", reason="", history=())


def lines_of(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What it says itself, label and words, without what was asked of whoever uses it."""
    for name in ("origin", "seen", "told", "thought"):
        if content.get(name):
            yield LABELS[name], str(content[name])


def words_of(field: str, value: str) -> str:
    """A field's value, as a page writes it."""
    if field == "onward":
        return str(Onward(value).label) if value else ""
    if field == "categories":
        return "; ".join(str(Category(one).label) for one in value.split(",") if one)
    return value


def histories_of(rows: Collection[Contribution]) -> dict[uuid.UUID, list[Change]]:
    """Of each entry every version, the latest first. Whoever reads the entry reads its history: that is recorded with it."""
    versions: dict[uuid.UUID, list[Version]] = {row.id: [] for row in rows}
    found = Version.objects.filter(case__in={row.case_id for row in rows}, subject_id__in=list(versions))
    for version in found.select_related("by").order_by("revision"):
        versions[version.subject_id].append(version)
    return {row.id: _history(row, versions[row.id]) for row in rows}


def _history(row: Contribution, versions: Iterable[Version]) -> list[Change]:
    changes, before = [], dict[str, str]()
    for version in versions:
        try:
            after = _flat(contents.read_version(version, row.case.data_key))
        except records.Destroyed:
            return []
        changed = tuple(
            (label, words_of(name, before.get(name, "")), words_of(name, after.get(name, "")))
            for name, label in LABELS.items()
            if before.get(name, "") != after.get(name, "")
        )
        changes.append(Change(version, version.by.name if version.by else "", changed))
        before = after
    return changes[::-1]


def told_of(row: Contribution, revision: int, mine: Mapping[str, str]) -> tuple[dict[str, str], Told]:
    """What the form goes on with, and what to tell, where its author changed it in another window meanwhile."""
    row.refresh_from_db()
    base = contents.version_of(row, revision) or {}
    theirs = _flat(contents.now(row, contents.read(row)))
    merged, differences = merge(_flat(base), theirs, mine)
    rows = tuple(
        Row(
            LABELS[one.field],
            words_of(one.field, one.before),
            words_of(one.field, one.theirs),
            words_of(one.field, one.mine),
            one.is_conflict,
        )
        for one in differences
    )
    latest = Version.objects.select_related("by").get(subject_id=row.id, revision=row.revision)
    return merged, Told(latest, rows)


def _flat(content: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in content.items()}
