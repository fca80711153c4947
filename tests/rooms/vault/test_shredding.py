"""Destroying keys: at once here, in backups when they expire, and read as destroyed and not as broken."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections, transaction

from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.core.actors import system
from schakel.core.models import Installation
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import read
from schakel.vault import actions, records, store, unused
from schakel.vault.models import INSTALLATION_KEY, DataKey
from tests.rooms import chain

BY = system("tests")
on_both = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@on_both
def test_a_destroyed_key_is_gone_and_its_row_says_when() -> None:
    key = records.create_data_key()
    actions.shred(key_ids=[key], by=BY)
    row = DataKey.objects.get(pk=key)
    assert (row.wrapped, row.wrapping) == (None, "")
    assert row.destroyed_at is not None
    assert [event.detail for event in Event.objects.filter(tag="vault:shredded")] == [{"keys": [str(key)]}]
    with pytest.raises(records.Destroyed):
        records.encrypt(key, "x", label="note", record_id=key)


@on_both
def test_what_is_taken_back_destroys_nothing() -> None:
    key = records.create_data_key()
    with transaction.atomic():
        actions.shred(key_ids=[key], by=BY)
        transaction.set_rollback(True)
    assert DataKey.objects.get(pk=key).wrapped is not None
    assert not Event.objects.filter(tag="vault:shredded").exists()


@on_both
def test_nothing_of_the_key_stays_in_the_files_of_the_store() -> None:
    if connections["keys"].vendor != "sqlite":
        with connections["keys"].cursor() as cursor:
            key = records.create_data_key()
            cursor.execute("SELECT pg_relation_filenode('vault_datakey')")
            before = cursor.fetchone()
            actions.shred(key_ids=[key], by=BY)
            cursor.execute("SELECT pg_relation_filenode('vault_datakey')")
            # The table was written anew, without its dead rows.
            assert cursor.fetchone() != before
        return
    file = Path(connections["keys"].settings_dict["NAME"])
    key, kept = records.create_data_key(), records.create_data_key()
    gone, stays = (bytes(DataKey.objects.get(pk=one).wrapped or b"") for one in (key, kept))
    assert gone in _bytes_of(file)
    actions.shred(key_ids=[key], by=BY)
    assert gone not in _bytes_of(file)
    assert stays in _bytes_of(file)


@on_both
def test_a_destruction_that_was_interrupted_is_finished_by_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    key, other = records.create_data_key(), records.create_data_key()
    with monkeypatch.context() as broken:
        broken.setattr(store, "erase", lambda ids: None)
        actions.shred(key_ids=[key], by=BY)
    assert DataKey.objects.get(pk=key).wrapped is not None
    assert actions.finish_shredding() == 1
    assert DataKey.objects.get(pk=key).wrapped is None
    assert DataKey.objects.get(pk=other).wrapped is not None
    assert Event.objects.get(tag="vault:shredded_again").detail == {"keys": [str(key)]}
    assert actions.finish_shredding() == 0


@on_both
def test_a_backup_of_the_key_store_that_is_put_back_loses_again_what_was_destroyed_since() -> None:
    key = records.create_data_key()
    backup = DataKey.objects.get(pk=key)
    actions.shred(key_ids=[key], by=BY)
    backup.save()
    assert actions.finish_shredding() == 1
    assert DataKey.objects.get(pk=key).wrapped is None


@on_both
def test_an_old_backup_of_the_database_with_the_key_store_of_today_reads_all_but_what_was_destroyed(
    tmp_path: Path,
) -> None:
    """So destruction reaches a backup of the database as soon as no older backup of the key store is left."""
    by = chain.account(Role.INTAKE_WORKER)
    day = time.today()
    gone, stays = (chain.person(PersonDetails(day, name=name), by=by) for name in ("Ana Voorbeeld", "Bo Voorbeeld"))
    old = {person.pk: (person.data_key, bytes(person.details)) for person in Person.objects.all()}
    actions.shred(key_ids=[key for key in (gone.data_key, gone.report.data_key) if key], by=by)
    Person.objects.filter(pk=gone.pk).update(details=b"")
    # The backup is put back: the rows are again what they were.
    for pk, (key, details) in old.items():
        Person.objects.filter(pk=pk).update(data_key=key, details=details)
    assert read(Person.objects.get(pk=gone.pk)).is_destroyed
    assert read(Person.objects.get(pk=stays.pk)).name == "Bo Voorbeeld"


class TestUnused:
    """Keys whose record never came."""

    pytestmark = pytest.mark.django_db

    def _aged(self, key: uuid.UUID, days: int = 3, **changed: object) -> uuid.UUID:
        DataKey.objects.filter(pk=key).update(stored_at=time.real_now() - timedelta(days=days), **changed)
        return key

    def test_a_key_that_nothing_refers_to_is_removed_after_a_day(self) -> None:
        key = self._aged(records.create_data_key())
        assert unused.remove_unused() == 0
        assert DataKey.objects.get(pk=key).unused_since is not None
        self._aged(key, unused_since=time.real_now() - timedelta(days=1, minutes=1))
        assert unused.remove_unused() == 1
        assert not DataKey.objects.filter(pk=key).exists()

    def test_a_fresh_key_is_left_alone(self) -> None:
        records.create_data_key()
        assert unused.remove_unused() == 0
        assert not DataKey.objects.exclude(unused_since=None).exists()

    def test_every_key_in_use_stays_and_one_that_is_used_again_too(self) -> None:
        by = chain.account(Role.INTAKE_WORKER)
        chain.person(PersonDetails(time.today(), name="Ana Voorbeeld"), by=by)
        records.create_data_key(INSTALLATION_KEY)
        records.create_data_key(Installation.objects.create(kind="demo").id)
        long_ago = time.real_now() - timedelta(days=5)
        DataKey.objects.update(stored_at=long_ago, unused_since=long_ago)
        count = DataKey.objects.count()
        assert count >= 4
        assert unused.remove_unused() == 0
        assert DataKey.objects.filter(unused_since=None).count() == count

    def test_a_mass_of_them_is_left_and_said(self, caplog: pytest.LogCaptureFixture) -> None:
        for _ in range(101):
            records.create_data_key()
        long_ago = time.real_now() - timedelta(days=5)
        DataKey.objects.update(stored_at=long_ago, unused_since=long_ago)
        assert unused.remove_unused() == 0
        assert DataKey.objects.count() == 101
        assert "is this the right database?" in caplog.text

    def test_a_key_store_that_is_older_than_the_database_is_noticed(self) -> None:
        by = chain.account(Role.INTAKE_WORKER)
        person = chain.person(PersonDetails(time.today()), by=by)
        assert unused.missing() == 0
        DataKey.objects.filter(pk=person.data_key).delete()
        assert unused.missing() == 1

    def test_every_room_that_keeps_a_key_is_known(self) -> None:
        assert {model._meta.label for model, _ in unused.links()} >= {
            "intake.Report", "people.Person", "cases.Case", "access.Grant",
        }  # fmt: skip


def _bytes_of(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
