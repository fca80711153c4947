"""Inventing a year: the planned reports in order of receipt, triaged one after another, cut at a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from schakel.methods.synthetic.activities import invent_activities
from schakel.methods.synthetic.margins import Margins
from schakel.methods.synthetic.plan import leave_some_nameless, plan_advice_first, plan_first_reports, plan_follow_ups
from schakel.methods.synthetic.records import InventedReport, Person, Year
from schakel.methods.synthetic.region import TWENTE, Municipality
from schakel.methods.synthetic.situations import Situation, write
from schakel.methods.synthetic.triage import Desk, counts
from schakel.methods.synthetic.uncounted import WAITING_DAYS, plan_inbox, plan_uncounted


def invent_year(
    margins: Margins,
    *,
    seed: int,
    municipalities: Sequence[Municipality] = TWENTE,
    until: date | None = None,
    known: Year | None = None,
) -> Year:
    """Reports, people, decisions and activities of a year whose counted persons give exactly `margins`.

    The same arguments give the same year. `until` cuts it: the margins are the whole year's, what came in after that
    day is left out. With `margins.waiting`, the reports of the last six days are exactly so many untriaged ones, in
    place of the year's own. Some people counted in `known`, an earlier year, are reported again.

    Raises ValueError when there is no municipality with a weight, `until` lies outside the year, or `known` is
    not earlier.
    """
    _check(margins, municipalities, until, known)
    rng = Random(f"{seed} {margins.year}")  # noqa: S311 - invented people, not secrets; it has to be repeatable
    last = until or date(margins.year, 12, 31)
    back, cases = _counted_people(known), _cases(known)
    firsts = plan_first_reports(rng, margins, municipalities, back)
    followed = plan_follow_ups(rng, margins, firsts)
    planned = [
        *leave_some_nameless(rng, firsts, followed),
        *followed,
        *plan_advice_first(rng, margins, firsts),
        *plan_uncounted(rng, margins, municipalities),
    ]
    planned.sort(key=lambda situation: situation.received_at)
    activities = invent_activities(rng, margins.year, municipalities, last)
    names = {municipality.code: municipality.name for municipality in municipalities}
    desk = Desk(rng, margins.year, cases)
    handled_until = last - timedelta(days=WAITING_DAYS) if margins.waiting else last
    seen = [situation for situation in planned if situation.day <= handled_until]
    reports = [desk.handle(write(rng, situation, names), situation.kind) for situation in seen]
    earlier = [first for first in firsts if first.day <= handled_until]
    waiting = sorted(
        plan_inbox(rng, margins, last, municipalities, earlier), key=lambda situation: situation.received_at
    )
    reports += [write(rng, situation, names) for situation in waiting]
    return Year(_numbered(reports, margins.year), activities, _people([*seen, *waiting]))


def _check(margins: Margins, municipalities: Sequence[Municipality], until: date | None, known: Year | None) -> None:
    if not any(municipality.weight > 0 for municipality in municipalities):
        raise ValueError("A region needs at least one municipality with a weight above zero.")
    if until is not None and until.year != margins.year:
        raise ValueError(f"The year {margins.year} cannot be cut at {until.isoformat()}: that is another year.")
    if known is not None and any(report.received_at.year >= margins.year for report in known.reports):
        raise ValueError(f"The known year has to lie before {margins.year}.")


def _counted_people(known: Year | None) -> list[Person]:
    if known is None:
        return []
    keys = {mentioned.identity_key for report in known.reports if counts(report) for mentioned in report.people}
    return [person for person in known.people if person.identity_key in keys and person.given_name]


def _cases(known: Year | None) -> dict[str, str]:
    reports = known.reports if known else ()
    return {
        mentioned.identity_key: report.triage.case_key
        for report in reports
        if report.triage and report.triage.case_key
        for mentioned in report.people
    }


def _numbered(reports: Sequence[InventedReport], year: int) -> tuple[InventedReport, ...]:
    return tuple(replace(report, key=f"report-{year}-{number:04d}") for number, report in enumerate(reports, start=1))


def _people(situations: Sequence[Situation]) -> tuple[Person, ...]:
    people = {person.identity_key: person for situation in situations for person in situation.people}
    return tuple(people[key] for key in sorted(people))
