"""The receipt code: 27 random digits and a check digit (89.7 bits), and the secrets derived from it.

Lookup and reply key are both derived by HKDF (RFC 5869); neither is a slice of the code. At this entropy a fast
derivation is as safe as a memory-hard one, and opens no way to exhaust the server.
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from stdnum import damm

from schakel.vault import keys

RANDOM_DIGITS = 27
LENGTH = RANDOM_DIGITS + 1


def derive(secret: bytes, purpose: str, length: int = 32) -> bytes:
    """HKDF-SHA256 of a secret for one purpose."""
    return HKDF(SHA256(), length, salt=b"schakel/1", info=purpose.encode()).derive(secret)


def from_visit(visit_key: bytes) -> str:
    """The code that belongs to a visit, so that sending twice shows the same code."""
    # 32 bytes against 10**27 leaves a bias below 2**-166.
    return checked(int.from_bytes(derive(visit_key, "receipt"), "big") % 10**RANDOM_DIGITS, RANDOM_DIGITS)


class Mistyped(Exception):
    """What was typed can't be a code or a number of ours. Nothing was looked up to know that, so it tells nothing."""


class Strange(Mistyped):
    """There is something in it that is no digit."""


class TooManyOrFew(Mistyped):
    """`count` digits were typed."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def read(typed: str, length: int = LENGTH) -> str:
    """The digits in what somebody typed, in any spacing and any script. Raises Mistyped when they can't be ours."""
    digits = "".join(str(int(c)) for c in typed if c.isdecimal())
    if any(not c.isdecimal() and not c.isspace() and c not in "-–.·" for c in typed):
        raise Strange
    if len(digits) != length:
        raise TooManyOrFew(len(digits))
    if not damm.is_valid(digits):
        raise Mistyped
    return digits


def parse(typed: str) -> str | None:
    """The code in what somebody typed; None if it can't be one."""
    try:
        return read(typed)
    except Mistyped:
        return None


def checked(number: int, digits: int) -> str:
    """A number of that many digits, with its check digit behind it."""
    written = f"{number:0{digits}d}"
    return written + str(damm.calc_check_digit(written))


def grouped(code: str) -> list[str]:
    """The code in groups of four, to read aloud and to write down."""
    return [code[i : i + 4] for i in range(0, len(code), 4)]


def lookup_of(code: str) -> bytes:
    """What the report is found by; it does not lead back to the code."""
    return derive(code.encode(), "lookup")


def reply_seed_of(code: str) -> bytes:
    """Seed of the key pair that answers to the reporter are sealed to."""
    return derive(code.encode(), "reply", keys.SEED_BYTES)


def reply_private_key(code: str) -> MLKEM768X25519PrivateKey:
    """The key only the holder of the code can make."""
    return keys.private_from_seed(reply_seed_of(code))


def reply_public_bytes(code: str) -> bytes:
    """The public half, stored beside the report."""
    return keys.public_bytes_from_seed(reply_seed_of(code))
