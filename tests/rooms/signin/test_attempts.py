"""Failures: each one waits longer, the sixth locks, and nobody can keep a colleague out for good."""

from collections.abc import Callable
from threading import Barrier
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.core import schedule
from schakel.signin import queries
from schakel.signin.actions import attempts, signing_in
from schakel.signin.models import Attempts
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.signin.ada import PASSWORD, both_steps, first_step, is_in

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]
STRANGER = "wie@kenniscentrum.example"


def fail(clock: Any, times: int, email: str = "ada@kenniscentrum.example") -> None:
    """So many failures, each after the wait that the last one brought."""
    for number in range(times):
        response = first_step(Client(), email=email, password="fout")
        assert "horen niet bij elkaar" in response.content.decode()
        clock(seconds=2**number + 1)


@pytest.mark.parametrize("email", ["ada@kenniscentrum.example", STRANGER])
def test_each_failure_waits_twice_as_long_whoever_it_is(ada: User, clock: Any, email: str) -> None:
    for wait in (1, 2, 4, 8, 16):
        first_step(Client(), email=email, password="fout")
        clock(seconds=wait - 0.5)
        response = first_step(Client(), email=email)
        assert response.status_code == 422
        assert "Wacht even: probeer het over 1 seconde opnieuw" in response.content.decode()
        clock(seconds=1)


@pytest.mark.parametrize("email", ["ada@kenniscentrum.example", STRANGER])
def test_six_failures_lock_for_half_an_hour_even_the_right_password(ada: User, clock: Any, email: str) -> None:
    fail(clock, 6, email)
    clock(minutes=20)
    response = first_step(Client(), email=email)
    assert response.status_code == 422
    assert "Er is te vaak iets verkeerds getypt" in response.content.decode()
    assert len(recorded("account:locked")) == 1
    clock(minutes=11)
    right = first_step(Client(), email=email)
    assert right.status_code == (303 if email == ada.email else 422)
    assert "te vaak" not in right.content.decode()


def test_while_it_is_locked_no_password_is_looked_at(ada: User, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(clock, 6)

    def no_hash(*_: object) -> bool:
        raise AssertionError("a password was looked at")

    monkeypatch.setattr(User, "check_password", no_hash)
    monkeypatch.setattr(User, "set_password", no_hash)
    assert first_step(Client()).status_code == 422


def test_a_right_password_does_not_forgive_wrong_codes(ada: User, app: list[str], clock: Any) -> None:
    for number in range(6):
        browser = Client()
        first_step(browser)
        browser.post("/aanmelden/stap-2/", {"code": "000000"})
        clock(seconds=2**number + 1)
    response = first_step(Client())
    assert "Er is te vaak iets verkeerds getypt" in response.content.decode()
    assert {event.detail["step"] for event in recorded("account:sign_in_failed")} == {"code"}


def test_signing_in_all_the_way_forgives(ada: User, app: list[str], clock: Any) -> None:
    fail(clock, 5)
    clock(minutes=1)
    both_steps()
    fail(clock, 5)
    clock(minutes=1)
    assert is_in(both_steps())


def test_a_recovery_code_opens_a_locked_account(ada: User, app: list[str], clock: Any) -> None:
    fail(clock, 6)
    browser = Client()
    typed = {"email": ada.email, "password": PASSWORD, "code": app[0]}
    assert browser.post("/aanmelden/herstel/", typed)["Location"] == "/"
    assert is_in(browser)
    assert [event.detail["how"] for event in recorded("account:signed_in")] == ["recovery"]


@pytest.mark.parametrize("wrong", [{"code": "0" * 16}, {"password": "fout"}, {"email": STRANGER}])
def test_recovering_takes_all_three(ada: User, app: list[str], wrong: dict[str, str]) -> None:
    browser = Client()
    typed = {"email": ada.email, "password": PASSWORD, "code": app[0]} | wrong
    response = browser.post("/aanmelden/herstel/", typed)
    assert (response.status_code, is_in(browser)) == (422, False)
    assert "horen niet bij elkaar" in response.content.decode()
    assert len(recorded("account:recovery_failed")) == 1


def test_passwords_can_not_be_guessed_past_the_lock_without_a_code(
    ada: User, app: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(User, "check_password", lambda _self, password: bool(looked.append(password)))
    Client().post("/aanmelden/herstel/", {"email": ada.email, "password": "gok", "code": "0" * 16})
    assert looked == []
    Client().post("/aanmelden/herstel/", {"email": ada.email, "password": "gok", "code": app[0]})
    Client().post("/aanmelden/herstel/", {"email": ada.email, "password": "nog een gok", "code": app[0]})
    assert looked == ["gok"]  # a code is used up with the guess


def test_the_administrator_sees_the_lock_and_lifts_it(ada: User, otto: User, desk: Desk, clock: Any) -> None:
    fail(clock, 6)
    page = desk(otto).get("/beheer/vergrendeld/").content.decode()
    assert "Ada Gefingeerd" in page
    assert desk(otto).post(f"/beheer/vergrendeld/{ada.id}/").status_code == 303
    assert [event.actor_id for event in recorded("account:lock_lifted")] == [otto.actor_id]
    assert first_step(Client()).status_code == 303
    assert "Niemand is vergrendeld" in desk(otto).get("/beheer/vergrendeld/").content.decode()


def test_only_the_administrator_lifts_and_never_their_own(ada: User, otto: User, sanne: User, clock: Any) -> None:
    fail(clock, 6)
    with pytest.raises(NotAllowed):
        attempts.lift_lock(account=ada, by=sanne)
    with pytest.raises(NotAllowed):
        queries.locked_accounts(sanne)
    with pytest.raises(NotPossible):
        attempts.lift_lock(account=otto, by=otto)
    with pytest.raises(NotPossible):
        attempts.lift_lock(account=sanne, by=otto)


def test_many_failures_slow_the_door_to_one_password_a_second(ada: User, app: list[str], clock: Any) -> None:
    for number in range(attempts.DOOR_LIMIT):
        first_step(Client(), email=f"wie{number}@elders.example", password="fout")
    assert len(recorded("door:slowed")) == 1
    clock(seconds=2)
    first_step(Client(), email="nog@elders.example", password="fout")
    response = first_step(Client())
    assert "vaak verkeerd aangemeld" in response.content.decode()
    clock(seconds=1.1)
    both = Client()
    assert first_step(both).status_code == 303
    clock(minutes=11)
    assert first_step(Client(), email="een@elders.example", password="fout").status_code == 422
    assert first_step(Client()).status_code == 303


def test_the_table_holds_no_address_and_is_cleared_after_a_day(ada: User, clock: Any) -> None:
    first_step(Client(), email=STRANGER, password="fout")
    for row in Attempts.objects.all():
        assert b"wie" not in bytes(row.subject)
    (job,) = [job for job in schedule.jobs() if job.name == "signin.forget_attempts"]
    clock(hours=23)
    job.run()
    assert Attempts.objects.exists()
    clock(hours=2)
    job.run()
    assert not Attempts.objects.exists()


def test_failures_that_are_forgotten_while_somebody_tries_again_are_counted_anew(
    ada: User, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Attempts.objects.get_or_create

    def forgotten_at_once(**asked: Any) -> Any:
        found = made(**asked)
        attempts.clear(account=ada)
        return found

    monkeypatch.setattr(Attempts.objects, "get_or_create", forgotten_at_once)
    attempts.admit(address=ada.email)
    assert Attempts.objects.get(account=ada).failures == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twelve_at_once_are_twelve_attempts(ada: User, clock: Any) -> None:
    """Guesses sent at the same moment do not all pass before the first is counted.

    The clock stands still: on a machine that is busy they take longer than the first one makes the others wait.
    """
    # With one before: what is counted for the first time waits in the table itself.
    fail(clock, 1)
    start = Barrier(12)
    looked: list[str] = []

    def guess() -> None:
        start.wait()
        try:
            signing_in.check_password(address=ada.email, password="fout")
            looked.append("looked at")
        except attempts.TooSoon:
            looked.append("refused")

    assert chain.at_once(*[guess] * 12) == [None] * 12
    assert len(looked) == 12
    assert looked.count("looked at") == 1
