"""Names made comparable: one person's name in two scripts or spellings gives one word list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.people.names import normalise

house = settings(max_examples=60, deadline=None, derandomize=True)
texts = st.text(max_size=40)


@pytest.mark.parametrize(
    "spellings",
    [
        ("José Muñoz", "JOSE MUNOZ", "Muñoz, José", "jose\u0301 mun\u0303oz", "ＪＯＳＥ Munoz"),
        ("Jan van der Berg", "Jan Berg", "Berg, Jan van der", "jan v.d. berg".replace("v.d.", "van de")),
        ("Łukasz Żak", "Lukasz Zak"),
        ("Иван Петров", "Ivan Petrov"),
        ("Γιώργος", "Giorgos"),
        ("Fatima El Amrani", "fatima amrani", "Amrani Fatima"),
        ("Anne-Marie de Wit", "Anne Marie Wit"),
        ("Şükrü Güneş", "Sukru Gunes"),
        ("Lê Thị Hoa", "Le Thi Hoa"),
    ],
)
def test_spellings_of_one_name_are_equal(spellings: tuple[str, ...]) -> None:
    assert len({normalise(spelling) for spelling in spellings}) == 1
    assert normalise(spellings[0])


@pytest.mark.parametrize(
    ("one", "other"), [("Ana", "Anna"), ("Jan Berg", "Jan Berger"), ("Li", "Lin"), ("Ana Bos", "Ana")]
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("name", ["Van den", "El", "de la", "Do"])
def test_a_name_of_prefixes_alone_keeps_them(name: str) -> None:
    assert normalise(name) == " ".join(sorted(name.lower().split()))


@pytest.mark.parametrize("nothing", ["", "  ", "123", "?!", "-"])
def test_nothing_is_left_where_there_was_no_letter(nothing: str) -> None:
    assert normalise(nothing) == ""


@house
@given(texts)
def test_a_normalised_name_is_plain_and_final(name: str) -> None:
    words = normalise(name).split()
    assert words == sorted(words)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert normalise(normalise(name)) == normalise(name)


@house
@given(st.lists(st.text("abcdefgh", min_size=3, max_size=6), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_words_does_not_matter(words: list[str], random: object) -> None:
    shuffled = list(words)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands out a random.Random
    assert normalise(" ".join(words)) == normalise(", ".join(shuffled))
