"""Letters: what a template may name, how the case fills that in, and what of a text still has to be filled in.

A text is plain paragraphs. A line that begins with "## " is a heading, one that begins with "- " a point of a list, and
`{{ naam }}` stands for something that is filled in. Nothing of it is ever read as commands of the typesetter.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from schakel.access.models import User
from schakel.cases.documents.kinds import Audience, DocumentKind
from schakel.cases.life.content import read_facts
from schakel.cases.life.involved import Somebody
from schakel.cases.models import Case
from schakel.core import region, time
from schakel.people.words import birth
from schakel.publications.render import words as printed

# What may stand between double braces. The second part is what only whoever writes the letter can fill in.
FILLED: Mapping[str, str] = {
    "centrum": "de naam van het centrum",
    "telefoon": "het telefoonnummer van het centrum",
    "bereikbaar": "wanneer het centrum te bereiken is",
    "e-mail": "het mailadres van het centrum",
    "datum": "de dag van vandaag",
    "schrijver": "uw naam",
    "procesregisseur": "wie de casus leidt",
    "casusnummer": "het nummer van de casus",
    "gemeente": "de gemeente van de casus",
    "vorm": "de vorm van uitbuiting",
    "doel": "het doel van de casus",
    "naam": "de naam van de persoon",
    "geboren": "de geboortedatum of leeftijd van de persoon",
    "adres": "het adres of de verblijfplaats van de persoon",
    "telefoon van de persoon": "het telefoonnummer van de persoon",
    "organisatie": "de organisatie aan wie de brief is",
}
WRITTEN: Mapping[str, str] = {
    "reden": "waarom u dit schrijft",
    "vraag": "wat u wilt weten of vraagt",
    "gegevens": "om welke gegevens het gaat",
    "van wie": "van wie de gegevens kwamen",
    "afspraken": "wat is afgesproken",
    "uiterlijk": "voor welke dag u antwoord wilt",
}
KNOWN = {**FILLED, **WRITTEN}
_BRACES = re.compile(r"\{\{[ \t]*([^{}\n]*?)[ \t]*\}\}")
HEADING, POINT = "## ", "- "


@dataclass(frozen=True)
class Template:
    """A letter to begin with: shipped with the software, or written by staff. `key` says which."""

    key: str
    title: str
    audience: Audience
    version: int
    body: str
    kind: DocumentKind = DocumentKind.LETTER

    @property
    def is_shipped(self) -> bool:
        return self.key in shipped()

    @property
    def asks(self) -> list[str]:
        """What it names, in the order of the text."""
        return list(dict.fromkeys(_BRACES.findall(self.body)))


@dataclass(frozen=True)
class Fault:
    """Something between braces that is not filled in or not known, and on which line of the text; no name: half a pair."""

    line: int
    name: str

    @property
    def sentence(self) -> str:
        if not self.name:
            return f"Regel {self.line}: schrijf een woord uit de lijst tussen “{{{{” en “}}}}”."
        if self.name in KNOWN:
            return f"Regel {self.line}: vul nog in {KNOWN[self.name]} ({{{{ {self.name} }}}})."
        return f"Regel {self.line}: “{{{{ {self.name} }}}}” kennen wij niet. Gebruik alleen de woorden uit de lijst."


@cache
def shipped() -> dict[str, Template]:
    """The templates that come with the software."""
    text = (resources.files(__package__) / "letters.toml").read_text(encoding="utf-8")
    return {
        key: Template(
            key, one["title"], Audience(one["audience"]), one["version"], one["body"].strip(), DocumentKind(one["kind"])
        )
        for key, one in tomllib.loads(text).items()
    }


def filled(body: str, values: Mapping[str, str]) -> str:
    """The text with what is known filled in. The rest stays as it stands, for whoever writes."""
    return _BRACES.sub(lambda found: values.get(found[1]) or found[0], body)


def faults_in(text: str) -> list[Fault]:
    """What still stands between braces, or began with them and did not end."""
    return [Fault(number, name) for number, line in enumerate(text.split("\n"), start=1) for name in _named_on(line)]


def unknown_in(body: str) -> list[Fault]:
    """What a template names that nobody can fill in."""
    return [fault for fault in faults_in(body) if fault.name not in KNOWN]


def values_for(case: Case, person: Somebody | None, organisation: str, by: User) -> dict[str, str]:
    """What the case can fill in; what it does not know is left out. Whoever shows it records it. Raises Destroyed."""
    profile, facts = region.current(), read_facts(case)
    known = person.details if person is not None else None
    born = birth(known) if known is not None else ""
    said = {
        "centrum": profile.name,
        "telefoon": profile.telephone,
        "bereikbaar": profile.hours["nl"],
        "e-mail": profile.email,
        "datum": printed.day(time.today()),
        "schrijver": by.name,
        "procesregisseur": case.coordinator.name,
        "casusnummer": case.number,
        "gemeente": facts.municipality_name,
        "vorm": facts.form_names.lower(),
        "doel": facts.goal,
        "naam": known.name if known is not None else "",
        "geboren": "" if born == "onbekend" else born,
        "adres": known.address if known is not None else "",
        "telefoon van de persoon": known.phone if known is not None else "",
        "organisatie": organisation,
    }
    return {name: value for name, value in said.items() if value}


def blocks_of(text: str) -> list[dict[str, Any]]:
    """The text as the layout draws it: headings, lists, and paragraphs of lines; every word as it was typed."""
    blocks: list[dict[str, Any]] = []
    for part in re.split(r"\n[ \t]*\n", text.strip()):
        for line in part.split("\n"):
            kind = "heading" if line.startswith(HEADING) else "list" if line.startswith(POINT) else "paragraph"
            words = line.removeprefix(HEADING if kind == "heading" else POINT if kind == "list" else "").strip()
            if kind != "heading" and blocks and blocks[-1]["kind"] == kind and blocks[-1]["is_open"]:
                blocks[-1]["lines"].append(words)
            elif words:
                blocks.append({"kind": kind, "lines": [words], "is_open": True})
        if blocks:
            blocks[-1]["is_open"] = False
    return [{"kind": one["kind"], "lines": one["lines"]} for one in blocks]


def _named_on(line: str) -> Iterator[str]:
    yield from _BRACES.findall(line)
    rest = _BRACES.sub("", line)
    if "{{" in rest or "}}" in rest:
        yield ""
