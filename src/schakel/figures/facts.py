"""A year's facts: one per person reported in that year, from triaged reports and linked persons."""

from collections import defaultdict
from uuid import UUID

from django.db.models import F, Q

from schakel.access.models import Compartment
from schakel.cases.states import COUNTED_OUTCOMES, counts
from schakel.core import time
from schakel.figures.counting import Fact, gender_group
from schakel.intake import envelopes
from schakel.intake.content import Content
from schakel.intake.models import Report
from schakel.people import details as described
from schakel.people.details import VictimStatus
from schakel.people.models import Person
from schakel.people.queries import read
from schakel.vault import records


def of_year(year: int) -> list[Fact]:
    """The facts of a calendar year (of receipt, in the region's zone), oldest first.

    What is known of a person combines all descriptions linked to them, of this year and of others; what is said of
    the reporting (category, municipality, forms) is of this year. Persons set to "not a victim" are left out, and so
    is whoever can't be counted any more because the description, or every report of the year, was destroyed.
    """
    start, end = time.year_bounds(year)
    # One row of joins over unique keys: a nested condition can take PostgreSQL hours while its statistics are old.
    counted = Q(
        report__triages__superseded_at=None,
        report__triages__fits_purpose=True,
        report__triages__outcome__in=COUNTED_OUTCOMES,
        report__received_at__gte=start,
        report__received_at__lt=end,
        # What is kept of offenders or came from the police counts nowhere.
        compartment__kind=Compartment.Kind.ORDINARY,
    )
    of_the_year = (
        Person.objects.filter(counted)
        .annotate(outcome=F("report__triages__outcome"))
        .select_related("report")
        .order_by("report__received_at", "created_at", "id")
    )
    groups: dict[UUID, list[Person]] = defaultdict(list)
    for person in of_the_year:
        groups[person.identity].append(person)
    earlier: dict[UUID, list[Person]] = defaultdict(list)
    seen = {person.id for rows in groups.values() for person in rows}
    for other in Person.objects.filter(identity__in=groups, compartment__kind=Compartment.Kind.ORDINARY):
        if other.id not in seen:
            earlier[other.identity].append(other)
    said: dict[UUID, Content | None] = {}
    every = [person for people in (*groups.values(), *earlier.values()) for person in people]
    their_reports = [person.report for people in groups.values() for person in people]
    with records.at_hand([row.data_key for row in every] + [report.data_key for report in their_reports]):
        facts = [_fact(rows, earlier[identity], said) for identity, rows in groups.items()]
    return [fact for fact in facts if fact is not None]


def _fact(rows: list[Person], others: list[Person], said: dict[UUID, Content | None]) -> Fact | None:
    known = described.combine([read(person) for person in (*rows, *others)])
    if known.status == VictimStatus.NOT_A_VICTIM or known.is_destroyed:
        return None
    for person in rows:
        if person.report_id not in said:
            said[person.report_id] = _content_or_none(person.report)
    # A question or a request makes nobody a reported victim, whatever was decided on it.
    counted = [
        (person, content)
        for person in rows
        if (content := said[person.report_id]) is not None and counts(content.routing.way, vars(person)["outcome"])
    ]
    if not counted:
        return None
    rows, contents = [person for person, _ in counted], [content for _, content in counted]
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
        towns=frozenset(
            (person.report_id, content.routing.municipality) for person, content in zip(rows, contents, strict=True)
        ),
    )


def _content_or_none(report: Report) -> Content | None:
    try:
        return envelopes.read_content(report)
    except records.Destroyed:
        return None
