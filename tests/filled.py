"""A filled demo that tests copy, made once: filling takes over a minute."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests import processes


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the filled demo, made once for all workers, and for all runs that name the same SCHAKEL_TEST_FILLED.

    Nobody runs on it: tests copy it.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = Path(os.environ.get("SCHAKEL_TEST_FILLED", shared))
    home, is_filled = folder / "home", folder / "filled"
    with (folder / "filling").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not is_filled.exists():
            # What somebody before us left half filled is of no use.
            shutil.rmtree(home, ignore_errors=True)
            with processes.running(home, "demo"):
                is_filled.touch()
    return home
