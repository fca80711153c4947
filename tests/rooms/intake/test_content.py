"""A report as plain values: what goes into the envelope comes out of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.intake import content
from schakel.intake.content import Body, Content, PersonDescription, Routing, Urgency

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
people = st.builds(PersonDescription, words, words, words, words, words, words)
bodies = st.builds(
    Body,
    words,
    words,
    words,
    st.lists(words, max_size=3).map(tuple),
    st.lists(people, max_size=3).map(tuple),
    words,
    words,
    words,
    words,
    words,
    st.lists(words, max_size=3).map(tuple),
)
routings = st.builds(Routing, words, words, st.booleans(), st.booleans(), words)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(routings, bodies)
def test_a_report_survives_every_form_it_is_kept_in(routing: Routing, body: Body) -> None:
    assert content.routing_from_bytes(content.routing_to_bytes(routing)) == routing
    assert content.body_from_bytes(content.body_to_bytes(body)) == body
    assert content.from_json(content.to_json(Content(routing, body))) == Content(routing, body)


def test_a_report_from_before_the_ways_in_still_reads() -> None:
    old = content.from_json(
        {
            "routing": {"category": "care", "municipality": "GM0153", "danger_today": False, "under_18": True},
            "body": {"story": "Zij mag niet weg.", "people": [{"name": "Ana"}], "forms": ["labour"]},
        }
    )
    assert (old.routing.way, content.way_words(old.routing)) == ("", "")
    assert (old.body.people[0].name, old.body.wishes, old.body.ground) == ("Ana", (), "")


@pytest.mark.parametrize(
    ("danger_today", "under_18", "expected"),
    [
        (True, True, Urgency.DANGER_TODAY),
        (True, False, Urgency.DANGER_TODAY),
        (False, True, Urgency.UNDER_18),
        (False, False, Urgency.NONE),
    ],
)
def test_danger_goes_before_age_in_the_one_mark(danger_today: bool, under_18: bool, expected: Urgency) -> None:  # noqa: FBT001
    assert Content(Routing("other", "unknown", danger_today, under_18), Body("")).urgency == expected


@pytest.mark.parametrize(
    ("person", "is_empty"),
    [
        (PersonDescription(), True),
        (PersonDescription(gender=""), True),
        (PersonDescription(gender="woman"), False),
        (PersonDescription(age="0"), False),
        (PersonDescription(nickname="Rooie"), False),
    ],
)
def test_a_person_of_whom_nothing_was_said_is_empty(person: PersonDescription, is_empty: bool) -> None:  # noqa: FBT001
    assert person.is_empty() == is_empty
