"""The main job in a few calls, for tests: somebody reports, staff open and judge it, persons come to exist."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from threading import Thread
from time import monotonic
from typing import Any

from django.db import connections, transaction

from schakel.access.actions import create_account
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases import actions as cases
from schakel.cases.actions import Decision, Recognised
from schakel.cases.life.actions import make_move
from schakel.cases.life.content import Said
from schakel.cases.models import Case, Triage
from schakel.cases.states import CaseUrgency, Outcome
from schakel.core import time
from schakel.core.actors import system
from schakel.intake import actions as intake
from schakel.intake import visits
from schakel.intake.content import Body, Content, Form, PersonDescription, ReporterCategory, Routing
from schakel.intake.models import Report
from schakel.intake.queries import report_by_code
from schakel.people.details import PersonDetails
from schakel.people.models import Person

STORY = "Zij mag het huis niet uit en geeft al haar loon af."
_numbers = itertools.count(1)
_PATIENCE_SECONDS = 60


def account(role: Role, name: str = "") -> User:
    """Somebody with that role, of whom there is no other."""
    number = next(_numbers)
    return create_account(
        email=f"staff{number}@kenniscentrum.example",
        name=name or f"Collega {number}",
        role=role,
        password=None,
        by=system("tests"),
    )


def said(
    *people: PersonDescription,
    category: str = ReporterCategory.OTHER,
    municipality: str = "GM0153",
    forms: Sequence[str] = (Form.LABOUR,),
    story: str = STORY,
    **routing: Any,
) -> Content:
    """What a report says about these people."""
    return Content(Routing(category, municipality, **routing), Body(story, forms=tuple(forms), people=people))


def hand_in(content: Content | None = None, *, at: datetime | None = None) -> tuple[Report, str]:
    """A report through the public door at that moment (now if none is given), and its receipt code."""
    with time.travel(at or time.now()):
        code = intake.hand_in(visit_key=visits.new_key(), said=content or said(), language="nl")
    report = report_by_code(code)
    assert report is not None
    return report, code


def judge(
    report: Report,
    *recognised: Recognised,
    by: User,
    outcome: Outcome = Outcome.NO_FURTHER_ACTION,
    fits_purpose: bool = True,
    case: Case | None = None,
    coordinator: User | None = None,
) -> Triage:
    """Open a report and judge it; its persons are those given here."""
    intake.open_report(report=report, by=by)
    decision = Decision(fits_purpose, "Past bij het doel.", CaseUrgency.ORDINARY, outcome, case, coordinator)
    return cases.triage(report=report, decision=decision, people_named=recognised, by=by)


def person(
    details: PersonDetails | None = None,
    *,
    by: User,
    at: datetime | None = None,
    content: Content | None = None,
    **judged: Any,
) -> Person:
    """Somebody who came to exist through the whole chain: reported at that moment, opened, judged."""
    report, _ = hand_in(content, at=at)
    judge(report, Recognised(details or PersonDetails(date(2026, 3, 1))), by=by, **judged)
    return Person.objects.get(report=report)


def end_case(case: Case, *, by: User) -> None:
    """The shortest way out of the chain: it went to somebody else."""
    make_move(case=case, key="redirect", said=Said("Naar het wijkteam."), by=by)
    case.refresh_from_db()


def take_back(case: Case, *, by: User) -> None:
    """Open again what went to somebody else."""
    make_move(case=case, key="take_back", said=Said("Het wijkteam kan het niet."), by=by)
    case.refresh_from_db()


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing written inside the block stays: one example of a property can't reach the next."""
    block = transaction.atomic()
    # As Django marks the transactions of its own tests: what must stand alone (a refusal's event) may begin inside.
    vars(block).update(_from_testcase=True)
    with block, transaction.atomic(using="keys"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")


def at_once(*functions: Callable[[], object]) -> list[object]:
    """Run the functions in threads of their own; what each returned or raised, in their order."""
    outcomes: list[object] = [None] * len(functions)

    def run(place: int, function: Callable[[], object]) -> None:
        try:
            outcomes[place] = function()
        except Exception as error:  # noqa: BLE001  (the test judges it)
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    deadline = monotonic() + _PATIENCE_SECONDS
    for thread in threads:
        thread.join(max(deadline - monotonic(), 0))
    assert not [thread for thread in threads if thread.is_alive()], "they wait for one another"
    return outcomes
