"""Search tokens: equal values can be compared, and nothing can be tried without the key."""

import hashlib
import hmac

import pytest

from schakel.vault import keys
from schakel.vault.tokens import token


def test_equal_values_of_one_kind_have_equal_tokens() -> None:
    assert token("name", "fatima el amrani") == token("name", "fatima el amrani")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("name", "fatima"), ("name", "fatma")),
        (("name", "fatima"), ("search", "fatima")),
        (("name", "x"), ("nam", "ex")),
    ],
)
def test_other_values_and_other_kinds_have_other_tokens(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert token(*one) != token(*other)


def test_a_token_is_made_with_the_key_and_not_by_a_bare_hash() -> None:
    before = token("name", "fatima")
    assert before != hashlib.sha256(b"name\0fatima").digest()[:16]
    assert before == hmac.new(keys.desk_keys().tokens, b"name\0fatima", "sha256").digest()[:16]
