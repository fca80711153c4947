"""Sessions: what is stored of them, when they end, and ending one's own."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from schakel.access import handover
from schakel.access.models import User
from schakel.core import schedule
from schakel.signin.models import How, StaffSession
from schakel.signin.session import SessionStore, hash_of
from tests.personas import recorded, signed_in
from tests.rooms.signin.ada import both_steps, code_now, first_step, is_in

pytestmark = pytest.mark.django_db
NAME = settings.SESSION_COOKIE_NAME


def test_the_table_holds_neither_the_cookie_nor_what_is_in_the_session(ada: User, app: list[str]) -> None:
    browser = both_steps()
    session = browser.session
    session["words"] = "Casus 26-0042 van Ana Bos"
    session.save()
    (row,) = StaffSession.objects.all()
    stored = json.dumps([bytes(row.key_hash).hex(), bytes(row.content).hex()])
    key = browser.cookies[NAME].value
    for secret in (key, "Ana Bos", "26-0042", str(ada.id)):
        assert secret.encode().hex() not in stored
        assert secret not in stored
    assert SessionStore(key)["words"] == "Casus 26-0042 van Ana Bos"
    assert (row.account, row.how, bytes(row.key_hash)) == (ada, How.CODE, hash_of(key))


def test_content_moved_to_another_session_does_not_open(ada: User, app: list[str], sanne: User) -> None:
    mine, hers = both_steps(), signed_in(sanne)
    row = StaffSession.objects.get(account=ada)
    StaffSession.objects.filter(account=sanne).update(content=row.content)
    assert not is_in(hers)
    assert is_in(mine)


def test_half_an_hour_without_a_sign_of_life_ends_it(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    clock(minutes=29)
    assert is_in(browser)
    clock(minutes=29)
    assert is_in(browser)
    clock(minutes=31)
    assert not is_in(browser)


def test_ten_hours_end_it_whatever_is_done(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    for _ in range(29):
        clock(minutes=20)
        assert is_in(browser)
    clock(minutes=21)
    assert not is_in(browser)


def test_proving_who_one_is_does_not_stretch_the_ten_hours(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    for _ in range(29):
        clock(minutes=20)
        is_in(browser)
    proof = {"password": "een lange zin die niemand raadt", "code": code_now(), "next": "/"}
    assert browser.post("/aanmelden/bevestigen/", proof)["Location"] == "/"
    clock(minutes=21)
    assert not is_in(browser)


def test_each_rise_of_privilege_gives_the_session_a_new_id(ada: User, app: list[str], clock: Any) -> None:
    browser = Client()
    first_step(browser)
    before = browser.cookies[NAME].value
    browser.post("/aanmelden/stap-2/", {"code": code_now()})
    signed = browser.cookies[NAME].value
    clock(minutes=6)
    browser.post("/aanmelden/bevestigen/", {"password": "een lange zin die niemand raadt", "code": code_now()})
    proved = browser.cookies[NAME].value
    assert len({before, signed, proved}) == 3
    assert not SessionStore(signed).load()
    assert StaffSession.objects.count() == 1


def test_the_worker_removes_what_is_over_with_an_event_for_each(ada: User, app: list[str], clock: Any) -> None:
    both_steps()
    clock(minutes=20)
    live = both_steps()
    clock(minutes=15)
    (job,) = [job for job in schedule.jobs() if job.name == "signin.forget_sessions"]
    job.run()
    assert StaffSession.objects.count() == 1
    (event,) = recorded("session:expired")
    assert (event.detail["account"], event.detail["after"]) == (str(ada.id), "idle")
    assert is_in(live)


def test_an_ended_session_is_not_brought_back_by_a_page_that_was_still_busy(ada: User, app: list[str]) -> None:
    key = both_steps().cookies[NAME].value
    busy = SessionStore(key)
    busy["x"] = 1
    StaffSession.objects.all().delete()
    with pytest.raises(UpdateError):
        busy.save()
    assert not StaffSession.objects.exists()


def test_the_page_lists_one_s_own_and_ends_one(ada: User, app: list[str], sanne: User, clock: Any) -> None:
    old = both_steps()
    clock(minutes=2)
    browser = both_steps()
    hers = signed_in(sanne)
    page = browser.get("/mijn-account/sessies/")
    assert [is_this for _, is_this in page.context["sessions"]] == [True, False]
    other = StaffSession.objects.filter(account=ada).earliest("started_at")
    assert browser.post(f"/mijn-account/sessies/{other.id}/")["Location"] == "/mijn-account/sessies/"
    assert (is_in(old), is_in(browser), is_in(hers)) == (False, True, True)
    assert [event.actor_id for event in recorded("session:ended")] == [ada.actor_id]


def test_nobody_ends_a_session_of_somebody_else(ada: User, app: list[str], sanne: User) -> None:
    hers = signed_in(sanne)
    session = StaffSession.objects.get(account=sanne)
    assert both_steps().post(f"/mijn-account/sessies/{session.id}/").status_code == 404
    assert is_in(hers)


def test_all_others_end_at_once(ada: User, app: list[str], clock: Any) -> None:
    others = [both_steps()]
    clock(minutes=1)
    others.append(both_steps())
    clock(minutes=1)
    browser = both_steps()
    browser.post("/mijn-account/sessies/andere/")
    assert [is_in(one) for one in (*others, browser)] == [False, False, True]
    assert len(recorded("session:others_ended")[0].detail["sessions"]) == 2


def test_a_leaver_is_signed_out_everywhere(ada: User, app: list[str], sanne: User) -> None:
    browser, hers = both_steps(), signed_in(sanne)
    handover.end_sessions(ada)
    assert (is_in(browser), is_in(hers)) == (False, True)


def test_reading_pages_writes_no_session_every_time(ada: User, app: list[str], clock: Any) -> None:
    browser = both_steps()
    seen = StaffSession.objects.get().last_seen_at
    clock(seconds=30)
    browser.get("/")
    assert StaffSession.objects.get().last_seen_at == seen
    clock(seconds=31)
    browser.get("/")
    assert StaffSession.objects.get().last_seen_at > seen
