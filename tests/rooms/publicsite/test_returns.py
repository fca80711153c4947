"""Coming back with the code leaves one coarse fact at the desk; trying a wrong one leaves none."""

import pytest
from django.test import Client

from schakel.access.roles import Role
from schakel.core import time
from schakel.intake import actions
from schakel.intake.models import Message, Return
from tests.rooms import chain

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]


@pytest.mark.usefixtures("naps")
def test_coming_back_is_noted_and_a_wrong_code_is_not(client: Client) -> None:
    worker = chain.account(Role.INTAKE_WORKER)
    report, code = chain.hand_in()
    actions.open_report(report=report, by=worker)
    report.refresh_from_db()
    actions.answer(report=report, text="Wij kijken ernaar.", by=worker)
    assert client.post("/vervolg/", {"code": code[:-1]}).status_code == 422
    assert not Return.objects.exists()
    client.post("/vervolg/", {"code": code})
    assert "Wij kijken ernaar." in client.get("/vervolg/gesprek/").content.decode()
    assert Return.objects.get(report=report).first_on == time.today()
    answer = report.messages.get(sender=Message.Sender.DESK)
    assert answer.read_at == time.start_of(time.today()), "the day alone"
