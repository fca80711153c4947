"""The document of a disclosure, with its conditions on every page, and the page that a client is told with."""

from datetime import UTC, date, datetime
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings

from schakel.core import region
from schakel.publications.render import words as printed
from schakel.publications.render.press import typeset
from schakel.sharing import rules
from schakel.sharing.clients import ClientPage
from schakel.sharing.contents import Given, day_of
from schakel.sharing.queries import ClientLine

_DISCLOSURE, _CLIENT = (Path(__file__).with_name(name) for name in ("disclosure.typ", "client.typ"))
ALWAYS = (
    "Gebruik dit alleen voor het doel hieronder. Geef het niet door zonder eerst te overleggen. "
    "Vernietig het als u het niet meer nodig heeft, of als wij het intrekken."
)
# How much of a page the conditions at its foot take: by so many characters a line, each so high.
_CHARACTERS, _LINE_MM, _ROOM_MM = 105, 4.2, 24


def disclosure_pdf(given: Given) -> bytes:
    """The document for the recipient (PDF/UA-1); equal disclosures give equal bytes."""
    on = date.fromisoformat(given.given_on)
    return _pdf(_DISCLOSURE, _disclosure(given, on), on)


def client_pdf(page: ClientPage, *, on: date) -> bytes:
    """Who got what, for one client (PDF/UA-1), made on a day."""
    return _pdf(_CLIENT, _client(page, on), on)


def _pdf(layout: Path, content: dict[str, Any], on: date) -> bytes:
    made = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return typeset(layout, content, format="pdf", pdf_standards=["ua-1"], timestamp=made)


def _disclosure(given: Given, on: date) -> dict[str, Any]:
    profile, book = region.current(), rules.book()
    conditions = f"{ALWAYS} {given.conditions}".strip()
    until = day_of(given.expires_on) or on
    to = f"{given.organisation}, {given.professional}" if given.professional else given.organisation
    facts = [
        ["Voor", to],
        ["Nummer", given.number],
        ["Datum", printed.day(on)],
        ["Te gebruiken tot en met", printed.day(until)],
        ["Doel", book.purposes[given.purpose].name],
        ["Grond", f"{book.grounds[given.ground].name} ({book.grounds[given.ground].source})"],
        ["Soort gegevens", "; ".join(rules.names_of(given.categories, "categories"))],
        ["Verstrekt door", f"{given.given_by}, {profile.name}"],
    ]
    people = [
        {
            "name": told.name,
            "rows": [[label, value, _apart(categories)] for label, value, categories in told.lines],
        }
        for told in given.told
    ]
    lines = sum(ceil(len(part) / _CHARACTERS) or 1 for part in conditions.split("\n"))
    return {
        "title": f"Verstrekking {given.number}",
        "centre": profile.name,
        "demo": _demo("Dit centrum en deze verstrekking zijn bedacht."),
        "facts": facts,
        "people": people,
        "text": [part for part in given.text.split("\n") if part.strip()],
        "conditions": conditions,
        "mark_line": f"{given.number} · voor {given.organisation} · {printed.day(on)} · te gebruiken t/m {printed.day(until)}",
        "foot": f"{_ROOM_MM + lines * _LINE_MM:.1f}",
        "contact": f"Vragen, of klopt er iets niet? {profile.telephone} ({profile.hours['nl']}), {profile.email}.",
    }


def _client(page: ClientPage, on: date) -> dict[str, Any]:
    profile = region.current()
    return {
        "title": "Wie kreeg gegevens over u?",
        "centre": profile.name,
        "demo": _demo("Dit centrum en dit overzicht zijn bedacht. Is er nu gevaar? Bel 112."),
        "made": f"gemaakt op {printed.day(on)}",
        "introduction": [
            "Soms vertellen wij andere organisaties iets over u. Dat doen wij alleen als het nodig is en mag.",
            "Hier ziet u aan wie, wanneer, en waarom. U heeft het recht om dat te weten.",
        ],
        "nobody": "Wij hebben uit deze casus nog niets over u aan een andere organisatie verteld.",
        "lines": [_client_line(line) for line in page.lines],
        "contact": [
            "Klopt er iets niet, of wilt u meer weten? Wilt u dat wij iets niet meer vertellen? Neem contact met ons op.",
            f"Telefoon: {profile.telephone} ({profile.hours['nl']}). E-mail: {profile.email}.",
            "Bent u het er niet mee eens? U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens.",
        ],
    }


def _client_line(line: ClientLine) -> dict[str, Any]:
    ending = f"Zij mogen dit gebruiken tot en met {printed.day(line.until)}." if line.until else ""
    if line.recalled_on is not None:
        ending = f"Wij hebben dit op {printed.day(line.recalled_on)} ingetrokken. Zij mogen het niet meer gebruiken."
    return {
        "when": printed.day(line.given_on),
        "who": line.organisation,
        "what": line.in_a_row,
        "why": f"{line.why[:1].upper()}{line.why[1:]}.",
        "because": line.because,
        "ending": ending,
    }


def _apart(categories: tuple[str, ...]) -> str:
    named = (rules.book().categories[one].name.partition(":")[0] for one in categories if one != "ordinary")
    return ", ".join(named)


def _demo(sentence: str) -> dict[str, str] | None:
    return {"mark": printed.DEMO_MARK, "sentence": sentence} if settings.SCHAKEL_DEMO else None
