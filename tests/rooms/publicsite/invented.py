"""Invented answers, a walk through the form, and a published year, for the tests of the public door."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.test import Client

from schakel.publications.factsheet import Centre, Factsheet, Figures
from schakel.publications.models import Publication, PublicationFile, PublicationState

STORY = "Mijn buurmeisje Fleur moet elke nacht werken en mag niet naar buiten."
ANSWERS: dict[str, dict[str, Any]] = {
    "wie": {"under_18": "on"},
    "wat": {"story": STORY, "municipality": "GM0153", "place": "Boven de bakker", "since": "Sinds de zomer"},
    "vormen": {"forms": ["labour", "sexual"]},
    "personen": {
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "1",
        "people-0-name": "Fleur Verzonnen",
        "people-0-age": "ongeveer 16",
        "people-0-gender": "woman",
    },
    "antwoord": {"hear_back": "phone", "hear_back_detail": "06 12 34 56 78"},
    "veilig-bellen": {"days": ["mon", "thu"], "parts": ["evening"], "code_word": "Zeg: ik bel over de fiets"},
}


def begin(client: Client, prefix: str = "", way: str = "iemand") -> None:
    """Press the button on the start page of a way in."""
    assert client.post(f"{prefix}/melden/", {"wie": way}).status_code == 303


def fill_in(client: Client, prefix: str = "", **changed: dict[str, Any]) -> None:
    """Begin and answer every page, with other answers where given."""
    begin(client, prefix)
    for slug, answers in {**ANSWERS, **changed}.items():
        response = client.post(f"{prefix}/melden/{slug}/", answers)
        assert response.status_code == 303, response.content.decode()


def send(client: Client, prefix: str = "") -> str:
    """Send what was filled in; the receipt code."""
    response = client.post(f"{prefix}/melden/controle/")
    assert response.status_code == 303
    return code_on(client, prefix)


def code_on(client: Client, prefix: str = "") -> str:
    """The code on the receipt page."""
    response = client.get(f"{prefix}/melden/ontvangen/")
    assert response.status_code == 200
    return str(response.context["code"])


def people(count: int) -> dict[str, str]:
    """The posted rows of that many people."""
    rows = {"people-TOTAL_FORMS": str(count), "people-INITIAL_FORMS": "0"}
    return rows | {f"people-{number}-name": f"Persoon nummer {number} " for number in range(count)}


FACTSHEET = Factsheet(
    year=2025,
    revision=1,
    correction="",
    demo=True,
    centre=Centre("Kenniscentrum Voorbeeld", "Twente", "088 – 000 00 00", "", "info@kenniscentrum.example", ""),
    introduction="Dit jaar werkten wij met veel mensen samen.",
    core_tasks=("Meldpunt", "Procesregie", "Daderaanpak", "Preventie", "Deskundigheid", "Beleid"),
    definition="Iemand moet iets doen waar een ander aan verdient.",
    not_smuggling="Smokkel is iets anders.",
    forms_explained=tuple((name, f"Uitleg over {name}.") for name in ("seks", "misdaad", "werk", "lichaam")),
    figures=Figures(
        persons=178,
        reports=221,
        minors=41,
        adults=130,
        age_unknown=7,
        gender={"woman": 115, "man": 49, "other": 14},
        reporters={"care": 7, "municipality": 26, "police": 11, "victim": 8, "comensha": 3, "other": 123},
        average_age=27,
        average_age_unknown=12,
        forms={"sexual": 81, "criminal": 40, "labour": 52, "organ": 5, "unknown": 12},
    ),
    achievements=("Twaalf lessen gegeven.", "Een praatplaat gemaakt."),
    approved_on=date(2026, 2, 3),
)


def publish(factsheet: Factsheet = FACTSHEET, **changed: Any) -> Publication:
    """A published revision with a file of each kind."""
    sheet = replace(factsheet, **changed)
    publication = Publication.objects.create(
        year=sheet.year, revision=sheet.revision, state=PublicationState.PUBLISHED, content=sheet.to_json()
    )
    for ending in ("pdf", "png", "csv"):
        content = f"inhoud van {ending}".encode()
        PublicationFile.objects.create(
            publication=publication, name=f"factsheet-{sheet.year}.{ending}", content=content
        )
    return publication
