"""A long content in encrypted pieces that can't be dropped, added, swapped or cut off unnoticed.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", CRYPTO 2015) over AES-256-GCM: the nonce of a piece is its number and whether it is the last one.
Each content has a random key of its own, so no nonce is used twice.
"""

import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schakel.vault.sealing import SealError

KEY_BYTES = 32
# What is held of a content at a time, and the step in which its length shows.
PIECE_BYTES = 1 << 20
# A single piece comes in fewer sizes still.
_SMALL = (1 << 14, 1 << 16, 1 << 18, PIECE_BYTES)
_NONCE = struct.Struct(">7xI?")
_CONTEXT = b"schakel/stream/1"


def new_key() -> bytes:
    """A key for one content."""
    return os.urandom(KEY_BYTES)


class Sealer:
    """Encrypts one content as it comes in, holding at most a piece of it."""

    def __init__(self, key: bytes) -> None:
        self.size = 0
        self._cipher = AESGCM(key)
        self._held = bytearray()
        self._number = 0

    def add(self, content: bytes) -> Iterator[bytes]:
        """The pieces that are full with this."""
        self.size += len(content)
        self._held += content
        # One byte more than a piece is needed to know that a piece is not the last.
        while len(self._held) > PIECE_BYTES:
            piece = bytes(self._held[:PIECE_BYTES])
            del self._held[:PIECE_BYTES]
            yield self._sealed(piece, is_last=False)

    def finish(self) -> bytes:
        """The last piece, filled up with zeroes so that its length says little; the true size is in `size`."""
        sizes = (PIECE_BYTES,) if self._number else _SMALL
        room = next(size for size in sizes if len(self._held) <= size)
        return self._sealed(bytes(self._held.ljust(room, b"\0")), is_last=True)

    def _sealed(self, piece: bytes, *, is_last: bool) -> bytes:
        sealed = self._cipher.encrypt(_NONCE.pack(self._number, is_last), piece, _CONTEXT)
        self._number += 1
        return sealed


def opened(key: bytes, pieces: Iterable[bytes], *, size: int) -> Iterator[bytes]:
    """The content in pieces as they were sealed, `size` bytes in all.

    Raises SealError at a piece that was changed or stands in another place, and when the end is missing or more follows.
    """
    cipher, left, held = AESGCM(key), size, None
    number = 0
    for piece in pieces:
        if held is not None:
            plain = _open(cipher, held, number, is_last=False)
            yield plain
            left -= len(plain)
            number += 1
        held = piece
    if held is None:
        raise SealError("nothing is left of this content")
    plain = _open(cipher, held, number, is_last=True)
    if not 0 <= left <= len(plain):
        raise SealError("this content has another size than was sealed")
    yield plain[:left]


def _open(cipher: AESGCM, piece: bytes, number: int, *, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(_NONCE.pack(number, is_last), bytes(piece), _CONTEXT)
    except (InvalidTag, ValueError) as error:
        raise SealError(f"piece {number} of this content was changed, or is not the one that belongs here") from error
