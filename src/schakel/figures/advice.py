"""The advice requests of a year: how many by month, topic, kind of asker and outcome. They count among no victims."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases.advice import read_all
from schakel.cases.models import Advice, Triage
from schakel.cases.states import AdviceOutcome, AdviceTopic, Outcome
from schakel.core import time
from schakel.figures.tables import REPORTERS, Cell, Table

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


@dataclass(frozen=True)
class AdviceFigures:
    """What was asked in a year. `became_reports` were judged as reports and stand in no table here.

    `judged_only`: judged as advice in the ordinary way, so that neither topic nor time is known.
    """

    requests: int
    minutes: int
    became_reports: int
    judged_only: int
    tables: tuple[Table, ...]


def of_year(year: int, *, viewer: User) -> AdviceFigures:
    """The requests received in a year. Counting reads all of them, as the system does. Raises NotAllowed."""
    check_may(viewer, Permission.READ_FIGURES)
    record("figures:advice_read", by=viewer, year=year)
    start, end = time.year_bounds(year)
    handled = Advice.objects.filter(report__received_at__gte=start, report__received_at__lt=end)
    requests = list(handled.exclude(outcome=AdviceOutcome.BECAME_REPORT).select_related("report"))
    read = read_all(requests)
    known = [one for one in read if one.handled is not None]
    months = Counter(str(row.report.received_at.astimezone(time.REGION_ZONE).month) for row in requests)
    judged = Triage.objects.filter(report__received_at__gte=start, report__received_at__lt=end, superseded_at=None)
    return AdviceFigures(
        requests=len(requests),
        minutes=sum(one.handled.minutes for one in known if one.handled),
        became_reports=handled.count() - len(requests),
        judged_only=judged.filter(outcome=Outcome.ADVICE, report__advice=None).count(),
        tables=(
            _table("months", "Per maand", {str(n): name for n, name in enumerate(MONTHS, 1)}, months),
            _table(
                "topics", "Onderwerp", dict(AdviceTopic.choices), Counter(o.handled.topic for o in known if o.handled)
            ),
            _table("askers", "Wie vroeg", REPORTERS, Counter(one.asker for one in known)),
            _table("outcomes", "Afloop", dict(AdviceOutcome.choices), Counter(row.outcome for row in requests)),
        ),
    )


def _table(variable: str, title: str, labels: Mapping[str, str], counts: Mapping[str, int]) -> Table:
    longest = max(counts.values(), default=0)
    cells = [
        Cell(value, label, counts.get(value, 0), round(100 * counts.get(value, 0) / longest) if longest else 0)
        for value, label in labels.items()
        if variable == "months" or counts.get(value)
    ]
    return Table(variable, title, cells)
