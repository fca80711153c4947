"""Typed words made safe without changing what was said."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.core.words import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("één\r\ntwee\rdrie", "één\ntwee\ndrie"),
        ("e\u0301e\u0301n", "één"),
        ("a\0b\x07c", "abc"),
        ("tab\tblijft", "tab\tblijft"),
        ("\u202enaJ", "naJ"),
        ("\u2066ن\u2069", "ن"),
        ("👩\u200d👧 en \u200fשלום", "👩\u200d👧 en \u200fשלום"),
        ("  spaties  ", "  spaties  "),
        ("", ""),
    ],
)
def test_what_stays_and_what_goes(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_tidy_words_are_final_and_can_be_stored(typed: str) -> None:
    words = tidy(typed)
    assert tidy(words) == words
    assert unicodedata.is_normalized("NFC", words)
    assert all(c in "\n\t" or unicodedata.category(c) != "Cc" for c in words)
    assert words.encode().decode() == words
