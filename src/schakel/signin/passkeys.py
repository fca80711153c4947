"""Passkeys (WebAuthn): the questions put to the browser, and the check of its answers, by Yubico's fido2."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from schakel.access.models import User
from schakel.signin.models import Passkey

# The key lives in the device, and the device asks for a finger, a face or a pin: two factors in one.
_VERIFY = UserVerificationRequirement.REQUIRED


class NotShown(ValueError):
    """The browser's answer proves nothing."""


@dataclass(frozen=True)
class Made:
    """A new passkey, as it is kept."""

    credential_id: bytes
    credential: bytes
    use_count: int


@dataclass(frozen=True)
class Shown:
    """A passkey that answered the question, and how often it says it was used."""

    passkey: Passkey
    use_count: int


def ask_to_make(request: HttpRequest, account: User) -> tuple[str, dict[str, Any]]:
    """What the browser needs to make a passkey (JSON), and what must be remembered to check the answer."""
    user = PublicKeyCredentialUserEntity(id=account.id.bytes, name=account.email, display_name=account.name)
    options, state = _server(request).register_begin(
        user, _known(account.passkeys.all()), ResidentKeyRequirement.REQUIRED, _VERIFY
    )
    return json.dumps(dict(options)), dict(state)


def made(request: HttpRequest, state: dict[str, Any] | None, answer: str) -> Made:
    """The passkey that was made. Raises NotShown."""
    if state is None:
        raise NotShown("no question was asked")
    try:
        data = _server(request).register_complete(state, RegistrationResponse.from_dict(json.loads(answer)))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotShown("this answer does not fit the question") from error
    if data.credential_data is None:
        raise NotShown("no key came with the answer")
    return Made(data.credential_data.credential_id, bytes(data.credential_data), data.counter)


def ask_to_show(request: HttpRequest, account: User | None) -> tuple[str, dict[str, Any]]:
    """The question to a passkey (JSON): one of the account's, or with no account whichever the device offers."""
    known = _known(account.passkeys.all()) if account is not None else None
    options, state = _server(request).authenticate_begin(known or None, _VERIFY)
    return json.dumps(dict(options)), dict(state)


def shown(request: HttpRequest, state: dict[str, Any] | None, answer: str) -> Shown:
    """The passkey that answered. Raises NotShown."""
    if state is None:
        raise NotShown("no question was asked")
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        passkey = Passkey.objects.select_related("account").filter(credential_id=bytes(response.raw_id)).first()
        if passkey is None:
            raise NotShown("nobody here has this key")
        _server(request).authenticate_complete(state, _known([passkey]), response)
        handle = response.response.user_handle
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotShown("this answer does not fit the question") from error
    if handle and bytes(handle) != passkey.account.id.bytes:
        raise NotShown("the key says that it is somebody else's")
    return Shown(passkey, response.response.authenticator_data.counter)


def _known(passkeys: Iterable[Passkey]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(passkey.credential)) for passkey in passkeys]


def _server(request: HttpRequest) -> Fido2Server:
    host = request.get_host()
    origin = f"{request.scheme}://{host}"
    # The page's own origin, to the port: neither a neighbour on this machine nor a subdomain may ask.
    party = PublicKeyCredentialRpEntity(id=host.partition(":")[0], name="Schakel")
    return Fido2Server(party, verify_origin=lambda told: told == origin)


__all__ = ["Made", "NotShown", "Shown", "ask_to_make", "ask_to_show", "made", "shown"]
