"""Making the persona accounts of the demo."""

from schakel.access.actions import create_account
from schakel.access.models import User
from schakel.core.actors import Actor, system
from schakel.demo.personas import PERSONAS, Persona

FILLER = system("demo")


def create_personas() -> dict[str, User]:
    """An account per persona, by key; nobody can sign in to them with a password."""
    return {persona.key: create_persona(persona, by=FILLER) for persona in PERSONAS}


def create_persona(persona: Persona, *, by: Actor) -> User:
    """The account of one persona, without a password."""
    return create_account(
        email=persona.email,
        name=persona.name,
        role=persona.role,
        password=None,
        municipality=persona.municipality,
        organisation=persona.organisation,
        by=by,
    )
