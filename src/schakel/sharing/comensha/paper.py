"""A registration as lines to read and as a document for CoMensha."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from schakel.core import region
from schakel.intake.content import Form, Gender
from schakel.intake.forms import GENDER_WORDS
from schakel.methods import comensha
from schakel.people.details import VictimStatus
from schakel.publications.render import words as printed
from schakel.publications.render.press import typeset
from schakel.sharing.comensha.forms import countries
from schakel.sharing.comensha.queries import Sheet

_LAYOUT = Path(__file__).with_name("registration.typ")


def lines_of(sheet: Sheet) -> list[tuple[str, str]]:
    """Label and value, in the order of the form; what this type of dossier does not carry is left out."""
    said = sheet.said
    if said is None:
        return []
    born = printed.day(said.birth_date) if said.birth_date else str(said.birth_year or said.age or "")
    minor = {True: "ja", False: "nee", None: ""}[said.is_minor]
    dutch = {True: "ja", False: "nee", None: ""}[said.is_dutch]
    gender = {Gender.UNKNOWN.value: "niet bekend", "": ""}.get(said.gender) if said.gender in ("", Gender.UNKNOWN) else str(GENDER_WORDS[Gender(said.gender)])  # fmt: skip
    found = [
        ("Naam", said.name),
        ("Geboren of leeftijd", born),
        ("Minderjarig", minor),
        ("Man of vrouw", gender or ""),
        ("Nationaliteit", dict(countries()).get(said.nationality, "") if said.nationality else ""),
        ("Nederlander", dutch),
        ("Sector", ", ".join(str(Form(form).label) for form in said.forms)),
        ("Slachtofferschap", str(VictimStatus(said.status).label)),
        ("Wie meldde", said.reporter),
        ("Regio", said.region),
        ("Grondslag", comensha.GROUNDS.get(said.ground, "")),
        ("Toestemming gegeven op", printed.day(said.consent_on) if said.consent_on else ""),
        ("Taal", said.language),
        ("Opvang", said.shelter_need),
        ("Veiligheid", said.safety),
        ("Vraag", said.question),
    ]
    return [(label, value) for label, value in found if value]


def registration_pdf(sheet: Sheet) -> bytes:
    """The document for CoMensha (PDF/UA-1), of a registration that was sent; equal registrations give equal bytes."""
    row, profile = sheet.row, region.current()
    assert row.sent_on is not None  # noqa: S101  (the view looked)
    made = datetime(row.sent_on.year, row.sent_on.month, row.sent_on.day, tzinfo=UTC)
    content = {
        "title": f"Registratie {row.number}",
        "centre": profile.name,
        "demo": {"mark": printed.DEMO_MARK, "sentence": "Dit centrum en deze registratie zijn bedacht."}
        if settings.SCHAKEL_DEMO
        else None,
        "facts": [["Aan", "CoMensha"], ["Dossier", sheet.dossier], ["Datum", printed.day(row.sent_on)], *map(list, lines_of(sheet))],
        "contact": f"Vragen? {profile.telephone} ({profile.hours['nl']}), {profile.email}.",
    }  # fmt: skip
    return typeset(_LAYOUT, content, format="pdf", pdf_standards=["ua-1"], timestamp=made)
