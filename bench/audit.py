"""How long verifying and reading the audit log take, what one event costs, and what audit and encryption add to a page:
`python -m bench.audit [EVENTS]`, 1,000,000 by default."""

import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from unittest import mock

from bench import tables

_DATABASES = ("sqlite", "postgresql")
_BATCH = 5_000
# A checkpoint for every so many events: a busy desk writes about that many in a minute.
_EVENTS_PER_CHECKPOINT = 100
_SECONDS_APART = 30
_SINGLE_EVENTS = 500
_COLLEAGUES = 40
_TIMES = 7
_ROWS = 50


def main(count: str = "1000000") -> int:
    """Measure on SQLite and on PostgreSQL, each in a process of its own."""
    for database in _DATABASES:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "SCHAKEL_TEST_DATABASE": database}
        subprocess.run([sys.executable, "-m", "bench.audit", "--measure", database, count], check=True, env=environment)
    return 0


def measure(_home: Path) -> None:
    """The same for `python -m bench`, which gives each benchmark an installation: this one makes its own."""
    main()


def _measure(database: str, count: int) -> None:
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    from django.core.management import call_command

    for alias in ("default", "keys"):
        call_command("migrate", database=alias, verbosity=0)
    _worklist(database)
    _verify(database, count)
    _pages(database, count)


def _verify(database: str, count: int) -> None:
    from schakel.audit import custody
    from schakel.audit.models import Event
    from schakel.audit.record import record
    from schakel.audit.verify import stored_events, verify
    from schakel.core.actors import system

    # The worklist wrote some already: the chain begins anew.
    Event.objects.all().delete()
    file = custody.checkpoint_file()
    made = _events(count)
    while batch := list(islice(made, _BATCH)):
        Event.objects.bulk_create(batch)
        _sign(file, batch)
    began, worked = time.perf_counter(), time.process_time()
    with file.path.open("rb") as lines:
        findings = verify(stored_events(), lines, custody.public_key())
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    assert findings.events == count, findings
    assert not [problem for problem in findings.problems if problem.what.name != "LATE"], findings.problems
    began = time.perf_counter()
    for _ in range(_SINGLE_EVENTS):
        record("report:read", by=system("bench"))
    each = (time.perf_counter() - began) / _SINGLE_EVENTS * 1_000
    tables.show(
        f"The audit log on {database}, {count:,} events and {findings.checkpoints:,} checkpoints",
        ["work", "s", "of it CPU"],
        [
            ["verify all of it", f"{seconds:.1f}", f"{worked:.1f}"],
            ["a million events at that pace", f"{seconds / count * 1e6:.1f}", f"{worked / count * 1e6:.1f}"],
            ["one more event", f"{each / 1000:.5f}", "-"],
        ],
    )


def _pages(database: str, count: int) -> None:
    """What the privacy officer waits for."""
    from schakel.audit import export, reading
    from schakel.audit.models import Event
    from schakel.audit.reading import Selection
    from schakel.core import time as clock

    browser = _officer()
    middle = Event.objects.get(door="desk", sequence=count // 2)
    place, number = reading.place_of(middle), str(uuid.UUID(int=count // 2))
    query = {"na": str(place)}
    asked: dict[str, dict[str, str]] = {
        "the newest hundred": {},
        "a hundred halfway": query,
        "one colleague": {"gebruiker": str(uuid.UUID(int=7))},
        "one kind that is rare": {"soort": "refusal"},
        "one kind that never was": {"soort": "key_use"},
        "a week of last year": {"van": f"{middle.at:%Y-%m-%d}", "tot": f"{middle.at + timedelta(days=7):%Y-%m-%d}"},
        "who searched for this": {"zoekvraag": f"{7:032x}"},
    }
    rows = [[name, f"{_median(partial(_get, browser, '/logboek/', filters)):.3f}"] for name, filters in asked.items()]
    # Of records as old as half the log, and of ten that are nearly as old as all of it.
    one, several = Selection(naming=(number,)), Selection(naming=tuple(str(uuid.UUID(int=n)) for n in range(1, 11)))
    rows += [
        ["all that names one id (events only)", f"{_median(lambda: reading.page(one)):.3f}"],
        ["all that names one of ten ids (events only)", f"{_median(lambda: reading.page(several)):.3f}"],
        ["unusual use, thirteen weeks", f"{_median(lambda: _get(browser, '/logboek/opvallend/', {}), times=3):.3f}"],
    ]
    began, size = time.perf_counter(), 0
    part = Selection(since=middle.at, until=middle.at + timedelta(seconds=_SECONDS_APART * 100_000))
    exported = reading.select(part).count()
    for sent in export.archive(part, {}):
        size += len(sent)
    rows.append([f"export of {exported:,} events, {size / 1e6:.0f} MB, proved", f"{time.perf_counter() - began:.1f}"])
    assert clock.real_now() > middle.at
    tables.show(f"Reading a log of {count:,} events on {database}", ["page", "median s"], rows)


def _worklist(database: str) -> None:
    """What audit and encryption add to a worklist of fifty rows: the same page, and the same with neither."""
    from django.test import Client

    from schakel.demo.accounts import create_personas
    from schakel.intake import actions as intake
    from schakel.intake.content import Routing
    from schakel.intake.models import Report
    from tests.personas import signed_in
    from tests.rooms import chain

    sanne = create_personas()["sanne"]
    for _ in range(_ROWS):
        chain.hand_in()
    browser = Client()
    signed_in(sanne, client=browser)

    def page() -> None:
        response = browser.get("/meldingen/")
        assert response.content.count(b"row-link") == _ROWS

    def without_audit() -> None:
        with mock.patch("schakel.intake.queries.record"):
            page()

    def with_neither() -> None:
        with mock.patch("schakel.intake.envelopes.read_routing", return_value=Routing("other", "GM0153")):
            without_audit()

    rows = []
    for words in ("sealed, never opened", "opened"):
        whole, no_audit, neither = _fastest(page, without_audit, with_neither)
        rows.append(
            [words, *(f"{seconds * 1000:.1f}" for seconds in (whole, no_audit, neither)), f"{whole / neither:.2f}"]
        )
        for report in Report.objects.all():
            intake.open_report(report=report, by=sanne)
    tables.show(
        f"A worklist of {_ROWS} reports on {database}",
        ["reports", "page ms", "no audit ms", "nor encryption ms", "ratio"],
        rows,
    )


def _fastest(*works: Callable[[], object], times: int = 25) -> list[float]:
    """The best of many of each, taken in turns: a ratio of these is not one of what else the machine did."""
    best = [float("inf")] * len(works)
    for _ in range(times):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - began)
    return best


def _median(work: Callable[[], object], times: int = _TIMES) -> float:
    seconds = []
    work()
    for _ in range(times):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _get(browser: "Client", address: str, filters: dict[str, str]) -> None:  # noqa: F821  (as below)
    assert browser.get(address, filters).status_code == 200


def _officer() -> "Client":  # noqa: F821  (as below)
    """A browser of the privacy officer, who gave a reason."""
    from django.test import Client

    from schakel.access import readings
    from schakel.access.models import LogReading, User
    from tests.personas import signed_in

    femke = User.objects.get(email__startswith="femke")
    for number in range(_COLLEAGUES):
        User(
            id=uuid.UUID(int=number), email=f"{number}@x.example", name=f"Collega {number}", role="intake_worker"
        ).save()
    readings.begin(purpose=LogReading.Purpose.CONTROL, words="Meting", by=femke)
    browser = Client()
    signed_in(femke, client=browser)
    return browser


def _events(count: int) -> "Iterator[Event]":  # noqa: F821  (its models exist only after the settings are read)
    """A chain as the desk would write it, made in memory: one transaction an event would take an hour."""
    from schakel.audit import chain
    from schakel.audit.models import Event
    from schakel.audit.record import digest_of
    from schakel.core.time import real_now

    began, digest = real_now() - timedelta(seconds=_SECONDS_APART * (count + 1)), chain.GENESIS
    for sequence in range(1, count + 1):
        tag, detail = _said(sequence)
        event = Event(
            door="desk",
            sequence=sequence,
            at=began + timedelta(seconds=_SECONDS_APART * sequence),
            tag=tag,
            actor_id=str(uuid.UUID(int=sequence % _COLLEAGUES)),
            actor_role="intake_worker",
            object_type="report",
            object_id=str(uuid.UUID(int=sequence)),
            detail_text=chain.detail_text(detail),
        )
        event.digest = digest = digest_of(event, digest)
        yield event


def _said(sequence: int) -> tuple[str, dict[str, object]]:
    """Mostly reads; now and then a list of fifty, a search, a refusal."""
    if sequence % 50 == 0:
        return "report:listed", {"reports": [uuid.UUID(int=sequence - back) for back in range(50)]}
    if sequence % 50 == 1:
        return "person:searched", {"query": f"{sequence % 997:032x}", "persons": [uuid.UUID(int=sequence)]}
    if sequence % 1000 == 2:
        return "access:refused", {"page": "case", "method": "GET", "status": 404, "ids": {}}
    return "report:read", {"messages": [uuid.UUID(int=sequence + 1)]}


def _sign(file: "CheckpointFile", batch: "list[Event]") -> None:  # noqa: F821  (as above)
    from schakel.audit import checkpoints

    with checkpoints.pen(file) as pen:
        for event in batch[_EVENTS_PER_CHECKPOINT - 1 :: _EVENTS_PER_CHECKPOINT]:
            pen.line(checkpoints.Kind.REACHED, event.door, event.sequence, event.digest)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main(*sys.argv[1:2]))
