"""Final minutes: signed by participants as they were shown, or remarked on; the chair sees who did."""

import json
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases.conference.actions import minutes
from schakel.cases.models import Case
from schakel.cases.policies import NotPossible
from schakel.cases.states import CaseState
from schakel.core import time
from schakel.partners.kinds import Standing
from schakel.partners.models import Professional
from schakel.portal import actions, meetings
from schakel.portal.models import Signature
from tests.personas import recorded
from tests.rooms.cases import conferring
from tests.rooms.meanwhile import before_held
from tests.rooms.portal import sharing_with
from tests.rooms.portal.sharing_with import room

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_a_participant_signs_exactly_what_they_were_shown(
    case: Case, guest: User, known: Professional, tarik: User, sanne: User, *, desk: Desk
) -> None:
    conference, attendee = sharing_with.minuted(case, known, sanne)
    browser, address = desk(guest), room(case, f"verslagen/{conference.id}/")
    digest = sharing_with.minutes_of(guest, conference).digest
    assert digest in browser.get(address).content.decode()
    assert browser.post(address, {"sign": "yes", "digest": digest}).status_code == 303
    (row,) = Signature.objects.select_related("minutes__case")
    kept = [row.minutes_id, attendee.id, meetings.read_reply(row)["shown"]]
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    assert row.digest == digest == sha256(canonical.encode()).hexdigest()
    assert recorded("minutes:signed")[0].detail["digest"] == digest
    again = browser.post(address, {"sign": "yes", "digest": digest})
    assert (again.status_code, Signature.objects.count()) == (409, 1)
    page = desk(tarik).get(f"/casussen/{case.id}/overleg/{conference.id}/ondertekening/").content.decode()
    assert page.count(">getekend<") == 1
    assert page.count(">nog niets<") == 1
    assert "getekend" in browser.get(room(case)).content.decode()


def test_two_clicks_at_once_sign_once(
    case: Case, guest: User, known: Professional, sanne: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, _ = sharing_with.minuted(case, known, sanne)
    mine = sharing_with.minutes_of(guest, conference)
    before_held(monkeypatch, Case, lambda: actions.sign(mine=mine, digest=mine.digest, by=guest))
    with pytest.raises(NotPossible, match="al getekend"):
        actions.sign(mine=mine, digest=mine.digest, by=guest)


def test_another_hash_than_of_what_stands_there_signs_nothing(
    case: Case, guest: User, known: Professional, sanne: User
) -> None:
    conference, _ = sharing_with.minuted(case, known, sanne)
    with pytest.raises(NotPossible, match="veranderd"):
        actions.sign(mine=sharing_with.minutes_of(guest, conference), digest="0" * 64, by=guest)
    assert not Signature.objects.exists()


def test_a_remark_goes_to_the_chair_and_they_can_still_sign(
    case: Case, guest: User, known: Professional, tarik: User, sanne: User, *, desk: Desk
) -> None:
    conference, _ = sharing_with.minuted(case, known, sanne)
    browser, address = desk(guest), room(case, f"verslagen/{conference.id}/")
    digest = sharing_with.minutes_of(guest, conference).digest
    assert browser.post(address, {"digest": digest, "remark": ""}).status_code == 422
    assert browser.post(address, {"digest": digest, "remark": "Ik zei dinsdag."}).status_code == 303
    for page in (f"overleg/{conference.id}/ondertekening/", "verloop/"):
        assert "Ik zei dinsdag." in desk(tarik).get(f"/casussen/{case.id}/{page}").content.decode()
    stale = browser.post(address, {"digest": "0" * 64, "remark": "En woensdag."})
    assert (stale.status_code, "En woensdag." in stale.content.decode()) == (409, True)
    assert browser.post(address, {"sign": "yes", "digest": digest}).status_code == 303
    assert b"dinsdag" not in b"".join(bytes(one.content) for one in Signature.objects.all())


def test_a_correction_is_signed_anew(case: Case, guest: User, known: Professional, tarik: User, sanne: User) -> None:
    conference, _ = sharing_with.minuted(case, known, sanne)
    mine = sharing_with.minutes_of(guest, conference)
    actions.sign(mine=mine, digest=mine.digest, by=guest)
    minutes.correct(conference=conference, why="De dag klopte niet.", by=tarik)
    # As long as the correction is a draft, what was final stands.
    assert sharing_with.minutes_of(guest, conference).signed is not None
    conferring.final(conference, sanne)
    assert sharing_with.minutes_of(guest, conference).signed is None


def test_a_colleague_who_was_there_signs_too(
    case: Case, guest: User, known: Professional, tarik: User, sanne: User, *, desk: Desk
) -> None:
    conference, _ = sharing_with.minuted(case, known, sanne)
    digest = sharing_with.minutes_of(tarik, conference).digest
    address = room(case, f"verslagen/{conference.id}/")
    assert desk(tarik).post(address, {"sign": "yes", "digest": digest}).status_code == 303
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=time.now())
    late = desk(tarik).post(address, {"digest": digest, "remark": "Ik zei dinsdag."})
    assert (late.status_code, "Ik zei dinsdag." in late.content.decode()) == (409, True)
    # Sanne sees the case and took no part.
    assert desk(sanne).get(address).status_code == 404


def test_a_third_party_reads_and_signs_their_part_and_nothing_when_they_were_not_there(
    case: Case, guest: User, tarik: User, sanne: User, desk: Desk
) -> None:
    third = sharing_with.in_the_book(guest, tarik, standing=Standing.THIRD)
    conference, attendee = sharing_with.minuted(case, third, sanne, until=sharing_with.TODAY)
    browser, address = desk(guest), room(case, f"verslagen/{conference.id}/")
    page = browser.get(address).content.decode()
    assert conferring.PURPOSE not in page
    assert "Marek" not in page
    assert browser.get(f"{address}verslag.pdf").content.startswith(b"%PDF-")
    minutes.correct(conference=conference, why="De verdachte heet anders.", by=tarik)
    conferring.final(conference, sanne)
    assert "De verdachte heet anders." not in browser.get(address).content.decode()
    type(attendee).objects.filter(pk=attendee.pk).update(presence="absent")
    assert browser.get(address).status_code == 404
    assert "u was er niet bij" in browser.get(room(case)).content.decode()
