"""What a signed-in person was refused is on record, in a transaction of its own; and the fields of NEN 7513."""

import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import convert_exception_to_response
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch, URLPattern

from schakel.audit import nen7513
from schakel.audit.middleware import Refusals
from schakel.audit.models import Event
from schakel.audit.record import record, record_refusal
from schakel.core.actors import NamedActor, system
from tests.rooms.audit.log import WRITER

# Pages of no room: Django's own answers to 403 and 404.
pytestmark = pytest.mark.urls(__name__)
urlpatterns: list[URLPattern] = []

CASE = uuid.UUID("aaaaaaaa-0000-4000-8000-000000000001")


def ask(view: Callable[[HttpRequest], HttpResponse], user: Any, *, found: bool = True, **parts: Any) -> HttpResponse:
    """Send a request through the middleware to a view, as Django would: with its errors turned into answers."""
    request = RequestFactory().post("/casussen/Jan-de-Vries/")
    request.user = user
    if found:
        request.resolver_match = ResolverMatch(view, (), parts, url_name="case", namespaces=["cases"])
    return Refusals(convert_exception_to_response(view))(request)


def signed_in() -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=True, actor_id=WRITER.actor_id, actor_role=WRITER.actor_role)


def refuse(request: HttpRequest) -> HttpResponse:
    """Refused halfway: what was written goes, with the event that told of it."""
    with transaction.atomic():
        record("case:read", by=WRITER)
        raise PermissionDenied("Dossier van Jan de Vries")


def hide(request: HttpRequest) -> HttpResponse:
    raise Http404("Jan de Vries")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("view", "status"), [(refuse, 403), (hide, 404)])
def test_a_refusal_outlives_what_was_rolled_back(view: Callable[[HttpRequest], HttpResponse], status: int) -> None:
    assert ask(view, signed_in(), case=CASE, name="Jan-de-Vries", page=3).status_code == status
    event = Event.objects.get()
    assert (event.tag, event.actor_id, event.actor_role) == ("access:refused", WRITER.actor_id, WRITER.actor_role)
    assert event.detail == {
        "page": "cases:case", "method": "POST", "status": status, "ids": {"case": str(CASE), "page": 3},
    }  # fmt: skip
    assert "Vries" not in event.detail_text


@pytest.mark.django_db
def test_what_is_no_refusal_leaves_nothing() -> None:
    ask(lambda request: HttpResponse("ok"), signed_in())
    ask(hide, AnonymousUser())
    ask(hide, signed_in(), found=False)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_refusal_inside_a_transaction_is_a_mistake() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        record_refusal(by=WRITER, page="cases:case")


@pytest.mark.django_db
def test_every_field_of_the_standard_is_filled_or_empty() -> None:
    about = Event(door="desk", sequence=7)
    behalf = NamedActor("99999999-0000-4000-8000-000000000000", "case_coordinator")
    record("report:opened", by=WRITER, about=about, responsible=behalf, authorisation="triage", consent="c-1")
    fields = nen7513.fields(Event.objects.get(), {"intake_worker": "execution"})
    assert fields.pop("time")
    assert fields == {
        "event": "report:opened",
        "action": "read",
        "user": WRITER.actor_id,
        "role": "intake_worker",
        "responsible_user": behalf.actor_id,
        "object_type": "event",
        "object_id": "('desk', 7)",
        "authorisation": "execution / triage",
        "consent": "c-1",
        "source": "desk",
    }


@pytest.mark.django_db
def test_what_is_not_known_is_empty() -> None:
    record("vault:rotated", by=system("worker"))
    fields = nen7513.fields(Event.objects.get(), {})
    assert fields["responsible_user"] == fields["user"] == "system:worker"
    assert {name for name, value in fields.items() if not value} == {
        "object_type", "object_id", "authorisation", "consent",
    }  # fmt: skip
    assert (fields["action"], fields["source"]) == ("execute", "desk/worker")


@pytest.mark.parametrize(
    ("tag", "action"),
    [
        ("report:opened", "read"), ("case:opened", "create"), ("person:corrected", "update"),
        ("case:destroyed", "delete"), ("account:signed_in", "execute"), ("log:unusual_read", "read"),
    ],
)  # fmt: skip
def test_the_action_follows_from_the_tag(tag: str, action: str) -> None:
    event = Event(door="desk", sequence=1, tag=tag, actor_id="a", actor_role="b")
    assert nen7513.fields(event, {})["action"] == action
