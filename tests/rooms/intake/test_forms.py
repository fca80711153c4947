"""The questions of a report: what is accepted, what is refused with which sentence, and what becomes of it."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from schakel.core import region
from schakel.core.words import tidy
from schakel.intake import content, forms, way_forms, ways
from schakel.intake.content import Gender, HearBack, PersonDescription, ReporterCategory, Urgency, Way
from schakel.vault import sealing


def people_form(rows: list[dict[str, str]]) -> Any:
    """A posted set of person forms with those rows."""
    typed = QueryDict(mutable=True)
    typed.update({"people-TOTAL_FORMS": str(len(rows)), "people-INITIAL_FORMS": "0"})
    for number, row in enumerate(rows):
        typed.update({f"people-{number}-{name}": value for name, value in row.items()})
    return forms.PeopleForms(typed)


def valid(form: Any) -> dict[str, Any]:
    assert form.is_valid(), form.errors
    answers: dict[str, Any] = form.cleaned_data
    return answers


def whole(*, people: list[dict[str, str]] | None = None, **changed: Any) -> content.Content:
    """A report from valid forms, with other story answers where given."""
    persons = people_form(people or [])
    assert persons.is_valid(), persons.errors
    draft = {
        "reporter": valid(way_forms.WorkForm({"category": "police", "under_18": "on", "organisation": "Team 5"})),
        "ground": valid(way_forms.GroundForm({"ground": "task"})),
        "story": valid(forms.StoryForm({"story": "Ik mag niet weg.", "municipality": region.UNKNOWN, **changed})),
        "forms": valid(forms.FormsForm({"forms": ["labour", "organ"]})),
        "people": persons.people(),
        "hear_back": valid(forms.HearBackForm({"hear_back": "code", "hear_back_detail": "06 12345678"})),
    }
    return ways.content_of(Way.PROFESSIONAL, draft)


def test_every_answer_arrives_in_the_report() -> None:
    said = whole(people=[{"name": "Jan", "age": "17", "gender": "man"}], place="Dorp", since="gisteren")
    assert said.routing == content.Routing("police", region.UNKNOWN, under_18=True, way=Way.PROFESSIONAL)
    assert said.urgency == Urgency.UNDER_18
    assert said.body.forms == ("labour", "organ")
    assert (said.body.organisation, said.body.ground) == ("Team 5", "task")
    assert (said.body.place, said.body.since) == ("Dorp", "gisteren")
    assert said.body.people == (PersonDescription(name="Jan", age="17", gender=Gender.MAN),)


def test_who_wants_only_the_code_leaves_no_number_behind() -> None:
    assert whole().body.hear_back == HearBack.CODE
    assert whole().body.hear_back_detail == ""


@pytest.mark.parametrize("category", [value for value in ReporterCategory.values if value != "victim"])
def test_each_kind_of_work_can_be_chosen(category: str) -> None:
    assert valid(way_forms.AskerForm({"category": category}))["category"] == category


@pytest.mark.parametrize("category", ["", "journalist", "victim"])
def test_another_category_is_refused(category: str) -> None:
    assert not way_forms.AskerForm({"category": category}).is_valid()


def test_every_municipality_of_the_region_can_be_chosen() -> None:
    codes = [code for code, _name in forms.StoryForm().fields["municipality"].choices]
    assert set(codes) == {town.code for town in region.current().municipalities} | {region.ELSEWHERE, region.UNKNOWN}


def test_a_story_that_is_too_long_is_refused_with_its_length_and_kept() -> None:
    story = "a" * (forms.MOST_CHARACTERS + 7)
    form = forms.StoryForm({"story": story, "municipality": region.UNKNOWN})
    assert not form.is_valid()
    assert str(forms.MOST_CHARACTERS + 7) in form.errors["story"][0]
    assert form["story"].value() == story


def test_the_browser_is_not_told_to_cut_off_words() -> None:
    assert "maxlength" not in str(forms.StoryForm()["story"])


def test_line_ends_count_once() -> None:
    story = "\r\n".join(["a"] * (forms.MOST_CHARACTERS // 2))
    assert forms.StoryForm({"story": story, "municipality": region.UNKNOWN}).is_valid()


@given(st.text(max_size=300))
def test_what_is_stored_is_what_was_typed_tidied(typed: str) -> None:
    form = forms.StoryForm({"story": "x" + typed + "x", "municipality": region.UNKNOWN})
    assert form.is_valid()
    assert form.cleaned_data["story"] == tidy("x" + typed + "x").strip()


def test_a_story_of_control_characters_alone_is_empty() -> None:
    form = forms.StoryForm({"story": "\x00\x07\u202e", "municipality": region.UNKNOWN})
    assert "story" in form.errors


@pytest.mark.parametrize("count", [0, 1, 50])
def test_up_to_fifty_people_are_accepted(count: int) -> None:
    form = people_form([{"name": f"Persoon {number}"} for number in range(count)])
    assert form.is_valid(), form.errors
    assert len(form.people()) == count


@pytest.mark.parametrize("count", [51, 500])
def test_more_people_are_refused_with_the_number_and_kept(count: int) -> None:
    form = people_form([{"name": f"Persoon {number}"} for number in range(count)])
    assert not form.is_valid()
    assert "50" in form.non_form_errors()[0]
    assert form.forms[-1]["name"].value() == f"Persoon {count - 1}"


def test_empty_rows_are_no_people_and_do_not_count() -> None:
    rows = [{"name": "", "gender": "unknown"}] * 60 + [{"nickname": "De Lange"}]
    form = people_form(rows)
    assert form.is_valid(), form.non_form_errors()
    assert [person["nickname"] for person in form.people()] == ["De Lange"]


@pytest.mark.parametrize("age", ["130", "121", "-1", "1-1-2090", "1-1-1850"])
def test_an_impossible_age_is_asked_again(age: str) -> None:
    form = people_form([{"name": "Jan", "age": age}])
    assert not form.is_valid()
    assert form.forms[0].errors["age"][0].startswith("Klopt d")
    assert form.forms[0]["age"].value() == age


@pytest.mark.parametrize("age", ["2", "0", "120", "een jaar of 30", "jong", "12-3-2001"])
def test_other_ages_stay_as_they_were_typed(age: str) -> None:
    form = people_form([{"age": age}])
    assert form.is_valid(), form.errors
    assert form.people()[0]["age"] == age


@pytest.mark.parametrize(
    ("way", "detail"),
    [
        ("phone", "06 12 34 56 78"),
        ("phone", "+31 (0)53-1234567"),
        ("phone", "٠٦١٢٣٤٥٦٧٨"),
        ("email", "ik@mail.example"),
    ],
)
def test_a_way_to_hear_back_is_accepted(way: str, detail: str) -> None:
    assert forms.HearBackForm({"hear_back": way, "hear_back_detail": detail}).is_valid()


@pytest.mark.parametrize(
    ("way", "detail"), [("phone", ""), ("phone", "123"), ("phone", "bel mij"), ("email", ""), ("email", "ik@")]
)
def test_a_way_to_hear_back_that_cannot_work_is_asked_again(way: str, detail: str) -> None:
    form = forms.HearBackForm({"hear_back": way, "hear_back_detail": detail})
    assert "hear_back_detail" in form.errors


def test_rows_are_added_and_removed_without_losing_what_was_typed() -> None:
    form = people_form([{"name": "A", "age": "999"}, {"name": "B"}])
    assert [row.get("name") for row in forms.changed_rows(form, add=True)] == ["A", "B", None]
    assert forms.changed_rows(form, add=True)[0]["age"] == "999"
    assert [row["name"] for row in forms.changed_rows(form, remove=0)] == ["B"]
    assert forms.changed_rows(people_form([{"name": "A"}]), remove=0) == [{}]


def test_the_largest_report_fits_in_an_envelope() -> None:
    # Four bytes a character is the most that UTF-8 takes.
    long = {"name": 120, "nickname": 120, "age": 60, "phone": 40, "address": 250}
    person = {name: "😀" * most for name, most in long.items()}
    said = whole(people=[person] * 50, story="😀" * forms.MOST_CHARACTERS, place="😀" * 500, since="😀" * 300)
    assert len(said.body.people) == 50
    assert len(sealing.pad(content.body_to_bytes(said.body))) == 256 * 1024


def test_a_small_request_cannot_ask_for_a_large_page() -> None:
    form = forms.PeopleForms(QueryDict("people-TOTAL_FORMS=500&people-INITIAL_FORMS=0&people-0-name=Jan"))
    assert len(form.forms) == 3
