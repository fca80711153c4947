"""How long verifying the audit log takes, and what one event costs: `python -m bench.audit [EVENTS]`, 1,000,000 by default."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

_DATABASES = ("sqlite", "postgresql")
_BATCH = 5_000
# A checkpoint for every so many events: a busy desk writes about that many in a minute.
_EVENTS_PER_CHECKPOINT = 100
_SINGLE_EVENTS = 500


def main() -> int:
    """Measure on SQLite and on PostgreSQL, each in a process of its own."""
    count = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    print(
        f"{'audit':<12}{'events':>10}{'checkpoints':>13}{'verify s':>10}{'of CPU':>8}{'events/s':>10}{'record ms':>11}",
        flush=True,
    )
    for database in _DATABASES:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "SCHAKEL_TEST_DATABASE": database}
        subprocess.run([sys.executable, "-m", "bench.audit", "--measure", database, count], check=True, env=environment)
    return 0


def _measure(database: str, count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from schakel.audit import custody
    from schakel.audit.models import Event
    from schakel.audit.record import record
    from schakel.audit.verify import stored_events, verify
    from schakel.core.actors import system

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
    print(
        f"{database:<12}{count:>10,}{findings.checkpoints:>13,}{seconds:>10.1f}{worked:>8.1f}{count / seconds:>10,.0f}{each:>11.2f}",
        flush=True,
    )


def _events(count: int) -> "Iterator[Event]":  # noqa: F821  (its models exist only after the settings are read)
    """A chain as the desk would write it, made in memory: one transaction an event would take an hour."""
    from schakel.audit import chain
    from schakel.audit.models import Event
    from schakel.audit.record import digest_of
    from schakel.core.time import real_now

    began, digest = real_now(), chain.GENESIS
    for sequence in range(1, count + 1):
        event = Event(
            door="desk",
            sequence=sequence,
            at=began + timedelta(milliseconds=sequence),
            tag="report:read",
            actor_id=str(uuid.UUID(int=sequence % 40)),
            actor_role="intake_worker",
            object_type="report",
            object_id=str(uuid.UUID(int=sequence)),
            detail_text=chain.detail_text({"messages": [uuid.UUID(int=sequence + 1)]}),
        )
        event.digest = digest = digest_of(event, digest)
        yield event


def _sign(file: "CheckpointFile", batch: "list[Event]") -> None:  # noqa: F821  (as above)
    from schakel.audit import checkpoints

    with checkpoints.pen(file) as pen:
        for event in batch[_EVENTS_PER_CHECKPOINT - 1 :: _EVENTS_PER_CHECKPOINT]:
            pen.line(checkpoints.Kind.REACHED, event.door, event.sequence, event.digest)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main())
