"""Sealing to a public key: whoever seals can't open it again (HPKE, RFC 9180, MLKEM768-X25519)."""

import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
VERSION = b"schakel/1"
# The first byte of every envelope: how the rest is made. Another suite will be another number, beside this one.
_FORMAT = b"\x01"

# Sealed parts come in few sizes, so that a size tells little about what was written.
_BUCKETS = (1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18)
_LENGTH = struct.Struct(">I")
# Before the padded words: the form, and what the key was wrapped in (ML-KEM-768 and X25519). After them, AES-GCM's tag.
_AROUND = 1 + 1088 + 32 + 16


class SealError(ValueError):
    """The envelope can't be opened: wrong key, wrong place, or changed."""


def pad(plaintext: bytes) -> bytes:
    """`plaintext` with its length before it, filled with zeroes up to the next bucket.

    Raises ValueError above the largest bucket (256 KiB).
    """
    needed = _LENGTH.size + len(plaintext)
    for bucket in _BUCKETS:
        if needed <= bucket:
            return (_LENGTH.pack(len(plaintext)) + plaintext).ljust(bucket, b"\0")
    raise ValueError(f"{len(plaintext)} bytes do not fit in the largest envelope")


def unpad(padded: bytes) -> bytes:
    """The reverse of `pad`. Raises SealError when the length does not fit."""
    if len(padded) < _LENGTH.size:
        raise SealError("the padding is damaged")
    (length,) = _LENGTH.unpack_from(padded)
    if length > len(padded) - _LENGTH.size:
        raise SealError("the padding is damaged")
    return padded[_LENGTH.size : _LENGTH.size + length]


def binding(*parts: str) -> bytes:
    """What an envelope is bound to: version, record id, key id, direction; parts can't run into one another."""
    return b"\0".join((VERSION, *(part.encode() for part in parts)))


def seal(plaintext: bytes, public_key: MLKEM768X25519PublicKey, *, info: bytes) -> bytes:
    """An envelope that only the private key opens, and only with the same `info` (see `binding`)."""
    return _FORMAT + _SUITE.encrypt(pad(plaintext), public_key, info=info)


def has_the_form(envelope: bytes) -> bool:
    """Whether this may be an envelope, as far as one can see without the key: its first byte and its size."""
    return envelope.startswith(_FORMAT) and len(envelope) - _AROUND in _BUCKETS


def unseal(envelope: bytes, private_key: MLKEM768X25519PrivateKey, *, info: bytes) -> bytes:
    """What was sealed. Raises SealError."""
    if not envelope.startswith(_FORMAT):
        raise SealError("this envelope has another form than this version knows")
    try:
        return unpad(_SUITE.decrypt(envelope[len(_FORMAT) :], private_key, info=info))
    except (InvalidTag, ValueError) as error:
        raise SealError("the envelope does not open with this key in this place") from error
