"""Writing events: one unbroken chain for each door, in the transaction of what it records."""

import hashlib
import json
from datetime import UTC
from typing import Any

import pytest
from django.db import transaction

from schakel.access.models import Compartment
from schakel.audit.models import Event
from schakel.audit.record import record
from schakel.core.actors import REPORTER, system
from tests.rooms import chain

pytestmark = pytest.mark.django_db
WORKER = system("worker")


def computed(previous: bytes, event: Event) -> bytes:
    """The digest as the documentation describes it, from the row alone."""
    fields = [
        event.door, event.sequence, event.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"), event.tag,
        event.actor_id, event.actor_role, event.responsible_id, event.object_type, event.object_id,
        event.authorisation, event.consent, event.detail_text,
    ]  # fmt: skip
    return hashlib.sha256(previous + json.dumps(fields, separators=(",", ":")).encode()).digest()


def is_unbroken(door: str = "desk") -> bool:
    """Whether every event follows the one before it, from the first on."""
    previous = bytes(32)
    for place, event in enumerate(Event.objects.filter(door=door).order_by("sequence"), start=1):
        if event.sequence != place or bytes(event.digest) != computed(previous, event):
            return False
        previous = bytes(event.digest)
    return True


def written(count: int = 6) -> list[Event]:
    return [record("report:read", by=WORKER, number=number, words="é") for number in range(count)]


def test_events_are_chained_as_documented() -> None:
    written()
    assert is_unbroken()


@pytest.mark.parametrize("place", [1, 3, 5])
def test_a_deleted_event_breaks_the_chain(place: int) -> None:
    written()
    Event.objects.filter(sequence=place).delete()
    assert not is_unbroken()


@pytest.mark.parametrize(
    "change",
    [
        {"tag": "report:opened"},
        {"actor_id": "somebody else"},
        {"actor_role": "administrator"},
        {"object_id": "another"},
        {"detail_text": '{"number":9,"words":"é"}'},
    ],
)
def test_a_changed_event_breaks_the_chain(change: dict[str, Any]) -> None:
    written()
    Event.objects.filter(sequence=4).update(**change)
    assert not is_unbroken()


def test_events_that_change_places_break_the_chain() -> None:
    first, second = written()[2:4]
    Event.objects.filter(sequence=second.sequence).update(sequence=99)
    Event.objects.filter(sequence=first.sequence).update(sequence=second.sequence)
    Event.objects.filter(sequence=99).update(sequence=first.sequence)
    assert not is_unbroken()


def test_an_event_names_who_did_what_to_which_record() -> None:
    compartment = Compartment.objects.create()
    event = record("compartment:opened", by=REPORTER, about=compartment, until=None, other=compartment.id)
    stored = Event.objects.get(sequence=event.sequence)
    assert (stored.tag, stored.actor_id, stored.actor_role) == ("compartment:opened", "reporter", "reporter")
    assert (stored.object_type, stored.object_id) == ("compartment", str(compartment.id))
    assert stored.detail == {"until": None, "other": str(compartment.id)}


def test_each_door_has_a_chain_of_its_own(settings: Any) -> None:
    written(2)
    settings.SCHAKEL_DOOR = "public"
    written(3)
    settings.SCHAKEL_DOOR = "desk"
    written(1)
    assert list(Event.objects.order_by("door", "sequence").values_list("door", "sequence")) == [
        ("desk", 1), ("desk", 2), ("desk", 3), ("public", 1), ("public", 2), ("public", 3),
    ]  # fmt: skip
    assert is_unbroken("desk")
    assert is_unbroken("public")


def test_an_event_disappears_with_what_it_records() -> None:
    written(1)

    @transaction.atomic
    def fail_after_recording() -> None:
        record("report:read", by=WORKER)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_recording()
    written(1)
    assert Event.objects.count() == 2
    assert is_unbroken()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_writers_at_the_same_time_make_one_chain() -> None:
    outcomes = chain.at_once(*[lambda: written(5)] * 6)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert Event.objects.count() == 30
    assert is_unbroken()
