"""Four eyes: one person proposes, somebody independent approves exactly that."""

import pytest
from django.db import IntegrityError, transaction

from schakel.access import four_eyes
from schakel.access.models import Compartment, Keying, Proposal, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.figures import actions as publishing
from schakel.publications.models import Publication, PublicationState
from tests.rooms import chain

pytestmark = pytest.mark.django_db

Kind = Proposal.Kind
DIGEST = four_eyes.digest_of({"what": "is proposed"})
OFFICER = {Role.PRIVACY_OFFICER}
ADMINISTRATOR = {Role.ADMINISTRATOR}
COORDINATOR = {Role.CASE_COORDINATOR}
# Written out: who proposes each kind, and who approves it.
EXPECTED = {
    Kind.FACTSHEET: ({Role.POLICY_ANALYST}, {Role.POLICY_ANALYST, Role.PRIVACY_OFFICER}),
    Kind.ACCOUNT: (ADMINISTRATOR, OFFICER),
    Kind.SECOND_FACTOR: (ADMINISTRATOR, OFFICER),
    Kind.IDENTITY_PROVIDER: (ADMINISTRATOR, OFFICER),
    Kind.ROLE: (ADMINISTRATOR, OFFICER),
    Kind.DESTRUCTION: (COORDINATOR, OFFICER),
    Kind.IDENTITY_DISCLOSURE: (COORDINATOR, OFFICER),
    Kind.ANSWER: ({Role.INTAKE_WORKER, Role.CASE_COORDINATOR},) * 2,
    Kind.DISCLOSURE: ({Role.INTAKE_WORKER, Role.CASE_COORDINATOR},) * 2,
    Kind.MINUTES: ({Role.INTAKE_WORKER, Role.CASE_COORDINATOR},) * 2,
    Kind.BULK_EXPORT: ({Role.POLICY_ANALYST, Role.PRIVACY_OFFICER, Role.CASE_COORDINATOR}, OFFICER),
}


@pytest.fixture
def subject() -> Compartment:
    return Compartment.objects.create()


@pytest.fixture
def otto() -> User:
    return chain.account(Role.ADMINISTRATOR, "Otto")


@pytest.fixture
def femke() -> User:
    return chain.account(Role.PRIVACY_OFFICER, "Femke")


def proposed(by: User, subject: Compartment, kind: Proposal.Kind = Kind.ACCOUNT) -> Proposal:
    return four_eyes.propose(kind=kind, subject=subject, digest=DIGEST, by=by)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_says_who_proposes_and_who_approves(subject: Compartment, kind: Proposal.Kind) -> None:
    proposers, approvers = EXPECTED[kind]
    for role in Role:
        by = chain.account(role)
        if role not in proposers:
            with pytest.raises(NotAllowed):
                proposed(by, subject, kind)
            continue
        proposal = proposed(by, subject, kind)
        for other in Role:
            assert four_eyes.can_approve(proposal, chain.account(other)) == (other in approvers)
        four_eyes.withdraw(proposal=proposal, by=by)


def test_an_approval_is_recorded_and_stands(subject: Compartment, otto: User, femke: User) -> None:
    proposal = proposed(otto, subject)
    assert list(four_eyes.waiting_for(femke)) == [proposal]
    assert not four_eyes.waiting_for(otto).exists()
    assert not four_eyes.is_approved(Kind.ACCOUNT, subject, DIGEST)
    approved = four_eyes.approve(proposal=proposal, digest=DIGEST, by=femke)
    assert (approved.state, approved.decided_by) == (Proposal.State.APPROVED, femke)
    assert approved.decided_at is not None
    assert approved.decided_at <= time.real_now()
    assert four_eyes.is_approved(Kind.ACCOUNT, subject, DIGEST)
    assert not four_eyes.waiting_for(femke).exists()
    tags = Event.objects.filter(tag__startswith="proposal:").order_by("sequence")
    assert [(event.tag, event.actor_id, event.detail["digest"]) for event in tags] == [
        ("proposal:made", str(otto.id), DIGEST),
        ("proposal:approved", str(femke.id), DIGEST),
    ]


def test_whoever_proposed_does_not_approve(subject: Compartment) -> None:
    analyst = chain.account(Role.POLICY_ANALYST)
    proposal = proposed(analyst, subject, Kind.FACTSHEET)
    with pytest.raises(NotPossible, match="zelf voor"):
        four_eyes.approve(proposal=proposal, digest=DIGEST, by=analyst)
    assert four_eyes.can_approve(proposal, chain.account(Role.POLICY_ANALYST))


@pytest.mark.parametrize("what", Keying.What)
@pytest.mark.parametrize("approver_held_the_key", [True, False])
def test_who_held_the_key_to_the_other_account_does_not_approve(
    subject: Compartment, otto: User, femke: User, what: Keying.What, *, approver_held_the_key: bool
) -> None:
    account, by = (otto, femke) if approver_held_the_key else (femke, otto)
    Keying.objects.create(account=account, by=by, what=what)
    proposal = proposed(otto, subject)
    with pytest.raises(NotPossible, match="elkaars voorstellen"):
        four_eyes.approve(proposal=proposal, digest=DIGEST, by=femke)
    assert proposal.state == Proposal.State.OPEN
    # A third person, whose account they did not touch, can.
    assert four_eyes.can_approve(proposal, chain.account(Role.PRIVACY_OFFICER))


def test_nobody_approves_a_proposal_about_their_own_account(otto: User, femke: User) -> None:
    proposal = four_eyes.propose(kind=Kind.SECOND_FACTOR, subject=femke, digest=DIGEST, by=otto)
    with pytest.raises(NotPossible, match="eigen account"):
        four_eyes.approve(proposal=proposal, digest=DIGEST, by=femke)


def test_the_approval_binds_exactly_what_was_shown(subject: Compartment, otto: User, femke: User) -> None:
    proposal = proposed(otto, subject)
    with pytest.raises(NotPossible, match="veranderd"):
        four_eyes.approve(proposal=proposal, digest=four_eyes.digest_of({"what": "is something else"}), by=femke)
    assert not four_eyes.is_approved(Kind.ACCOUNT, subject, DIGEST)


def test_a_digest_tells_any_two_contents_apart_and_not_the_order_of_keys() -> None:
    assert four_eyes.digest_of({"a": 1, "b": 2}) == four_eyes.digest_of({"b": 2, "a": 1})
    different = [{"a": 1}, {"a": "1"}, {"a": 2}, {"a": None}, {}, [], [1], ""]
    assert len({four_eyes.digest_of(content) for content in different}) == len(different)


def test_what_is_decided_stays_decided(subject: Compartment, otto: User, femke: User) -> None:
    proposal = four_eyes.withdraw(proposal=proposed(otto, subject), by=otto)
    with pytest.raises(NotPossible, match="al behandeld"):
        four_eyes.approve(proposal=proposal, digest=DIGEST, by=femke)
    again = four_eyes.approve(proposal=proposed(otto, subject), digest=DIGEST, by=femke)
    with pytest.raises(NotPossible, match="al behandeld"):
        four_eyes.withdraw(proposal=again, by=otto)
    with pytest.raises(NotPossible, match="al behandeld"):
        four_eyes.approve(proposal=again, digest=DIGEST, by=femke)


def test_one_subject_waits_once(subject: Compartment, otto: User) -> None:
    proposal = proposed(otto, subject)
    with pytest.raises(NotPossible, match="al een voorstel"):
        proposed(otto, subject)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            kind=proposal.kind,
            subject_type=proposal.subject_type,
            subject_id=proposal.subject_id,
            digest=DIGEST,
            proposed_by=otto,
        )


def test_whoever_asks_a_moment_later_is_told_in_words(
    subject: Compartment, otto: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = proposed(otto, subject)
    # As it looked before the other one's was there.
    monkeypatch.setattr(four_eyes, "open_proposal", lambda *_: None)
    with pytest.raises(NotPossible, match="al een voorstel"):
        proposed(chain.account(Role.ADMINISTRATOR), subject)
    assert list(Proposal.objects.all()) == [first]


def test_who_neither_proposes_nor_judges_does_not_withdraw(subject: Compartment, otto: User, femke: User) -> None:
    proposal = proposed(otto, subject)
    with pytest.raises(NotAllowed, match="intrekken"):
        four_eyes.withdraw(proposal=proposal, by=chain.account(Role.CASE_COORDINATOR))
    assert four_eyes.withdraw(proposal=proposal, by=femke).state == Proposal.State.WITHDRAWN


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_approvals_at_once_one_counts() -> None:
    subject = Compartment.objects.create()
    proposal = proposed(chain.account(Role.ADMINISTRATOR), subject)
    officers = [chain.account(Role.PRIVACY_OFFICER), chain.account(Role.PRIVACY_OFFICER)]
    outcomes = chain.at_once(
        *[lambda by=by: four_eyes.approve(proposal=proposal, digest=DIGEST, by=by) for by in officers]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotPossible", "Proposal"]
    assert Event.objects.filter(tag="proposal:approved").count() == 1


def factsheet(by: User) -> Publication:
    publication = publishing.draft(year=2026, by=by)
    publishing.write_achievements(year=2026, texts=["Twee trainingen gegeven."], by=by)
    return publishing.propose(publication=publication, by=by)


def test_a_factsheet_is_approved_by_somebody_independent() -> None:
    bram, noor = chain.account(Role.POLICY_ANALYST), chain.account(Role.POLICY_ANALYST)
    publication = factsheet(bram)
    assert not publishing.can_approve(publication, bram)
    Keying.objects.create(account=noor, by=bram, what=Keying.What.PASSWORD)
    with pytest.raises(publishing.NotPossible, match="elkaars voorstellen"):
        publishing.approve(publication=publication, digest=publication.digest, by=noor)
    femke = chain.account(Role.PRIVACY_OFFICER)
    published = publishing.approve(publication=publication, digest=publication.digest, by=femke)
    assert published.state == PublicationState.PUBLISHED
    assert four_eyes.is_approved(Kind.FACTSHEET, published, published.digest)


def test_a_factsheet_that_was_sent_back_is_proposed_anew() -> None:
    bram, noor = chain.account(Role.POLICY_ANALYST), chain.account(Role.POLICY_ANALYST)
    publication = factsheet(bram)
    publishing.send_back(publication=publication, by=noor)
    assert four_eyes.open_proposal(Kind.FACTSHEET, publication) is None
    again = publishing.propose(publication=publication, by=noor)
    assert publishing.can_approve(again, bram)
    assert not publishing.can_approve(again, noor)


def test_a_refusal_has_words_that_only_the_desk_can_read(subject: Compartment, otto: User, femke: User) -> None:
    proposal = proposed(otto, subject)
    for role in set(Role) - {Role.PRIVACY_OFFICER}:
        with pytest.raises(NotAllowed):
            four_eyes.refuse(proposal=proposal, why="Nee.", by=chain.account(role))
    with pytest.raises(NotPossible, match="Schrijf waarom"):
        four_eyes.refuse(proposal=proposal, why=" ", by=femke)
    assert four_eyes.read_refusal(proposal) == ""
    refused = four_eyes.refuse(proposal=proposal, why=" Deze persoon ken ik niet. ", by=femke)
    assert (refused.state, refused.decided_by) == (Proposal.State.REFUSED, femke)
    stored = Proposal.objects.get(pk=proposal.pk)
    assert b"ken ik niet" not in bytes(stored.refusal)
    assert four_eyes.read_refusal(stored) == "Deze persoon ken ik niet."
    assert not any("ken ik niet" in str(event.detail) for event in Event.objects.all())
    assert not four_eyes.is_approved(Kind.ACCOUNT, subject, DIGEST)
    for again in (four_eyes.approve, four_eyes.refuse):
        with pytest.raises(NotPossible, match="al behandeld"):
            again(proposal=stored, by=femke, **({"digest": DIGEST} if again is four_eyes.approve else {"why": "x"}))
    # Whoever was refused can ask again.
    assert four_eyes.can_approve(proposed(otto, subject), femke)


def test_a_decision_is_seen_by_who_proposed_and_who_judges(subject: Compartment, otto: User, femke: User) -> None:
    proposal = four_eyes.refuse(proposal=proposed(otto, subject), why="Nee.", by=femke)
    for viewer in (otto, femke):
        assert list(four_eyes.decided_for(viewer)) == [proposal]
    for role in (Role.CASE_COORDINATOR, Role.POLICY_ANALYST, Role.PARTNER, Role.INTAKE_WORKER):
        assert not four_eyes.decided_for(chain.account(role)).exists()
    assert not four_eyes.concerns(chain.account(Role.PARTNER))
    assert four_eyes.concerns(chain.account(Role.CASE_COORDINATOR))
