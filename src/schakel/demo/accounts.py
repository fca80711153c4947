"""Making the persona accounts of the demo."""

from schakel.access.actions import create_account
from schakel.access.models import User
from schakel.core.actors import system
from schakel.demo.personas import PERSONAS

FILLER = system("demo")


def create_personas() -> dict[str, User]:
    """An account per persona, by key; nobody can sign in to them with a password."""
    return {
        persona.key: create_account(
            email=persona.email,
            name=persona.name,
            role=persona.role,
            password=None,
            municipality=persona.municipality,
            organisation=persona.organisation,
            by=FILLER,
        )
        for persona in PERSONAS
    }
