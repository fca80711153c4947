"""What training achieved in a year: each number has its list behind it. And the demo has something to show of it."""

import pytest

from schakel.core import time
from schakel.demo import training as demo
from schakel.training import achieved
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
