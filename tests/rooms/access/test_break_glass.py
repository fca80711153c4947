"""Opening a case in an emergency: who may, for how long, what is kept of it, and who judges it afterwards."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.http import Http404

from schakel.access import actions
from schakel.access.actions.sight import NOT_OPENED
from schakel.access.models import INBOX_ID, BreakGlassReview, Compartment, Exclusion, Grant, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import (
    emergencies_for,
    emergency_of,
    grants_of,
    read_emergencies,
    read_reason,
    read_review,
    unreviewed_break_glass,
    viewers_of,
    visible,
    waiting_for_review,
)
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.core.actors import system
from tests.rooms import chain

pytestmark = pytest.mark.django_db

REASON = "Zij belde vanuit Hengelo en niemand van haar casus neemt op."
HOUR = timedelta(hours=1)
Verdict = BreakGlassReview.Verdict


@pytest.fixture
def compartment() -> Compartment:
    return actions.open_compartment(by=system("tests"))


@pytest.fixture
def petra() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Petra")


@pytest.fixture
def femke() -> User:
    return chain.account(Role.PRIVACY_OFFICER, "Femke")


def broken(compartment: Compartment, by: User, duration: timedelta = 4 * HOUR) -> Grant:
    return actions.break_glass(compartment=compartment, reason=REASON, duration=duration, by=by)


def sees(user: User, compartment: Compartment) -> bool:
    return visible(user).filter(pk=compartment.pk).exists()


def test_it_opens_the_case_until_its_time_is_over(compartment: Compartment, petra: User) -> None:
    assert not sees(petra, compartment)
    grant = broken(compartment, petra)
    assert sees(petra, compartment)
    assert dict(viewers_of(compartment)) == {petra: "noodinzage"}
    assert any(row.ground == "break_glass" and row.words.startswith("Noodinzage, sinds") for row in grants_of(petra))
    with patch.object(time, "real_now", lambda: grant.starts_at + 4 * HOUR):
        assert not sees(petra, compartment)


def test_the_reason_is_kept_encrypted_and_stands_in_no_log(compartment: Compartment, petra: User) -> None:
    grant = Grant.objects.get(pk=broken(compartment, petra).pk)
    assert REASON.encode() not in bytes(grant.reason)
    event = Event.objects.get(tag="access:glass_broken")
    assert (event.actor_id, event.object_id) == (str(petra.id), str(compartment.id))
    assert "Hengelo" not in str(event.detail)
    assert read_reason(grant, viewer=petra) == REASON


@pytest.mark.parametrize("duration", [timedelta(0), -HOUR, timedelta(hours=24, seconds=1)])
def test_it_has_a_ceiling(compartment: Compartment, petra: User, duration: timedelta) -> None:
    with pytest.raises(NotPossible, match="ten hoogste 24 uur"):
        broken(compartment, petra, duration)


def test_a_reason_is_needed(compartment: Compartment, petra: User) -> None:
    with pytest.raises(NotPossible, match="waarom"):
        actions.break_glass(compartment=compartment, reason=" \n", duration=HOUR, by=petra)
    assert not Grant.objects.exists()


def test_for_an_excluded_person_no_emergency_opens_it_and_the_refusal_does_not_tell_why(
    compartment: Compartment, petra: User
) -> None:
    Exclusion.objects.create(compartment=compartment, user=petra)
    with pytest.raises(NotPossible) as refused:
        broken(compartment, petra)
    assert str(refused.value) == NOT_OPENED
    assert "uitgesloten" not in NOT_OPENED
    # Not even with a row that should not be there.
    now = time.real_now()
    Grant.objects.create(compartment=compartment, user=petra, ground="break_glass", starts_at=now, ends_at=now + HOUR)
    assert not sees(petra, compartment)


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.INTAKE_WORKER, Role.CASE_COORDINATOR, Role.OFFENDER_SPECIALIST}), ids=str
)
def test_other_roles_can_not(compartment: Compartment, role: Role) -> None:
    with pytest.raises(NotAllowed, match="in nood"):
        broken(compartment, chain.account(role))


def test_offender_data_ask_the_permission_in_an_emergency_too(petra: User) -> None:
    offenders = actions.open_compartment(by=petra, kind=Compartment.Kind.OFFENDER)
    with pytest.raises(NotPossible, match="verdachten en daders"):
        broken(offenders, petra)
    specialist = chain.account(Role.OFFENDER_SPECIALIST)
    broken(offenders, specialist)
    assert sees(specialist, offenders)


def test_what_is_open_already_and_the_inbox_need_no_emergency(compartment: Compartment, petra: User) -> None:
    broken(compartment, petra)
    with pytest.raises(NotPossible, match="al inzien"):
        broken(compartment, petra)
    specialist = chain.account(Role.OFFENDER_SPECIALIST)
    with pytest.raises(NotPossible, match="niet bij één casus"):
        broken(Compartment.objects.get(pk=INBOX_ID), specialist)


def test_the_privacy_officer_sees_it_until_it_is_reviewed(compartment: Compartment, petra: User, femke: User) -> None:
    grant = broken(compartment, petra)
    assert [(row.grant, row.reason) for row in unreviewed_break_glass(femke)] == [(grant, REASON)]
    assert waiting_for_review(femke).count() == 1
    assert Event.objects.get(tag="access:break_glass_listed").detail["grants"] == [str(grant.id)]
    review = actions.review_break_glass(grant=grant, verdict=Verdict.JUSTIFIED, words="Er was haast bij.", by=femke)
    assert unreviewed_break_glass(femke) == []
    assert sees(petra, compartment)
    assert b"haast" not in bytes(BreakGlassReview.objects.get().words)
    assert read_review(review, viewer=femke) == "Er was haast bij."
    assert Event.objects.get(tag="access:break_glass_reviewed").detail["verdict"] == "justified"
    with pytest.raises(NotPossible, match="al getoetst"):
        actions.review_break_glass(grant=grant, verdict=Verdict.JUSTIFIED, words="Nogmaals.", by=femke)


def test_what_was_not_justified_ends_at_once(compartment: Compartment, petra: User, femke: User) -> None:
    grant = broken(compartment, petra)
    actions.review_break_glass(grant=grant, verdict=Verdict.NOT_JUSTIFIED, words="Nieuwsgierigheid.", by=femke)
    assert not sees(petra, compartment)


def test_an_emergency_that_is_over_can_still_be_judged(compartment: Compartment, petra: User, femke: User) -> None:
    grant = broken(compartment, petra)
    with patch.object(time, "real_now", lambda: grant.starts_at + 30 * HOUR):
        assert [row.grant for row in unreviewed_break_glass(femke)] == [grant]
        actions.review_break_glass(grant=grant, verdict=Verdict.NOT_JUSTIFIED, words="Te laat gezien.", by=femke)
    assert Grant.objects.get().ends_at == grant.ends_at


def test_nobody_judges_their_own_and_an_excluded_officer_judges_nothing(
    compartment: Compartment, petra: User, femke: User
) -> None:
    grant = broken(compartment, petra)
    petra.role = Role.PRIVACY_OFFICER
    petra.save()
    assert unreviewed_break_glass(petra) == []
    with pytest.raises(NotAllowed, match="eigen noodinzage"):
        actions.review_break_glass(grant=grant, verdict=Verdict.JUSTIFIED, words="Mocht.", by=petra)
    Exclusion.objects.create(compartment=compartment, user=femke)
    assert unreviewed_break_glass(femke) == []
    with pytest.raises(NotAllowed, match="uitgesloten"):
        actions.review_break_glass(grant=grant, verdict=Verdict.JUSTIFIED, words="Mocht.", by=femke)
    with pytest.raises(Http404):
        read_reason(grant, viewer=femke)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PRIVACY_OFFICER}), ids=str)
def test_only_the_privacy_officer_reviews(compartment: Compartment, petra: User, role: Role) -> None:
    grant, other = broken(compartment, petra), chain.account(role)
    with pytest.raises(NotAllowed):
        unreviewed_break_glass(other)
    with pytest.raises(NotAllowed):
        actions.review_break_glass(grant=grant, verdict=Verdict.JUSTIFIED, words="Mocht.", by=other)
    with pytest.raises(Http404):
        read_reason(grant, viewer=other)


def test_a_review_says_why_and_is_of_an_emergency(compartment: Compartment, petra: User, femke: User) -> None:
    grant = broken(compartment, petra)
    with pytest.raises(NotPossible, match="Schrijf"):
        actions.review_break_glass(grant=grant, verdict=Verdict.JUSTIFIED, words="", by=femke)
    assigned = actions.grant(compartment=compartment, user=petra, ground=Grant.Ground.COORDINATOR, by=femke)
    with pytest.raises(NotPossible, match="geen noodinzage"):
        actions.review_break_glass(grant=assigned, verdict=Verdict.JUSTIFIED, words="Mocht.", by=femke)


def test_who_was_judged_reads_the_verdict_and_nobody_else_without_sight_does(
    compartment: Compartment, petra: User, femke: User
) -> None:
    grant = broken(compartment, petra)
    review = actions.review_break_glass(
        grant=grant, verdict=Verdict.NOT_JUSTIFIED, words="Er was tijd om te bellen.", by=femke
    )
    assert not sees(petra, compartment)
    (row,) = read_emergencies(emergencies_for(petra), viewer=petra)
    assert (row.reason, row.verdict, row.review) == (REASON, "Er was tijd om te bellen.", review)
    assert read_review(review, viewer=petra) == "Er was tijd om te bellen."
    assert not emergencies_for(chain.account(Role.CASE_COORDINATOR)).exists()
    Exclusion.objects.create(compartment=compartment, user=petra)
    assert not emergencies_for(petra).exists()
    with pytest.raises(Http404):
        read_review(review, viewer=petra)


def test_whoever_broke_the_glass_lets_nobody_in_and_takes_nothing_over(compartment: Compartment, petra: User) -> None:
    broken(compartment, petra)
    until = time.real_now() + HOUR
    with pytest.raises(NotAllowed, match="leidt of waarneemt"):
        actions.let_participate(
            compartment=compartment, user=chain.account(Role.PARTNER), need="Opvang.", until=until, by=petra
        )
    with pytest.raises(NotAllowed, match="leidt of waarneemt"):
        actions.exclude(compartment=compartment, user=chain.account(Role.PARTNER), by=petra)
    with pytest.raises(NotAllowed, match="leidt of waarneemt"):
        actions.hand_over(compartment=compartment, to=chain.account(Role.CASE_COORDINATOR), by=petra)


def test_a_page_says_that_somebody_looks_in_an_emergency_only_while_nothing_else_lets_them_in(
    compartment: Compartment, petra: User
) -> None:
    assert emergency_of(petra, {compartment.pk}) is None
    grant = broken(compartment, petra)
    assert emergency_of(petra, {compartment.pk}) == grant
    assert emergency_of(petra, {actions.open_compartment(by=petra).pk}) is None
    assigned = actions.grant(compartment=compartment, user=petra, ground=Grant.Ground.COORDINATOR, by=petra)
    assert emergency_of(petra, {compartment.pk}) is None
    assigned.delete()
    with patch.object(time, "real_now", lambda: grant.starts_at + 4 * HOUR):
        assert emergency_of(petra, {compartment.pk}) is None
