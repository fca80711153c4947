"""The year page and the lists behind its numbers, for a viewer."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from schakel.access.approvals import Shown
from schakel.access.models import Proposal, User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.figures import facts
from schakel.figures.counting import Fact, YearFigures, behind
from schakel.figures.disclosure import Finding
from schakel.figures.factsheet import count_year
from schakel.figures.models import MunicipalFigures
from schakel.figures.municipal import Town, thaw
from schakel.intake.models import Report
from schakel.intake.queries import WAITING, reports_for
from schakel.people.models import Person
from schakel.people.queries import victims_for
from schakel.publications import queries as published
from schakel.publications.models import Publication


@dataclass(frozen=True)
class Behind:
    """The persons behind one number: those the viewer may see, and how many there are in all."""

    facts: list[Fact]
    people: dict[UUID, Person]
    total: int


def year_figures(year: int, *, viewer: User) -> YearFigures:
    """The counted year, for whoever may read figures; the counting itself reads everything, as the system."""
    check_may(viewer, Permission.READ_FIGURES)
    record("figures:read", by=viewer, year=year)
    return count_year(year)


def people_behind(year: int, variable: str, value: str, *, viewer: User) -> Behind:
    """The persons behind one number. Raises ValueError for a number that is not on the page."""
    check_may(viewer, Permission.READ_FIGURES)
    chosen = behind(facts.of_year(year), variable, value)
    seen = {
        person.identity: person
        for person in victims_for(viewer).filter(identity__in=[fact.identity for fact in chosen])
    }
    shown = [fact for fact in chosen if fact.identity in seen]
    record(
        "figures:list_read", by=viewer, year=year, variable=variable, value=value, persons=[f.identity for f in shown]
    )
    return Behind(shown, seen, len(chosen))


def reports_behind(year: int, *, viewer: User) -> tuple[list[Report], int]:
    """The counted reports of a year that the viewer may see, oldest first, and how many there are in all."""
    check_may(viewer, Permission.READ_FIGURES)
    counted = frozenset[UUID]().union(*(fact.reports for fact in facts.of_year(year)))
    shown = list(reports_for(viewer).filter(pk__in=counted).order_by("received_at", "pk"))
    record("figures:list_read", by=viewer, year=year, variable="reports", reports=[report.id for report in shown])
    return shown, len(counted)


def years() -> list[int]:
    """The years in which a report was received, and the current one, newest first."""
    dates = Report.objects.dates("received_at", "year")
    return sorted({day.year for day in dates} | {time.today().year}, reverse=True)


def waiting_for_triage(year: int) -> int:
    """Reports of the year that nobody has judged yet, and that were not set aside: they are in no figure."""
    start, end = time.year_bounds(year)
    return Report.objects.filter(WAITING, received_at__gte=start, received_at__lt=end).count()


def unsettled(year: int) -> list[Finding]:
    """What can still change the year's figures: the days to come, and reports nobody has judged."""
    findings = []
    if year >= time.today().year:
        findings.append(Finding(f"Het jaar {year} is nog niet voorbij: er kunnen nog meldingen bij komen."))
    waiting = waiting_for_triage(year)
    if waiting:
        words = "1 melding wacht" if waiting == 1 else f"{waiting} meldingen wachten"
        verb = "telt" if waiting == 1 else "tellen"
        findings.append(Finding(f"{words} nog op beoordeling en {verb} dus niet mee."))
    return findings


def proposal_in_words(proposal: Proposal, viewer: User) -> Shown:
    """A factsheet that somebody proposed, for the page of approvals; its own page shows all of it."""
    publication = Publication.objects.get(pk=proposal.subject_id)
    title = f"Factsheet {publication.year} publiceren"
    if publication.revision > 1:
        title += f", herziening {publication.revision}"
    return Shown(title, url=reverse("publication", args=[publication.id]))


def own_municipality(viewer: User) -> list[tuple[int, Town | None]]:
    """The published years, newest first, with the numbers of the viewer's own municipality; None when withheld.

    What is read stands frozen beside the published revision. Raises NotAllowed for anybody but a contact person.
    """
    check_may(viewer, Permission.OWN_MUNICIPALITY)
    if not viewer.municipality:
        return []
    years = [(year, published.published(year)) for year in published.published_years()]
    rows = MunicipalFigures.objects.filter(publication__in=[row.pk for _, row in years if row])
    frozen = {row.publication_id: thaw(row.content).get(viewer.municipality) for row in rows}
    record("figures:municipality_read", by=viewer, municipality=viewer.municipality, years=[year for year, _ in years])
    return [(year, frozen[row.pk]) for year, row in years if row and row.pk in frozen]


def municipal_figures(publication: Publication) -> dict[str, Town] | None:
    """What a proposed or published revision says to the contact persons, by municipality; None while it is a draft."""
    frozen = MunicipalFigures.objects.filter(publication=publication).first()
    return thaw(frozen.content) if frozen else None
