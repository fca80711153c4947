"""Encrypted parts of a record: bound to their label and record, gone with their key."""

import uuid
from typing import Any

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.vault import keys, records
from schakel.vault.models import DataKey
from schakel.vault.records import DecryptionError, Destroyed
from tests.rooms import chain

pytestmark = pytest.mark.django_db

CONTENT = {"name": "Milica Žarković", "age": 17, "phone": None}
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values)
def test_content_comes_back_as_it_was(content: Any) -> None:
    with chain.rolled_back():
        data_key, record_id = records.create_data_key(), uuid.uuid4()
        blob = records.encrypt(data_key, content, label="person", record_id=record_id)
        assert records.decrypt(data_key, blob, label="person", record_id=record_id) == content


def test_the_same_content_never_gives_the_same_blob() -> None:
    data_key, record_id = records.create_data_key(), uuid.uuid4()
    blobs = {records.encrypt(data_key, CONTENT, label="person", record_id=record_id) for _ in range(20)}
    assert len(blobs) == 20


def test_a_blob_opens_only_at_its_own_record_label_and_key() -> None:
    data_key, record_id = records.create_data_key(), uuid.uuid4()
    blob = records.encrypt(data_key, CONTENT, label="person", record_id=record_id)
    for wrong in (
        {"data_key": data_key, "label": "person", "record_id": uuid.uuid4()},
        {"data_key": data_key, "label": "note", "record_id": record_id},
        {"data_key": records.create_data_key(), "label": "person", "record_id": record_id},
    ):
        with pytest.raises(DecryptionError):
            records.decrypt(wrong["data_key"], blob, label=wrong["label"], record_id=wrong["record_id"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_a_changed_blob_is_refused(data: st.DataObject) -> None:
    key = bytes(range(32))
    blob = bytearray(records.encrypt_bytes(key, b"loon", context=b"here"))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DecryptionError):
        records.decrypt_bytes(key, bytes(blob), context=b"here")


@pytest.mark.parametrize("length", range(0, 29, 4))
def test_a_cut_blob_is_refused(length: int) -> None:
    key = bytes(range(32))
    blob = records.encrypt_bytes(key, b"loon", context=b"here")
    with pytest.raises(DecryptionError):
        records.decrypt_bytes(key, blob[:length], context=b"here")


def test_a_wrapped_key_does_not_open_as_the_key_of_another_record() -> None:
    one, other = records.create_data_key(), records.create_data_key()
    blob = records.encrypt(one, CONTENT, label="person", record_id=one)
    DataKey.objects.filter(pk=other).update(wrapped=DataKey.objects.get(pk=one).wrapped)
    with pytest.raises(DecryptionError):
        records.decrypt(other, blob, label="person", record_id=one)


def test_the_stored_key_is_useless_without_the_wrapping_key() -> None:
    data_key = records.create_data_key()
    record_id = uuid.uuid4()
    blob = records.encrypt(data_key, CONTENT, label="person", record_id=record_id)
    stored = bytes(DataKey.objects.get(pk=data_key).wrapped or b"")
    for window in range(len(stored) - 31):
        with pytest.raises(DecryptionError):
            records.decrypt_bytes(stored[window : window + 32], blob, context=b"schakel/part/person/" + record_id.bytes)
    assert not [key for key in keys.desk_keys().wrapping.values() if key in stored]


def test_keys_of_many_records_are_fetched_together_and_let_go_after() -> None:
    made = [(records.create_data_key(), uuid.uuid4()) for _ in range(50)]
    blobs = [(key, row, records.encrypt(key, CONTENT, label="person", record_id=row)) for key, row in made]
    with CaptureQueriesContext(connections["keys"]) as asked, records.at_hand(key for key, _ in made):
        for key, row, blob in blobs:
            assert records.decrypt(key, blob, label="person", record_id=row) == CONTENT
    assert len(asked) == 1
    DataKey.objects.all().delete()
    with pytest.raises(Destroyed):
        records.decrypt(blobs[0][0], blobs[0][2], label="person", record_id=blobs[0][1])


def test_a_destroyed_key_is_told_from_a_damaged_one() -> None:
    key, row = records.create_data_key(), uuid.uuid4()
    blob = records.encrypt(key, "loon", label="person", record_id=row)
    DataKey.objects.filter(pk=key).update(wrapped=b"x" * 60)
    with pytest.raises(DecryptionError) as damaged:
        records.decrypt_words(key, blob, label="person", record_id=row)
    assert not isinstance(damaged.value, Destroyed)
    DataKey.objects.filter(pk=key).update(wrapped=None, wrapping="")
    assert records.decrypt_words(key, blob, label="person", record_id=row) == records.DESTROYED


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_key_stands_in_the_store_whatever_becomes_of_the_record() -> None:
    with transaction.atomic():
        key = records.create_data_key()
        transaction.set_rollback(True)
    assert DataKey.objects.filter(pk=key).exists()


def test_the_key_store_is_a_database_of_its_own() -> None:
    assert DataKey.objects.db == "keys"
    here, there = connections["default"].introspection.table_names(), connections["keys"].introspection.table_names()
    assert "vault_datakey" not in here
    assert [name for name in there if name not in ("django_migrations", "sqlite_sequence")] == ["vault_datakey"]
