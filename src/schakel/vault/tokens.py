"""Keyed tokens: equal values can be found, no value can be read or tried without the key."""

import hashlib
import hmac

from schakel.vault import keys

_TOKEN_BYTES = 16


def token(kind: str, value: str) -> bytes:
    """HMAC-SHA-256 of `value`, cut to 16 bytes, other for every `kind`."""
    message = kind.encode() + b"\0" + value.encode()
    return hmac.new(keys.desk_keys().tokens, message, hashlib.sha256).digest()[:_TOKEN_BYTES]
