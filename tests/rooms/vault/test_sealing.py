"""Sealing: only the private key opens, only in its place, and sizes tell little."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.vault import keys, sealing
from schakel.vault.sealing import SealError

X_WING_LABEL = bytes.fromhex("5c2e2f2f5e5c")
SEED, OTHER_SEED = bytes(range(32)), bytes(range(1, 33))
INFO = sealing.binding("report", "key", "body")


def seal(plaintext: bytes, info: bytes = INFO) -> bytes:
    public = keys.public_from_bytes(keys.public_bytes_from_seed(SEED))
    return sealing.seal(plaintext, public, info=info)


def unseal(envelope: bytes, seed: bytes = SEED, info: bytes = INFO) -> bytes:
    return sealing.unseal(envelope, keys.private_from_seed(seed), info=info)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.binary(max_size=5_000))
def test_what_was_sealed_comes_out_again(plaintext: bytes) -> None:
    assert unseal(seal(plaintext)) == plaintext


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealError):
        unseal(seal(b"loon"), OTHER_SEED)


@pytest.mark.parametrize(
    "other",
    [
        sealing.binding("other report", "key", "body"),
        sealing.binding("report", "other key", "body"),
        sealing.binding("report", "key", "routing"),
        sealing.binding("report", "key"),
        sealing.binding("reportkey", "body"),
        b"",
    ],
)
def test_an_envelope_opens_only_in_the_place_it_was_sealed_for(other: bytes) -> None:
    with pytest.raises(SealError):
        unseal(seal(b"loon"), info=other)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_a_changed_envelope_does_not_open(data: st.DataObject) -> None:
    envelope = bytearray(seal(b"loon"))
    place = data.draw(st.integers(0, len(envelope) - 1))
    envelope[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        unseal(bytes(envelope))


@pytest.mark.parametrize("cut", [0, 1, 2, 1120, 1121, 1122, -1])
def test_a_cut_envelope_does_not_open(cut: int) -> None:
    with pytest.raises(SealError):
        unseal(seal(b"loon")[:cut])


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 4_092), st.integers(0, 4_092))
def test_texts_of_one_size_bucket_can_not_be_told_apart_by_length(one: int, other: int) -> None:
    def bucket(length: int) -> bool:
        return length + 4 <= 1_024

    same = len(seal(b"a" * one)) == len(seal(b"b" * other))
    assert same == (bucket(one) == bucket(other))


def test_the_largest_envelope_holds_a_quarter_of_a_mebibyte_and_not_a_byte_more() -> None:
    largest = b"x" * (2**18 - 4)
    assert sealing.unpad(sealing.pad(largest)) == largest
    with pytest.raises(ValueError, match="do not fit"):
        sealing.pad(largest + b"x")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=64))
def test_damaged_padding_is_refused_and_never_read_beyond(padded: bytes) -> None:
    """Anybody can seal to a public key, also something that was never padded."""
    try:
        inside = sealing.unpad(padded)
    except SealError:
        return
    assert padded[4 : 4 + len(inside)] == inside
    assert int.from_bytes(padded[:4], "big") == len(inside)


# Appendix C of draft-connolly-cfrg-xwing-kem: seed, first and last bytes of the public key.
PUBLISHED_KEYS = [
    (
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d",
        "eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534",
    ),
    (
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "0333285fa253661508c9fb444852caa4061636cb060e69943b431400134ae1fbc0228724",
        "cbb48fd4c562a576549f85b528c953926d96ea8a160b8843f1c89c62",
    ),
]


@pytest.mark.parametrize(("seed", "start", "end"), PUBLISHED_KEYS)
def test_the_key_of_a_seed_is_the_one_the_x_wing_draft_publishes(seed: str, start: str, end: str) -> None:
    public = keys.public_bytes_from_seed(bytes.fromhex(seed))
    assert len(public) == 1_216
    assert public.startswith(bytes.fromhex(start))
    assert public.endswith(bytes.fromhex(end))


@pytest.mark.parametrize("length", [0, 32, 1_184, 1_215, 1_217])
def test_a_public_key_of_another_length_is_refused(length: int) -> None:
    raw = keys.public_bytes_from_seed(SEED)
    with pytest.raises(ValueError, match=r".+"):
        keys.public_from_bytes((raw + b"\0")[:length])


def test_an_envelope_opens_by_the_standards_own_steps() -> None:
    """RFC 9180 in base mode, written out here from the RFC and the X-Wing draft: other software can open ours."""
    envelope = seal("€ 40 per dag".encode())
    form, encapsulated, ciphertext = envelope[:1], envelope[1:1_121], envelope[1_121:]
    assert form == b"\1"
    shared = _x_wing_decapsulate(SEED, encapsulated)
    suite = b"HPKE" + (0x647A).to_bytes(2, "big") + (1).to_bytes(2, "big") + (2).to_bytes(2, "big")
    context = b"\0" + _extract(b"", suite, b"psk_id_hash", b"") + _extract(b"", suite, b"info_hash", INFO)
    secret = _extract(shared, suite, b"secret", b"")
    key = _expand(secret, suite, b"key", context, 32)
    nonce = _expand(secret, suite, b"base_nonce", context, 12)
    assert sealing.unpad(AESGCM(key).decrypt(nonce, ciphertext, b"")).decode() == "€ 40 per dag"


def _x_wing_decapsulate(seed: bytes, encapsulated: bytes) -> bytes:
    expanded = hashlib.shake_256(seed).digest(96)
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
    from_lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).decapsulate(encapsulated[:1_088])
    from_curve = x25519.exchange(X25519PublicKey.from_public_bytes(encapsulated[1_088:]))
    own_half = x25519.public_key().public_bytes_raw()
    return hashlib.sha3_256(from_lattice + from_curve + encapsulated[1_088:] + own_half + X_WING_LABEL).digest()


def _extract(salt: bytes, suite: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256).digest()


def _expand(secret: bytes, suite: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.new(secret, labelled + b"\1", hashlib.sha256).digest()[:length]
