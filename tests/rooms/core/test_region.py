"""Region profiles: two ship with the code, a third comes from a file, and a mistake in one is named."""

from pathlib import Path

import pytest

from schakel.core import region
from schakel.core.region import ProfileError

TWENTE = {
    "GM0141", "GM0147", "GM1774", "GM0153", "GM0158", "GM0163", "GM0164", "GM1735", "GM0168", "GM0173", "GM1742",
    "GM0183", "GM1700", "GM0189",
}  # fmt: skip
SHIPPED = Path(region.__file__).parent / "profiles"


@pytest.mark.parametrize("name", ["demo", "twente"])
def test_both_profiles_know_the_fourteen_municipalities_and_the_rules_for_small_cells(name: str) -> None:
    profile = region.load(name)
    assert {municipality.code for municipality in profile.municipalities} == TWENTE
    assert profile.minimum_cell == 5
    assert all(reason for reason in profile.exempt_variables.values())
    assert profile.exit_url.startswith("https://")


def test_the_demo_reaches_nobody() -> None:
    profile = region.load("demo")
    assert profile.email.endswith(".example")
    assert profile.website.endswith(".example")
    assert profile.telephone.replace(" ", "").endswith("0000000")
    assert profile.email != region.load("twente").email


def test_names_of_municipalities_and_of_the_two_answers_that_are_none() -> None:
    profile = region.load("demo")
    assert profile.municipality_name("GM0153") == "Enschede"
    assert profile.municipality_name(region.ELSEWHERE) == "buiten de regio"
    assert profile.municipality_name(region.UNKNOWN) == profile.municipality_name("GM9999") == "onbekend"


def test_a_text_without_translation_is_said_in_dutch() -> None:
    profile = region.load("demo")
    assert profile.spoken({"nl": "ja", "en": "yes"}, "en") == "yes"
    assert profile.spoken({"nl": "ja", "en": "yes"}, "pl") == "ja"
    assert profile.spoken({}, "nl") == ""


def test_another_region_brings_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "elders.toml"
    path.write_text((SHIPPED / "demo.toml").read_text().replace('region = "Twente"', 'region = "Elders"'))
    assert region.load(str(path)).region == "Elders"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: text.replace("email =", "e_mail ="), "e_mail"),
        (lambda text: text.replace('exit_url = "https://www.weer.nl/"', ""), "exit_url"),
        (lambda text: text.split("[municipalities]")[0], "municipalities"),
        (lambda text: text.replace("name =", "name", 1), "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, change: object, named: str) -> None:
    path = tmp_path / "elders.toml"
    path.write_text(change((SHIPPED / "demo.toml").read_text()))  # type: ignore[operator]  # a lambda of the table above
    with pytest.raises(ProfileError, match=named) as caught:
        region.load(str(path))
    assert str(path) in str(caught.value)


def test_a_missing_profile_is_named() -> None:
    with pytest.raises(ProfileError, match=r"nergens.toml can't be read"):
        region.load("nergens")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('work_begins = "7:00"', "work_begins is a time of day such as 07:00"),
        ('work_ends = "06:00"', "work_begins comes before work_ends"),
        ("working_days = [0, 1]", r"working_days are numbers from 1 \(Monday\) to 7"),
    ],
)
def test_wrong_working_hours_are_named(line: str, sentence: str, tmp_path: Path) -> None:
    key = line.partition(" = ")[0]
    kept = [one for one in (SHIPPED / "demo.toml").read_text(encoding="utf-8").splitlines() if not one.startswith(key)]
    (tmp_path / "other.toml").write_text("\n".join([line, *kept]), encoding="utf-8")
    with pytest.raises(ProfileError, match=sentence):
        region.load(str(tmp_path / "other.toml"))


def test_working_hours_need_not_be_given(tmp_path: Path) -> None:
    text = (SHIPPED / "demo.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("work")]
    (tmp_path / "other.toml").write_text("\n".join(kept), encoding="utf-8")
    profile = region.load(str(tmp_path / "other.toml"))
    assert (profile.working_days, profile.work_begins, profile.work_ends) == ((1, 2, 3, 4, 5), "07:00", "19:00")


def test_the_desk_can_know_which_translations_no_native_speaker_read(tmp_path: Path) -> None:
    text = (SHIPPED / "demo.toml").read_text(encoding="utf-8")
    assert region.load("demo").unread_languages == tuple(code for code in region.load("demo").languages if code != "nl")
    (tmp_path / "read.toml").write_text('forms_read_by_native_speaker = ["pl", "ar"]\n' + text, encoding="utf-8")
    unread = region.load(str(tmp_path / "read.toml")).unread_languages
    assert {"pl", "ar"}.isdisjoint(unread)
    assert "ro" in unread


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('languages = ["nl", "xx"]', "languages has xx; there are pages in nl, en"),
        ('languages = ["en"]', "languages lacks nl"),
    ],
)
def test_wrong_languages_are_named(line: str, sentence: str, tmp_path: Path) -> None:
    text = (SHIPPED / "demo.toml").read_text(encoding="utf-8")
    kept = [one for one in text.splitlines() if not one.startswith("languages")]
    (tmp_path / "other.toml").write_text("\n".join([line, *kept]), encoding="utf-8")
    with pytest.raises(ProfileError, match=sentence):
        region.load(str(tmp_path / "other.toml"))
