"""Runs every benchmark, or those that are named: `python -m bench [NAME]...`; the names stand in BENCHMARKS."""

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import audit, cases, files, keys, pages, readers, receipt, sealing, starts, submissions, writers
from tests import processes

_PEER = """\
Figures of GlobaLeaks 5.0.15 were measured earlier by this project, on a machine of the same size. They were not measured
in this run: it is not installable from the package index. Ours were measured now, on this machine, with its other work."""

BENCHMARKS: dict[str, tuple[Mapping[str, str], Callable[[Path], None]]] = {
    "submissions": (processes.DEMO, submissions.measure),
    "sealing": (processes.DEMO, sealing.measure),
    "files": (processes.DEMO, files.measure),
    "pages": (processes.DEMO, pages.home_page),
    "readers": (processes.DEMO, readers.measure),
    "receipt": (processes.DEMO, receipt.measure),
    "inbox": (processes.DEMO, pages.inbox),
    "keys": (processes.DEMO, keys.rotation),
    "starts": (processes.PRODUCTION, starts.starting),
    "demo": (processes.DEMO, starts.demo),
    "writers": (processes.DEMO, writers.measure),
    "audit": (processes.DEMO, audit.measure),
    "cases": (processes.DEMO, cases.measure),
}


def main(names: list[str]) -> int:
    """Each benchmark on an installation of its own, thrown away after."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        print(f"There is no benchmark called {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}.")
        return 1
    for name in names or BENCHMARKS:
        settings, measure = BENCHMARKS[name]
        with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
            home = Path(folder) / "home"
            prepared = processes.command(home, "prepare", settings=settings)
            assert prepared.returncode == 0, prepared.stderr
            measure(home)
    print(_PEER)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
