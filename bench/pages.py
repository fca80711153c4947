"""What a visitor downloads, and how long staff wait for a list of ten thousand reports."""

import re
import statistics
import time
from pathlib import Path
from urllib.parse import urljoin

from bench import tables
from tests import processes
from tests.visitor import Visitor

REPORTS = 10_000
TIMES = 20
_RESOURCE = re.compile(r"""<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/static/[^"]+)\"""")
_IN_STYLE = re.compile(r"""url\(["']?([^"')]+)["']?\)|@import\s+["']([^"']+)["']""")

_FILL_INBOX = """
import sys
from datetime import timedelta
from schakel.core import time
from schakel.demo.accounts import create_personas
from schakel.intake import envelopes, receipts, visits
from schakel.intake.content import Body, Content, Routing
from schakel.intake.models import Report
create_personas()
said = Content(Routing("other", "GM0153"), Body("Iemand werkt zonder loon en slaapt achter de keuken. " * 6))
reports = []
for number in range(int(sys.stdin.read())):
    code = receipts.from_visit(visits.new_key())
    report = Report(
        lookup=receipts.lookup_of(code),
        reply_key=receipts.reply_public_bytes(code),
        received_at=time.now() - timedelta(minutes=number),
    )
    envelopes.seal_report(report, said)
    reports.append(report)
Report.objects.bulk_create(reports, batch_size=500)
"""


def home_page(home: Path) -> None:
    """Print the weight of the public home page with everything it loads, as sent."""
    port = processes.free_port()
    with processes.serving(home, "public", port=port):
        visitor = Visitor(port)
        sizes = {"/": len(visitor.get("/").text.encode())}
        waiting = _RESOURCE.findall(visitor.get("/").text)
        while waiting:
            path = waiting.pop()
            if path in sizes:
                continue
            content = visitor.fetch(path)
            sizes[path] = len(content)
            if path.endswith(".css"):
                inside = [first or second for first, second in _IN_STYLE.findall(content.decode())]
                waiting.extend(urljoin(path, address) for address in inside if not address.startswith("data:"))
    rows = [[path, f"{size / 1000:.1f}"] for path, size in sorted(sizes.items(), key=lambda item: -item[1])]
    total = sum(sizes.values()) / 1000
    tables.show(
        "The public home page with all it loads, not compressed",
        ["address", "kB"],
        [*rows, ["all together (asked: under 60)", f"{total:.1f}"], ["GlobaLeaks", "1166"]],
    )


def inbox(home: Path) -> None:
    """Print how long the desk takes for its list of reports. `home` is an installation without reports."""
    processes.in_installation(home, "desk", _FILL_INBOX, typed=str(REPORTS))
    port = processes.free_port()
    with processes.serving(home, "desk", port=port):
        staff = Visitor(port, host_name="localhost")
        staff.answer(staff.get("/demo/aanmelden/"), {"persona": "sanne"})
        seconds = []
        for _ in range(TIMES):
            began = time.perf_counter()
            page = staff.get("/meldingen/")
            seconds.append(time.perf_counter() - began)
            assert (page.status, page.path) == (200, "/meldingen/")
    tables.show(
        f"The desk's inbox with {REPORTS} reports",
        ["list", "median s", "slowest s"],
        [
            ["Schakel (asked: under 0.2)", f"{statistics.median(seconds):.3f}", f"{max(seconds):.3f}"],
            ["GlobaLeaks", "4.4", "-"],
        ],
    )
