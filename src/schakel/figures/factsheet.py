"""What a year's factsheet says around its figures."""

from datetime import date

from django.conf import settings

from schakel.core import region
from schakel.figures import disclosure, facts
from schakel.figures.counting import YearFigures, count
from schakel.figures.disclosure import Finding
from schakel.publications import queries
from schakel.publications.factsheet import Centre, Factsheet, Figures
from schakel.publications.models import Publication

CORE_TASKS = (
    "Meldpunt",
    "Procesregie",
    "Daderaanpak",
    "Preventie",
    "Deskundigheidsbevordering",
    "Doorontwikkeling beleid",
)
DEFINITION = (
    "Mensenhandel is: iemand wordt gedwongen of misleid om dingen te doen waar een ander voordeel van heeft. "
    "De ander verdient er bijvoorbeeld geld aan."
)
NOT_SMUGGLING = (
    "Mensensmokkel is iets anders: daarbij wordt iemand tegen de regels over een grens gebracht. "
    "Wie gesmokkeld is, kan wel slachtoffer van mensenhandel worden."
)
FORMS_EXPLAINED = (
    ("Seksuele uitbuiting", "Iemand moet seks hebben of seksuele beelden maken, en een ander profiteert daarvan."),
    ("Criminele uitbuiting", "Iemand moet stelen, drugs verkopen of een bankrekening uitlenen voor een ander."),
    ("Arbeidsuitbuiting", "Iemand moet werken onder slechte omstandigheden, voor te weinig loon, en kan niet weg."),
    ("Orgaanhandel en draagmoederschap", "Iemand wordt gedwongen een orgaan af te staan of een kind te dragen."),
)


def introduction_for(year: int) -> str:
    """The introduction a draft starts with; staff make it their own."""
    profile = region.current()
    return (
        f"{profile.name} is de schakel tussen zorg, veiligheid en straf in {profile.region}. "
        f"Wij werken voor {len(profile.municipalities)} gemeenten, samen met onder meer politie, Openbaar Ministerie, "
        f"wijkteams en zorgorganisaties. Deze factsheet kijkt terug op {year}."
    )


def assemble(publication: Publication, *, on: date) -> tuple[Factsheet, list[Finding]]:
    """The factsheet as it would be frozen now, with everything drafter and approver must know about it."""
    profile = region.current()
    figures, findings = figures_of(publication.year)
    factsheet = Factsheet(
        year=publication.year,
        revision=publication.revision,
        correction=publication.correction,
        demo=settings.SCHAKEL_DEMO,
        centre=Centre(
            name=profile.name,
            region=profile.region,
            phone=profile.telephone,
            phone_hours=profile.spoken(profile.hours, "nl"),
            email=profile.email,
            website=profile.website,
        ),
        introduction=publication.introduction,
        core_tasks=CORE_TASKS,
        definition=DEFINITION,
        not_smuggling=NOT_SMUGGLING,
        forms_explained=FORMS_EXPLAINED,
        figures=figures,
        achievements=tuple(achievement.text for achievement in queries.achievements(publication.year)),
        approved_on=on,
    )
    return factsheet, findings


def figures_of(year: int) -> tuple[Figures, list[Finding]]:
    """The figures of a year that may be shown, with what was withheld and what does not add up."""
    profile = region.current()
    counted = count_year(year)
    figures, findings = disclosure.protect(counted, minimum=profile.minimum_cell, exempt=profile.exempt_variables)
    return figures, findings + sums(counted)


def count_year(year: int) -> YearFigures:
    """The counted year, with every municipality of the region and the two answers that are none."""
    codes = [m.code for m in region.current().municipalities] + [region.ELSEWHERE, region.UNKNOWN]
    return count(year, facts.of_year(year), codes)


def sums(counted: YearFigures) -> list[Finding]:
    """Whether every table that divides all persons adds up to them; a municipality the profile lacks shows here."""
    tables = {
        "leeftijd": (counted.minors, counted.adults, counted.age_unknown),
        "geslacht": counted.gender.values(),
        "aanmelders": counted.reporters.values(),
        "gemeenten": counted.municipalities.values(),
    }
    return [
        Finding(f"De tabel {name} telt op tot {sum(cells)} in plaats van {counted.persons}.", blocks=True)
        for name, cells in tables.items()
        if sum(cells) != counted.persons
    ]
