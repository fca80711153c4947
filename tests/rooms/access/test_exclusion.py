"""Shutting a named person out of a case: it beats whatever else they were granted."""

from datetime import timedelta

import pytest

from schakel.access import actions
from schakel.access.models import INBOX_ID, Compartment, Exclusion, Grant, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import grants_of, viewers_of, visible
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from tests.rooms import chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def tarik() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Tarik")


@pytest.fixture
def compartment(tarik: User) -> Compartment:
    made = actions.open_compartment(by=tarik)
    actions.grant(compartment=made, user=tarik, ground=Grant.Ground.COORDINATOR, by=tarik)
    return made


@pytest.fixture
def petra() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Petra")


def sees(user: User, compartment: Compartment) -> bool:
    return visible(user).filter(pk=compartment.pk).exists()


@pytest.mark.parametrize("ground", Grant.Ground)
def test_it_beats_every_ground(compartment: Compartment, tarik: User, petra: User, ground: Grant.Ground) -> None:
    until = time.real_now() + timedelta(hours=2)
    actions.grant(compartment=compartment, user=petra, ground=ground, until=until, by=tarik)
    assert sees(petra, compartment)
    actions.exclude(compartment=compartment, user=petra, by=tarik)
    assert not sees(petra, compartment)
    assert petra not in dict(viewers_of(compartment))
    assert compartment not in [row.compartment for row in grants_of(petra)]


def test_it_beats_what_is_open_to_the_role(petra: User) -> None:
    inbox = Compartment.objects.get(pk=INBOX_ID)
    assert sees(petra, inbox)
    Exclusion.objects.create(compartment=inbox, user=petra)
    assert not sees(petra, inbox)


def test_it_is_recorded_and_not_done_twice(compartment: Compartment, tarik: User, petra: User) -> None:
    actions.exclude(compartment=compartment, user=petra, by=tarik)
    event = Event.objects.get(tag="access:excluded")
    assert (event.actor_id, event.object_id, event.detail["user"]) == (
        str(tarik.id),
        str(compartment.id),
        str(petra.id),
    )
    with pytest.raises(NotPossible, match="al uitgesloten"):
        actions.exclude(compartment=compartment, user=petra, by=tarik)


def test_the_privacy_officer_excludes_without_seeing_the_case(compartment: Compartment, petra: User) -> None:
    femke = chain.account(Role.PRIVACY_OFFICER)
    assert not sees(femke, compartment)
    actions.exclude(compartment=compartment, user=petra, by=femke)
    assert Exclusion.objects.filter(compartment=compartment, user=petra).exists()


def test_nobody_else_excludes(compartment: Compartment, petra: User) -> None:
    with pytest.raises(NotAllowed, match="zelf niet inzien"):
        actions.exclude(compartment=compartment, user=petra, by=petra)
    for role in (Role.INTAKE_WORKER, Role.POLICY_ANALYST, Role.ADMINISTRATOR, Role.PARTNER):
        with pytest.raises(NotAllowed):
            actions.exclude(compartment=compartment, user=petra, by=chain.account(role))


def test_the_shared_inbox_shuts_out_nobody_by_name(petra: User) -> None:
    with pytest.raises(NotPossible, match="niet bij één casus"):
        actions.exclude(compartment=Compartment.objects.get(pk=INBOX_ID), user=petra, by=petra)


def test_it_is_lifted_by_the_privacy_officer_alone(compartment: Compartment, tarik: User, petra: User) -> None:
    actions.grant(compartment=compartment, user=petra, ground=Grant.Ground.TRIAGE, by=tarik)
    exclusion = actions.exclude(compartment=compartment, user=petra, by=tarik)
    for person in (tarik, petra):
        with pytest.raises(NotAllowed):
            actions.end_exclusion(exclusion=exclusion, by=person)
    actions.end_exclusion(exclusion=exclusion, by=chain.account(Role.PRIVACY_OFFICER))
    assert sees(petra, compartment)
    assert Event.objects.get(tag="access:exclusion_ended").detail["user"] == str(petra.id)


def test_nobody_lifts_their_own(compartment: Compartment, tarik: User) -> None:
    femke = chain.account(Role.PRIVACY_OFFICER)
    exclusion = actions.exclude(compartment=compartment, user=femke, by=tarik)
    with pytest.raises(NotAllowed, match="eigen uitsluiting"):
        actions.end_exclusion(exclusion=exclusion, by=femke)
