"""How long a coordinator waits for lists, a case and a search when the centre has many cases: `python -m bench.cases
[CASES]...`, 1,000 and 100,000 by default, each with ten persons, on PostgreSQL."""

import gc
import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import tables

_SIZES = ("1000", "100000")
_PERSONS = 10
_OWN = 40
_NOTES = 20
_CASES_EACH = 40
_BATCH = 2_000
_TIMES = 60
_WORDS = "Zij werkt in een wasserette en geeft haar loon af aan een man die haar paspoort heeft. "


def main(*sizes: str) -> int:
    """Each size on a server of its own; then the ratios."""
    found = [_of_size(int(size)) for size in sizes or _SIZES]
    rows = []
    for page in found[0]:
        figures = [f"{result[page]:.0f}" for result in found]
        rows.append([page, *figures, f"{found[-1][page] / found[0][page]:.2f}"])
    heads = [f"{int(size):,} cases" for size in sizes or _SIZES]
    tables.show(
        "p95 in milliseconds for a coordinator of 40 cases, on PostgreSQL (asked: under 100, ratio under 1.5)",
        ["page", *heads, "ratio"],
        rows,
    )
    return 0


def measure(_home: Path) -> None:
    """The same for `python -m bench`, which gives each benchmark an installation: this one makes its own."""
    main()


def _of_size(count: int) -> dict[str, float]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "SCHAKEL_TEST_DATABASE": "postgresql"}
    command = [sys.executable, "-m", "bench.cases", "--measure", str(count)]
    done = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    return {page: float(figure) for page, figure in (line.split("\t") for line in done.stdout.splitlines())}


def _measure(count: int) -> None:
    import django
    from django.conf import settings

    django.setup()
    # And no `setup_test_environment`: that notes every template and its context, as no server does.
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    for alias in ("default", "keys"):
        call_command("migrate", database=alias, verbosity=0)
    from schakel.demo.accounts import create_personas
    from tests.personas import signed_in

    tarik = create_personas()["tarik"]
    case_id, long_id, name = _own_cases(tarik)
    _others(count - _OWN)
    with connection.cursor() as cursor:
        # As on a server that stands for a while: or the database tidies up after the filling while the pages are timed.
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    browser = Client()
    signed_in(tarik, client=browser)

    def get(path: str) -> None:
        assert browser.get(path).status_code == 200

    def post(path: str, **typed: str) -> None:
        assert b"row-link" in browser.post(path, typed).content

    pages: dict[str, Callable[[], None]] = {
        "today": lambda: get("/"),
        "open cases": lambda: get("/casussen/"),
        "cases with news": lambda: get("/casussen/?lijst=nieuws"),
        "late and due": lambda: get("/termijnen/"),
        "a case": lambda: get(f"/casussen/{case_id}/"),
        "its story": lambda: get(f"/casussen/{case_id}/verloop/"),
        "a case of years": lambda: get(f"/casussen/{long_id}/"),
        "the story of that": lambda: get(f"/casussen/{long_id}/verloop/"),
        "the documents of that": lambda: get(f"/casussen/{long_id}/documenten/"),
        "a search for words": lambda: post("/zoeken/", words="wasserette paspoort"),
        "for words of one": lambda: post("/zoeken/", words=name),
        "a search for a name": lambda: post("/personen/", name=name),
    }
    for work in pages.values():
        work()
    # As `config.wsgi` does: filling left millions of objects here, and no server goes through those again and again.
    gc.collect()
    gc.freeze()
    for page, seconds in _timed(pages).items():
        print(f"{page}\t{statistics.quantiles(seconds, n=20)[-1] * 1000}")


def _timed(pages: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    """Page after page and then again, as people go: a busy moment of the machine falls on all of them alike."""
    seconds: dict[str, list[float]] = {page: [] for page in pages}
    for _ in range(_TIMES):
        for page, work in pages.items():
            began = time.perf_counter()
            work()
            seconds[page].append(time.perf_counter() - began)
    return seconds


def _own_cases(coordinator: Any) -> tuple[uuid.UUID, uuid.UUID, str]:
    """Forty cases as they come to be, through the actions. The first has a long history: 400 notes, 60 documents, and 30
    participants at six conferences. The ids of another and of that one, and a name in it."""
    from datetime import date

    from schakel.cases import actions as cases
    from schakel.cases.actions import Recognised
    from schakel.cases.models import Case
    from schakel.cases.plan.actions import steps
    from schakel.cases.plan.actions.steps import Said
    from schakel.cases.states import Outcome
    from schakel.people.details import PersonDetails
    from tests.rooms import chain
    from tests.rooms.cases import large as building
    from tests.rooms.sharing import telling

    for number in range(_OWN):
        named = [f"Ana {_letters(number * _PERSONS + one)}" for one in range(_PERSONS)]
        described = [Recognised(PersonDetails(date(2026, 3, 1), name=name)) for name in named]
        report, _ = chain.hand_in(chain.said(story=_WORDS * 4))
        chain.judge(report, *described, by=coordinator, outcome=Outcome.NEW_CASE, coordinator=coordinator)
    first = Case.objects.order_by("opened_at").first()
    assert first is not None
    for case in Case.objects.all():
        for number in range(_NOTES * 20 if case == first else _NOTES):
            cases.add_note(case=case, text=f"{number}. {_WORDS * 3}", by=coordinator)
        for number in range(5):
            steps.plan_step(
                case=case, kind="action", said=Said(f"Bel de opvang {number}", owner=coordinator), by=coordinator
            )
    large = building.Large(first, telling.colleague_in(first))
    for _ in range(3):
        building.grow(large, building.participants, building.documents, building.conferences)
    ordinary = Case.objects.exclude(pk=first.pk).order_by("opened_at").first()
    assert ordinary is not None
    return ordinary.id, first.id, f"Ana {_letters(0)}"


def _letters(number: int) -> str:
    """A surname of which there is one."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:06d}") + "ma"


def _others(count: int) -> None:
    """The cases of everybody else. Nobody reads their words here, so these are random bytes of the usual length."""
    from django.db import connection

    from schakel.access.models import Compartment, Grant, User
    from schakel.access.roles import Role
    from schakel.cases.models import Case, Involvement, Note, Triage
    from schakel.cases.plan.models import Clock, Step
    from schakel.cases.states import InvolvedAs, Outcome
    from schakel.core import time as clock
    from schakel.intake.models import Report, ReportState
    from schakel.people.models import NameToken, Person

    now, words = clock.now(), os.urandom(300)
    users = [
        User(email=f"c{number}@bench.example", name=f"Collega {number}", role=Role.CASE_COORDINATOR)
        for number in range(count // _CASES_EACH + 1)
    ]
    User.objects.bulk_create(users)
    report = Report(received_at=now, answered_at=now, state=ReportState.TRIAGED, content=os.urandom(900))
    fits = {"fits_purpose": True, "urgency": Case().urgency, "outcome": Outcome.NEW_CASE, "reason": words[:100]}
    in_force = {"last_day": clock.today(), "warn_on": clock.today(), "due_at": now + timedelta(days=9)}
    rows = {
        Compartment: _Rows(Compartment()),
        Grant: _Rows(Grant(ground=Grant.Ground.COORDINATOR, starts_at=now)),
        Case: _Rows(Case(opened_at=now, facts=words)),
        Report: _Rows(report),
        Triage: _Rows(Triage(**fits)),
        Person: _Rows(Person(details=words[:200])),
        Involvement: _Rows(Involvement(role=InvolvedAs.VICTIM)),
        NameToken: _Rows(NameToken()),
        Note: _Rows(Note(text=words)),
        Step: _Rows(Step(due_on=clock.today(), content=words[:200])),
        Clock: _Rows(Clock(started_at=now, content=words[:200], **in_force)),
    }
    with connection.cursor() as cursor:
        # Every link leads to a row made above: PostgreSQL need not look each of them up.
        cursor.execute("SET session_replication_role = replica")
    for first in range(0, count, _BATCH):
        for number in range(first, min(first + _BATCH, count)):
            user, key, then = users[number // _CASES_EACH].pk, uuid.uuid4(), now - timedelta(minutes=number)
            room = rows[Compartment].add()
            rows[Grant].add(compartment_id=room, user_id=user, starts_at=then)
            case = rows[Case].add(
                compartment_id=room, number=f"B-{number:07d}", coordinator_id=user, opened_at=then, data_key=key
            )
            told = rows[Report].add(
                compartment_id=room, received_at=then, data_key=key, lookup=os.urandom(32), reply_key=os.urandom(32)
            )
            rows[Triage].add(report_id=told, case_id=case, decided_by_id=user)
            for _ in range(_PERSONS):
                person = rows[Person].add(compartment_id=room, report_id=told, data_key=key, identity=uuid.uuid4())
                rows[Involvement].add(case_id=case, person_id=person)
                rows[NameToken].add(person_id=person, token=os.urandom(16))
            for _ in range(3):
                rows[Note].add(case_id=case, author_id=user)
            rows[Step].add(case_id=case, owner_id=user)
            rows[Clock].add(case_id=case, started_at=then)
        for some in rows.values():
            some.send()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")


class _Rows:
    """Rows of one table that differ from an example in a few columns, sent to PostgreSQL together: ten times as fast as one
    by one through Django, which is what filling takes."""

    def __init__(self, example: Any) -> None:
        from django.db import connection

        fields = example._meta.concrete_fields
        names = [connection.ops.quote_name(field.column) for field in fields]
        table = connection.ops.quote_name(example._meta.db_table)
        self._copy = f"COPY {table} ({', '.join(names)}) FROM STDIN"
        self._example = [field.get_db_prep_save(getattr(example, field.attname), connection) for field in fields]
        self._place = {field.attname: place for place, field in enumerate(fields)}
        self._waiting: list[list[Any]] = []

    def add(self, **columns: Any) -> uuid.UUID:
        """One row more; its id."""
        row, key = self._example.copy(), uuid.uuid4()
        row[self._place["id"]] = key
        for name, value in columns.items():
            row[self._place[name]] = value
        self._waiting.append(row)
        return key

    def send(self) -> None:
        """Send what was added since the last time."""
        from django.db import connection

        with connection.cursor() as cursor, cursor.copy(self._copy) as copy:
            for row in self._waiting:
                copy.write_row(row)
        self._waiting.clear()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(int(sys.argv[2]))
    else:
        sys.exit(main(*sys.argv[1:]))
