"""Verifying the log: what it finds, where, and what it says of restores, pruning and the open window."""

from datetime import UTC, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from schakel.audit import actions, checkpoints, command, custody
from schakel.audit.chain import FIELDS
from schakel.audit.findings import Problem, What
from schakel.audit.models import Event
from schakel.audit.record import digest_of, record
from schakel.audit.told import sentences
from schakel.audit.verify import stored_events, verify
from schakel.core import time
from tests.rooms.audit.log import KEY, WRITER, checkpoint_file, findings, write, write_in_turns

pytestmark = pytest.mark.django_db


def test_an_untouched_log_is_sound(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=3, events=4)
    write_in_turns(settings, file, turns=2, events=5, door="public")
    found = findings(file)
    assert found.is_sound
    assert (found.events, found.checkpoints) == (22, 5)
    assert found.windows == found.unwatched == ()


def test_what_no_checkpoint_has_seen_is_told_by_door(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=1, events=4)
    write(settings, 3)
    write(settings, 2, "public")
    desk, public = findings(file).windows
    assert (desk.door, desk.first, desk.last, desk.count) == ("desk", 5, 7, 3)
    assert (public.door, public.first, public.last) == ("public", 1, 2)
    first = Event.objects.get(door="desk", sequence=5)
    assert desk.since == first.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def test_every_stored_field_is_under_the_digest() -> None:
    record("report:read", by=WRITER, number=1)
    columns = {field.attname for field in Event._meta.concrete_fields}
    (row,) = stored_events()
    assert columns == {*FIELDS, "digest"}
    assert len(row) == len(columns)


@pytest.mark.parametrize("fraction", [0, 1, 120_000, 999_999])
def test_a_moment_reads_back_as_it_was_hashed(fraction: int, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.real_now().replace(microsecond=fraction)
    monkeypatch.setattr(Event._meta.get_field("at"), "_get_default", lambda: moment)
    event = record("report:read", by=WRITER)
    assert event.at == moment
    assert verify(stored_events(), [], KEY.public_key()).is_sound


def test_text_of_every_kind_reads_back_as_it_was_hashed() -> None:
    record(
        "report:read",
        by=WRITER,
        one=1.0,
        large=10**30,
        tiny=1e-30,
        text='é "\\ \x00 \x1f 👩‍🚀',
        nested={"b": [None], "a": True},
    )
    assert verify(stored_events(), [], KEY.public_key()).is_sound


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "gisteren"), ("tag", b"\xff"), ("detail", 7), ("digest", "text"), ("sequence", "vijf"), ("sequence", 2.25)],
)
def test_a_value_of_another_kind_is_refused_by_the_database_or_found(
    settings: Any, tmp_path: Path, column: str, value: object
) -> None:
    """SQLite lets anything be put in any column; the verification must not stumble over it."""
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=1, events=6)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE audit_event SET {column} = %s WHERE sequence = 3", [value])  # noqa: S608
    except DatabaseError:
        assert findings(file).is_sound
    else:
        assert not findings(file).is_sound


def test_neighbours_with_the_same_fault_are_one_line(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=1, events=20)
    Event.objects.filter(sequence__gte=5, sequence__lte=15).update(tag="report:listed")
    assert findings(file).problems == (Problem(What.CHANGED, "desk", 5, 15),)


def test_a_chain_computed_anew_contradicts_the_checkpoint(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=4, events=5)
    events = list(Event.objects.order_by("sequence"))
    events[11].actor_id = "somebody else"
    for previous, event in pairwise(events[10:]):
        event.digest = digest_of(event, bytes(previous.digest))
        Event.objects.filter(sequence=event.sequence).update(actor_id=event.actor_id, digest=event.digest)
    assert findings(file).problems == (Problem(What.REWRITTEN, "desk", 11, 20),)


def test_a_whole_door_that_is_gone_is_a_cut(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=1, events=3)
    write_in_turns(settings, file, turns=1, events=4, door="public")
    Event.objects.filter(door="public").delete()
    assert findings(file).problems == (Problem(What.CUT, "public", 1, 4),)


def test_a_restore_is_accepted_and_told(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=3, events=5)
    write_in_turns(settings, file, turns=1, events=2, door="public")
    settings.SCHAKEL_DOOR = "desk"
    # As a backup would have it: the end is not there.
    Event.objects.filter(door="desk", sequence__gt=8).delete()
    Event.objects.filter(door="public").delete()
    assert {problem.what for problem in findings(file).problems} == {What.CUT}
    assert actions.begin_epoch(reason="disk broke", by=WRITER, file=file) == 2
    write_in_turns(settings, file, turns=2, events=5)
    found = findings(file)
    assert found.is_sound
    told = {(r.door, r.epoch, r.sequence, r.lost_through, r.reason) for r in found.restores}
    assert told == {("desk", 2, 8, 15, "disk broke"), ("public", 2, 0, 2, "disk broke")}
    assert "events 9 to 15 had been signed" in "\n".join(sentences(found))
    # Nothing of the new epoch may go unseen either, and what lay before the restore is still held to its checkpoints.
    Event.objects.filter(sequence=3).update(actor_role="x")
    Event.objects.filter(sequence=19).delete()
    assert [(p.what, p.first) for p in findings(file).problems] == [(What.CHANGED, 3), (What.CUT, 19)]


def test_the_rest_is_proved_after_pruning(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=4, events=5)
    assert actions.prune(door="desk", through=7, by=WRITER, file=file) == 7
    found = findings(file)
    assert found.is_sound
    assert found.pruned == {"desk": 7}
    assert Event.objects.order_by("sequence").first().sequence == 8
    assert actions.prune(door="desk", through=12, by=WRITER, file=file) == 5
    assert findings(file).pruned == {"desk": 12}
    Event.objects.filter(sequence=13).delete()
    assert [(p.what, p.first, p.last) for p in findings(file).problems] == [(What.MISSING, 1, 13)]


def test_nothing_is_declared_or_destroyed_that_can_not_be_signed(settings: Any, tmp_path: Path) -> None:
    write(settings, 5)
    nowhere = checkpoint_file(tmp_path / "gone")
    with pytest.raises(FileNotFoundError):
        actions.begin_epoch(reason="disk broke", by=WRITER, file=nowhere)
    with pytest.raises(FileNotFoundError):
        actions.prune(door="desk", through=3, by=WRITER, file=nowhere)
    assert list(Event.objects.order_by("sequence").values_list("sequence", "tag")) == [
        (number, "report:read") for number in range(1, 6)
    ]


@pytest.mark.parametrize("through", [0, 5, 6])
def test_pruning_leaves_the_last_event(settings: Any, tmp_path: Path, through: int) -> None:
    file = checkpoint_file(tmp_path)
    write_in_turns(settings, file, turns=1, events=5)
    with pytest.raises(actions.NothingToPrune):
        actions.prune(door="desk", through=through, by=WRITER, file=file)
    assert findings(file).is_sound
    assert Event.objects.count() == 5


def test_checkpoints_that_were_taken_away_show_as_a_window_that_is_too_long(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = checkpoint_file(tmp_path)
    clock = [time.real_now()]
    monkeypatch.setattr(Event._meta.get_field("at"), "_get_default", lambda: clock[0])
    for _ in range(6):
        write(settings, 1)
        checkpoints.write_due(file)
        clock[0] += timedelta(seconds=30)
    assert findings(file).is_sound
    lines = file.path.read_bytes().splitlines(keepends=True)
    file.path.write_bytes(b"".join(lines[:2]))
    assert findings(file).problems == (Problem(What.LATE, "desk", 3, 6),)
    # A worker that starts again proves what is there, and the time without it stays on record.
    checkpoints.write_due(file)
    found = findings(file)
    assert found.is_sound
    assert [(w.first, w.last) for w in found.unwatched] == [(3, 6)]


def test_the_command_says_it_in_words_and_in_its_exit_code(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SCHAKEL_CHECKPOINTS = str(tmp_path / "checkpoints.jsonl")
    write(settings, 6)
    custody.write_checkpoint()
    write(settings, 1)
    assert command.run(["verify"], {}) == 0
    said = capsys.readouterr().out
    assert "door desk: 1 events, 7 to 7" in said
    assert said.endswith("7 events held against 1 checkpoints: sound.\n")
    Event.objects.filter(sequence=2).update(object_id="x")
    assert command.run(["verify"], {}) == 3
    said = capsys.readouterr().out
    assert said.startswith("WRONG    door desk, event 2: changed")
    assert "NOT sound (1 found)" in said


def test_progress_is_told_as_it_goes(settings: Any) -> None:
    write(settings, 3)
    told: list[int] = []
    verify(stored_events(), [], KEY.public_key(), told.append)
    assert told == [3]
