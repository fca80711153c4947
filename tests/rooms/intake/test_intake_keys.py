"""The key that reports are sealed to: changed every month, and kept as long as something needs it."""

import json
import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.core.actors import system
from schakel.intake import actions, envelopes, intake_keys
from schakel.intake.models import Report
from schakel.vault import keyring, keys, master
from schakel.vault.master import Provider, Source
from tests.rooms import chain

pytestmark = pytest.mark.django_db
BY = system("tests")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Keys of their own, in use."""
    source = Source(Provider.FILE, str(tmp_path / "master.key"))
    keys.create(tmp_path, source)
    settings.SCHAKEL_DESK_KEYS, settings.SCHAKEL_PUBLIC_KEYS = (
        str(tmp_path / "desk.json"),
        str(tmp_path / "public.json"),
    )
    settings.SCHAKEL_MASTER_KEY = tuple(source)
    keys.forget()
    master.forget()
    yield tmp_path
    keys.forget()
    master.forget()


@pytest.fixture
def worker() -> User:
    return chain.account(Role.INTAKE_WORKER)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the real clock be so much later from now on."""
    real = time.real_now

    def forward(by: timedelta) -> None:
        monkeypatch.setattr(time, "real_now", lambda: real() + by)

    return forward


def kept() -> set[str]:
    return set(keyring.read(keys.desk_file(), keys.source()).intake)


def test_what_was_sealed_before_and_after_a_rotation_opens(worker: User) -> None:
    before, _ = chain.hand_in(chain.said(story="Vóór."))
    actions.add_from_reporter(report=before, text="En nog iets.")
    old, new = before.key_id, intake_keys.rotate(by=BY)
    after, _ = chain.hand_in(chain.said(story="Na."))
    assert (after.key_id, old) == (new, before.key_id) != (new, new)
    assert [actions.open_report(report=report, by=worker).body.story for report in (before, after)] == ["Vóór.", "Na."]
    assert actions.read_conversation(report=before, by=worker)[0][1] == "En nog iets."
    assert Event.objects.get(tag="vault:intake_key_rotated").detail == {"key": new}


def test_the_public_door_seals_to_the_new_key_without_a_new_start(folder: Path) -> None:
    """Its process reads the pinned file alone; that it changed is seen at the next report."""
    assert keys.public_keys().intake_key_id in kept()
    new = intake_keys.rotate(by=BY)
    assert keys.public_keys().intake_key_id == new
    assert set(json.loads((folder / "public.json").read_text())) == {"intake", "reply_signature"}


def test_who_may_read_the_files_stays_as_it_was(folder: Path) -> None:
    (folder / "public.json").chmod(0o644)
    before = os.umask(0o077)
    try:
        intake_keys.rotate(by=BY)
    finally:
        os.umask(before)
    modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in ("public.json", "desk.json")}
    assert modes == {"public.json": 0o644, "desk.json": 0o600}


def test_the_answers_signature_stays_the_same(worker: User) -> None:
    report, code = chain.hand_in()
    actions.open_report(report=report, by=worker)
    message = actions.answer(report=report, text="Wij zoeken het uit.", by=worker)
    intake_keys.rotate(by=BY)
    assert envelopes.read_with_code(message, code) == "Wij zoeken het uit."


def test_the_worker_rotates_monthly_and_not_before(later: Any) -> None:
    first = keys.public_keys().intake_key_id
    later(timedelta(days=29))
    intake_keys.keep_up()
    assert keys.public_keys().intake_key_id == first
    later(timedelta(days=30, minutes=1))
    intake_keys.keep_up()
    assert keys.public_keys().intake_key_id != first
    assert first in kept()


def test_a_rotation_that_ended_before_the_pin_was_written_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    first = keys.public_keys().intake_key_id
    with monkeypatch.context() as broken:
        broken.setattr(keys, "pin", _fail)
        with pytest.raises(OSError, match="full"):
            intake_keys.rotate(by=BY)
    assert keys.public_keys().intake_key_id == first
    report, _ = chain.hand_in()
    assert envelopes.read_content(report)
    intake_keys.keep_up()
    assert keys.public_keys().intake_key_id == keyring.read(keys.desk_file(), keys.source()).current_intake != first


def test_an_old_key_goes_when_nothing_is_sealed_to_it_and_the_door_seals_to_another(worker: User, later: Any) -> None:
    report, _ = chain.hand_in()
    actions.add_from_reporter(report=report, text="En nog iets.")
    old = report.key_id
    intake_keys.rotate(by=BY)
    chain.hand_in()
    assert intake_keys.sealed_to()[old] == 2
    later(timedelta(days=2))
    assert intake_keys.drop_unneeded() == []
    actions.open_report(report=report, by=worker)
    assert intake_keys.drop_unneeded() == []
    actions.read_conversation(report=report, by=worker)
    assert intake_keys.drop_unneeded() == [old]
    assert old not in kept()
    assert Event.objects.get(tag="vault:intake_keys_dropped").detail == {"keys": [old]}


def test_an_old_key_stays_for_a_day(later: Any) -> None:
    intake_keys.rotate(by=BY)
    chain.hand_in()
    later(timedelta(hours=23))
    assert intake_keys.drop_unneeded() == []
    later(timedelta(hours=25))
    assert len(intake_keys.drop_unneeded()) == 1


def test_an_old_key_stays_while_a_door_elsewhere_still_seals_to_it(folder: Path, worker: User, later: Any) -> None:
    pinned = (folder / "public.json").read_bytes()
    old = keys.public_keys().intake_key_id
    new = intake_keys.rotate(by=BY)
    fresh = (folder / "public.json").read_bytes()
    later(timedelta(days=40))
    assert intake_keys.drop_unneeded() == [], "nobody reported since: the door may have the old pin"
    (folder / "public.json").write_bytes(pinned)
    report, _ = _reported(at=time.real_now())
    assert report.key_id == old
    actions.open_report(report=report, by=worker)
    assert intake_keys.drop_unneeded() == []
    (folder / "public.json").write_bytes(fresh)
    later(timedelta(days=41))
    report, _ = _reported(at=time.real_now())
    assert report.key_id == new
    assert intake_keys.drop_unneeded() == [old]


def _reported(*, at: datetime) -> tuple[Report, str]:
    keys.forget()
    return chain.hand_in()


def _fail(*arguments: object) -> None:
    raise OSError("the disk is full")
