"""An invented published year, for the tests of the factsheet and its files."""

from datetime import date

from schakel.publications.factsheet import Centre, Factsheet, Figures

CENTRE = Centre(
    name="Kenniscentrum Voorbeeld",
    region="Twente",
    phone="088 – 000 00 00",
    phone_hours="op werkdagen van 9 tot 17 uur",
    email="info@kenniscentrum.example",
    website="https://kenniscentrum.example",
)

FIGURES = Figures(
    persons=178,
    reports=221,
    minors=41,
    adults=131,
    age_unknown=6,
    gender={"woman": 115, "man": 49, "other": 14},
    reporters={
        "care": 7,
        "municipality": 26,
        "police": 11,
        "victim": 8,
        "comensha": 3,
        "other": 123,
    },
    average_age=27,
    average_age_unknown=12,
    forms={"sexual": 83, "criminal": 47, "labour": 39, "organ": 0, "unknown": 18},
)

FACTSHEET = Factsheet(
    year=2025,
    revision=1,
    correction="",
    demo=True,
    centre=CENTRE,
    introduction="Wij kijken terug op een jaar samenwerken.\n\nEn wij kijken vooruit.",
    core_tasks=("Meldpunt", "Procesregie", "Daderaanpak", "Preventie", "Deskundigheid", "Beleid"),
    definition="Iemand moet dingen doen waar een ander aan verdient.",
    not_smuggling="Dat is iets anders dan smokkel.",
    forms_explained=(
        ("Seksuele uitbuiting", "Iemand moet seks hebben."),
        ("Criminele uitbuiting", "Iemand moet stelen."),
        ("Arbeidsuitbuiting", "Iemand werkt te lang voor te weinig."),
        ("Orgaanhandel", "Iemand moet een orgaan afstaan."),
    ),
    figures=FIGURES,
    achievements=("Een praatplaat gemaakt.", "Voorlichting gegeven."),
    approved_on=date(2026, 2, 12),
)
