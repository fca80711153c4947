"""Keyed tokens: equal values can be found, no value can be read or tried without the key."""

import hmac
import secrets

from schakel.vault import keys

_TOKEN_BYTES = 16
# A value that is stored often stands under this many different tokens, drawn by lot: a common name then looks like many
# rare ones. A search asks for all of them, so it finds exactly what it would have found under a single token.
SLOTS = 128


def token(kind: str, value: str) -> bytes:
    """HMAC-SHA-256 of `value`, cut to 16 bytes, other for every `kind`: to compare, where equal values may be seen."""
    return _token(keys.desk_keys().tokens, kind, value)


def one_token(kind: str, value: str) -> bytes:
    """One of the tokens of `value`, drawn by lot, to store: two rows with the same value rarely show that they are equal."""
    return token(_slot(kind, secrets.randbelow(SLOTS)), value)


def every_token(kind: str, value: str) -> list[bytes]:
    """Every token that `value` can be stored under, to search with."""
    key = keys.desk_keys().tokens
    return [_token(key, _slot(kind, slot), value) for slot in range(SLOTS)]


def _slot(kind: str, slot: int) -> str:
    return f"{kind}/{slot}"


def _token(key: bytes, kind: str, value: str) -> bytes:
    return hmac.digest(key, kind.encode() + b"\0" + value.encode(), "sha256")[:_TOKEN_BYTES]
