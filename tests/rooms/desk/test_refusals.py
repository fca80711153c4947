"""Whoever is signed in and refused something leaves exactly one event, after the rollback; a visitor leaves none."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.audit.models import Event
from schakel.audit.record import record
from tests.personas import recorded, signed_in

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_what_the_role_does_not_include_is_on_record_once(otto: User, desk: Desk) -> None:
    assert desk(otto).get("/meldingen/").status_code == 403
    (event,) = recorded("access:refused")
    assert (event.actor_id, event.actor_role) == (otto.actor_id, "administrator")
    assert event.detail == {"page": "inbox", "method": "GET", "status": 403, "ids": {}}


def test_a_case_of_somebody_else_is_on_record_by_its_id(petra: User, desk: Desk) -> None:
    case_id = uuid.uuid4()
    assert desk(petra).post(f"/casussen/{case_id}/notitie/", {"text": "Jan"}).status_code == 404
    (event,) = recorded("access:refused")
    assert event.detail["ids"] == {"case_id": str(case_id)}
    assert "Jan" not in event.detail_text


def test_a_refusal_halfway_leaves_its_own_event_and_nothing_else(
    sanne: User, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    @transaction.atomic
    def refuse(viewer: User, **asked: Any) -> None:
        record("report:listed", by=viewer)
        raise NotAllowed("Dit mag u niet.")

    monkeypatch.setattr("schakel.intake.queries.counts_by_holder", refuse)
    before = Event.objects.count()
    assert desk(sanne).get("/").status_code == 403
    assert not recorded("report:listed")
    assert [event.detail["page"] for event in recorded("access:refused")] == ["today"]
    assert Event.objects.count() == before + 1


def test_a_form_without_its_token_is_a_refusal_too(sanne: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    signed_in(sanne, client=strict)
    assert strict.post("/personen/", {"name": "Ana"}).status_code == 403
    assert len(recorded("access:refused")) == 1


def test_who_is_not_signed_in_leaves_nothing(db: None) -> None:
    assert Client().post("/meldingen/invoeren/").status_code == 403
    assert Client().get("/meldingen/").status_code == 302
    assert not Event.objects.exists()


@pytest.mark.urls("schakel.config.urls.public")
def test_a_visitor_of_the_public_door_leaves_nothing(db: None) -> None:
    assert Client().get("/factsheet/1999/").status_code == 404
    assert Client().get("/bestaat-niet/").status_code == 404
    assert not Event.objects.exists()
