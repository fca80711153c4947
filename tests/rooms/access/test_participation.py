"""Letting people take part in a case: for a need, until a moment, and nobody whose role can't see it."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from schakel.access import actions
from schakel.access.models import INBOX_ID, Compartment, Exclusion, Grant, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import grants_of, read_reason, visible
from schakel.access.roles import GUESTS, PERMISSIONS, Permission, Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.core.actors import system
from tests.rooms import chain

pytestmark = pytest.mark.django_db

NEED = "Regelt de opvang van het meisje uit Almelo."
WEEK = timedelta(weeks=1)


@pytest.fixture
def tarik() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Tarik")


@pytest.fixture
def compartment(tarik: User) -> Compartment:
    made = actions.open_compartment(by=tarik)
    actions.grant(compartment=made, user=tarik, ground=Grant.Ground.COORDINATOR, by=tarik)
    return made


@pytest.fixture
def partner() -> User:
    return chain.account(Role.PARTNER, "Kees Ketenpartner")


def invited(compartment: Compartment, user: User, by: User, until: timedelta = WEEK) -> Grant:
    end = time.real_now() + until
    return actions.let_participate(compartment=compartment, user=user, need=NEED, until=end, by=by)


def sees(user: User, compartment: Compartment) -> bool:
    return visible(user).filter(pk=compartment.pk).exists()


@pytest.mark.parametrize("role", sorted(GUESTS), ids=str)
def test_a_guest_sees_what_they_were_invited_to_until_the_end(
    compartment: Compartment, tarik: User, role: Role
) -> None:
    guest = chain.account(role)
    assert PERMISSIONS[role] <= {Permission.OWN_MUNICIPALITY}  # figures, and no record
    assert not visible(guest).exists()
    grant = invited(compartment, guest, tarik)
    assert list(visible(guest)) == [compartment]
    (row,) = grants_of(guest)
    assert row.words.startswith("Uitgenodigd als deelnemer, sinds")
    assert ", tot " in row.words
    with patch.object(time, "real_now", lambda: grant.starts_at + WEEK):
        assert not visible(guest).exists()
        assert grants_of(guest) == []


@pytest.mark.parametrize("role", sorted(GUESTS), ids=str)
def test_a_guest_sees_nothing_on_any_other_ground(compartment: Compartment, tarik: User, role: Role) -> None:
    guest = chain.account(role)
    with pytest.raises(NotPossible, match="alleen als uitgenodigd deelnemer"):
        actions.grant(compartment=compartment, user=guest, ground=Grant.Ground.COORDINATOR, by=tarik)
    Grant.objects.create(compartment=compartment, user=guest, ground=Grant.Ground.COORDINATOR)
    assert not visible(guest).exists()


def test_the_need_is_recorded_and_encrypted(compartment: Compartment, tarik: User, partner: User) -> None:
    grant = Grant.objects.get(pk=invited(compartment, partner, tarik).pk)
    assert b"Almelo" not in bytes(grant.reason)
    event = Event.objects.filter(tag="access:granted").latest("sequence")
    assert event.detail["ground"] == "participant"
    assert "Almelo" not in str(event.detail)
    assert read_reason(grant, viewer=tarik) == NEED
    assert Event.objects.filter(tag="access:reason_read", actor_id=str(tarik.id)).count() == 1
    with pytest.raises(Http404):
        read_reason(grant, viewer=chain.account(Role.CASE_COORDINATOR))


def test_need_end_and_future_are_required(compartment: Compartment, tarik: User, partner: User) -> None:
    until = time.real_now() + WEEK
    with pytest.raises(NotPossible, match="waarom"):
        actions.let_participate(compartment=compartment, user=partner, need="  ", until=until, by=tarik)
    with pytest.raises(NotPossible, match="toekomst"):
        invited(compartment, partner, tarik, until=-WEEK)
    with pytest.raises(NotPossible, match="tot wanneer"):
        actions.grant(compartment=compartment, user=partner, ground=Grant.Ground.PARTICIPANT, by=tarik)
    assert not visible(partner).exists()


@pytest.mark.parametrize("ground", ["participant", "stand_in", "break_glass"])
def test_the_database_keeps_no_open_ended_one(compartment: Compartment, partner: User, ground: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(compartment=compartment, user=partner, ground=ground)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CASE_COORDINATOR}), ids=str)
def test_only_a_coordinator_invites(compartment: Compartment, partner: User, role: Role) -> None:
    with pytest.raises(NotAllowed):
        invited(compartment, partner, chain.account(role))


def test_a_coordinator_invites_to_their_own_cases_only(compartment: Compartment, partner: User) -> None:
    with pytest.raises(NotAllowed, match="zelf niet inzien"):
        invited(compartment, partner, chain.account(Role.CASE_COORDINATOR))


def test_maintenance_is_refused_and_a_stray_row_shows_nothing(compartment: Compartment, tarik: User) -> None:
    otto = chain.account(Role.ADMINISTRATOR)
    with pytest.raises(NotPossible, match="ziet geen inhoud"):
        invited(compartment, otto, tarik)
    for ground in (Grant.Ground.COORDINATOR, Grant.Ground.TRIAGE):
        with pytest.raises(NotPossible, match="ziet geen inhoud"):
            actions.grant(compartment=compartment, user=otto, ground=ground, by=system("tests"))
        Grant.objects.create(compartment=compartment, user=otto, ground=ground)
    Compartment.objects.create(open_to="manage_users")
    assert not visible(otto).exists()
    assert grants_of(otto) == []


def test_who_is_excluded_has_left_or_takes_part_already_is_not_invited(
    compartment: Compartment, tarik: User, partner: User
) -> None:
    invited(compartment, partner, tarik)
    with pytest.raises(NotPossible, match="heeft deze toegang al"):
        invited(compartment, partner, tarik)
    left = chain.account(Role.PARTNER)
    left.is_active = False
    left.save()
    with pytest.raises(NotPossible, match="gesloten"):
        invited(compartment, left, tarik)
    shut_out = chain.account(Role.PARTNER)
    Exclusion.objects.create(compartment=compartment, user=shut_out)
    with pytest.raises(NotPossible, match="uitgesloten"):
        invited(compartment, shut_out, tarik)


def test_nobody_takes_part_in_the_inbox(tarik: User, partner: User) -> None:
    with pytest.raises(NotPossible, match="niet bij één casus"):
        invited(Compartment.objects.get(pk=INBOX_ID), partner, tarik)


def test_a_participation_ends_early_and_once(compartment: Compartment, tarik: User, partner: User) -> None:
    grant = invited(compartment, partner, tarik)
    with pytest.raises(NotAllowed):
        actions.end_participation(grant=grant, by=chain.account(Role.CASE_COORDINATOR))
    actions.end_participation(grant=grant, by=tarik)
    assert not sees(partner, compartment)
    assert Event.objects.get(tag="access:participation_ended").detail["user"] == str(partner.id)
    with pytest.raises(NotPossible, match="al voorbij"):
        actions.end_participation(grant=grant, by=tarik)
    with pytest.raises(NotPossible, match="Alleen deelname"):
        actions.end_participation(grant=tarik.grants.get(), by=tarik)


def test_offender_data_are_for_who_has_the_permission_and_was_let_in(tarik: User) -> None:
    specialist, colleague = chain.account(Role.OFFENDER_SPECIALIST), chain.account(Role.OFFENDER_SPECIALIST)
    offenders = actions.open_compartment(by=specialist, kind=Compartment.Kind.OFFENDER)
    assert not visible(specialist).exists()
    actions.grant(compartment=offenders, user=specialist, ground=Grant.Ground.COORDINATOR, by=specialist)
    assert list(visible(specialist)) == [offenders]
    invited(offenders, colleague, specialist)
    assert list(visible(colleague)) == [offenders]
    with pytest.raises(NotPossible, match="verdachten en daders"):
        invited(offenders, tarik, specialist)
    Grant.objects.create(compartment=offenders, user=tarik, ground=Grant.Ground.COORDINATOR)
    assert not sees(tarik, offenders)


def test_police_data_are_not_for_a_partner(tarik: User, partner: User) -> None:
    police = actions.open_compartment(by=tarik, kind=Compartment.Kind.POLICE)
    actions.grant(compartment=police, user=tarik, ground=Grant.Ground.COORDINATOR, by=tarik)
    assert sees(tarik, police)
    with pytest.raises(NotPossible, match="gegevens van de politie"):
        invited(police, partner, tarik)


def test_no_kind_of_work_opens_offender_data_as_a_whole() -> None:
    specialist = chain.account(Role.OFFENDER_SPECIALIST)
    Compartment.objects.create(kind=Compartment.Kind.OFFENDER, open_to="offenders")
    assert not visible(specialist).exists()


def test_a_colleague_stands_in_until_a_moment(compartment: Compartment, tarik: User) -> None:
    petra, until = chain.account(Role.CASE_COORDINATOR), time.real_now() + WEEK
    grant = actions.let_stand_in(compartment=compartment, user=petra, reason="Vakantie.", until=until, by=tarik)
    assert sees(petra, compartment)
    assert read_reason(grant, viewer=petra) == "Vakantie."
    actions.end_participation(grant=grant, by=tarik)
    assert not sees(petra, compartment)
    with pytest.raises(NotPossible, match="kan hier niet waarnemen"):
        actions.let_stand_in(
            compartment=compartment,
            user=chain.account(Role.INTAKE_WORKER),
            reason="Vakantie.",
            until=until,
            by=tarik,
        )
