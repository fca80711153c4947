"""Proof of work: who sends a sealed report has first let the phone count for about a second.

The challenge is signed and stands nowhere: it says how hard it is and when it was given. Its answer is bound to the
report's lookup id, which the database takes once, so one answer is good for one report. It says nothing of who asked.
"""

import hashlib
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.core import signing

from schakel.publicsite import pacing

# Many small tasks instead of one large: the time it takes hardly depends on luck then.
PARTS = 16
MOST_EXTRA_BITS = 5
LIFETIME_SECONDS = 30 * 60
_MOST_NUMBER = 2**32
_SALT = "schakel.work"


class TooOld(ValueError):
    """This challenge was given too long ago, or by nobody here; ask for another."""


def challenge() -> dict[str, str | int]:
    """Something to count at; harder while many reports come in at once."""
    bits = min(settings.SCHAKEL_WORK_BITS + pacing.load.doublings(most=MOST_EXTRA_BITS), 31)
    asked = _signer().sign_object({"bits": bits, "salt": secrets.token_urlsafe(12)})
    return {"challenge": asked, "bits": bits, "parts": PARTS}


def is_done(asked: str, lookup: bytes, numbers: Sequence[int]) -> bool:
    """Whether the numbers answer the challenge for this report. Raises TooOld."""
    try:
        told = _signer().unsign_object(asked, max_age=LIFETIME_SECONDS)
        bits = int(told["bits"])
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise TooOld from error
    if len(numbers) != PARTS or any(not 0 <= number < _MOST_NUMBER for number in numbers):
        return False
    seed = hashlib.sha256(f"{asked}.{lookup.hex()}".encode()).digest()
    return all(zeroes(seed, part, number) >= bits for part, number in enumerate(numbers))


def zeroes(seed: bytes, part: int, number: int) -> int:
    """With how many zero bits the digest begins, as far as its first 32."""
    digest = hashlib.sha256(seed + part.to_bytes(4, "big") + number.to_bytes(4, "big")).digest()
    return 32 - int.from_bytes(digest[:4], "big").bit_length()


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=_SALT)
