"""The catalogue of indicators says what its sources say, and the rule only ever adds attention."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods.indicators import (
    Age,
    Attention,
    Basis,
    CatalogueError,
    Counts,
    Dimension,
    Form,
    Observation,
    Status,
    Value,
    Weight,
    derive,
    is_positive,
    load,
    load_all,
)
from schakel.methods.indicators.catalogue_file import parse

LABOUR, SEXUAL = load(Form.LABOUR), load(Form.SEXUAL)


def seen(*ids: str, basis: Basis = Basis.OWN) -> list[Observation]:
    return [Observation(one, Value.OBSERVED, basis) for one in ids]


class TestCatalogue:
    @pytest.mark.parametrize("form", [Form.LABOUR, Form.SEXUAL])
    def test_the_ilo_lists_have_as_many_indicators_per_dimension_as_the_source(self, form: Form) -> None:
        found = [len(load(form).of(dimension)) for dimension in Dimension]
        assert found == [10, 10, 16, 9, 15, 7]

    @pytest.mark.parametrize(
        ("dimension", "strong", "medium", "weak"),
        [
            (Dimension.DECEPTION, 1, 8, 1),
            (Dimension.COERCION_AT_RECRUITMENT, 1, 9, 0),
            (Dimension.VULNERABILITY_AT_RECRUITMENT, 0, 14, 2),
            (Dimension.EXPLOITATION, 1, 7, 1),
            (Dimension.COERCION, 4, 10, 1),
            (Dimension.VULNERABILITY, 0, 5, 2),
        ],
    )
    def test_weights_for_adult_labour_are_those_of_the_source(
        self, dimension: Dimension, strong: int, medium: int, weak: int
    ) -> None:
        found = Counter(one.weight for one in LABOUR.of(dimension))
        assert (found[Weight.STRONG], found[Weight.MEDIUM], found[Weight.WEAK]) == (strong, medium, weak)

    @pytest.mark.parametrize(
        "indicator",
        [
            "deceived-education", "recruited-threats", "recruited-abduction", "recruited-debt", "coerced-threats",
            "coerced-crime", "coerced-tasks", "coerced-influence",
        ],
    )  # fmt: skip
    def test_some_are_strong_for_children_only(self, indicator: str) -> None:
        assert LABOUR.indicator(indicator).weight_for(Age.ADULT) is not Weight.STRONG
        assert LABOUR.indicator(indicator).weight_for(Age.MINOR) is Weight.STRONG

    def test_forced_clients_are_strong_in_sexual_exploitation(self) -> None:
        assert SEXUAL.indicator("coerced-tasks").weight is Weight.STRONG
        assert LABOUR.indicator("coerced-tasks").weight is Weight.MEDIUM

    def test_nothing_weighs_less_for_a_child(self) -> None:
        order = [Weight.WEAK, Weight.MEDIUM, Weight.STRONG]
        for catalogue in load_all():
            for one in catalogue.indicators:
                assert order.index(one.child_weight) >= order.index(one.weight), one.id

    def test_the_centres_own_lists_say_that_they_are(self) -> None:
        assert {one.form: one.status for one in load_all()} == {
            Form.SEXUAL: Status.FROM_SOURCE,
            Form.LABOUR: Status.FROM_SOURCE,
            Form.CRIMINAL: Status.OWN,
            Form.ORGAN: Status.OWN,
        }

    @pytest.mark.parametrize("form", list(Form))
    def test_every_list_covers_every_dimension_in_words_for_everybody(self, form: Form) -> None:
        catalogue = load(form)
        assert catalogue.version
        assert "SAP-FL 2009" in catalogue.source
        for dimension in Dimension:
            assert any(one.is_public for one in catalogue.of(dimension)), dimension
        for one in catalogue.indicators:
            assert one.sign.endswith(".")
            assert not one.term.endswith(".")
            assert len(one.sign.split()) <= 20, one.sign

    def test_an_unknown_indicator_is_no_sign(self) -> None:
        with pytest.raises(KeyError, match="does-not-exist"):
            derive(LABOUR, seen("does-not-exist"), age=Age.ADULT)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("version = ", "wrong value"),
            ("version = '1'\nsource = 'x'\nstatus = 'own'\n", "indicator"),
            ("version = '1'\nsource = 'x'\nstatus = 'sure'\nindicator = []\n", "sure"),
            (
                "version='1'\nsource='x'\nstatus='own'\n[[indicator]]\nid='a'\ndimension='coercion'\nweight='X'\nterm='a'\nsign='a'\n",
                "X",
            ),
            (
                "version='1'\nsource='x'\nstatus='own'\n[[indicator]]\nid='a'\ndimension='coercion'\nwieght='S'\nterm='a'\nsign='a'\n",
                "wieght",
            ),
            (
                "version='1'\nsource='x'\nstatus='own'\n"
                + "[[indicator]]\nid='a'\ndimension='coercion'\nweight='S'\nterm='a'\nsign='a'\n" * 2,
                "more than one indicator a",
            ),
        ],
    )
    def test_a_broken_file_says_what_is_wrong(self, text: str, words: str) -> None:
        with pytest.raises(CatalogueError, match=words) as caught:
            parse(text, Form.ORGAN, name="mine")
        assert "mine.toml" in str(caught.value)


class TestRule:
    def test_the_whole_truth_table(self) -> None:
        """Every combination of up to four of each weight, against the rule written out as the source lists it."""
        listed = [(2, 0, 0), (1, 1, 0), (1, 0, 1), (0, 3, 0), (0, 2, 1)]
        for strong, medium, weak in product(range(5), repeat=3):
            enough = any(strong >= s and medium >= m and weak >= w for s, m, w in listed)
            assert is_positive(Counts(strong, medium, weak)) == enough, (strong, medium, weak)

    def test_weak_indicators_alone_are_never_enough(self) -> None:
        assert not is_positive(Counts(weak=100))

    def test_the_known_combination_for_an_adult(self) -> None:
        found = derive(
            LABOUR,
            seen(
                "deceived-job",
                "deceived-wages",
                "exploited-hours",
                "exploited-pay",
                "coerced-documents",
                "coerced-debt",
            ),
            age=Age.ADULT,
        )
        assert found.combination == (Dimension.DECEPTION, Dimension.EXPLOITATION, Dimension.COERCION)
        assert found.attention is Attention.INDICATED
        assert any("Samen positief" in sentence for sentence in found.sentences)

    def test_abuse_of_vulnerability_is_a_means_too(self) -> None:
        means = seen("vulnerable-illegal", "vulnerable-language", "vulnerable-belief")
        rest = seen("exploited-hours", "exploited-pay", "coerced-documents", "coerced-debt")
        assert derive(LABOUR, means + rest, age=Age.ADULT).attention is Attention.INDICATED

    @pytest.mark.parametrize(
        "ids",
        [
            ("exploited-hours", "exploited-pay", "coerced-documents", "coerced-debt"),
            ("deceived-job", "deceived-wages", "coerced-documents", "coerced-debt"),
            ("deceived-job", "deceived-wages", "exploited-hours", "exploited-pay"),
        ],
    )
    def test_for_an_adult_a_part_of_it_asks_to_be_discussed(self, ids: tuple[str, ...]) -> None:
        assert derive(LABOUR, seen(*ids), age=Age.ADULT).attention is Attention.RAISED

    @pytest.mark.parametrize("age", [Age.MINOR, Age.UNKNOWN])
    def test_under_18_no_means_are_needed(self, age: Age) -> None:
        found = derive(LABOUR, seen("exploited-hours", "exploited-pay"), age=age)
        assert found.attention is Attention.INDICATED
        assert any("geen dwangmiddel" in sentence for sentence in found.sentences)
        assert any("leeftijd is niet bekend" in sentence for sentence in found.sentences) == (age is Age.UNKNOWN)

    @pytest.mark.parametrize("catalogue", load_all(), ids=lambda one: one.form.value)
    def test_one_strong_sign_is_never_held_back(self, catalogue: object) -> None:
        for one in load(catalogue.form).indicators:  # type: ignore[attr-defined]
            found = derive(load(one.form), seen(one.id), age=Age.ADULT)
            assert found.attention is (Attention.RAISED if one.weight is Weight.STRONG else Attention.SIGNS)

    def test_not_knowing_is_not_the_same_as_not_seeing(self) -> None:
        said = [
            Observation("coerced-debt", Value.NOT_OBSERVED),
            Observation("coerced-violence", Value.UNKNOWN),
            Observation("coerced-crime", Value.NOT_APPLICABLE),
        ]
        found = derive(LABOUR, said, age=Age.ADULT).of(Dimension.COERCION)
        assert [one.id for one in found.not_observed] == ["coerced-debt"]
        assert "coerced-violence" in [one.id for one in found.unanswered]
        assert not {"coerced-debt", "coerced-crime"} & {one.id for one in found.unanswered}
        assert found.support == ()

    def test_what_one_saw_and_another_did_not_counts_and_is_shown(self) -> None:
        said = [Observation("coerced-debt", Value.NOT_OBSERVED), *seen("coerced-debt", basis=Basis.STATEMENT)]
        found = derive(LABOUR, said, age=Age.ADULT).of(Dimension.COERCION)
        assert found.counts == Counts(strong=1)
        assert [one.id for one in found.disputed] == ["coerced-debt"]

    def test_an_indicator_counts_once_and_remembers_what_it_rests_on(self) -> None:
        twice = seen("coerced-debt") + seen("coerced-debt", basis=Basis.STATEMENT)
        found = derive(LABOUR, twice, age=Age.ADULT).of(Dimension.COERCION)
        assert found.counts == Counts(strong=1)
        assert found.support[0].bases == {Basis.OWN, Basis.STATEMENT}

    def test_a_conclusion_is_called_one(self) -> None:
        found = derive(LABOUR, seen("coerced-debt", basis=Basis.INTERPRETATION), age=Age.ADULT)
        assert "alleen interpretatie" in found.sentences[0]

    def test_nothing_observed_clears_nobody(self) -> None:
        nothing = [Observation(one.id, Value.NOT_OBSERVED) for one in LABOUR.indicators]
        found = derive(LABOUR, nothing, age=Age.ADULT)
        assert found.attention is Attention.OPEN
        assert "sluit niets uit" in found.sentences[-1]


observations = st.lists(
    st.builds(
        Observation,
        indicator=st.sampled_from([one.id for one in SEXUAL.indicators]),
        value=st.sampled_from(Value),
        basis=st.sampled_from(Basis),
    ),
    max_size=20,
)


@given(said=observations, more=observations, age=st.sampled_from(Age))
def test_a_further_observation_never_lowers_attention(
    said: list[Observation], more: list[Observation], age: Age
) -> None:
    before, after = derive(SEXUAL, said, age=age), derive(SEXUAL, said + more, age=age)
    assert after.attention >= before.attention
    assert set(after.positive) >= set(before.positive)
    assert set(after.strong_signs) >= set(before.strong_signs)


@given(said=observations)
def test_who_may_be_a_child_gets_no_less_attention(said: list[Observation]) -> None:
    adult, minor, unknown = (derive(SEXUAL, said, age=age).attention for age in Age)
    assert adult <= minor == unknown


@given(said=observations, age=st.sampled_from(Age))
def test_the_words_never_clear_anybody(said: list[Observation], age: Age) -> None:
    words = " ".join(derive(SEXUAL, said, age=age).sentences).lower()
    assert "geïndiceerd" not in words
    assert "geen mensenhandel" not in words
