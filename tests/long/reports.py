"""What stands in an installation after a run, read with desk keys by a process of its own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests import processes

_READ_EVERYTHING = """
import json, sys
from django.db import connection
from schakel.audit.models import Event
from schakel.intake import envelopes, receipts
from schakel.intake.models import Report
stories = {bytes(r.lookup).hex(): envelopes.read_content(r).body.story for r in Report.objects.all()}
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    sound = cursor.fetchall() == [("ok",)]
print(json.dumps({
    "is_sound": sound,
    "stories": list(stories.values()),
    "by_code": {code: stories.get(receipts.lookup_of(code).hex()) for code in json.load(sys.stdin)},
    "received": Event.objects.filter(tag="report:received").count(),
}))
"""


@dataclass(frozen=True)
class Stored:
    """Every stored report's story, which of them each code opens, and how many receptions the audit knows."""

    is_sound: bool
    stories: list[str]
    by_code: dict[str, str | None]
    received: int


def stored(home: Path, codes: Iterable[str]) -> Stored:
    """Open everything. Fails when any report can't be opened: then half a report exists."""
    return Stored(
        **json.loads(processes.in_installation(home, "desk", _READ_EVERYTHING, typed=json.dumps(list(codes))))
    )
