"""Second steps of one's own: added, taken away, reset by others; and the arithmetic of codes."""

from threading import Barrier
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access import four_eyes
from schakel.access.models import Proposal, User
from schakel.access.policies import NotPossible
from schakel.signin import totp
from schakel.signin.actions import factors
from schakel.signin.models import CodeApp, Passkey, RecoveryCode
from schakel.signin.queries import factors_of
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.signin.ada import SECRET, both_steps, code_now, first_step, is_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("seconds", "code"),
    # RFC 6238, appendix B: SHA-1, of which the last six of eight digits.
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    # Base32 of the standard's "12345678901234567890".
    assert totp.code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", seconds // 30) == code


def test_the_page_shows_the_secret_as_picture_and_in_groups_of_four(ada: User) -> None:
    browser = Client()
    first_step(browser)
    response = browser.get("/mijn-account/tweede-stap/app/")
    page = response.content.decode()
    assert "<svg" in page
    assert "data:" not in page
    assert {len(group) for group in response.context["groups"]} == {4}
    assert len(response.context["groups"]) == 8


def test_the_only_second_step_stays(ada: User, app: list[str]) -> None:
    browser = both_steps()
    page = browser.post("/mijn-account/tweede-stap/app/weg/", follow=True).content.decode()
    assert "Dit is uw enige tweede stap" in page
    assert CodeApp.objects.filter(account=ada).exists()


def test_one_of_two_can_go_and_nobody_takes_another_s(ada: User, app: list[str], sanne: User) -> None:
    key = Passkey.objects.create(account=ada, name="Laptop", credential_id=b"a", credential=b"")
    hers = Passkey.objects.create(account=sanne, name="Laptop", credential_id=b"b", credential=b"")
    browser = both_steps()
    assert browser.post(f"/mijn-account/tweede-stap/sleutel/{hers.id}/weg/").status_code == 404
    assert browser.post(f"/mijn-account/tweede-stap/sleutel/{key.id}/weg/").status_code == 303
    assert [event.detail["factor"] for event in recorded("account:factor_removed")] == ["passkey"]
    assert list(Passkey.objects.all()) == [hers]


def test_of_two_removals_at_once_the_second_finds_what_the_first_left(
    ada: User, app: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Passkey.objects.create(account=ada, name="Laptop", credential_id=b"a", credential=b"")
    first = iter([lambda: factors.remove_passkey(passkey=key, by=ada)])
    # Whoever waits for the account finds what was done by whoever held it.
    monkeypatch.setattr(factors, "hold", lambda _: [act() for act in first])
    with pytest.raises(NotPossible, match="enige tweede stap"):
        factors.remove_code_app(account=ada)
    last = iter([lambda: factors.remove_code_app(account=ada)])
    monkeypatch.setattr(factors, "hold", lambda _: [act() for act in last])
    with pytest.raises(NotPossible, match="enige tweede stap"):
        factors.remove_passkey(passkey=Passkey.objects.get(), by=ada)


def test_recovery_codes_that_were_asked_for_twice_are_ten(
    ada: User, app: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = iter([lambda: factors.new_recovery_codes(account=ada)])
    monkeypatch.setattr(factors, "hold", lambda _: [act() for act in first])
    codes = factors.new_recovery_codes(account=ada)
    assert list(first) == [], "the other one came first"
    assert RecoveryCode.objects.count() == 10
    assert factors.use_recovery_code(account=ada, code=codes[0])


def test_new_recovery_codes_replace_the_old_and_are_counted(ada: User, app: list[str]) -> None:
    browser = both_steps()
    assert "Nog 10 over" in browser.get("/mijn-account/tweede-stap/").content.decode()
    codes = browser.post("/mijn-account/tweede-stap/herstelcodes/").context["codes"]
    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {19}
    assert not factors.use_recovery_code(account=ada, code=app[0])
    assert factors.use_recovery_code(account=ada, code=codes[0])
    assert "Nog 9 over" in browser.get("/mijn-account/tweede-stap/").content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_code_and_a_recovery_code_sent_twelve_times_at_once_work_once(ada: User) -> None:
    codes = factors.add_code_app(account=ada, secret=SECRET, code=code_now())
    CodeApp.objects.update(last_step=0)
    code, start = code_now(), Barrier(12)
    worked: list[str] = []

    def use() -> None:
        start.wait()
        if factors.use_code(account=ada, code=code):
            worked.append("code")
        if factors.use_recovery_code(account=ada, code=codes[0]):
            worked.append("recovery code")

    assert chain.at_once(*[use] * 12) == [None] * 12
    assert sorted(worked) == ["code", "recovery code"]


def test_a_recovery_code_is_nobody_else_s(ada: User, app: list[str], sanne: User) -> None:
    assert not factors.use_recovery_code(account=sanne, code=app[0])


def test_another_app_replaces_the_first(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    secret = "".join(browser.get("/mijn-account/tweede-stap/app/").context["groups"])
    assert browser.post("/mijn-account/tweede-stap/app/", {"code": code_now(secret)}).status_code == 303
    clock(minutes=1)
    assert not factors.use_code(account=ada, code=code_now(SECRET))
    assert factors.use_code(account=ada, code=code_now(secret))


def test_a_reset_by_two_others_takes_everything_and_ends_the_sessions(
    ada: User, app: list[str], otto: User, femke: User
) -> None:
    browser = both_steps()
    proposal = access.propose_second_factor_reset(account=ada, by=otto)
    access.reset_second_factor(proposal=proposal, digest=proposal.digest, by=femke)
    assert not factors_of(ada).any
    assert not RecoveryCode.objects.filter(account=ada).exists()
    assert not is_in(browser)
    assert first_step(Client())["Location"] == "/mijn-account/tweede-stap/"
    assert four_eyes.open_proposal(Proposal.Kind.SECOND_FACTOR, ada) is None


def test_a_secret_moved_to_another_account_does_not_open(ada: User, app: list[str], sanne: User) -> None:
    stolen = CodeApp.objects.get(account=ada)
    CodeApp.objects.create(account=sanne, secret=stolen.secret)
    with pytest.raises(ValueError, match="decrypt"):
        factors.use_code(account=sanne, code=code_now())


def test_a_passkey_whose_count_does_not_rise_is_refused(ada: User) -> None:
    key = Passkey.objects.create(account=ada, name="Sleutel", credential_id=b"a", credential=b"", use_count=7)
    assert not factors.note_use(passkey=key, use_count=7)
    assert len(recorded("account:passkey_copied")) == 1
    assert factors.note_use(passkey=key, use_count=8)
    # What was read before tells nothing: the key was used since.
    assert not factors.note_use(passkey=key, use_count=8)
    assert len(recorded("account:passkey_copied")) == 2


@pytest.mark.parametrize("credential", ["", "{}", "geen json", '{"id": "AA", "rawId": "AA", "type": "public-key"}'])
def test_an_answer_that_proves_nothing_is_refused_in_words(ada: User, credential: str) -> None:
    browser = Client()
    assert browser.post("/aanmelden/sleutel/vraag/").json()["publicKey"]["challenge"]
    response = browser.post("/aanmelden/sleutel/", {"credential": credential})
    assert (response.status_code, is_in(browser)) == (422, False)
    assert "niet herkend" in response.content.decode()
    assert len(recorded("account:sign_in_failed")) == 1


def test_whoever_signed_in_with_the_password_alone_sets_up_nothing_beside_the_owner_s(ada: User) -> None:
    thief, owner = Client(), Client()
    assert first_step(thief)["Location"] == "/mijn-account/tweede-stap/"
    first_step(owner)
    stolen = "".join(thief.get("/mijn-account/tweede-stap/app/").context["groups"])
    secret = "".join(owner.get("/mijn-account/tweede-stap/app/").context["groups"])
    owner.post("/mijn-account/tweede-stap/app/", {"code": code_now(secret)})
    thief.post("/mijn-account/tweede-stap/app/", {"code": code_now(stolen)})
    assert (is_in(owner), is_in(thief)) == (True, False)
    assert CodeApp.objects.count() == 1
    assert recorded("session:others_ended")


def test_a_half_session_ends_when_a_second_step_appears(ada: User, clock: Any) -> None:
    thief = Client()
    first_step(thief)
    factors.add_code_app(account=ada, secret=SECRET, code=code_now())
    assert thief.get("/mijn-account/tweede-stap/app/")["Location"] == "/aanmelden/"
    assert "_auth_user_id" not in thief.session
