"""A prepared, empty demo for every test."""

from pathlib import Path

import pytest

from tests import processes
from tests.filled import filled_home

__all__ = ["filled_home"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a demo without reports."""
    home = tmp_path / "home"
    done = processes.command(home, "prepare")
    assert done.returncode == 0, done.stderr
    return home
