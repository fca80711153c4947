"""Wrapping every data key anew: whole, resumable wherever it stops, and unnoticed by whoever works meanwhile."""

import uuid
from functools import partial
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

from schakel.audit.models import Event
from schakel.core.actors import system
from schakel.vault import actions, keyring, keys, records, rotation, store
from schakel.vault.errors import KeyFileError
from schakel.vault.models import DataKey
from tests.rooms import chain

BY = system("tests")
Part = tuple[uuid.UUID, uuid.UUID, bytes]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "A_BATCH", 7)


def written(count: int = 20) -> list[Part]:
    """Parts of so many records."""
    return [part(f"loon {number}") for number in range(count)]


def part(text: str) -> Part:
    key, row = records.create_data_key(), uuid.uuid4()
    return key, row, records.encrypt(key, text, label="note", record_id=row)


def read(parts: list[Part]) -> list[str]:
    return [records.decrypt(key, blob, label="note", record_id=row) for key, row, blob in parts]


def wrapping_keys() -> dict[str, keyring.KeptKey]:
    return dict(keyring.read(keys.desk_file(), keys.source()).wrapping)


@pytest.mark.django_db
def test_everything_reads_as_before_under_a_new_key_and_the_old_one_is_gone(folder: Path, small_batches: None) -> None:
    parts = written()
    before = {row.id: bytes(row.wrapped or b"") for row in DataKey.objects.all()}
    (old,) = wrapping_keys()
    seen: list[tuple[int, int]] = []
    done = actions.rotate(by=BY, progress=lambda so_far, total: seen.append((so_far, total)))
    assert (done.dropped, done.wrapped, done.damaged) == ((old,), 20, 0)
    assert list(wrapping_keys()) == [done.wrapping] != [old]
    assert set(DataKey.objects.values_list("wrapping", flat=True)) == {done.wrapping}
    assert not [row for row in DataKey.objects.all() if bytes(row.wrapped or b"") == before[row.id]]
    assert seen == [(7, 20), (14, 20), (20, 20)]
    assert read(parts) == [f"loon {number}" for number in range(20)]
    begun, ended = Event.objects.filter(tag__startswith="vault:rotat").order_by("sequence")
    assert (begun.tag, ended.tag) == ("vault:rotation_begun", "vault:rotated")
    assert ended.detail == {"wrapping": done.wrapping, "dropped": [old], "keys": 20, "damaged": 0}


class Killed(BaseException):
    """The process ends here."""


def _dies_at(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, time: int, *, after: bool) -> None:
    """The `time`-th call of a function is the last thing that happens (`after`), or does not happen any more."""
    real = getattr(owner, name)
    calls = 0

    def once(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == time and not after:
            raise Killed
        result = real(*arguments, **options)
        if calls == time:
            raise Killed
        return result

    monkeypatch.setattr(owner, name, once)


@pytest.mark.django_db
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("owner", "name", "time"),
    [
        (keyring, "write", 1),
        (rotation, "finish", 1),
        (rotation, "_store", 1),
        (rotation, "_store", 2),
        (rotation, "_store", 3),
        (keyring, "write", 2),
        (actions, "record", 2),
    ],
)
def test_wherever_it_stops_all_can_be_read_and_the_next_one_finishes(
    folder: Path, small_batches: None, owner: Any, name: str, time: int, *, after: bool
) -> None:
    parts = written()
    with pytest.MonkeyPatch.context() as broken:
        _dies_at(broken, owner, name, time, after=after)
        with pytest.raises(Killed):
            actions.rotate(by=BY)
    keys.forget()
    assert len(read(parts)) == 20
    parts.append(part("tijdens"))
    actions.rotate(by=BY)
    assert len(wrapping_keys()) == 1
    assert set(DataKey.objects.values_list("wrapping", flat=True)) == set(wrapping_keys())
    assert read(parts)[-1] == "tijdens"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_desk_and_worker_go_on_meanwhile(folder: Path, small_batches: None) -> None:
    parts = written(60)
    is_over, busy = Signal(), [Signal(), Signal()]

    def work(at_work: Signal) -> list[Part]:
        made = []
        while not is_over.is_set():
            made.append(part("tijdens"))
            assert len(read([parts[len(made) % 60], made[-1]])) == 2
            if len(made) == 2:
                at_work.set()
        return made

    def rotate() -> None:
        try:
            actions.rotate(by=BY)
            # Not over before both have done something, however busy the machine is.
            assert all(one.wait(30) for one in busy)
            for _ in range(2):
                actions.rotate(by=BY)
        finally:
            is_over.set()

    ended, *made = chain.at_once(rotate, *[partial(work, one) for one in busy])
    assert ended is None
    for several in made:
        assert isinstance(several, list), several
        parts += several
    assert len(parts) > 62
    assert len(read(parts)) == len(parts)
    assert set(DataKey.objects.values_list("wrapping", flat=True)) == set(wrapping_keys())


@pytest.mark.django_db
def test_a_process_that_has_not_seen_the_new_key_file_reads_it_when_it_meets_the_new_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = written(1)
    stale = keys.desk_keys()
    actions.rotate(by=BY)
    fresh = keys.desk_keys()
    answers = iter([stale, fresh])
    monkeypatch.setattr(keys, "desk_keys", lambda: next(answers, fresh))
    assert read([one]) == ["loon 0"]


@pytest.mark.django_db
def test_a_row_fetched_before_and_read_after_the_old_key_was_dropped_still_reads(folder: Path) -> None:
    (one,) = written(1)
    with records.at_hand([one[0]]):
        actions.rotate(by=BY)
        assert read([one]) == ["loon 0"]


@pytest.mark.django_db
def test_one_that_was_destroyed_meanwhile_stays_destroyed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = written(3)
    real = rotation.begin

    def destroy_after() -> str:
        begun = real()
        store.erase([parts[0][0]])
        return begun

    monkeypatch.setattr(rotation, "begin", destroy_after)
    actions.rotate(by=BY)
    with pytest.raises(records.Destroyed):
        read(parts[:1])
    assert len(read(parts[1:])) == 2


@pytest.mark.django_db
def test_a_damaged_key_keeps_the_key_it_may_be_mended_with(folder: Path) -> None:
    parts = written(3)
    (old,) = wrapping_keys()
    wrapped = bytes(DataKey.objects.get(pk=parts[0][0]).wrapped or b"")
    DataKey.objects.filter(pk=parts[0][0]).update(wrapped=wrapped[:-1] + bytes([wrapped[-1] ^ 1]))
    done = actions.rotate(by=BY)
    assert (done.damaged, done.dropped, done.wrapped) == (1, (), 2)
    assert old in wrapping_keys()
    DataKey.objects.filter(pk=parts[0][0]).update(wrapped=wrapped)
    assert actions.rotate(by=BY).dropped == (old,)
    assert len(read(parts)) == 3


@pytest.mark.django_db
def test_two_rotations_do_not_run_at_once(folder: Path) -> None:
    with rotation.alone(), pytest.raises(KeyFileError, match="Another rotation is running"):
        actions.rotate(by=BY)
    assert len(wrapping_keys()) == 1
