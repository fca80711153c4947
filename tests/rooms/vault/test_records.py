"""Encrypted parts of a record: bound to their label and record, gone with their key."""

import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.vault import keys, records
from schakel.vault.models import DataKey
from schakel.vault.records import DecryptionError
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
    blob = records.encrypt(one, CONTENT, label="person", record_id=one.id)
    DataKey.objects.filter(pk=other.pk).update(wrapped=one.wrapped)
    other.refresh_from_db()
    with pytest.raises(DecryptionError):
        records.decrypt(other, blob, label="person", record_id=one.id)


def test_the_stored_key_is_useless_without_the_wrapping_key() -> None:
    data_key = records.create_data_key()
    record_id = uuid.uuid4()
    blob = records.encrypt(data_key, CONTENT, label="person", record_id=record_id)
    stored = bytes(DataKey.objects.get(pk=data_key.pk).wrapped)
    for window in range(len(stored) - 31):
        with pytest.raises(DecryptionError):
            records.decrypt_bytes(stored[window : window + 32], blob, context=b"schakel/part/person/" + record_id.bytes)
    assert keys.desk_keys().wrapping not in stored
