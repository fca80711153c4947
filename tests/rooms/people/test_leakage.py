"""A stolen table of name tokens says hardly more than that some family names are common, which everybody knows."""

from collections.abc import Callable

import pytest

from schakel.vault import tokens
from tests.rooms.people import leakage
from tests.rooms.people.leakage import Leakage, Stored, Token

# What the threat model promises: this much better than taking everybody for the most common name, and no better.
LIMIT = 0.005
PEOPLE = 30_000


@pytest.fixture(scope="module")
def attacked() -> Callable[[Callable[[Stored], Token], int], Leakage]:
    people, known = leakage.invented(PEOPLE, seed=1), leakage.invented(4 * PEOPLE, seed=2)
    return lambda token_of, slots: leakage.measure(people, known, token_of, slots)


def test_counting_stored_tokens_finds_hardly_more_than_guessing_blindly(
    attacked: Callable[[Callable[[Stored], Token], int], Leakage],
) -> None:
    found = attacked(lambda person: tokens.one_token("name", person[0]), tokens.SLOTS)
    assert found.best_from_counts <= found.blind + LIMIT
    assert found.rank_matching <= found.blind + LIMIT


def test_the_measure_does_see_what_plain_tokens_give_away(
    attacked: Callable[[Callable[[Stored], Token], int], Leakage],
) -> None:
    of_the_name = attacked(lambda person: tokens.token("name", person[0]), 1)
    assert of_the_name.best_from_counts > of_the_name.blind + LIMIT
    of_the_family = attacked(lambda person: tokens.token("name", person[1]), 1)
    assert of_the_family.best_from_counts > 0.5


def test_a_search_asks_for_every_token_a_name_can_have() -> None:
    every = set(tokens.every_token("name", "ana zarkovic"))
    stored = {tokens.one_token("name", "ana zarkovic") for _ in range(2_000)}
    assert len(every) == tokens.SLOTS
    assert stored == every
    assert not every & set(tokens.every_token("name", "bo zarkovic"))
