"""The rules about sharing: what the law asks in known cases, and that more data or a derde never makes it easier."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.methods import sharing_rules
from schakel.methods.sharing_rules import (
    ANY,
    Giver,
    Question,
    RuleBook,
    RulesError,
    SharingRule,
    givers_for,
    judge,
    required_for,
)

BOOK = sharing_rules.load()
TODAY = date(2026, 11, 24)
PURPOSES, RECIPIENTS, CATEGORIES = (st.sampled_from(sorted(one)) for one in (BOOK.purposes, BOOK.recipients, BOOK.categories))  # fmt: skip
SOME_RECIPIENTS, SOME_CATEGORIES = st.frozensets(RECIPIENTS), st.frozensets(CATEGORIES)


def asked(purpose: str, recipients: set[str], *categories: str, on: date = TODAY) -> Question:
    return Question(purpose, frozenset(recipients), frozenset(categories), on)


def _some(known: Iterable[str], most: int = 3) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(known)), max_size=most)


A_RULE = st.builds(
    SharingRule,
    id=st.just("a"),
    name=st.just(""),
    purposes=_some([ANY, *BOOK.purposes]),
    recipients=_some([ANY, *BOOK.recipients]),
    categories=_some([ANY, *BOOK.categories]),
    version=st.just(1),
    since=st.just(date(2020, 1, 1)),
    source=st.just(""),
    requires=_some(BOOK.requirements),
    grounds=st.none() | _some(BOOK.grounds, most=5),
)
# The same words with any rules at all: what holds must hold whatever a lawyer writes.
BOOKS = st.just(BOOK) | st.lists(A_RULE, max_size=5).map(lambda rules: replace(BOOK, rules=tuple(rules)))
# The same examples every time; how busy the machine is says nothing about the rules.
house = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@house
@given(BOOKS, PURPOSES, SOME_RECIPIENTS, SOME_CATEGORIES, SOME_CATEGORIES)
def test_more_data_never_removes_a_requirement_and_never_opens_a_ground(
    book: RuleBook, purpose: str, recipients: frozenset[str], some: frozenset[str], more: frozenset[str]
) -> None:
    before = judge(book, Question(purpose, recipients, some, TODAY))
    after = judge(book, Question(purpose, recipients, some | more, TODAY))
    assert set(before.requires) <= set(after.requires)
    assert set(after.grounds) <= set(before.grounds)


@house
@given(BOOKS, PURPOSES, SOME_RECIPIENTS, SOME_CATEGORIES)
def test_being_a_derde_never_makes_it_easier(
    book: RuleBook, purpose: str, recipients: frozenset[str], categories: frozenset[str]
) -> None:
    before = judge(book, Question(purpose, recipients, categories, TODAY))
    after = judge(book, Question(purpose, recipients | {"third"}, categories, TODAY))
    assert set(before.requires) <= set(after.requires)
    if recipients:
        assert set(after.grounds) <= set(before.grounds)


@house
@given(PURPOSES, RECIPIENTS, SOME_CATEGORIES)
def test_whatever_can_be_shared_has_its_reasons_written_down(
    purpose: str, recipient: str, categories: frozenset[str]
) -> None:
    verdict = judge(BOOK, Question(purpose, frozenset({recipient}), categories, TODAY))
    assert {"necessity", "proportionality", "subsidiarity"} <= set(verdict.requires)
    assert all(verdict.because(one) for one in verdict.requires)


@house
@given(PURPOSES, SOME_RECIPIENTS, SOME_CATEGORIES)
def test_police_data_and_a_derde_always_ask_what_the_law_asks(
    purpose: str, recipients: frozenset[str], categories: frozenset[str]
) -> None:
    verdict = judge(BOOK, Question(purpose, recipients | {"third"}, categories | {"police"}, TODAY))
    assert {"onward", "supplier", "second_reader"} <= set(verdict.requires)
    if verdict.grounds:
        assert {"basis", "committee", "no_objection"} <= set(verdict.requires)


@pytest.mark.parametrize(
    ("question", "grounds", "requires"),
    [
        (asked("care", {"care", "party"}), {"cooperation", "consent", "vital", "duty"}, set()),
        (asked("care", {"care", "party"}, "special"), {"cooperation", "consent", "vital", "duty"}, {"secrecy", "supplier"}),
        (asked("care", {"care", "third"}), {"cooperation", "consent", "vital", "duty"}, {"basis", "committee", "no_objection", "second_reader"}),
        (asked("care", {"comensha"}), {"consent"}, set()),
        (asked("registration", {"comensha"}), {"consent", "duty", "task"}, set()),
        (asked("rights", {"representative"}), {"consent"}, {"mandate"}),
        # A shelter never gets what the police know of somebody only to arrange a bed.
        (asked("care", {"care", "party"}, "police"), set(), {"onward", "supplier", "second_reader"}),
        (asked("prosecution", {"care", "party"}), set(), set()),
        (asked("care", set()), set(), set()),
    ],
)  # fmt: skip
def test_known_cases(question: Question, grounds: set[str], requires: set[str]) -> None:
    verdict = judge(BOOK, question)
    assert set(verdict.grounds) == grounds
    assert requires <= set(verdict.requires)


def test_consent_is_required_where_it_is_the_ground() -> None:
    verdict = judge(BOOK, asked("care", {"care", "party"}))
    assert "consent" in required_for(BOOK, verdict, "consent")
    assert "consent" not in required_for(BOOK, verdict, "vital")
    assert set(required_for(BOOK, verdict, "nothing")) == set(verdict.requires)


def test_before_a_rule_held_it_says_nothing() -> None:
    assert judge(BOOK, asked("care", {"party"}, on=date(2025, 2, 28))).grounds == ()
    assert judge(BOOK, asked("care", {"party"}, on=date(2025, 3, 1))).grounds


# A rule that is right, to spoil in one place.
RULE = """
[[rule]]
id = "a"
name = "a"
purposes = ["*"]
recipients = ["*"]
categories = ["*"]
[[rule.version]]
number = 1
since = 2020-01-01
requires = []
source = "a"
"""


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (RULE.replace('source = "a"', ""), "missing or wrong"),
        (RULE.replace('recipients = ["*"]', 'recipients = ["martian"]'), "martian"),
        (RULE + RULE, "same day"),
        (RULE.replace('source = "a"', 'source = "a"\nunles = "x"'), "unles"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(rules: str, words: str) -> None:
    folder = resources.files("schakel.methods.sharing_rules") / "rules"
    with pytest.raises(RulesError, match=words):
        sharing_rules.parse((folder / "words.toml").read_text(encoding="utf-8"), rules)


@pytest.mark.parametrize(
    ("ages", "givers"),
    [
        ((11, 11), {Giver.PARENTS, Giver.REPRESENTATIVE}),
        ((12, 12), {Giver.BOTH, Giver.REPRESENTATIVE}),
        ((15, 15), {Giver.BOTH, Giver.REPRESENTATIVE}),
        ((16, 16), {Giver.SELF, Giver.REPRESENTATIVE}),
        ((15, 16), {Giver.BOTH, Giver.REPRESENTATIVE}),
        ((11, 12), {Giver.BOTH, Giver.REPRESENTATIVE}),
        (None, set(Giver)),
    ],
)
def test_who_gives_consent_at_which_age(ages: tuple[int, int] | None, givers: set[Giver]) -> None:
    assert givers_for(ages) == givers
