"""The demo's years, filled through the real chain, give the published factsheet."""

from collections import Counter

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from schakel.access.models import Exclusion, User
from schakel.access.queries import grants_of, unreviewed_break_glass
from schakel.audit.models import Event
from schakel.cases.queries import cases_for
from schakel.demo.fill import fill
from schakel.figures import facts
from schakel.figures.factsheet import count_year
from schakel.figures.queries import own_municipality
from schakel.intake.models import Report, ReportState
from schakel.partners.models import Organisation, Professional
from schakel.partners.queries import contact_persons, count_unverified, ending_covenants
from schakel.people.models import Person
from schakel.publications import queries

pytestmark = pytest.mark.long_run


def look_from_outside() -> None:
    """What PostgreSQL does by itself at some moment: it measures tables whose new rows it can't see yet, as empty."""
    if connection.vendor != "postgresql":
        return
    other = ConnectionHandler({"default": connection.settings_dict})["default"]
    with other.cursor() as cursor:
        cursor.execute("ANALYZE")
    other.close()


@pytest.mark.django_db
def test_the_filled_demo_is_the_published_year_and_a_lively_present() -> None:
    told: list[tuple[str, int, int]] = []

    def tell(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        if (stage, done) == ("Factsheet", 0):
            # The year is counted next; no query may lean on good statistics, or it never ends.
            look_from_outside()

    fill(tell)

    counted = count_year(2025)
    assert (counted.persons, counted.minors, counted.average_age) == (178, 41, 27)
    assert counted.gender == {"woman": 115, "man": 49, "other": 14}
    assert counted.reporters == {
        "care": 7,
        "municipality": 26,
        "police": 11,
        "victim": 8,
        "comensha": 3,
        "other": 123,
    }
    published = queries.published(2025)
    assert published is not None
    # What was achieved comes out of the rooms where it was done, and names what the real factsheet names.
    achieved = published.factsheet.achievements
    for word in ("netwerkbijeenkomst", "voorlichtingen", "VR-bril", "praatplaten", "posters", "campagne"):
        assert any(word in sentence for sentence in achieved), word
    assert (published.factsheet.figures.persons, published.factsheet.figures.reports) == (178, counted.reports)
    assert set(queries.files(2025)) == {"factsheet-2025.pdf", "factsheet-2025.png", "factsheet-2025.csv"}

    # Counting reports, or descriptions, instead of persons would give other numbers.
    of_the_year = facts.of_year(2025)
    assert sum(len(fact.reports) > 1 for fact in of_the_year) >= 25
    about = Counter(report for fact in of_the_year for report in fact.reports)
    assert sum(several > 1 for several in about.values()) >= 10
    assert counted.reports != counted.persons
    assert Person.objects.count() > counted.persons + count_year(2026).persons

    # A guest in one case, a colleague shut out of another, and an emergency that waits for its review.
    hanna, petra, femke = (User.objects.get(email__startswith=f"{key}@") for key in ("hanna", "petra", "femke"))
    (shared,) = cases_for(hanna)
    assert [sight.ground for sight in grants_of(hanna)] == ["participant"]
    shut = Exclusion.objects.get()
    assert shut.user == petra
    assert shut.compartment != shared.compartment
    assert not cases_for(petra).filter(compartment=shut.compartment).exists()
    assert [(row.grant.user, bool(row.reason)) for row in unreviewed_break_glass(femke)] == [(petra, True)]
    # The contact person of Hengelo reads two numbers.
    ((year, town),) = own_municipality(User.objects.get(email__startswith="gijs@"))
    assert year == 2025
    assert town is not None
    assert 5 <= town.persons < 178

    # The chain is there: a covenant that ends, somebody to check, and two municipalities without anybody to call.
    tarik = User.objects.get(email__startswith="tarik@")
    assert (Organisation.objects.count(), Professional.objects.count()) == (31, 58)
    assert [covenant.organisation.name for covenant in ending_covenants(tarik)] == ["Politie Eenheid Voorbeeld"]
    assert 10 <= count_unverified(tarik) <= 20
    lacking = [told.municipality.name for told in contact_persons(tarik) if told.has_nobody]
    assert lacking == ["Dinkelland", "Tubbergen"]

    # Somebody has work to do today, and everything that happened is on record.
    assert Report.objects.exclude(state=ReportState.TRIAGED).count() >= 8
    assert count_year(2026).persons > 100
    assert Event.objects.filter(tag="report:triaged").count() > 300
    assert told[-1] == ("Factsheet", 1, 1)
    assert any(stage == "Meldingen" and 0 < done < total for stage, done, total in told)
