"""Answers as typed, of a report that a browser sealed: whatever is in it becomes a report, and no word is lost."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.core import region
from schakel.core.words import tidy
from schakel.intake import content, typed, ways
from schakel.intake.contact import Day, DayPart
from schakel.intake.content import Content, Ground, HearBack, ReporterCategory, Way

GOOD: dict[str, Any] = {
    "reporter": {"category": ["care"], "danger_today": ["on"]},
    "ground": {"ground": ["danger"]},
    "story": {
        "story": ["Zij krijgt geen loon."],
        "municipality": ["GM0153"],
        "place": ["Achter de kas"],
        "since": [""],
    },
    "forms": {"forms": ["labour", "sexual"]},
    "people": {
        "people-TOTAL_FORMS": ["2"],
        "people-INITIAL_FORMS": ["0"],
        "people-0-name": ["Ana Voorbeeld"],
        "people-1-age": ["ongeveer 17"],
    },
    "hear_back": {"hear_back": ["email"], "hear_back_detail": ["ana@mail.example"]},
    "contact_email": {"days": ["mon"], "parts": ["evening"], "mind": ["Niet als ik werk"], "language": ["Pools"]},
}
STEPS = sorted({step.name for path in ways.WAYS.values() for step in path.steps})
anything = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=20,
)


def opened(steps: Any, way: str = "werk") -> Content:
    """The report that the desk makes of these answers, after it was kept and read again."""
    said = typed.content_from_bytes(json.dumps({"way": way, "steps": steps}).encode())
    assert content.from_json(json.loads(json.dumps(content.to_json(said)))) == said
    return said


def words_of(said: Content) -> str:
    """Everything that the desk can read of it."""
    return json.dumps(content.to_json(said), ensure_ascii=False)


def changed(step: str, **answers: list[str]) -> Content:
    return opened({**GOOD, step: {**GOOD[step], **answers}})


def test_good_answers_make_the_report_that_the_pages_make() -> None:
    said = opened(GOOD)
    assert said.routing == content.Routing("care", "GM0153", danger_today=True, way=Way.PROFESSIONAL)
    assert said.body.ground == "danger"
    assert (said.body.contact.days, said.body.contact.parts) == (("mon",), ("evening",))
    assert (said.body.contact.mind, said.body.contact.language) == ("Niet als ik werk", "Pools")
    assert (said.body.story, said.body.place, said.body.forms) == (
        "Zij krijgt geen loon.",
        "Achter de kas",
        ("labour", "sexual"),
    )
    assert [(person.name, person.age) for person in said.body.people] == [("Ana Voorbeeld", ""), ("", "ongeveer 17")]
    assert (said.body.hear_back, said.body.hear_back_detail) == ("email", "ana@mail.example")
    assert said.body.as_typed == ()


def test_an_answer_that_the_form_does_not_take_is_kept_under_its_question() -> None:
    said = changed("hear_back", hear_back=["phone"], hear_back_detail=["bel mijn tante"])
    assert ("Je telefoonnummer of e-mailadres", "bel mijn tante") in said.body.as_typed
    said = changed("people", **{"people-1-age": ["jong " * 30]})
    assert said.body.as_typed == (("Persoon 2: Geboortedatum of leeftijd", "jong " * 30),)
    said = changed("story", story=["a" * 20_001])
    assert said.body.story == ""
    assert said.body.as_typed == (("Wat is er aan de hand?", "a" * 20_001),)


def test_a_request_that_was_sealed_before_the_pages_for_professionals_is_still_one() -> None:
    asked = {"subject": ["board"], "organisation": ["Het Voorbeeldcollege"], "story": ["Vier klassen."]}
    steps = {"story": {**asked, "municipality": ["GM0147"]}, "hear_back": GOOD["hear_back"]}
    said = opened(steps, "aanvraag")
    assert said.routing == content.Routing("other", "GM0147", way=Way.REQUEST)
    assert (said.body.wishes, said.body.organisation, said.body.story) == (
        ("board",),
        "Het Voorbeeldcollege",
        "Vier klassen.",
    )
    assert (said.body.hear_back_detail, said.body.as_typed) == ("ana@mail.example", ())


def test_choices_that_do_not_exist_count_as_not_made() -> None:
    said = changed("reporter", category=["koning"])
    assert said.routing.category == ReporterCategory.OTHER
    assert "koning" in words_of(said)
    assert changed("story", municipality=["GM9999"]).routing.municipality == region.UNKNOWN
    said = changed("hear_back", hear_back=["duif"])
    assert said.body.hear_back == HearBack.CODE
    assert "ana@mail.example" in words_of(said), "an address that no choice goes with is still an address"
    assert "vliegen" in words_of(changed("forms", forms=["labour", "vliegen"]))


def test_what_nobody_asked_is_kept_too() -> None:
    said = opened({**GOOD, "nieuw": {"vraag": ["antwoord"]}, "story": {**GOOD["story"], "extra": ["meer"]}})
    assert set(said.body.as_typed) == {("nieuw vraag", "antwoord"), ("story extra", "meer")}


def test_more_people_than_fit_are_kept() -> None:
    rows = {f"people-{number}-name": [f"Persoon-{number:03}-"] for number in range(520)}
    said = opened({**GOOD, "people": {**rows, "people-TOTAL_FORMS": ["520"], "people-INITIAL_FORMS": ["0"]}})
    for number in range(520):
        assert f"Persoon-{number:03}-" in words_of(said)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff", b"[" * 200_000, b"1" * 200_000, b"null", b'{"steps": 3}', b'{"a":' * 40_000]
)
def test_what_is_no_report_is_shown_as_it_is(raw: bytes) -> None:
    said = typed.content_from_bytes(raw)
    assert said.body.story == ""
    assert said.body.as_typed == (("", raw.decode(errors="replace")),)
    assert typed.routing_from_bytes(raw) == content.Routing("other", region.UNKNOWN, way=Way.WORRIED)


@pytest.mark.parametrize("depth", [10, 300, 700, 850, 900, 930, 950, 960, 970, 980, 990, 2_000])
def test_brackets_within_brackets_break_nothing(depth: int) -> None:
    raw = b'{"steps": {"x": {"y": ' + b"[" * depth + b"]" * depth + b"}}}"
    assert "[[[" in words_of(typed.content_from_bytes(raw))


@anything
@given(
    way=st.sampled_from([*ways.BY_SLUG, ways.FORMER.slug, "", "anders"]),
    steps=st.dictionaries(st.sampled_from([*STEPS, "anders"]), JSON, max_size=6),
)
def test_no_shape_of_answers_breaks_the_desk(way: str, steps: dict[str, Any]) -> None:
    words_of(opened(steps, way))


@pytest.mark.parametrize("hear_back", ["phone", "code"])
def test_how_to_call_safely_is_kept_where_it_no_longer_belongs(hear_back: str) -> None:
    said = changed("hear_back", hear_back=[hear_back], hear_back_detail=["06 12 34 56 78"])
    assert ("Waar moeten wij op letten?", "Niet als ik werk") in said.body.as_typed
    assert "Niet als ik werk" not in said.body.contact.mind


FIELDS = [(step, field) for step, answers in GOOD.items() for field in answers if "FORMS" not in field]


@anything
@given(place=st.sampled_from(FIELDS), words=st.text(min_size=1, max_size=120))
def test_no_word_is_lost(place: tuple[str, str], words: str) -> None:
    step, field = place
    if field in ("danger_today", "under_18"):
        return  # a box that is ticked says no more than that
    said = changed(step, **{field: [words]})
    kept = [*said.body.as_typed, ("", said.body.story), ("", said.body.place), ("", said.body.hear_back_detail)]
    contact = said.body.contact
    kept += [("", contact.mind), ("", contact.language)]
    shown = "\n".join(
        [text for _, text in kept] + [str(vars(person)) for person in said.body.people] + [said.body.since]
    )
    for line in tidy(words).split("\n"):
        known = (ReporterCategory.values, ["labour"], HearBack.values, Ground.values, Day.values, DayPart.values)
        is_a_choice = any(line.strip() in values for values in known)
        assert is_a_choice or line.strip() in shown or repr(line.strip())[1:-1] in shown


@anything
@given(told=JSON)
def test_no_routing_breaks_the_list(told: Any) -> None:
    routing = typed.routing_from_bytes(json.dumps(told).encode())
    assert routing.category in ReporterCategory.values
