"""The way back with a code: entering it, reading the answer, adding something. One visitor after the other, one core."""

import os
import statistics
import time
from pathlib import Path

from bench import tables
from tests import processes
from tests.visitor import Visitor

TIMES = 40
_ANSWER = """
from schakel.access.models import User
from schakel.demo.accounts import create_personas
from schakel.intake import actions
from schakel.intake.models import Report
create_personas()
sanne = User.objects.get(email__startswith="sanne")
for report in Report.objects.all():
    actions.open_report(report=report, by=sanne)
    report.refresh_from_db()
    actions.answer(report=report, text="Dank je wel. Wij willen je graag helpen. " * 10, by=sanne)
"""


def measure(home: Path) -> None:
    """Print how long each step took. `home` is an installation without reports."""
    port = processes.free_port()
    cores = sorted(os.sched_getaffinity(0))
    with processes.serving(home, "public", port=port) as process:
        for pid in processes.members(process):
            os.sched_setaffinity(pid, {cores[0]})
        codes = [Visitor(port).report("Iemand werkt zonder loon.") for _ in range(TIMES)]
        processes.in_installation(home, "desk", _ANSWER)
        seconds: dict[str, list[float]] = {"enter the code and read": [], "add something": []}
        for code in codes:
            visitor = Visitor(port)
            asked = visitor.get("/vervolg/")
            began = time.perf_counter()
            page = visitor.answer(asked, {"code": code})
            seconds["enter the code and read"].append(time.perf_counter() - began)
            assert (page.status, page.path, "graag helpen" in page.text) == (200, "/vervolg/gesprek/", True)
            began = time.perf_counter()
            page = visitor.answer(page, {"text": "Dank u. Ik bel morgen."})
            seconds["add something"].append(time.perf_counter() - began)
            assert "aangekomen" in page.text
    rows = [
        [step, f"{statistics.median(took) * 1000:.0f}", f"{max(took) * 1000:.0f}", peer]
        for (step, took), peer in zip(seconds.items(), ("1730", "-"), strict=True)
    ]
    tables.show(
        "The way back with a code (asked: each under 100 ms)",
        ["step", "median ms", "slowest ms", "GlobaLeaks ms"],
        rows,
    )
