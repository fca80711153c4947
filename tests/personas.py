"""The invented staff as fixtures, a browser signed in as one of them, and what a judgement looks like when posted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.audit.models import Event
from schakel.core import time
from schakel.core.actors import system
from schakel.demo.accounts import create_persona
from schakel.demo.personas import PERSONAS
from schakel.signin.models import How
from schakel.signin.session import HOW, SINCE

BACKEND = "django.contrib.auth.backends.ModelBackend"


def account_of(key: str) -> User:
    """The account of a persona, made when it is first asked for."""
    persona = next(persona for persona in PERSONAS if persona.key == key)
    return User.objects.filter(email=persona.email).first() or create_persona(persona, by=system("tests"))


def _fixture(key: str) -> Any:
    def make(db: None) -> User:
        return account_of(key)

    return pytest.fixture(name=key)(make)


sanne, tarik, petra = _fixture("sanne"), _fixture("tarik"), _fixture("petra")
bram, noor, femke, otto = _fixture("bram"), _fixture("noor"), _fixture("femke"), _fixture("otto")
hanna, gijs = _fixture("hanna"), _fixture("gijs")


def signed_in(user: User, how: How = How.CODE, *, client: Client | None = None, minutes_ago: float = 0) -> Client:
    """A browser whose session says what `schakel.signin.edge.sign_in` writes after both steps."""
    client = client or Client()
    client.force_login(user, backend=BACKEND)
    moment = time.real_now().timestamp() - minutes_ago * 60
    session = client.session
    session.update({HOW: str(how), SINCE: moment, "proved": moment})
    session.save()
    return client


@pytest.fixture
def desk() -> Callable[[User], Client]:
    """A browser of somebody who is signed in."""

    def browser(user: User) -> Client:
        return signed_in(user)

    return browser


def judgement(*people: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """What the browser posts for a judgement of a report with these persons."""
    posted = {
        "fits_purpose": "yes",
        "reason": "Dwang en geld: dit past.",
        "urgency": "ordinary",
        "outcome": "no_further_action",
        "case": "",
        "coordinator": "",
        "person-TOTAL_FORMS": len(people),
        "person-INITIAL_FORMS": len(people),
    }
    for number, person in enumerate(people):
        fields = {"gender": "unknown", "status": "possible", "include": "on"} | person
        posted |= {f"person-{number}-{name}": value for name, value in fields.items() if value is not None}
    return posted | changed


def recorded(tag: str) -> list[Event]:
    """The events with that tag, oldest first."""
    return list(Event.objects.filter(tag=tag).order_by("sequence"))
