"""A proof of reporting: confirmed by day and number, forgotten after five years, and leading nowhere."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from stdnum import damm

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.intake import proofs, receipts, visits
from schakel.intake.models import Proof, Report
from tests.rooms import chain

pytestmark = pytest.mark.django_db

CODE = receipts.from_visit(b"k" * visits.KEY_BYTES)
TODAY = date(2026, 11, 19)


@pytest.fixture
def worker() -> User:
    return chain.account(Role.INTAKE_WORKER)


@pytest.fixture
def made() -> str:
    """The number of a proof that somebody asked for."""
    report, code = chain.hand_in()
    proofs.make(report=report, code=code)
    return proofs.number_of(code)


def test_a_number_has_twelve_digits_of_which_the_last_checks_the_others() -> None:
    number = proofs.number_of(CODE)
    assert len(number) == 12
    assert damm.is_valid(number)
    assert number == proofs.number_of(CODE)
    assert number[:11] not in CODE


def test_the_centre_confirms_the_day_and_the_number_together(worker: User, made: str) -> None:
    other = receipts.checked((int(made[:11]) + 1) % 10**11, 11)
    assert proofs.confirm(day=TODAY, number=made, by=worker)
    assert not proofs.confirm(day=date(2026, 11, 18), number=made, by=worker)
    assert not proofs.confirm(day=TODAY, number=other, by=worker)


def test_every_look_is_recorded_without_the_number(worker: User, made: str) -> None:
    proofs.confirm(day=TODAY, number=made, by=worker)
    event = Event.objects.get(tag="proof:checked")
    assert event.actor_id == worker.actor_id
    assert event.object_id == ""
    assert made not in event.detail_text
    assert event.detail == {"confirmed": True}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.INTAKE_WORKER, Role.CASE_COORDINATOR}))
def test_only_who_handles_reports_may_ask(made: str, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        proofs.confirm(day=TODAY, number=made, by=chain.account(role))


def test_a_proof_that_nobody_asked_for_is_not_there(worker: User) -> None:
    report, code = chain.hand_in()
    assert not proofs.confirm(day=proofs.day_of(report), number=proofs.number_of(code), by=worker)


def test_making_it_writes_no_event_that_would_lead_to_the_report() -> None:
    report, code = chain.hand_in()
    before = Event.objects.count()
    proofs.make(report=report, code=code)
    proofs.make(report=report, code=code)
    assert Event.objects.count() == before
    assert Proof.objects.count() == 1


def test_a_destroyed_report_keeps_its_proof(worker: User, made: str) -> None:
    Report.objects.all().delete()
    assert proofs.confirm(day=TODAY, number=made, by=worker)


def test_a_report_late_in_the_evening_came_in_on_the_day_as_people_count_it() -> None:
    report, _ = chain.hand_in()
    report.received_at = time.now().replace(year=2026, month=7, day=1, hour=0, minute=30)
    assert proofs.day_of(report) == date(2026, 7, 1)


def test_after_five_years_a_proof_is_forgotten(made: str) -> None:
    for token, day in ((b"a", date(2021, 11, 18)), (b"b", date(2021, 11, 19))):
        Proof.objects.create(day=day, token=token)
    assert proofs.forget_old() == 1
    assert sorted(Proof.objects.values_list("day", flat=True)) == [date(2021, 11, 19), TODAY]
