"""The demo's work of the week: a roster, a report that a colleague gave, two that belong together, and two set aside."""

from datetime import date, datetime, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.cases import aside, assigning, joining
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.duty import actions as duty
from schakel.intake import actions as intake
from schakel.intake import queries as reports
from schakel.intake import receipts, visits
from schakel.intake.content import Body, Content, ReporterCategory, Routing
from schakel.intake.models import Aside, Report

# Who has duty on which day of the week, from the demo's own week on.
_ROSTER = {"sanne": [1, 2, 4], "tarik": [3], "petra": [5]}
_WEEKS = 6
_NO_REPORTS = (
    ("Gefeliciteerd! U hebt een telefoon gewonnen. Klik op de link en vul uw gegevens in.", Aside.SPAM),
    ("Dit is een proef van de school. Jullie hoeven niets te doen.", Aside.TEST),
)


@transaction.atomic
def share(staff: dict[str, User]) -> None:
    """Do it all as the staff would, on the demo's own days."""
    _plan(staff)
    _set_aside(staff["sanne"])
    _join(staff["sanne"])
    _give(giver=staff["tarik"], receiver=staff["sanne"])


def _plan(staff: dict[str, User]) -> None:
    today = time.today()
    monday = today - timedelta(days=today.weekday())
    with time.travel(_morning(monday)):
        for key, weekdays in _ROSTER.items():
            duty.plan(person=staff[key], first_day=monday, weekdays=weekdays, weeks=_WEEKS, by=staff["sanne"])
        # Petra is away next Friday; Tarik stands in.
        friday = monday + timedelta(days=11)
        duty.be_away(person=staff["petra"], first_day=friday, last_day=friday, by=staff["petra"])
        duty.give(day=friday, person=staff["tarik"], by=staff["petra"])


def _set_aside(worker: User) -> None:
    yesterday = time.today() - timedelta(days=1)
    for number, (story, why) in enumerate(_NO_REPORTS):
        with time.travel(_morning(yesterday) + timedelta(minutes=7 * number)):
            said = Content(Routing(ReporterCategory.OTHER, "unknown"), Body(story))
            code = intake.hand_in(visit_key=visits.new_key(), said=said, language="nl")
            report = Report.objects.get(lookup=receipts.lookup_of(code))
            aside.set_aside(report=report, why=why, by=worker)


def _join(worker: User) -> None:
    """The two latest judged reports that need no case."""
    judged = reports.triaged(worker).filter(triages__outcome=Outcome.NO_FURTHER_ACTION, triages__superseded_at=None)
    later, earlier = judged[:2]
    joining.join(
        report=later, to=earlier, reason="Beide melders schrijven over dezelfde avond. Samen bekeken.", by=worker
    )


def _give(*, giver: User, receiver: User) -> None:
    report = reports.inbox(giver).last()
    if report is not None:
        note = "Kun jij deze openen? Ik ben de rest van de dag in overleg."
        assigning.hand_over(report=report, to=receiver, note=note, by=giver)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 5, tzinfo=time.REGION_ZONE)
