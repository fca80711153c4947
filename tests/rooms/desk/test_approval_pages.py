"""The page of approvals: what waits, exactly as it would be approved, and what became of it."""

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.test import Client

from schakel.access import actions, approvals, four_eyes, handover
from schakel.access.actions import Invited
from schakel.access.models import Invitation, Keying, Proposal, User
from schakel.access.roles import Role
from schakel.core import time
from schakel.figures import actions as publishing
from schakel.publications.models import Publication
from tests.personas import recorded

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db

URL = "/goedkeuringen/"


@pytest.fixture
def made(otto: User) -> Invited:
    return actions.invite(
        email="nieuw@gemeente.example", name="Nienke Nieuw", role=Role.MUNICIPAL_CONTACT, municipality="GM0164", by=otto
    )


@pytest.fixture
def factsheet(bram: User) -> Publication:
    year = time.today().year
    publishing.write_achievements(year=year, texts=["Iets bereikt."], by=bram)
    return publishing.propose(publication=publishing.draft(year=year, by=bram), by=bram)


def text(browser: Client, url: str = URL) -> str:
    return browser.get(url).content.decode()


def badge(browser: Client) -> int:
    items = [item for group in browser.get("/").context["navigation"] for item in group.items]
    return next(item.badge for item in items if item.label == "Goedkeuringen")


def decide(browser: Client, proposal: Proposal, verb: str, **said: str) -> str:
    return str(browser.post(f"{URL}{proposal.id}/{verb}/", said, follow=True).content.decode())


def digest_on(page: str) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_an_invitation_says_who_which_role_by_whom_and_what_it_will_see(
    made: Invited, femke: User, otto: User, desk: Desk
) -> None:
    assert made.proposal is not None
    browser = desk(femke)
    page = text(browser)
    for words in ("Nienke Nieuw", "nieuw@gemeente.example", "gemeentelijk aandachtsfunctionaris", "Hengelo", otto.name):
        assert words in page
    assert "De beschermde cijfers van de eigen gemeente" in page
    assert badge(browser) == 1
    assert "1 voorstel wacht op uw goedkeuring" in text(browser, "/")
    done = decide(browser, made.proposal, "goedkeuren", digest=digest_on(page))
    assert "Goedgekeurd. Otto Verzonnen ziet het." in done
    assert badge(browser) == 0
    for viewer in (femke, otto):
        assert "goedgekeurd" in text(desk(viewer))
    assert actions.invitation_for(made.token) == made.invitation
    assert recorded("proposal:listed")[0].detail["proposals"] == [str(made.proposal.id)]


def test_what_changed_after_it_was_shown_is_not_approved(made: Invited, femke: User, desk: Desk) -> None:
    assert made.proposal is not None
    browser = desk(femke)
    digest = digest_on(text(browser))
    Invitation.objects.update(municipality="GM0153")
    assert "veranderd sinds u het zag" in decide(browser, made.proposal, "goedkeuren", digest=digest)
    # Shown as it is now: another digest than was proposed, so that can't be approved either.
    assert "veranderd sinds u het zag" in decide(browser, made.proposal, "goedkeuren", digest=digest_on(text(browser)))
    made.proposal.refresh_from_db()
    assert made.proposal.state == Proposal.State.OPEN


def test_the_reason_why_somebody_can_not_approve_stands_there(
    made: Invited, femke: User, otto: User, desk: Desk
) -> None:
    Keying.objects.create(account=femke, by=otto, what=Keying.What.PASSWORD)
    page = text(desk(femke))
    assert "kunnen elkaars voorstellen niet goedkeuren" in page
    assert "Keur goed" not in page


def test_a_refusal_needs_a_reason_which_the_proposer_reads(made: Invited, femke: User, otto: User, desk: Desk) -> None:
    assert made.proposal is not None
    url = f"{URL}{made.proposal.id}/afwijzen/"
    assert "Niet goedkeuren: Een account voor Nienke Nieuw" in text(desk(femke), url)
    empty = desk(femke).post(url, {"why": " "})
    assert empty.status_code == 422
    assert "Schrijf waarom" in empty.content.decode()
    decide(desk(femke), made.proposal, "afwijzen", why="Hengelo heeft al iemand.")
    for page in (text(desk(otto)), text(desk(femke))):
        assert "Hengelo heeft al iemand." in page
        assert "niet goedgekeurd" in page
    accounts = text(desk(otto), "/accounts/")
    assert "niet goedgekeurd" in accounts
    with pytest.raises(actions.sight.NotPossible, match="niet \\(meer\\) geldig"):
        actions.accept_invitation(token=made.token, password="vier gewone woorden samen")
    again = desk(femke).post(url, {"why": "Nog eens."})
    assert "al behandeld" in again.content.decode()
    assert "Nog eens." in again.content.decode()


def test_the_proposer_follows_and_withdraws(made: Invited, femke: User, otto: User, desk: Desk) -> None:
    assert made.proposal is not None
    page = text(desk(otto))
    assert "Wat u zelf voorlegde" in page
    assert "wacht op een ander" in page
    assert desk(femke).post(f"{URL}{made.proposal.id}/intrekken/").status_code == 403
    assert "Het voorstel is ingetrokken." in decide(desk(otto), made.proposal, "intrekken")
    assert Invitation.objects.get().withdrawn_at is not None
    assert "al behandeld" in decide(desk(otto), made.proposal, "intrekken")
    assert desk(otto).get(f"{URL}{made.proposal.id}/afwijzen/").status_code == 403


def test_a_factsheet_is_decided_on_its_own_page(
    factsheet: Publication, bram: User, noor: User, femke: User, desk: Desk
) -> None:
    for viewer in (noor, femke):
        page = text(desk(viewer))
        assert f"/publicaties/{factsheet.id}/" in page
        assert "Bekijk en beslis" in page
        assert badge(desk(viewer)) == 1
    assert badge(desk(bram)) == 0
    own = text(desk(bram))
    assert "Wat u zelf voorlegde" in own
    proposal = four_eyes.open_proposal(Proposal.Kind.FACTSHEET, factsheet)
    assert proposal is not None
    # No way around the page that renders and publishes.
    assert "eigen pagina beslist" in decide(desk(noor), proposal, "goedkeuren", digest=factsheet.digest)
    assert "eigen pagina beslist" in decide(desk(noor), proposal, "afwijzen", why="Nee.")
    assert "eigen pagina beslist" in decide(desk(bram), proposal, "intrekken")
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.OPEN


def test_a_second_factor_and_a_role_are_carried_out(
    otto: User, tarik: User, bram: User, femke: User, desk: Desk
) -> None:
    reset: list[User] = []
    with patch.object(handover, "_second_factor_resets", [reset.append]):
        proposal = actions.propose_second_factor_reset(account=tarik, by=otto)
        browser = desk(femke)
        page = text(browser)
        assert "Een nieuwe tweede factor voor Tarik Karakter" in page
        assert "Bel na op een nummer dat u al kende" in page
        decide(browser, proposal, "goedkeuren", digest=digest_on(page))
    assert reset == [tarik]
    role = actions.change_role(account=bram, role=Role.INTAKE_WORKER, by=otto)
    assert role is not None
    page = text(browser)
    assert "Een andere rol voor Bram Bedacht" in page
    assert "beleidsmedewerker" in page
    decide(browser, role, "goedkeuren", digest=digest_on(page))
    bram.refresh_from_db()
    assert bram.role == Role.INTAKE_WORKER


def test_a_new_password_is_refused_to_oneself(otto: User, femke: User, desk: Desk) -> None:
    actions.invite_to_new_password(account=femke, by=otto)
    page = text(desk(femke))
    assert "uw eigen account" in page
    assert "Keur goed" not in page


def test_whose_work_has_no_proposals_sees_none(made: Invited, sanne: User, hanna: User, desk: Desk) -> None:
    assert made.proposal is not None
    for viewer in (sanne, hanna):
        page = text(desk(viewer))
        assert "Uw rol legt niets voor en keurt niets goed." in page
        assert "Nienke" not in page
        for verb in ("goedkeuren", "afwijzen", "intrekken"):
            assert desk(viewer).post(f"{URL}{made.proposal.id}/{verb}/", {"why": "x"}).status_code == 403


def test_a_kind_that_no_room_told_about_is_listed_and_decided_nowhere_here(
    otto: User, femke: User, tarik: User, desk: Desk
) -> None:
    proposal = four_eyes.propose(
        kind=Proposal.Kind.IDENTITY_PROVIDER, subject=tarik, digest=four_eyes.digest_of("x"), by=otto
    )
    with patch.dict(approvals._handlings):  # noqa: SLF001  (as if its room were not installed)
        approvals._handlings.pop(Proposal.Kind.IDENTITY_PROVIDER, None)  # noqa: SLF001
        page = text(desk(femke))
        assert "Een andere identiteitsdienst" in page
        assert "Keur goed" not in page
        assert "eigen pagina beslist" in decide(desk(femke), proposal, "goedkeuren", digest=proposal.digest)
