"""The demo's plans: every case was called and evaluated in time, and a few have goals, actions and terms to look at."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.actions import clocks, goals, steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.plan.models import Step
from schakel.cases.plan.states import ClockState, StepState
from schakel.core import time

# How long after its beginning a clock of a case is met.
_MET_AFTER = {"first_contact": timedelta(days=2), "evaluation": timedelta(days=80)}
_NOTES = {"first_contact": "Gebeld en kennisgemaakt.", "evaluation": "Met de betrokken organisaties doorgenomen."}
Progress = Callable[[str, int, int], None]


def tend(cases: Iterable[Case], progress: Progress) -> None:
    """The clocks that every case has, met when they could be met."""
    every = list(cases)
    for number, case in enumerate(every, start=1):
        _meet(case)
        if number % 20 == 0 or number == len(every):
            progress("Termijnen", number, len(every))


@transaction.atomic
def write(cases: Iterable[Case], staff: dict[str, User]) -> None:
    """Plans in four open cases: one with a reflection period that ends soon, one with an action that is late."""
    still_open = [case for case in cases if case.closed_at is None]
    of_tarik = [case for case in still_open if case.coordinator == staff["tarik"]]
    of_petra = [case for case in still_open if case.coordinator == staff["petra"]]
    _in_shelter(of_tarik[0])
    _late(of_tarik[1])
    _with_requests(of_petra[0])
    _young(of_petra[1])


@transaction.atomic
def _meet(case: Case) -> None:
    for clock in case.clocks.filter(state=ClockState.RUNNING).select_related("case"):
        rule_id = contents.read(clock)["rule"]
        moment = clock.started_at + _MET_AFTER[rule_id]
        if moment < time.now():
            with time.travel(moment):
                clocks.meet(clock=clock, reason=_NOTES[rule_id], by=case.coordinator)


def _in_shelter(case: Case) -> None:
    by, since = case.coordinator, _ago(82)
    with time.travel(_morning(since)):
        goal = goals.set_goal(case=case, words="Zij woont veilig, en beslist in rust of zij aangifte doet.", by=by)
        answers = {"granted_on": since.isoformat(), "granted_by": "police", "regime": ""}
        _plan(case, "reflection_period", Said("Bedenktijd", owner=by, goal=goal, answers=answers))
        answers = {"sort": "cosm", "where": "Opvang De Denkbeeldige Haven", "since": since.isoformat()}
        bed = Said("Plek in de COSM", outside="Hanna Bedenksel, De Denkbeeldige Haven", goal=goal, answers=answers)
        _plan(case, "shelter", bed)
        answers = {"language": "Bulgaars", "how": "there", "wish": "een vrouw"}
        interpreter = _plan(case, "interpreter", Said("Tolk voor het intakegesprek", owner=by, answers=answers))
    with time.travel(_morning(_ago(75))):
        steps.progress_step(step=interpreter, state=StepState.DONE, reason="De tolk blijft beschikbaar.", by=by)
    answers = {"subject": "residence", "who": "mr. Ada Advocaat, Kantoor Verzonnen"}
    _plan(
        case,
        "lawyer",
        Said("Gesprek over verblijf na de bedenktijd", owner=by, due_on=_ahead(3), goal=goal, answers=answers),
    )
    _plan(
        case,
        "agreement",
        Said(
            "Zij belt elke maandag met haar begeleider",
            outside="De Denkbeeldige Haven",
            goal=goal,
            answers={"with_whom": "de cliënt"},
        ),
    )


def _late(case: Case) -> None:
    by, late, tomorrow = case.coordinator, _ago(4), _ahead(1)
    with time.travel(_morning(_ago(12))):
        goals.set_goal(case=case, words="Hij is weg bij de werkgever en krijgt zijn loon.", by=by)
        call = _plan(
            case, "action", Said("Arbeidsinspectie bellen over het achterstallige loon", owner=by, due_on=late)
        )
        _plan(
            case,
            "transport",
            Said(
                "Vervoer naar het spreekuur",
                outside="Vrijwilliger van de kerk",
                due_on=tomorrow,
                answers={"from_to": "van de woning naar de advocaat", "company": "de begeleider"},
            ),
        )
        steps.progress_step(step=call, state=StepState.BEGUN, reason="", by=by)
    answers = {
        "received_on": _ago(1).isoformat(),
        "asked_by": "rechercheur, team mensenhandel",
        "asked": "Het adres waar hij verblijft.",
        "ground": "request",
        "decision": "",
    }
    _plan(case, "police_request", Said("Vraag van de recherche beantwoorden", owner=by, answers=answers))


def _with_requests(case: Case) -> None:
    by = case.coordinator
    answers = {"received_on": _ago(20).isoformat(), "asked": "Alles wat het centrum over haar heeft."}
    _plan(case, "access_request", Said("Verzoek om inzage", owner=by, answers=answers))
    answers = {"municipality": "Almelo", "asked_on": _ago(5).isoformat()}
    _plan(case, "address_secrecy", Said("Adres geheim in de BRP", owner=by, answers=answers))
    answers = {
        "signals": "Een auto met een ander kenteken in de straat.",
        "calls": "Zij belt 112, daarna haar zus.",
        "safe_place": "Bij haar zus",
    }
    _plan(case, "safety_plan", Said("Veiligheidsplan", owner=by, due_on=time.today(), answers=answers))


def _young(case: Case) -> None:
    by = case.coordinator
    goals.set_goal(case=case, words="Hij gaat weer naar school en heeft iemand die hij vertrouwt.", by=by)
    answers = {"obtained_on": _ago(10).isoformat(), "outcome": "", "why_not": ""}
    _plan(case, "inform_person", Said("De ouders informeren, als dat veilig is", owner=by, answers=answers))
    _plan(case, "action", Said("Mentor van school spreken", owner=by, due_on=_ahead(6)))


def _plan(case: Case, kind: str, said: Said) -> Step:
    return steps.plan_step(case=case, kind=kind, said=said, by=case.coordinator)


def _ago(days: int) -> date:
    return time.today() - timedelta(days=days)


def _ahead(days: int) -> date:
    return time.today() + timedelta(days=days)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 40, tzinfo=time.REGION_ZONE)
