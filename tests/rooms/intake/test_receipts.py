"""The receipt code: it forgives how it is typed, catches how it is mistyped, and gives nothing of itself away."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.intake import receipts, visits

visit_keys = st.binary(min_size=32, max_size=32)
house = settings(max_examples=60, deadline=None, derandomize=True)
SCRIPTS = {
    "latin": "0123456789",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "devanagari": "०१२३४५६७८९",
    "full width": "０１２３４５６７８９",
}


@house
@given(visit_keys)
def test_a_code_is_28_digits_that_parse_as_themselves(key: bytes) -> None:
    code = receipts.from_visit(key)
    assert len(code) == 28
    assert set(code) <= set("0123456789")
    assert receipts.parse(code) == code


@house
@given(visit_keys, visit_keys)
def test_one_visit_has_one_code_and_another_visit_another(one: bytes, other: bytes) -> None:
    assert receipts.from_visit(one) == receipts.from_visit(one)
    assert (receipts.from_visit(one) == receipts.from_visit(other)) == (one == other)


@house
@given(visit_keys)
def test_every_single_wrong_digit_is_caught(key: bytes) -> None:
    code = receipts.from_visit(key)
    for place, digit in itertools.product(range(28), "0123456789"):
        if code[place] != digit:
            assert receipts.parse(code[:place] + digit + code[place + 1 :]) is None


@house
@given(visit_keys)
def test_every_two_neighbours_that_change_places_are_caught(key: bytes) -> None:
    code = receipts.from_visit(key)
    for place in range(27):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code:
            assert receipts.parse(swapped) is None


@house
@given(visit_keys, st.integers(0, 27))
def test_a_digit_too_many_or_too_few_is_caught(key: bytes, place: int) -> None:
    code = receipts.from_visit(key)
    assert receipts.parse(code[:place] + code[place + 1 :]) is None
    assert receipts.parse(code[:place] + "0" + code[place:]) is None


@house
@given(visit_keys, st.sampled_from(sorted(SCRIPTS)), st.sampled_from(["", " ", "-", " – ", "·", "\u00a0", "\t", "."]))
def test_any_scripts_digits_in_any_spacing_are_accepted(key: bytes, script: str, between: str) -> None:
    code = receipts.from_visit(key)
    written = code.translate(str.maketrans("0123456789", SCRIPTS[script]))
    typed = f"  {between.join(receipts.grouped(written))}\n"
    assert receipts.parse(typed) == code


@pytest.mark.parametrize("stranger", ["a", "O", "l", "²", "½", "Ⅷ", "一", "+", "/", "\0", "🙂"])
def test_letters_and_signs_are_refused(stranger: str) -> None:
    code = receipts.from_visit(bytes(32))
    assert receipts.parse(code + stranger) is None
    assert receipts.parse(code[:27] + stranger) is None


@house
@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_breaks_the_parser(typed: str) -> None:
    code = receipts.parse(typed)
    assert code is None or len(code) == 28


@house
@given(visit_keys)
def test_neither_lookup_nor_reply_seed_holds_digits_of_the_code(key: bytes) -> None:
    code = receipts.from_visit(key)
    for derived in (receipts.lookup_of(code), receipts.reply_seed_of(code)):
        assert len(derived) == 32
        for place in range(28 - 5):
            digits = code[place : place + 6]
            assert digits.encode() not in derived
            assert digits not in derived.hex()
            assert bytes.fromhex(digits) not in derived or len(set(digits)) < 3
            assert int(digits).to_bytes(4, "big") not in derived
    assert receipts.lookup_of(code) != receipts.reply_seed_of(code)


def test_the_check_digit_leaves_every_digit_equally_likely() -> None:
    """Chi-square of 9 degrees of freedom for each of the 28 places: above 40 would be one in a hundred thousand."""
    codes = [receipts.from_visit(number.to_bytes(32, "big")) for number in range(4_000)]
    assert len(set(codes)) == len(codes)
    for place in range(28):
        counts = [sum(code[place] == digit for code in codes) for digit in "0123456789"]
        assert sum((count - 400) ** 2 / 400 for count in counts) < 40


def test_the_code_is_read_aloud_in_seven_groups_of_four() -> None:
    code = receipts.from_visit(visits.new_key())
    groups = receipts.grouped(code)
    assert [len(group) for group in groups] == [4] * 7
    assert "".join(groups) == code
