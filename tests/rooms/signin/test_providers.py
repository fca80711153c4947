"""Signing in at the identity provider of one's own organisation, against a provider that runs as a process."""

import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from schakel.access.models import Keying, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.config import environment
from schakel.core import time
from schakel.signin.actions import providers
from schakel.signin.models import ProviderLink, StaffSession
from tests import processes, provider
from tests.personas import recorded
from tests.rooms.signin.ada import both_steps, code_now, is_in

pytestmark = pytest.mark.django_db
START, BACK = "/aanmelden/organisatie/gemeente/", "/aanmelden/organisatie/gemeente/terug/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider.running(processes.free_port()) as issuer:
        yield issuer


@pytest.fixture(autouse=True)
def _configured(settings: Any, issuer: str) -> None:
    settings.SCHAKEL_PROVIDERS = [
        {
            "id": "gemeente",
            "name": "Gemeente Verzonnen",
            "issuer": issuer,
            "client_id": provider.CLIENT,
            "client_secret": provider.SECRET,
            "second_factor": frozenset({"mfa", "urn:zeker"}),
        }
    ]


@pytest.fixture
def linked(ada: User, app: list[str], issuer: str) -> ProviderLink:
    return ProviderLink.objects.create(account=ada, provider="gemeente", issuer=issuer, subject="ada-123")


class Stay(urllib.request.HTTPRedirectHandler):
    """Shows where it was sent instead of going there."""

    def redirect_request(self, *_: Any) -> None:
        return None


def let_in(address: str) -> str:
    """What the browser does at the provider; where it is sent back to, without the host."""
    with pytest.raises(HTTPError, match="302") as answer:
        urllib.request.build_opener(Stay).open(address, timeout=10)
    back = urlsplit(answer.value.headers["Location"])
    answer.value.close()
    return f"{back.path}?{back.query}"


def go_and_return(browser: Client, start: str = START) -> Any:
    response = browser.get(start)
    assert response.status_code == 302, response
    return browser.get(let_in(response["Location"]))


def test_somebody_known_with_a_second_factor_is_in(linked: ProviderLink, issuer: str) -> None:
    provider.tell(issuer, sub="ada-123", claims={"amr": ["pwd", "mfa"]})
    browser = Client()
    assert go_and_return(browser, f"{START}?next=/meldingen/")["Location"] == "/meldingen/"
    assert is_in(browser)
    (event,) = recorded("account:signed_in")
    assert (event.detail["how"], event.detail["provider"]) == ("provider", "gemeente")


@pytest.mark.parametrize("claims", [{"acr": "urn:zeker"}, {"amr": "mfa"}])
def test_the_claim_may_stand_in_either_place(linked: ProviderLink, issuer: str, claims: dict[str, str]) -> None:
    provider.tell(issuer, sub="ada-123", claims=claims, auth="client_secret_post")
    browser = Client()
    go_and_return(browser)
    assert is_in(browser)


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "0"}])
def test_without_its_claim_our_own_second_step_follows(
    linked: ProviderLink, issuer: str, claims: dict[str, Any]
) -> None:
    provider.tell(issuer, sub="ada-123", claims=claims)
    browser = Client()
    assert go_and_return(browser)["Location"] == "/aanmelden/stap-2/"
    assert not is_in(browser)
    browser.post("/aanmelden/stap-2/", {"code": code_now()})
    assert is_in(browser)


def test_whoever_is_unknown_reads_one_sentence_and_nothing_is_made(ada: User, issuer: str) -> None:
    # The same address as a colleague's is no link: it may belong to somebody else tomorrow.
    provider.tell(issuer, sub="wie", claims={"amr": ["mfa"], "email": ada.email, "email_verified": True})
    browser, users = Client(), User.objects.count()
    response = go_and_return(browser)
    assert response.status_code == 403
    assert "hoort daar geen account bij" in response.content.decode()
    assert (User.objects.count(), ProviderLink.objects.count(), is_in(browser)) == (users, 0, False)
    (event,) = recorded("account:identity_unknown")
    assert "wie" not in str(event.detail)


def test_a_closed_account_is_unknown(linked: ProviderLink, issuer: str) -> None:
    User.objects.filter(pk=linked.account_id).update(is_active=False)
    provider.tell(issuer, sub="ada-123", claims={"amr": ["mfa"]})
    assert go_and_return(Client()).status_code == 403


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"claims": {"aud": "another client"}}, "not valid"),
        ({"claims": {"aud": ["schakel", "other"], "azp": "other"}}, "another client"),
        ({"claims": {"exp": 1_700_000_000}}, "not valid"),
        ({"claims": {"iat": 4_000_000_000}}, "not valid"),
        ({"claims": {"iss": "https://elders.example"}}, "not valid"),
        ({"claims": {"nonce": "of another question"}}, "another question"),
        ({"left_out": ["nonce"]}, "another question"),
        ({"left_out": ["exp"]}, "not valid"),
        ({"fault": "moved"}, "does not answer"),
        ({"fault": "no signature"}, "not signed"),
        ({"fault": "signed with the secret"}, "not signed"),
        ({"fault": "signed by another"}, "not valid"),
        ({"fault": "access denied"}, "nobody in"),
        ({"answer": {"iss": "https://elders.example"}}, "another provider"),
    ],
    ids=str,
)
def test_an_answer_that_is_not_right_lets_nobody_in(
    linked: ProviderLink, issuer: str, told: dict[str, Any], reason: str
) -> None:
    claims = {"amr": ["mfa"]} | told.pop("claims", {})
    provider.tell(issuer, sub="ada-123", claims=claims, **told)
    browser = Client()
    response = go_and_return(browser)
    assert response["Location"] == "/aanmelden/"
    assert not is_in(browser)
    assert "lukt nu niet" in browser.get("/aanmelden/").content.decode()
    assert reason in recorded("account:provider_failed")[0].detail["reason"]


def test_discovery_under_another_name_is_refused_before_anybody_goes(linked: ProviderLink, issuer: str) -> None:
    provider.tell(issuer, fault="discovery of another issuer")
    assert Client().get(START)["Location"] == "/aanmelden/"


def test_a_state_works_once_and_only_in_the_browser_that_began(linked: ProviderLink, issuer: str) -> None:
    provider.tell(issuer, sub="ada-123", claims={"amr": ["mfa"]})
    browser, other = Client(), Client()
    back = let_in(browser.get(START)["Location"])
    # From elsewhere the strict cookie did not come along; our own page sends the browser once more.
    assert "Een ogenblik" in other.get(back).content.decode()
    assert other.get(f"{back}&again=1")["Location"] == "/aanmelden/"
    assert not is_in(other)
    browser.get(back)
    assert is_in(browser)
    browser.post("/aanmelden/afmelden/")
    browser.get(f"{back}&again=1")
    assert not is_in(browser)


def test_the_question_carries_pkce_state_and_nonce(issuer: str) -> None:
    asked = parse_qs(urlsplit(Client().get(START)["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {len(asked[name][0]) for name in ("state", "nonce", "code_challenge")} == {43}
    assert asked["scope"] == ["openid"]


def test_the_holder_links_once_after_a_fresh_proof(ada: User, app: list[str], issuer: str, clock: Any) -> None:
    browser = both_steps()
    page = browser.post("/mijn-account/organisatie/gemeente/")
    assert "U gaat naar Gemeente Verzonnen" in page.content.decode()
    provider.tell(issuer, sub="ada-123")
    assert browser.get(let_in(page.context["address"]))["Location"] == "/mijn-account/"
    assert ProviderLink.objects.get().account == ada
    assert [event.actor_id for event in recorded("account:identity_linked")] == [ada.actor_id]
    provider.tell(issuer, sub="another")
    again = browser.post("/mijn-account/organisatie/gemeente/")
    page = browser.get(let_in(again.context["address"]), follow=True).content.decode()
    assert "al gekoppeld" in page
    assert ProviderLink.objects.get().subject == "ada-123"


def test_an_identity_belongs_to_one_account(linked: ProviderLink, sanne: User, issuer: str, settings: Any) -> None:
    from schakel.signin.oidc import Identity
    from schakel.signin.oidc import providers as configured

    identity = Identity(configured()[0], "ada-123", has_second_factor=True, shown_at=None)
    with pytest.raises(NotPossible, match="ander account"):
        providers.link(account=sanne, identity=identity)


def test_changing_a_link_takes_administrator_and_privacy_officer(
    linked: ProviderLink, ada: User, otto: User, femke: User
) -> None:
    browser = both_steps()
    proposal = providers.propose_identity_change(account=ada, by=otto)
    with pytest.raises(NotAllowed):
        providers.change_identity(proposal=proposal, digest=providers.digest_of_links(ada), by=otto)
    assert ProviderLink.objects.exists()
    providers.change_identity(proposal=proposal, digest=providers.digest_of_links(ada), by=femke)
    assert not ProviderLink.objects.exists()
    assert not is_in(browser)
    keying = Keying.objects.get(account=ada, what=Keying.What.IDENTITY_PROVIDER)
    assert keying.by == otto


def test_a_link_that_changed_meanwhile_needs_a_new_proposal(
    linked: ProviderLink, ada: User, otto: User, femke: User
) -> None:
    proposal = providers.propose_identity_change(account=ada, by=otto)
    seen = providers.digest_of_links(ada)
    ProviderLink.objects.update(subject="another")
    with pytest.raises(NotPossible, match="veranderd"):
        providers.change_identity(proposal=proposal, digest=seen, by=femke)


def test_a_link_that_is_made_while_it_is_approved_does_not_go_unseen(
    linked: ProviderLink, ada: User, otto: User, femke: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = providers.propose_identity_change(account=ada, by=otto)
    other = {"account": ada, "provider": "provincie", "issuer": "https://elders.example", "subject": "a"}
    monkeypatch.setattr(providers, "hold", lambda _: ProviderLink.objects.create(**other))
    with pytest.raises(NotPossible, match="veranderd"):
        providers.change_identity(proposal=proposal, digest=providers.digest_of_links(ada), by=femke)
    assert list(ProviderLink.objects.all()) == [linked]


def test_whoever_links_twice_at_once_reads_that_it_is_linked(
    ada: User, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schakel.signin.oidc import Identity
    from schakel.signin.oidc import providers as configured

    identity = Identity(configured()[0], "ada-123", has_second_factor=True, shown_at=None)
    first = iter([lambda: providers.link(account=ada, identity=identity)])
    monkeypatch.setattr(providers, "hold", lambda _: [act() for act in first])
    with pytest.raises(NotPossible, match="Uw account is al gekoppeld"):
        providers.link(account=ada, identity=identity)


def test_a_fresh_proof_at_the_provider_must_be_of_now(linked: ProviderLink, issuer: str, clock: Any) -> None:
    provider.tell(issuer, sub="ada-123", claims={"amr": ["mfa"]})
    browser = Client()
    go_and_return(browser)
    clock(minutes=6)
    address = browser.get(f"{START}?next=/mijn-account/wachtwoord/")["Location"]
    assert "prompt=login" in address
    provider.tell(issuer, sub="ada-123", claims={"amr": ["mfa"], "auth_time": int(time.real_now().timestamp()) - 3600})
    assert browser.get(let_in(address))["Location"] == "/mijn-account/"
    address = browser.get(f"{START}?next=/mijn-account/wachtwoord/")["Location"]
    provider.tell(issuer, sub="ada-123", claims={"amr": ["mfa"], "auth_time": int(time.real_now().timestamp())})
    assert browser.get(let_in(address))["Location"] == "/mijn-account/wachtwoord/"
    assert StaffSession.objects.count() == 1


class TestSettings:
    """What an administrator sets, and the one sentence that stops the start."""

    COMPLETE = {
        "SCHAKEL_MODE": "demo",
        "SCHAKEL_OIDC": "gemeente",
        "SCHAKEL_OIDC_GEMEENTE_NAME": "Gemeente Verzonnen",
        "SCHAKEL_OIDC_GEMEENTE_ISSUER": "https://login.verzonnen.example",
        "SCHAKEL_OIDC_GEMEENTE_CLIENT_ID": "schakel",
        "SCHAKEL_OIDC_GEMEENTE_SECRET_FILE": "/nergens/geheim",
        "SCHAKEL_OIDC_GEMEENTE_SECOND_FACTOR": "mfa urn:zeker",
    }

    def test_a_provider_is_read_and_its_secret_only_when_asked_for(self) -> None:
        (told,) = environment.read(self.COMPLETE).providers
        assert (told.id, told.second_factor) == ("gemeente", frozenset({"mfa", "urn:zeker"}))
        with pytest.raises(environment.SettingError, match="can't be read"):
            told.secret()

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"SCHAKEL_OIDC_GEMEENTE_ISSUER": "http://login.verzonnen.example"}, "https"),
            ({"SCHAKEL_OIDC_GEMEENTE_CLIENT_ID": ""}, "CLIENT_ID"),
            ({"SCHAKEL_OIDC": "Ge meente"}, "letters and digits"),
            ({"SCHAKEL_STOLEN_PASSWORDS": "/nergens/lijst"}, "no file"),
        ],
    )
    def test_a_wrong_value_stops_the_start(self, changed: dict[str, str], words: str) -> None:
        with pytest.raises(environment.SettingError, match=words):
            environment.read(self.COMPLETE | changed)
