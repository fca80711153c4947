"""Visits: readable with the cookie alone, for a quarter of an hour, and not a moment longer."""

from datetime import timedelta
from typing import Any

import pytest

from schakel.core import time
from schakel.intake import visits
from schakel.intake.models import Visit

pytestmark = pytest.mark.django_db
DRAFT = {"story": "Zij mag het huis niet uit.", "step": 2}


def later(monkeypatch: pytest.MonkeyPatch, **passed: float) -> None:
    moment = time.real_now() + timedelta(**passed)
    monkeypatch.setattr(time, "real_now", lambda: moment)


def test_a_visit_holds_what_was_saved_last() -> None:
    key = visits.new_key()
    visits.save(key, {"step": 1})
    visits.save(key, DRAFT)
    assert visits.load(key) == DRAFT
    assert Visit.objects.count() == 1


def test_another_key_finds_nothing() -> None:
    visits.save(visits.new_key(), DRAFT)
    assert visits.load(visits.new_key()) is None


def test_the_row_can_not_be_read_without_the_key() -> None:
    key = visits.new_key()
    visits.save(key, DRAFT)
    row = Visit.objects.get()
    for stored in (bytes(row.content), bytes(row.lookup)):
        assert key not in stored
        assert b"huis" not in stored


def test_a_row_put_under_another_visit_is_not_read_there() -> None:
    mine, other = visits.new_key(), visits.new_key()
    visits.save(mine, DRAFT)
    visits.save(other, {"step": 1})
    stolen, target = Visit.objects.order_by("created_at")
    Visit.objects.filter(pk=target.pk).update(content=stolen.content)
    assert visits.load(other) is None


def test_a_visit_ends_when_the_visitor_says_so() -> None:
    key = visits.new_key()
    visits.save(key, DRAFT)
    visits.end(key)
    assert visits.load(key) is None
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("minutes", "expected"), [(14.9, DRAFT), (15.1, None)])
def test_a_visit_lasts_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch, minutes: float, expected: Any) -> None:
    key = visits.new_key()
    visits.save(key, DRAFT)
    later(monkeypatch, minutes=minutes)
    assert visits.load(key) == expected


def test_saving_gives_another_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    key = visits.new_key()
    visits.save(key, {"step": 1})
    later(monkeypatch, minutes=10)
    visits.save(key, DRAFT)
    later(monkeypatch, minutes=10)
    assert visits.load(key) == DRAFT


def test_the_worker_forgets_what_ran_out_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = visits.new_key(), visits.new_key()
    visits.save(old, DRAFT)
    later(monkeypatch, minutes=16)
    visits.save(new, DRAFT)
    assert visits.forget_expired() == 1
    assert visits.load(new) == DRAFT
    assert Visit.objects.count() == 1
