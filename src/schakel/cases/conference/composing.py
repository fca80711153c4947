"""Minutes made from what a conference says: parts in order, each with for whom it is; and what of it somebody may see."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from schakel.cases.conference.queries import AttendeeSheet, ConferenceSheet
from schakel.cases.conference.states import Naming
from schakel.cases.conference.telling import ALL, PARTIES
from schakel.core.templatetags.work import initials

Content = dict[str, Any]
_SHARED = "shared-"
# Of a name that says whose it is; these are of many.
_PARTICLES = {"van", "den", "der", "het", "ten", "ter", "bin", "ben", "del", "della"}
_SHORTEST = 3


def composed(sheet: ConferenceSheet) -> Content:
    """The first draft. Nothing in it is for third parties yet: somebody says of each part that it is."""
    return {"naming": str(Naming.INITIALS), "why": "", "parts": _parts(sheet)}


def completed(content: Content, sheet: ConferenceSheet) -> Content:
    """A draft with the parts of what was written down since it was begun; nobody's words change."""
    known = {one["key"]: one for one in content["parts"]}
    parts = []
    for one in _parts(sheet):
        if one["key"] in known:
            # The grounds and conditions are what they are with whoever shared it, not what stood here.
            parts.append(known.pop(one["key"]) | {"ground": one["ground"], "conditions": one["conditions"]})
        else:
            parts.append(one)
    return {**content, "parts": [*parts, *known.values()]}


def frozen(content: Content, sheet: ConferenceSheet) -> Content:
    """A draft with who was there and what was agreed as it stands now: what follows in the plan changes no minutes."""
    return {
        **completed(content, sheet),
        "purpose": sheet.purpose,
        "present": [
            {"name": one.name, "of": one.of, "is_third": one.is_third}
            for one in sheet.attendees
            if one.was_there
        ],
        "agreements": [
            {
                "title": one.step.title,
                "owner": one.step.owner or "nog niemand",
                "due_on": one.step.step.due_on.isoformat() if one.step.step.due_on else "",
                "attendee": str(one.row.attendee_id or ""),
            }
            for one in sheet.agreements
        ],
    }  # fmt: skip


def seen_by(content: Content, attendee: AttendeeSheet, names: Sequence[str]) -> Content:
    """What of the minutes one participant gets: a third party what is for them, others all of it.

    `names` are how the persons of the case are called; they become initials where the minutes say so, and for a third
    party always. What it is about as a whole, and why it was corrected, is for the parties: a third party knows what they
    were asked for.
    """
    shown = {**content}
    if attendee.is_third:
        mine = (ALL, str(attendee.row.id))
        own = f"{_SHARED}{attendee.row.id}"
        shown["parts"] = [one for one in content["parts"] if one["audience"] in mine or one["key"] == own]
        shown["agreements"] = [one for one in content["agreements"] if one["attendee"] == str(attendee.row.id)]
        shown["purpose"] = ""
        shown["why"] = ""
    shown["parts"] = [one for one in shown["parts"] if one["words"]]
    return _shortened(shown, names) if names else shown


def names_to_shorten(content: Content, attendee: AttendeeSheet, everybody: Iterable[tuple[str, bool]]) -> list[str]:
    """Of the persons in a case (their name, and whether this reader may know it) the names that this reader gets short."""
    is_ours = attendee.row.account is not None
    keeps = is_ours or (content["naming"] == Naming.WRITTEN and not attendee.is_third)
    return [name for name, may_know in everybody if name and not (keeps and may_know)]


def _shortened(content: Content, names: Sequence[str]) -> Content:
    def short(value: str) -> str:
        return shortened(value, names)

    return {
        **content,
        "purpose": short(content["purpose"]),
        "why": short(content.get("why", "")),
        "parts": [
            {**one, **{name: short(one[name]) for name in ("title", "words", "conditions", "ground")}}
            for one in content["parts"]
        ],
        "agreements": [{**one, "title": short(one["title"])} for one in content["agreements"]],
    }


def shortened(words: str, names: Sequence[str]) -> str:
    """A text in which these names, whole or a part of one, are initials."""
    for name in sorted(names, key=len, reverse=True):
        short = "".join(f"{letter}." for letter in initials(name))
        words = _replaced(words, name, short, re.IGNORECASE)
        for part in name.split():
            if len(part) >= _SHORTEST and part.lower() not in _PARTICLES:
                # As a name is written: "roos" in a sentence is a flower.
                words = _replaced(words, part, short, re.NOFLAG)
    return words


def _replaced(words: str, name: str, short: str, flags: re.RegexFlag) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: short, words, flags=flags)


def _parts(sheet: ConferenceSheet) -> list[dict[str, str]]:
    parts = [_part(f"agenda-{point['id']}", point["words"]) for point in sheet.agenda]
    for one in sheet.attendees:
        if one.shared:
            ground = f"{one.ground}: {one.because}" if one.because else one.ground
            title = f"Gedeeld door {one.name}"
            parts.append(_part(f"{_SHARED}{one.row.id}", title, one.shared, ground=ground, conditions=one.conditions))
    return [*parts, _part("decisions", "Besluiten", sheet.decisions), _part("rest", "Verder")]


def _part(key: str, title: str, words: str = "", *, ground: str = "", conditions: str = "") -> dict[str, str]:
    return {
        "key": key, "title": title, "words": words, "audience": PARTIES, "ground": ground, "conditions": conditions,
    }  # fmt: skip


def with_words(content: Content, said: Mapping[str, tuple[str, str]], naming: str) -> Content:
    """A draft with other words and audiences, by the key of their part."""
    parts = [
        {**one, "words": said[one["key"]][0], "audience": said[one["key"]][1]} if one["key"] in said else one
        for one in content["parts"]
    ]
    return {**content, "parts": parts, "naming": naming}
