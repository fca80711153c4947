"""How long a start takes, and the year's factsheet in every format."""

import time
from pathlib import Path

from bench import tables
from tests import processes
from tests.visitor import Visitor

_RENDER = """
import time
from schakel.publications import queries, render
factsheet = queries.published(2025).factsheet
began = time.perf_counter()
files = render.render(factsheet)
print(time.perf_counter() - began, len(files))
"""


def starting(home: Path) -> None:
    """Print the seconds from `schakel up` to the first page, on a prepared installation."""
    began = time.perf_counter()
    with processes.running(home, "up", settings=processes.PRODUCTION) as tree:
        page = Visitor(tree.public_port, host_name=processes.PRODUCTION["SCHAKEL_PUBLIC_HOST"]).get("/")
        seconds = time.perf_counter() - began
        assert page.status == 200
    tables.show("Starting", ["what", "s"], [["from 'schakel up' to the first page (asked: under 5)", f"{seconds:.1f}"]])


def demo(home: Path) -> None:
    """Print the seconds to fill the demo, and to make the 2025 factsheet's four formats on it."""
    began = time.perf_counter()
    with processes.running(home, "demo") as tree:
        filling = time.perf_counter() - began
        visitor = Visitor(tree.public_port)
        began = time.perf_counter()
        page = visitor.get("/factsheet/2025/")
        web_page = time.perf_counter() - began
        assert page.status == 200
    rendered, count = processes.in_installation(home, "desk", _RENDER).split()
    assert count == "3"
    began = time.perf_counter()
    done = processes.command(home, "factsheet", "2025", "--out", str(home / "factsheet"))
    written = time.perf_counter() - began
    assert done.returncode == 0, done.stderr
    tables.show(
        "The demo and its factsheet of 2025",
        ["what", "s"],
        [
            ["first start, filling included (asked: under 60)", f"{filling:.1f}"],
            ["PDF, PNG and CSV rendered anew", f"{float(rendered):.2f}"],
            ["web page", f"{web_page:.2f}"],
            ["'schakel factsheet 2025', the frozen files", f"{written:.2f}"],
        ],
    )
