"""What the worker does by itself: the scanner, the confined process, orphans, and the keys that are still needed."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from schakel.access.models import User
from schakel.attachments import actions, examine, orphans, sandbox
from schakel.attachments.models import Attachment, Piece
from schakel.attachments.states import Finding, Scan, State
from schakel.config.environment import SettingError, read
from schakel.core import time
from schakel.intake import actions as intake
from schakel.intake import intake_keys
from schakel.methods.attachments import child
from tests.methods import invented_files as invented
from tests.personas import recorded
from tests.rooms.attachments import clamd, sending

pytestmark = pytest.mark.django_db
EICAR = ("lijst.txt", b"Namen\n" + invented.EICAR)


def test_what_the_scanner_knows_is_held_back(sanne: User, settings: Any) -> None:
    with clamd.running() as settings.SCHAKEL_CLAMD:
        bad, good = sending.opened(sending.report_with(EICAR, ("goed.txt", b"x" * 2_500_000)), by=sanne)
    assert (bad.state, bad.finding, bad.scan, bad.copy_id) == (
        State.QUARANTINED, Finding.MALWARE, Scan.FOUND, None,
    )  # fmt: skip
    assert (good.state, good.scan) == (State.READY, Scan.CLEAN)
    assert [event.detail["file"] for event in recorded("file:quarantined")] == [str(bad.pk)]


def test_a_scanner_that_is_away_loses_nothing_is_seen_and_asked_again(sanne: User, settings: Any) -> None:
    settings.SCHAKEL_CLAMD = "unix:/nergens/clamd.ctl"
    bad, good = sending.opened(sending.report_with(EICAR, ("goed.txt", b"goed")), by=sanne)
    assert {bad.scan, good.scan} == {Scan.NOT_SCANNED}
    assert {bad.state, good.state} == {State.READY}
    assert examine.scan_again() == 0
    with clamd.running() as settings.SCHAKEL_CLAMD:
        assert examine.scan_again() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.scan) == (State.QUARANTINED, Scan.FOUND)
    assert (good.state, good.scan) == (State.READY, Scan.CLEAN)


def test_a_file_that_cannot_be_read_keeps_no_other_waiting(sanne: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "_AT_ONCE", 1)
    report = sending.report_with(("een.txt", b"een"), ("twee.txt", b"twee"))
    intake.open_report(report=report, by=sanne)
    actions.open_files(report=report, by=sanne)
    first, second = Attachment.objects.all()
    Attachment.objects.filter(pk=first.pk).update(content=b"kapot")
    for _ in range(2):
        examine.examine_waiting()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.QUARANTINED, State.READY)
    Attachment.objects.filter(pk=first.pk).update(state=State.READY, scan=Scan.NOT_SCANNED)
    examine.scan_again()
    first.refresh_from_db()
    assert (first.state, first.scan) == (State.READY, Scan.NONE)


def test_without_a_scanner_it_says_that_nothing_was_scanned(sanne: User, settings: Any) -> None:
    settings.SCHAKEL_CLAMD = ""
    (file,) = sending.opened(sending.report_with(EICAR), by=sanne)
    assert file.scan == Scan.NONE
    assert file.get_scan_display() == "niet op virussen gecontroleerd"


@pytest.mark.parametrize("address", ["/run/clamd", "tcp:localhost", "unix:run", "http://x:1"])
def test_a_wrong_address_of_the_scanner_stops_the_start(address: str) -> None:
    with pytest.raises(SettingError, match="SCHAKEL_CLAMD"):
        read({"SCHAKEL_MODE": "demo", "SCHAKEL_CLAMD": address})


def test_a_process_that_takes_too_much_is_stopped_and_the_file_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_WALL_SECONDS", 0.01)
    assert sandbox.run("copy", "jpeg", [invented.photo()]).finding == Finding.BOMB


def test_a_task_that_falls_over_is_a_finding_and_no_fault() -> None:
    assert sandbox.run("copy", "no such kind", [b"x"]).finding == Finding.DAMAGED


def test_in_the_confined_process_no_network_no_program_and_no_file(tmp_path: Path) -> None:
    """Asked of the same confinement, in a process of its own."""
    import subprocess
    import sys

    script = f"""
import pathlib, socket, subprocess
from schakel.methods.attachments import child
child.confine()
for what in (
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: subprocess.run(["true"]),
    lambda: pathlib.Path({str(tmp_path / "x")!r}).write_text("x" * 10),
    lambda: bytearray(3_000_000_000),
):
    try:
        what()
    except (PermissionError, OSError, MemoryError):
        print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.split() == ["refused"] * 4, done.stderr
    assert child.MOSAIC["mosaic"] < child.MOSAIC["finer"] < 100


def test_what_was_never_sent_goes_after_two_days(sanne: User) -> None:
    lookup = uuid.uuid4().bytes * 2
    sent = sending.report_with(("blijft.jpg", invented.photo()))
    actions.attach(lookup=lookup, taken=[sending.arrived("wees.jpg", invented.photo())])
    sending.arrived("half.txt", b"kwam nooit aan")
    assert orphans.remove() == 0
    assert Piece.objects.count() == 3
    with time.travel(time.now() + timedelta(days=2, hours=1)):
        assert orphans.remove() == 1
    assert [bytes(file.lookup) for file in Attachment.objects.all()] == [bytes(sent.lookup)]
    assert Piece.objects.count() == 1
    (file,) = sending.opened(sent, by=sanne)
    assert file.state == State.UNCLEARED


def test_a_working_copy_is_no_orphan(sanne: User) -> None:
    sending.opened(sending.report_with(("a.txt", b"woorden")), by=sanne)
    with time.travel(time.now() + timedelta(days=3)):
        orphans.remove()
    assert Piece.objects.count() == 2


def test_a_key_that_a_file_is_sealed_to_is_still_needed(sanne: User) -> None:
    report = sending.report_with(("a.txt", b"x"))
    (file,) = Attachment.objects.all()
    assert intake_keys.sealed_to()[file.key_id] == 2  # the report and its file
    sending.opened(report, by=sanne)
    assert intake_keys.sealed_to()[file.key_id] == 0


def test_a_file_moved_to_another_report_does_not_open(sanne: User) -> None:
    one, other = sending.report_with(("a.txt", b"x")), sending.report_with()
    Attachment.objects.update(lookup=bytes(other.lookup))
    assert sending.opened(one, by=sanne) == []
    from schakel.intake import actions as intake

    intake.open_report(report=other, by=sanne)
    (listed,) = actions.open_files(report=other, by=sanne)
    assert (listed.header, listed.is_destroyed) == (None, False)


def test_a_file_with_a_piece_gone_is_held_back(sanne: User) -> None:
    report = sending.report_with(("a.txt", b"x" * 2_500_000))
    Piece.objects.filter(number=2).delete()
    (file,) = sending.opened(report, by=sanne)
    assert (file.state, file.finding) == (State.QUARANTINED, Finding.DAMAGED)
