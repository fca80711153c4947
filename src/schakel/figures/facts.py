"""A year's facts: one per person reported in that year, from triaged reports and linked persons."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Q

from schakel.cases.states import COUNTED_OUTCOMES
from schakel.core import time
from schakel.figures.counting import Fact, gender_group
from schakel.intake import envelopes
from schakel.intake.content import Content
from schakel.people import details as described
from schakel.people.details import VictimStatus
from schakel.people.models import Person
from schakel.people.queries import read


def of_year(year: int) -> list[Fact]:
    """The facts of a calendar year (of receipt, in the region's zone), oldest first.

    What is known of a person combines all descriptions linked to them, of this year and of others; what is said of
    the reporting (category, municipality, forms) is of this year. Persons set to "not a victim" are left out.
    """
    start, end = time.year_bounds(year)
    # One row of joins over unique keys: a nested condition can take PostgreSQL hours while its statistics are old.
    counted = Q(
        report__triages__superseded_at=None,
        report__triages__fits_purpose=True,
        report__triages__outcome__in=COUNTED_OUTCOMES,
        report__received_at__gte=start,
        report__received_at__lt=end,
    )
    of_the_year = (
        Person.objects.filter(counted)
        .select_related("data_key", "report__data_key")
        .order_by("report__received_at", "created_at", "id")
    )
    groups: dict[UUID, list[Person]] = defaultdict(list)
    for person in of_the_year:
        groups[person.identity].append(person)
    earlier: dict[UUID, list[Person]] = defaultdict(list)
    seen = {person.id for rows in groups.values() for person in rows}
    for person in Person.objects.filter(identity__in=groups).select_related("data_key"):
        if person.id not in seen:
            earlier[person.identity].append(person)
    said: dict[UUID, Content] = {}
    facts = [_fact(rows, earlier[identity], said) for identity, rows in groups.items()]
    return [fact for fact in facts if fact is not None]


def _fact(rows: list[Person], others: list[Person], said: dict[UUID, Content]) -> Fact | None:
    known = described.combine([read(person) for person in (*rows, *others)])
    if known.status == VictimStatus.NOT_A_VICTIM:
        return None
    for person in rows:
        if person.report_id not in said:
            said[person.report_id] = envelopes.read_content(person.report)
    contents = [said[person.report_id] for person in rows]
    first = rows[0].report
    day = first.received_at.astimezone(time.REGION_ZONE).date()
    return Fact(
        identity=rows[0].identity,
        first_reported_at=first.received_at,
        reporter=contents[0].routing.category,
        minor=described.is_minor(known, day),
        age=described.known_age(known, day),
        gender=gender_group(known.gender),
        municipality=contents[0].routing.municipality,
        forms=frozenset(form for content in contents for form in content.body.forms),
        reports=frozenset(person.report_id for person in rows),
        people=frozenset(person.id for person in rows),
    )
