"""A long content in pieces: whoever drops, adds, swaps, cuts or changes one is found out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.vault import streams
from schakel.vault.sealing import SealError
from schakel.vault.streams import PIECE_BYTES, Sealer, opened

KEY = bytes(range(32))


def sealed(content: bytes, *, step: int = 70_000) -> list[bytes]:
    sealer = Sealer(KEY)
    pieces = [piece for start in range(0, len(content), step) for piece in sealer.add(content[start : start + step])]
    pieces.append(sealer.finish())
    assert sealer.size == len(content)
    return pieces


@pytest.mark.parametrize(
    "size", [0, 1, 16_384, 16_385, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 3 * PIECE_BYTES + 7]
)
def test_what_was_sealed_comes_out_whole(size: int) -> None:
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    assert b"".join(opened(KEY, sealed(content), size=size)) == content


def test_lengths_come_in_few_sizes() -> None:
    one = {sum(map(len, sealed(b"x" * size))) for size in (1, 500, 16_000)}
    assert len(one) == 1
    assert len(sealed(b"x" * (PIECE_BYTES + 1))) == 2
    assert len({len(piece) for piece in sealed(b"x" * (2 * PIECE_BYTES + 5))}) == 1


PIECES = sealed(b"x" * (3 * PIECE_BYTES + 5))
SIZE = 3 * PIECE_BYTES + 5


@pytest.mark.parametrize(
    "changed",
    [
        PIECES[:-1],
        PIECES[1:],
        PIECES[:2],
        [],
        [PIECES[1], PIECES[0], *PIECES[2:]],
        [*PIECES, PIECES[-1]],
        [*PIECES[:-1], PIECES[-2], PIECES[-1]],
        [PIECES[0], *PIECES[2:]],
        [PIECES[0][:-1] + b"\0", *PIECES[1:]],
        [*PIECES[:-1], PIECES[-1][:-20]],
        [*PIECES[:-1], sealed(b"y")[0]],
    ],
    ids=[
        "end missing", "beginning missing", "half missing", "nothing left", "swapped", "end twice", "one twice",
        "middle missing", "changed", "cut", "end of another",
    ],
)  # fmt: skip
def test_whatever_is_done_to_the_pieces_shows(changed: list[bytes]) -> None:
    with pytest.raises(SealError):
        b"".join(opened(KEY, changed, size=SIZE))


@pytest.mark.parametrize("size", [0, SIZE - 2 * PIECE_BYTES, SIZE + PIECE_BYTES])
def test_another_size_than_was_sealed_shows(size: int) -> None:
    with pytest.raises(SealError):
        b"".join(opened(KEY, PIECES, size=size))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SealError):
        b"".join(opened(streams.new_key(), PIECES, size=SIZE))


@given(parts=st.lists(st.binary(max_size=2000), max_size=20))
def test_it_does_not_matter_in_what_portions_it_came(parts: list[bytes]) -> None:
    sealer = Sealer(KEY)
    pieces = [piece for part in parts for piece in sealer.add(part)]
    pieces.append(sealer.finish())
    assert b"".join(opened(KEY, pieces, size=sealer.size)) == b"".join(parts)
