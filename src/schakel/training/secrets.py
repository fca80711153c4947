"""The secret in a participant's link, what the row keeps of it, and how PostgreSQL is told who asks."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

SECRET_BYTES = 20
_CODE_DIGITS = 8
_PROOF = b"schakel/training/certificate/"


def new_secret() -> str:
    """A secret of 160 bits, as it stands in an address."""
    return secrets.token_bytes(SECRET_BYTES).hex()


def lookup_of(secret: str) -> bytes:
    """What the row keeps: with it nobody can make the address. b"" for what is no secret at all."""
    try:
        raw = bytes.fromhex(secret)
    except ValueError:
        return b""
    return hashlib.sha256(raw).digest() if len(raw) == SECRET_BYTES else b""


def document_key(secret: str) -> bytes:
    """The key of what only the participant may read at the public door."""
    return hashlib.sha256(_PROOF + bytes.fromhex(secret)).digest()


def new_code() -> str:
    """Eight digits, to say at the door that one is there."""
    return f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}d}"


def new_room() -> str:
    """The name of a session in an address that is in no list."""
    return secrets.token_hex(10)


@contextmanager
def shown(secret: str) -> Iterator[None]:
    """Within: the row of this secret may be changed at the public door (`config.privileges`); PostgreSQL hashes it itself,

    so that who reads every lookup still changes no row.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('schakel.enrolment', %s, true)", [secret])
        yield
