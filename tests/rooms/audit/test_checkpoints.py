"""Signed checkpoints: written when due, kept on disk and elsewhere, and no line of them can be meddled with unseen."""

import base64
import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schakel.audit import checkpoints, custody
from schakel.audit.checkpoints import CheckpointFile, Kind
from schakel.audit.findings import What
from schakel.audit.models import Event
from schakel.core import schedule
from tests.rooms.audit.log import KEY, checkpoint_file, findings, write, write_in_turns

pytestmark = pytest.mark.django_db
Lines = list[bytes]


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> CheckpointFile:
    """Six checkpoints over the desk's thirty events and two over the public door's six."""
    made = checkpoint_file(tmp_path)
    write_in_turns(settings, made, turns=2, events=3, door="public")
    write_in_turns(settings, made, turns=6, events=5)
    return made


def lines_of(file: CheckpointFile) -> Lines:
    return file.path.read_bytes().splitlines()


def put(file: CheckpointFile, lines: Lines) -> None:
    file.path.write_bytes(b"".join(line + b"\n" for line in lines))


def found(file: CheckpointFile) -> list[tuple[What, int]]:
    return [(problem.what, problem.first) for problem in findings(file).problems]


def test_nothing_new_writes_nothing(file: CheckpointFile, settings: Any) -> None:
    assert checkpoints.write_due(file) == 0
    write(settings, 1)
    write(settings, 1, "public")
    assert checkpoints.write_due(file) == 2
    assert checkpoints.write_due(file) == 0


def test_a_line_says_where_its_door_stands(file: CheckpointFile) -> None:
    last = json.loads(lines_of(file)[-1])
    event = Event.objects.get(door="desk", sequence=30)
    assert (last["door"], last["sequence"], last["epoch"], last["kind"]) == ("desk", 30, 1, "reached")
    assert last["digest"] == bytes(event.digest).hex()
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def changed(line: bytes, **values: object) -> bytes:
    return json.dumps(json.loads(line) | values, separators=(",", ":")).encode()


def signed_by_another(line: bytes) -> bytes:
    signature = Ed25519PrivateKey.generate().sign(checkpoints.parse(line)[0].signed_bytes())
    return changed(line, signature=base64.b64encode(signature).decode())


@pytest.mark.parametrize(
    ("meddle", "what"),
    [
        pytest.param(lambda lines: lines[:3] + lines[4:], (What.UNLINKED, 4), id="a line taken out"),
        pytest.param(lambda lines: lines[2:], (What.UNLINKED, 1), id="the first lines taken out"),
        pytest.param(lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], (What.UNLINKED, 3), id="two swapped"),
        pytest.param(
            lambda lines: [*lines[:4], changed(lines[4], sequence=14), *lines[5:]],
            (What.FORGED, 5),
            id="a value changed",
        ),
        pytest.param(
            lambda lines: [*lines[:4], changed(lines[4], epoch=9), *lines[5:]], (What.FORGED, 5), id="an epoch changed"
        ),
        pytest.param(
            lambda lines: [*lines[:-1], signed_by_another(lines[-1])], (What.FORGED, 8), id="signed with another key"
        ),
        pytest.param(lambda lines: [*lines[:-1], lines[-1][:-9]], (What.UNREADABLE, 8), id="the end cut off"),
        pytest.param(
            lambda lines: [*lines[:3], b"\x00" * 80, *lines[4:]], (What.UNREADABLE, 4), id="a line blotted out"
        ),
        pytest.param(lambda lines: [*lines[:3], b"[" * 9_000, *lines[4:]], (What.UNREADABLE, 4), id="a deep line"),
    ],
)
def test_a_meddled_file_is_found_out(
    file: CheckpointFile, meddle: Callable[[Lines], Lines], what: tuple[What, int]
) -> None:
    assert findings(file).is_sound
    put(file, meddle(lines_of(file)))
    assert what in found(file)


def test_every_changed_character_is_found_out(file: CheckpointFile) -> None:
    """Each byte of a line in turn, the signature's too (its last sign carries no whole byte)."""
    lines = lines_of(file)
    middle = lines[4]
    for place in range(0, len(middle), 3):
        other = bytes([middle[place] ^ 1])
        put(file, [*lines[:4], middle[:place] + other + middle[place + 1 :], *lines[5:]])
        assert found(file), middle[place : place + 9]


def test_a_line_that_came_twice_is_read_once(file: CheckpointFile) -> None:
    lines = lines_of(file)
    put(file, [*lines[:5], *lines[3:5], *lines[5:]])
    assert findings(file).is_sound
    assert findings(file).checkpoints == 8


def test_a_write_cut_short_is_healed_by_the_next(file: CheckpointFile, settings: Any) -> None:
    whole = file.path.read_bytes()
    file.path.write_bytes(whole + b'{"number":9,"prev')
    assert found(file) == [(What.UNREADABLE, 9)]
    write(settings, 1)
    checkpoints.write_due(file)
    assert findings(file).is_sound
    assert findings(file).unfinished_lines == (9,)
    assert lines_of(file)[8] == b'{"number":9,"prev'


def test_two_signed_lines_that_contradict_each_other_are_found(file: CheckpointFile) -> None:
    with checkpoints.pen(file) as pen:
        pen.line(Kind.REACHED, "desk", 10, bytes(32))
    assert (What.CONTRADICTED, 9) in found(file)


def test_a_long_file_is_gone_on_with_from_its_end(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    write(settings, 1)
    event = Event.objects.get()
    with checkpoints.pen(file) as pen:
        for _ in range(300):
            pen.line(Kind.REACHED, "desk", 1, bytes(event.digest))
    write_in_turns(settings, file, turns=2, events=1)
    assert findings(file).is_sound
    assert findings(file).checkpoints == 302


def test_a_command_gets_every_line_even_after_it_failed(settings: Any, tmp_path: Path) -> None:
    copy, off = tmp_path / "copy.jsonl", tmp_path / "off"
    program = (
        f"import pathlib,sys; sys.exit(4) if pathlib.Path({str(off)!r}).exists() else "
        f"open({str(copy)!r}, 'ab').write(sys.stdin.buffer.read())"
    )
    file = CheckpointFile(tmp_path / "checkpoints.jsonl", KEY.sign, (sys.executable, "-c", program))
    write_in_turns(settings, file, turns=1, events=2)
    off.touch()
    for _ in range(2):
        write(settings, 2)
        with pytest.raises(subprocess.CalledProcessError):
            checkpoints.write_due(file)
    off.unlink()
    checkpoints.write_due(file)
    assert copy.read_bytes() == file.path.read_bytes()
    assert len(lines_of(file)) == 3


def test_the_worker_signs_more_often_than_the_window_is_long() -> None:
    job = {job.name: job for job in schedule.jobs()}["audit.checkpoint"]
    assert job.run is custody.write_checkpoint
    assert job.seconds <= checkpoints.WINDOW_SECONDS / 2


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> Path:
    """A key folder of its own, in a home of its own."""
    folder = tmp_path / "home" / "keys"
    folder.mkdir(parents=True)
    settings.SCHAKEL_DESK_KEYS = str(folder / "desk.json")
    settings.SCHAKEL_CHECKPOINTS = ""
    return folder


def test_the_key_is_made_once_and_for_its_owner_alone(keys: Path, settings: Any) -> None:
    write(settings, 1)
    custody.write_checkpoint()
    made = {path.name: path.read_bytes() for path in keys.iterdir()}
    assert set(made) == {"checkpoints.key", "checkpoints.pub"}
    assert stat.S_IMODE((keys / "checkpoints.key").stat().st_mode) == 0o600
    custody.create_key(keys)
    custody.write_checkpoint()
    assert {path.name: path.read_bytes() for path in keys.iterdir()} == made
    assert (keys.parent / "checkpoints.jsonl").exists()


def test_a_key_that_is_gone_is_not_quietly_replaced(keys: Path, settings: Any) -> None:
    write(settings, 1)
    custody.write_checkpoint()
    (keys / "checkpoints.key").unlink()
    with pytest.raises(custody.CheckpointKeyError, match="put it back"):
        custody.write_checkpoint()


@pytest.mark.parametrize("content", ["", "AAAA", "ø", "not base64"])
def test_a_damaged_key_is_one_sentence(keys: Path, content: str) -> None:
    for name in ("checkpoints.key", "checkpoints.pub"):
        (keys / name).write_text(content, encoding="utf-8")
    with pytest.raises(custody.CheckpointKeyError, match="damaged"):
        custody.public_key()
    with pytest.raises(custody.CheckpointKeyError, match="damaged"):
        custody.checkpoint_file()


def test_the_public_door_signs_nothing(settings: Any) -> None:
    settings.SCHAKEL_DESK_KEYS = None
    settings.SCHAKEL_CHECKPOINTS = ""
    with pytest.raises(custody.CheckpointKeyError, match="public process"):
        custody.checkpoint_file()
