"""Making the first accounts at a terminal: asks what was not told, refuses weak passwords, says what comes next."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from schakel.config.refusals import Refused

if TYPE_CHECKING:  # models can be imported only once Django is set up
    from schakel.access.models import User
    from schakel.access.roles import Role

_TRIES = 3
_NO_TERMINAL = "This asks for what is missing: run it at a terminal, or tell --email, --name and --role."


def create(*, email: str | None, name: str | None, role: str | None) -> None:
    """Make one account. Raises Refused with the sentence to show."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from schakel.access.actions import create_account
    from schakel.access.models import User
    from schakel.core.actors import system

    chosen = _role(role)
    email = (email or _ask("E-mail address: ")).strip().lower()
    name = (name or _ask("Name: ")).strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(f"{email!r} is no e-mail address.") from error
    if not name:
        raise Refused("An account needs a name.")
    if User.objects.filter(email=email).exists():
        raise Refused(f"There is an account for {email} already.")
    password = _password(User(email=email, name=name, role=chosen))
    create_account(email=email, name=name, role=chosen, password=password, by=system("command line"))
    print(f"{name} can now sign in at the desk as {email}.")
    print("At the first sign-in the desk asks to set up a second step (an app with codes, or a passkey) and shows")
    print("ten recovery codes: have a telephone or security key at hand, and paper. Nothing opens before that.")
    _say_what_is_missing()


def _role(told: str | None) -> "Role":
    from schakel.access.roles import Role

    if told is None:
        print("Roles:")
        for number, role in enumerate(Role, 1):
            print(f"  {number}. {role.value} ({role.label})")
        told = _ask("Role, by number or name: ").strip()
        if told.isdigit() and 1 <= int(told) <= len(Role):
            return list(Role)[int(told) - 1]
    if told not in Role.values:
        raise Refused(f"There is no role '{told}'; the roles are: {', '.join(Role.values)}.")
    return Role(told)


def _password(account: "User") -> str:
    """A password that was typed twice and will do; three tries."""
    from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
    from django.core.exceptions import ValidationError

    print(f"Password: {' '.join(password_validators_help_texts())}")
    refusal = ""
    for left in reversed(range(_TRIES)):
        first, again = _hidden("Password: "), _hidden("Once more: ")
        if first != again:
            refusal = "The two passwords differ."
        else:
            try:
                validate_password(first, account)
            except ValidationError as error:
                refusal = " ".join(error.messages)
            else:
                return first
        if left:
            print(f"{refusal} Try again.", file=sys.stderr)
    raise Refused(f"{refusal} Nothing was created.")


def _say_what_is_missing() -> None:
    """Administrator and privacy officer approve one another's proposals: neither may have made the other's account."""
    from schakel.access.models import User
    from schakel.access.roles import Role

    for role in (Role.ADMINISTRATOR, Role.PRIVACY_OFFICER):
        if not User.objects.filter(role=role, is_active=True).exists():
            print(f"There is no {role.value} yet: make one here too, not by invitation (docs/explanation/access.md).")


def _ask(question: str, read: Callable[[str], str] | None = None, otherwise: str = _NO_TERMINAL) -> str:
    try:
        return (read or input)(question)
    except EOFError as error:
        raise Refused(otherwise) from error


def _hidden(question: str) -> str:
    from getpass import getpass

    return _ask(question, getpass, "A password is needed: run this command at a terminal.")
