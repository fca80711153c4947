"""Keys of their own for tests that change or break them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schakel.vault import keys, master
from schakel.vault.master import Provider, Source


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A folder with keys of their own, in use."""
    source = Source(Provider.FILE, str(tmp_path / "master.key"))
    keys.create(tmp_path, source)
    settings.SCHAKEL_DESK_KEYS, settings.SCHAKEL_PUBLIC_KEYS = (
        str(tmp_path / "desk.json"),
        str(tmp_path / "public.json"),
    )
    settings.SCHAKEL_MASTER_KEY = tuple(source)
    fresh()
    yield tmp_path
    fresh()


def fresh() -> None:
    keys.forget()
    master.forget()
