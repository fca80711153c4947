"""Which passwords are refused, with the sentence that says why, and changing one's own."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from schakel.access.models import User
from schakel.access.passwords import Argon2id
from schakel.config.settings import desk
from schakel.signin import passwords
from tests.personas import recorded
from tests.rooms.signin.ada import PASSWORD, both_steps, is_in

pytestmark = pytest.mark.django_db
URL = "/mijn-account/wachtwoord/"


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("te kort", "te kort"),
        ("x" * 129, "te lang"),
        ("Password123456", "gestolen"),
        ("!!!p4ssw0rd2026!!!", "gestolen"),
        ("welkomwelkomwelkom", "gestolen"),
        ("Wachtwoord2026!!", "gestolen"),
        ("WelkomZomer2026", "te makkelijk te raden"),
        ("123456789012345", "gestolen|makkelijk"),
        ("aaaaaaaaaaaaaaaa", "gestolen|makkelijk"),
        ("qwertyuiopasdfgh", "gestolen|makkelijk"),
        ("AdaGefingeerd2026", "uit uw naam"),
        ("kenniscentrum-ada!", "te raden"),
    ],
)
def test_refused_with_the_reason(ada: User, password: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        validate_password(password, ada)


@pytest.mark.parametrize(
    "password", [PASSWORD, "drie vlugge okapi's eten soep", "correct-horse-battery-staple", "ž" * 3 + "Kf9#mQ2vL!x0pR"]
)
def test_a_few_words_that_do_not_belong_together_are_accepted(ada: User, password: str) -> None:
    validate_password(password, ada)


def test_the_centre_s_own_list_is_searched_on_disk(ada: User, tmp_path: Path, settings: Any) -> None:
    stolen = [f"zeldzaam maar gestolen {number}" for number in range(2_000)]
    hashes = sorted(hashlib.sha1(word.encode()).hexdigest().upper() for word in stolen)  # noqa: S324
    path = tmp_path / "stolen.txt"
    path.write_text("".join(f"{digest}:{number}\r\n" for number, digest in enumerate(hashes)))
    settings.SCHAKEL_STOLEN_PASSWORDS = str(path)
    for word in stolen:
        with pytest.raises(ValidationError):
            passwords.NotStolen().validate(word)
    for number in range(200):
        passwords.NotStolen().validate(f"zeldzaam en van niemand {number}")


def test_they_are_stored_with_argon2id_at_the_centre_s_own_cost() -> None:
    stored = Argon2id().encode("drie vlugge okapi's eten soep", "zout" * 4)
    assert stored.startswith("argon2$argon2id$v=19$m=65536,t=4,p=2$")
    assert desk.PASSWORD_HASHERS == ["schakel.access.passwords.Argon2id"]


def test_changing_it_ends_the_other_sessions_and_is_recorded(ada: User, app: list[str], clock: Any) -> None:
    other = both_steps()
    clock(minutes=1)
    browser = both_steps()
    new = "drie vlugge okapi's eten soep"
    assert browser.post(URL, {"password": new, "again": new})["Location"] == "/mijn-account/"
    assert (is_in(browser), is_in(other)) == (True, False)
    assert User.objects.get(pk=ada.pk).check_password(new)
    assert [event.actor_id for event in recorded("account:password_changed")] == [ada.actor_id]


def test_a_refused_one_is_told_beside_the_field(ada: User, app: list[str]) -> None:
    response = both_steps().post(URL, {"password": "Password123456", "again": "Password123456"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "gestolen en bekend" in page
    assert "Password123456" not in page


def test_two_that_differ_are_refused(ada: User, app: list[str]) -> None:
    typed = {"password": "drie vlugge okapi's eten soep", "again": "drie vlugge okapi's eten taart"}
    response = both_steps().post(URL, typed)
    assert "niet gelijk" in response.content.decode()
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)


def test_signing_in_never_weighs_an_old_password_by_new_rules(ada: User) -> None:
    ada.set_password("kort")
    ada.save()
    response = Client().post("/aanmelden/", {"email": ada.email, "password": "kort"})
    assert response["Location"] == "/mijn-account/tweede-stap/"
