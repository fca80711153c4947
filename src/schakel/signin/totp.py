"""Codes of six digits that change every half minute (RFC 6238 over RFC 4226, SHA-1: what every app knows)."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

PERIOD_SECONDS = 30
_DIGITS = 6
_SECRET_BYTES = 20
# The clock of a telephone may be one period behind or before.
_TOLERANCE = (0, -1, 1)


def new_secret() -> str:
    """160 random bits in base32, as apps take them."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one period; `step` counts periods since 1970."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 0x0F
    (number,) = struct.unpack_from(">I", mac, offset)
    return str((number & 0x7FFF_FFFF) % 10**_DIGITS).zfill(_DIGITS)


def step_of(moment: datetime) -> int:
    """The period a moment lies in."""
    return int(moment.timestamp()) // PERIOD_SECONDS


def matching_step(secret: str, typed: str, *, at: datetime) -> int | None:
    """The period whose code was typed, now or one period off; None for any other code."""
    typed = "".join(typed.split())
    for shift in _TOLERANCE:
        step = step_of(at) + shift
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            return step
    return None


def address(secret: str, *, account: str, issuer: str) -> str:
    """What stands in the QR code (Google's key URI format)."""
    label = f"{quote(issuer)}:{quote(account)}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
