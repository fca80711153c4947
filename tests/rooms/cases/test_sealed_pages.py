"""A report that the reporter's own browser sealed, at the desk: where it was sealed, and every word of it."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.intake import actions, receipts, visits
from schakel.intake.handed import Handed
from schakel.intake.models import Report
from schakel.vault import keys, sealing

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def received(steps: Any) -> Report:
    """A report of these answers, as a browser would have sealed it."""
    report_id, public = uuid.uuid4(), keys.public_keys()
    code = receipts.from_visit(visits.new_key())

    def seal(part: str, plain: Any) -> bytes:
        info = sealing.binding(str(report_id), public.intake_key_id, part)
        return sealing.seal(json.dumps(plain).encode(), public.intake, info=info)

    handed = Handed(
        id=report_id,
        lookup=receipts.lookup_of(code),
        reply_key=receipts.reply_public_bytes(code),
        key_id=public.intake_key_id,
        routing_sealed=seal("routing", {"way": "werk", "category": ["care"], "municipality": ["GM0164"]}),
        body_sealed=seal("body", {"way": "werk", "steps": steps}),
        urgency="",
    )
    actions.receive(handed, language="nl")
    return Report.objects.get(pk=report_id)


def test_the_page_says_where_it_was_sealed_and_shows_what_fits_no_question(sanne: User, desk: Desk) -> None:
    report = received(
        {
            "reporter": {"category": ["care"]},
            "story": {"story": ["Zij krijgt geen loon."], "municipality": ["GM0164"]},
            "hear_back": {"hear_back": ["phone"], "hear_back_detail": ["<b>bel mijn tante</b>"]},
        }
    )
    browser = desk(sanne)
    page = browser.get(f"/meldingen/{report.id}/").content.decode()
    assert "op het toestel van de melder" in page
    assert "zorg of wijkteam" in page
    assert "Hengelo" in page
    assert "loon" not in page
    browser.post(f"/meldingen/{report.id}/openen/")
    page = browser.get(f"/meldingen/{report.id}/").content.decode()
    for words in (
        "op het toestel van de melder",
        "Zij krijgt geen loon.",
        "Wat niet in een vraag paste",
        "Je telefoonnummer of e-mailadres",
        "&lt;b&gt;bel mijn tante&lt;/b&gt;",
    ):
        assert words in page


@pytest.mark.parametrize("steps", [{}, {"story": 3}, {"people": {"people-TOTAL_FORMS": ["-1"]}}, {"": {"": [""]}}])
def test_whatever_was_sealed_opens_as_a_page(sanne: User, desk: Desk, steps: Any) -> None:
    report = received(steps)
    browser = desk(sanne)
    assert browser.get("/meldingen/").status_code == 200
    assert browser.post(f"/meldingen/{report.id}/openen/").status_code == 303
    assert browser.get(f"/meldingen/{report.id}/").status_code == 200
