"""What training achieved in a year: each number has its list behind it. And the demo has something to show of it."""

from datetime import timedelta

import pytest

from schakel.core import time
from schakel.demo import training as demo
from schakel.training import achieved, places
from schakel.training.actions import attending, enrolling, sessions
from schakel.training.actions.enrolling import Said
from schakel.training.kinds import EnrolmentState
from schakel.training.models import Certificate, Enrolment
from schakel.training.queries import agenda, every_day_of
from tests.personas import account_of
from tests.rooms.training import teaching

pytestmark = pytest.mark.django_db


def test_the_demo_s_2025_has_its_network_event_and_information_sessions_and_sessions_to_come() -> None:
    with time.travel(teaching.NOW):
        demo.teach({"lotte": account_of("lotte")})
        coming = agenda()
    told = {one.sentence: one for one in achieved.of_year(2025)}
    event = told["Wij gaven een netwerkbijeenkomst (Netwerkbijeenkomst seksuele uitbuiting), voor 92 mensen."]
    assert (event.number, len(event.rows)) == (1, 1)
    sessions = told["Wij gaven 5 voorlichtingen, voor 154 mensen."]
    assert [row.url.startswith("/scholing/") for row in sessions.rows] == [True] * 5
    chain = told["Wij bereikten 180 mensen met scholing voor: ketenpartners."]
    assert (chain.number, len(chain.rows)) == (180, 4)
    assert [every_day_of(one)[-1].part_of == one for one in coming] == [False, False, False, True], "a programme, once"
    assert teaching.list_of(coming[0], EnrolmentState.WAITING) == [7, 8]
    assert (Certificate.objects.count(), Enrolment.objects.filter(content=None).count()) == (6, 0)
    (certified,) = [one for one in achieved.of_year(2026) if "certificaat" in one.sentence]
    assert (certified.number, certified.rows[0].text.endswith(": 6")) == (6, True)


def test_who_comes_on_every_day_of_a_programme_is_one_and_who_gave_their_place_away_none() -> None:
    by, later = teaching.officer(), teaching.SOON + timedelta(days=7)
    with time.travel(teaching.NOW):
        first = teaching.planned(by)
        second = teaching.planned(by, part_of=first, starts_at=later, ends_at=later + timedelta(hours=3))
    with time.travel(later):
        rows = [attending.walk_in(session=first, said=Said(name), by=by) for name in ("Ria", "Bo", "Daan")]
        for row in rows:
            attending.tick(session=second, enrolment=row, is_there=True, by=by)
        enrolling.take_out(enrolment=rows[2], by=by)
        for day in (first, second):
            sessions.close(session=day, by=by)
    told = {one.sentence: one.number for one in achieved.of_year(2026)}
    assert told["Wij bereikten 2 mensen met scholing voor: zorg en hulpverlening."] == 2
    assert "Wij gaven 2 trainingen (Signalen herkennen), voor 2 mensen." in told
    assert places.taught_by_place(2026)["GM0153"] == places.Taught(2, 2)
