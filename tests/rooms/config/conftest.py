"""Homes to start from, made once and copied."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import processes
from tests.rooms.config.doors import cluster, code, conversation, place, public_home, visited

__all__ = ["cluster", "code", "conversation", "place", "public_home", "visited"]


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    homes = {}
    for kind, settings in {"demo": processes.DEMO, "production": processes.PRODUCTION}.items():
        homes[kind] = tmp_path_factory.mktemp("prepared") / "home"
        done = processes.command(homes[kind], "prepare", settings=settings)
        assert (done.returncode, done.stderr) == (0, "")
    return homes


@pytest.fixture
def prepared(_prepared: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    """A fresh copy of a prepared home, of the kind that is asked for."""

    def copy(kind: str = "demo") -> Path:
        return Path(shutil.copytree(_prepared[kind], tmp_path / "home"))

    return copy
