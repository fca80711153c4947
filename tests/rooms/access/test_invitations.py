"""How an account comes to exist, and how it gets a new way in: by one-time links that two people stand for."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ValidationError

from schakel.access import actions, four_eyes, handover
from schakel.access.actions import Invited, accounts
from schakel.access.actions.accounts import digest_of_invitation
from schakel.access.models import Invitation, Keying, Proposal, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.signin.session import SessionStore
from tests.rooms import chain

pytestmark = pytest.mark.django_db

PASSWORD = "vier gewone woorden samen"
EMAIL = "nieuw@kenniscentrum.example"


@pytest.fixture
def otto() -> User:
    return chain.account(Role.ADMINISTRATOR, "Otto")


@pytest.fixture
def femke() -> User:
    return chain.account(Role.PRIVACY_OFFICER, "Femke")


@pytest.fixture
def second_factors() -> Iterator[list[User]]:
    """An installation that has second factors; the accounts whose factors were removed."""
    reset: list[User] = []
    with patch.object(handover, "_second_factor_resets", [reset.append]):
        yield reset


# Where somebody in these roles comes from is asked as well.
BELONGS = {Role.MUNICIPAL_CONTACT: {"municipality": "GM0164"}, Role.PARTNER: {"organisation": "Opvang De Haven"}}


def invited(by: User, role: Role = Role.CASE_COORDINATOR) -> Invited:
    return actions.invite(email=EMAIL, name="Nienke Nieuw", role=role, **BELONGS.get(role, {}), by=by)


def approved(made: Invited, by: User) -> None:
    actions.approve_invitation(invitation=made.invitation, digest=digest_of_invitation(made.invitation), by=by)


def test_an_invitation_that_was_approved_makes_an_active_account(otto: User, femke: User) -> None:
    made = invited(otto)
    assert not User.objects.filter(email=EMAIL).exists()
    approved(made, femke)
    account = actions.accept_invitation(token=made.token, password=PASSWORD)
    assert (account.email, account.name, account.role, account.is_active) == (
        EMAIL,
        "Nienke Nieuw",
        Role.CASE_COORDINATOR,
        True,
    )
    assert account.check_password(PASSWORD)
    assert account.keyings.get().by == otto
    tags = list(Event.objects.filter(tag__startswith="account:").order_by("sequence").values_list("tag", flat=True))
    assert tags[-3:] == ["account:invited", "account:created", "account:invitation_accepted"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}), ids=str)
def test_a_role_that_sees_content_waits_for_the_privacy_officer(otto: User, role: Role) -> None:
    made = invited(otto, role)
    assert made.proposal is not None
    with pytest.raises(NotPossible, match="privacyfunctionaris"):
        actions.accept_invitation(token=made.token, password=PASSWORD)
    four_eyes.withdraw(proposal=made.proposal, by=otto)
    with pytest.raises(NotPossible, match="privacyfunctionaris"):
        actions.accept_invitation(token=made.token, password=PASSWORD)


def test_an_administrator_is_invited_without(otto: User) -> None:
    made = invited(otto, Role.ADMINISTRATOR)
    assert made.proposal is None
    assert actions.accept_invitation(token=made.token, password=PASSWORD).role == Role.ADMINISTRATOR


def test_only_the_privacy_officer_approves_and_exactly_what_was_shown(otto: User, femke: User) -> None:
    made = invited(otto)
    for role in set(Role) - {Role.PRIVACY_OFFICER}:
        with pytest.raises(NotAllowed):
            approved(made, chain.account(role))
    shown = digest_of_invitation(made.invitation)
    # Whoever can write the table changes the role between showing and approving, or after it.
    Invitation.objects.update(role=Role.OFFENDER_SPECIALIST)
    made.invitation.refresh_from_db()
    with pytest.raises(NotPossible, match="veranderd"):
        actions.approve_invitation(invitation=made.invitation, digest=shown, by=femke)
    with pytest.raises(NotPossible, match="veranderd"):
        approved(made, femke)
    Invitation.objects.update(role=Role.CASE_COORDINATOR)
    made.invitation.refresh_from_db()
    approved(made, femke)
    Invitation.objects.update(role=Role.OFFENDER_SPECIALIST)
    with pytest.raises(NotPossible, match="nog goedkeuren"):
        actions.accept_invitation(token=made.token, password=PASSWORD)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}), ids=str)
def test_only_an_administrator_invites(role: Role) -> None:
    with pytest.raises(NotAllowed):
        invited(chain.account(role))


def test_a_person_makes_no_account_directly(otto: User) -> None:
    with pytest.raises(NotPossible, match="Nodig een collega uit"):
        actions.create_account(email=EMAIL, name="Nienke", role=Role.PARTNER, password=PASSWORD, by=otto)


def test_the_token_is_stored_as_a_hash_and_logged_nowhere(otto: User) -> None:
    made = invited(otto)
    assert made.token.encode() not in bytes(Invitation.objects.get().token_hash)
    assert not any(made.token in str(event.detail) or EMAIL in str(event.detail) for event in Event.objects.all())


def test_a_link_works_once(otto: User, femke: User) -> None:
    made = invited(otto)
    approved(made, femke)
    actions.accept_invitation(token=made.token, password=PASSWORD)
    with pytest.raises(NotPossible, match="niet \\(meer\\) geldig"):
        actions.accept_invitation(token=made.token, password=PASSWORD)


def test_a_link_ends_after_seven_days(otto: User) -> None:
    made = invited(otto, Role.ADMINISTRATOR)
    with (
        patch.object(time, "real_now", lambda: made.invitation.expires_at),
        pytest.raises(NotPossible, match="niet \\(meer\\) geldig"),
    ):
        actions.accept_invitation(token=made.token, password=PASSWORD)
    almost = made.invitation.expires_at - timedelta(seconds=1)
    assert timedelta(days=6, hours=23) < almost - time.real_now() < timedelta(days=7)
    with patch.object(time, "real_now", lambda: almost):
        actions.accept_invitation(token=made.token, password=PASSWORD)


def test_an_unknown_withdrawn_or_replaced_link_reads_the_same(otto: User, femke: User) -> None:
    earlier = invited(otto)
    made = invited(otto)
    assert Proposal.objects.filter(state=Proposal.State.OPEN).get() == made.proposal
    approved(made, femke)
    actions.withdraw_invitation(invitation=made.invitation, by=otto)
    for token in ("made up", earlier.token, made.token):
        with pytest.raises(NotPossible, match="niet \\(meer\\) geldig"):
            actions.accept_invitation(token=token, password=PASSWORD)
    with pytest.raises(NotPossible, match="al gebruikt of ingetrokken"):
        actions.withdraw_invitation(invitation=made.invitation, by=otto)


def test_a_weak_password_is_refused_with_the_reason_and_the_link_stays(otto: User) -> None:
    made = invited(otto, Role.ADMINISTRATOR)
    with pytest.raises(ValidationError, match="14"):
        actions.accept_invitation(token=made.token, password="kort")
    assert actions.accept_invitation(token=made.token, password=PASSWORD).is_active


def test_an_address_must_be_possible_and_new(otto: User, femke: User) -> None:
    with pytest.raises(ValidationError):
        actions.invite(email="geen adres", name="Nienke", role=Role.POLICY_ANALYST, by=otto)
    with pytest.raises(NotPossible, match="al een account"):
        actions.invite(email=femke.email.upper(), name="Nienke", role=Role.POLICY_ANALYST, by=otto)
    with pytest.raises(NotPossible, match="naam"):
        actions.invite(email=EMAIL, name=" ", role=Role.POLICY_ANALYST, by=otto)


@pytest.mark.parametrize(
    ("role", "municipality", "organisation", "sentence"),
    [
        (Role.MUNICIPAL_CONTACT, "", "", "Kies de gemeente"),
        (Role.MUNICIPAL_CONTACT, "GM9999", "", "Kies de gemeente"),
        (Role.PARTNER, "", " ", "welke organisatie"),
        (Role.PARTNER, "GM0164", "Opvang", "Laat de gemeente leeg"),
        (Role.CASE_COORDINATOR, "GM0164", "", "Laat de gemeente leeg"),
        (Role.CASE_COORDINATOR, "", "Opvang", "Laat de organisatie leeg"),
    ],
)
def test_where_somebody_comes_from_fits_the_role(
    otto: User, role: Role, municipality: str, organisation: str, sentence: str
) -> None:
    with pytest.raises(NotPossible, match=sentence):
        actions.invite(
            email=EMAIL, name="Nienke", role=role, municipality=municipality, organisation=organisation, by=otto
        )
    assert not Invitation.objects.exists()


def test_the_account_of_a_contact_person_has_the_municipality_that_was_approved(otto: User, femke: User) -> None:
    made = invited(otto, Role.MUNICIPAL_CONTACT)
    approved(made, femke)
    Invitation.objects.update(municipality="GM0153")
    with pytest.raises(NotPossible, match="nog goedkeuren"):
        actions.accept_invitation(token=made.token, password=PASSWORD)
    Invitation.objects.update(municipality="GM0164")
    assert actions.accept_invitation(token=made.token, password=PASSWORD).municipality == "GM0164"


def test_nobody_approves_a_new_password_for_their_own_account(otto: User, femke: User) -> None:
    made = actions.invite_to_new_password(account=femke, by=otto)
    with pytest.raises(NotPossible, match="eigen account"):
        approved(made, femke)
    approved(made, chain.account(Role.PRIVACY_OFFICER))


def test_who_left_invites_nobody_any_more(otto: User) -> None:
    made = invited(otto, Role.ADMINISTRATOR)
    otto.is_active = False
    otto.save()
    with pytest.raises(NotPossible, match="niet \\(meer\\) geldig"):
        actions.accept_invitation(token=made.token, password=PASSWORD)


def test_a_new_password_needs_two_people_and_ends_the_sessions(otto: User, femke: User) -> None:
    tarik = chain.account(Role.CASE_COORDINATOR)
    session = SessionStore()
    session[SESSION_KEY] = str(tarik.pk)
    session.save()
    made = actions.invite_to_new_password(account=tarik, by=otto)
    with pytest.raises(NotPossible, match="nog goedkeuren"):
        actions.accept_invitation(token=made.token, password=PASSWORD)
    approved(made, femke)
    assert actions.accept_invitation(token=made.token, password=PASSWORD) == tarik
    tarik.refresh_from_db()
    assert tarik.check_password(PASSWORD)
    assert not SessionStore().exists(str(session.session_key))
    assert tarik.keyings.get().what == Keying.What.PASSWORD
    # From now on neither of the two is the other's second pair of eyes.
    proposal = four_eyes.propose(kind=Proposal.Kind.DESTRUCTION, subject=made.invitation, digest="d", by=tarik)
    otto.role = Role.PRIVACY_OFFICER
    otto.save()
    assert not four_eyes.can_approve(proposal, otto)
    assert four_eyes.can_approve(proposal, femke)


def test_no_new_password_for_oneself_or_a_closed_account(otto: User) -> None:
    with pytest.raises(NotPossible, match="eigen account"):
        actions.invite_to_new_password(account=otto, by=otto)
    left = chain.account(Role.INTAKE_WORKER)
    made = actions.invite_to_new_password(account=left, by=otto)
    left.is_active = False
    left.save()
    with pytest.raises(NotPossible, match="al gesloten"):
        actions.invite_to_new_password(account=left, by=otto)
    with pytest.raises(NotPossible, match="niet \\(meer\\) geldig"):
        actions.accept_invitation(token=made.token, password=PASSWORD)


def test_a_second_factor_is_reset_by_two_people(otto: User, femke: User, second_factors: list[User]) -> None:
    tarik = chain.account(Role.CASE_COORDINATOR)
    proposal = actions.propose_second_factor_reset(account=tarik, by=otto)
    assert second_factors == []
    with pytest.raises(NotAllowed):
        actions.reset_second_factor(proposal=proposal, digest=proposal.digest, by=otto)
    with pytest.raises(NotPossible, match="veranderd"):
        actions.reset_second_factor(proposal=proposal, digest="another", by=femke)
    actions.reset_second_factor(proposal=proposal, digest=proposal.digest, by=femke)
    assert second_factors == [tarik]
    assert (tarik.keyings.get().what, tarik.keyings.get().by) == (Keying.What.SECOND_FACTOR, otto)
    assert Event.objects.filter(tag="account:second_factor_reset", object_id=str(tarik.id)).exists()


def test_another_kind_of_approval_resets_nothing(otto: User, femke: User, second_factors: list[User]) -> None:
    made = invited(otto)
    assert made.proposal is not None
    with pytest.raises(NotPossible, match="niet over een tweede factor"):
        actions.reset_second_factor(proposal=made.proposal, digest=made.proposal.digest, by=femke)
    assert second_factors == []


def test_without_second_factors_there_is_nothing_to_reset(otto: User) -> None:
    with patch.object(handover, "_second_factor_resets", []), pytest.raises(NotPossible, match="zonder tweede factor"):
        actions.propose_second_factor_reset(account=chain.account(Role.PARTNER), by=otto)


def test_a_double_click_leaves_one_link(otto: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = iter([lambda: invited(otto)])
    # Whoever waits for the account finds what was done by whoever held it.
    monkeypatch.setattr(accounts, "hold", lambda *_: [act() for act in first])
    made = invited(otto)
    assert Invitation.objects.count() == 2
    assert Invitation.objects.get(withdrawn_at=None) == made.invitation


def test_of_two_links_to_one_address_that_are_used_at_once_one_makes_an_account(
    otto: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = invited(otto, Role.ADMINISTRATOR), invited(otto, Role.ADMINISTRATOR)
    Invitation.objects.update(withdrawn_at=None)
    first = iter([lambda: actions.accept_invitation(token=one.token, password=PASSWORD)])
    monkeypatch.setattr(accounts, "validate_password", lambda *_: [act() for act in first])
    with pytest.raises(NotPossible, match="al een account"):
        actions.accept_invitation(token=other.token, password=PASSWORD)
    assert list(first) == [], "the other one came first"
