"""`schakel audit export`: a file for an auditor without an account, with its proof, on record."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from schakel.audit import command, custody
from schakel.audit.models import Event
from schakel.audit.record import record
from schakel.core import time
from tests.rooms.audit.log import WRITER

pytestmark = pytest.mark.django_db
TODAY = f"{time.real_now():%Y-%m-%d}"


@pytest.fixture(autouse=True)
def _own_checkpoints(settings: Any, tmp_path: Path) -> None:
    settings.SCHAKEL_CHECKPOINTS = str(tmp_path / "checkpoints.jsonl")


def export(file: Path, first: str = TODAY, last: str = TODAY) -> list[dict[str, str]]:
    words = ["export", "--from", first, "--until", last, "--out", str(file)]
    assert command.run(words, {"intake_worker": "execution"}) == 0
    with zipfile.ZipFile(file) as archive:
        return list(csv.DictReader(io.StringIO(archive.read("events.csv").decode()), delimiter=";"))


def test_the_days_that_were_asked_for_are_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        record("report:read", by=WRITER, number=number)
    Event.objects.filter(sequence=1).update(at=time.real_now() - timedelta(days=2))
    custody.write_checkpoint()
    rows = export(tmp_path / "log.zip")
    assert [(row["sequence"], row["user"], row["authorisation"]) for row in rows] == [
        ("3", WRITER.actor_id, "execution"), ("2", WRITER.actor_id, "execution"),
    ]  # fmt: skip
    assert "2 events in" in capsys.readouterr().out
    event = Event.objects.get(tag="log:exported")
    assert (event.actor_id, event.detail) == (
        "system:command line", {"asked": {"first_day": TODAY, "last_day": TODAY}, "count": 2},
    )  # fmt: skip


def test_the_proof_says_what_was_found(tmp_path: Path) -> None:
    for number in range(3):
        record("report:read", by=WRITER, number=number)
    custody.write_checkpoint()
    export(tmp_path / "log.zip")
    Event.objects.filter(sequence=2).update(actor_id="somebody else")
    export(tmp_path / "again.zip")
    told = {name: zipfile.ZipFile(tmp_path / name).read("proof.txt").decode() for name in ("log.zip", "again.zip")}
    assert "3 events held against 1 checkpoints: sound." in told["log.zip"]
    assert "WRONG    door desk, event 2: changed" in told["again.zip"]


def test_days_without_events_make_a_file_that_says_so(tmp_path: Path) -> None:
    assert export(tmp_path / "log.zip", "2001-01-01", "2001-12-31") == []
    assert "There are no events in this export." in zipfile.ZipFile(tmp_path / "log.zip").read("proof.txt").decode()


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "log.zip").write_text("mine")
    with pytest.raises(FileExistsError):
        export(tmp_path / "log.zip")
    assert (tmp_path / "log.zip").read_text() == "mine"
    assert not Event.objects.filter(tag="log:exported").exists()


def test_a_day_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        export(tmp_path / "log.zip", "gisteren")
    assert "a day is written like 2026-03-31" in capsys.readouterr().err
    assert not (tmp_path / "log.zip").exists()
