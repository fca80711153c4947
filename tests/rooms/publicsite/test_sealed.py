"""The endpoint for reports that a browser sealed: what it keeps, what it refuses, and that it never breaks."""

import base64
import hashlib
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from schakel.audit.models import Event
from schakel.core.actors import system
from schakel.intake import envelopes, intake_keys, receipts, ways
from schakel.intake.content import ReporterCategory, Urgency
from schakel.intake.models import Report, ReportState, SealedBy
from schakel.publicsite import pacing, work
from schakel.vault import keys, sealing
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db, pytest.mark.usefixtures("naps")]

SEND, TASK, QUESTIONS = "/melden/verzegeld/", "/melden/opdracht/", "/melden/vragen/"
ANSWERS = {
    "reporter": {"under_18": ["on"]},
    "story": {"story": [invented.STORY], "municipality": ["GM0153"], "place": [""], "since": ["Sinds de zomer"]},
    "forms": {"forms": ["labour"]},
    "people": {
        "people-TOTAL_FORMS": ["1"],
        "people-INITIAL_FORMS": ["0"],
        "people-0-name": ["Fleur Verzonnen"],
        "people-0-age": ["ongeveer 16"],
        "people-0-gender": ["woman"],
    },
    "hear_back": {"hear_back": ["code"], "hear_back_detail": [""]},
}
ROUTING = {"way": "iemand", "category": [], "municipality": ["GM0153"], "danger_today": [], "under_18": ["on"]}


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def sealed(client: Client, *, code: str = "", said: Any = None, routing: Any = None) -> dict[str, Any]:
    """What a browser of ours would post, sealed by Python's side of the same suite."""
    code = code or receipts.from_visit(uuid.uuid4().bytes * 2)
    task = client.get(TASK).json()
    report_id, key_id = str(uuid.uuid4()), task["intake"]["id"]
    public = keys.public_from_bytes(base64.b64decode(task["intake"]["key"]))
    parts = {"routing": ROUTING if routing is None else routing}
    parts["body"] = {"way": "iemand", "steps": ANSWERS} if said is None else said
    envelope = {
        part: text(sealing.seal(json.dumps(plain).encode(), public, info=sealing.binding(report_id, key_id, part)))
        for part, plain in parts.items()
    }
    lookup = receipts.lookup_of(code)
    return {
        "id": report_id,
        "key_id": key_id,
        "urgency": "under_18",
        "lookup": text(lookup),
        "reply_key": text(receipts.reply_public_bytes(code)),
        "work": {"challenge": task["work"]["challenge"], "numbers": solved(task["work"], lookup)},
        **envelope,
    }


def solved(task: dict[str, Any], lookup: bytes) -> list[int]:
    """Count as the phone does."""
    seed = hashlib.sha256(f"{task['challenge']}.{lookup.hex()}".encode()).digest()
    found = []
    for part in range(task["parts"]):
        number = 0
        while work.zeroes(seed, part, number) < task["bits"]:
            number += 1
        found.append(number)
    return found


def send(client: Client, posted: Any) -> Any:
    body = posted if isinstance(posted, (bytes, str)) else json.dumps(posted)
    return client.post(SEND, body, content_type="application/json")


def test_a_sealed_report_is_kept_as_it_came_and_opens_at_the_desk(client: Client) -> None:
    posted = sealed(client)
    answer = send(client, posted)
    assert (answer.status_code, answer.json()) == (201, {"state": "received"})
    report = Report.objects.get()
    assert (report.sealed_by, report.urgency, report.language) == (SealedBy.BROWSER, Urgency.UNDER_18, "nl")
    assert bytes(report.body_sealed or b"") == base64.b64decode(posted["body"])
    routing = envelopes.read_routing(report)
    assert (routing.category, routing.municipality, routing.under_18) == ("other", "GM0153", True)
    said = envelopes.read_content(report)
    assert said.body.story == invented.STORY
    assert said.body.forms == ("labour",)
    assert [(person.name, person.age) for person in said.body.people] == [("Fleur Verzonnen", "ongeveer 16")]
    assert said.body.as_typed == ()
    assert Event.objects.get(tag="report:received").detail["key"] == report.key_id


def test_sending_it_again_keeps_one(client: Client) -> None:
    code = receipts.from_visit(bytes(32))
    for _ in range(2):
        assert send(client, sealed(client, code=code)).status_code == 201
    assert Report.objects.count() == 1
    assert Event.objects.filter(tag="report:received").count() == 1


def test_it_is_found_again_with_its_code(client: Client) -> None:
    code = receipts.from_visit(bytes(32))
    send(client, sealed(client, code=code))
    assert client.post("/vervolg/", {"code": code}).status_code == 303


def test_a_key_that_was_replaced_in_between_still_opens(client: Client) -> None:
    posted = sealed(client)
    intake_keys.rotate(by=system("worker"))
    assert send(client, posted).status_code == 201
    report = Report.objects.get()
    assert report.key_id != keys.public_keys().intake_key_id
    assert envelopes.read_content(report).body.story == invented.STORY


@pytest.mark.parametrize("bits", [0, 6])
def test_work_that_was_not_done_is_sent_back(client: Client, settings: Any, bits: int) -> None:
    settings.SCHAKEL_WORK_BITS = 20
    task = client.get(TASK).json()
    settings.SCHAKEL_WORK_BITS = bits
    posted = sealed(client)
    # Numbers for an easy task do not answer the hard one, but once in two to the power of two hundred times.
    posted["work"]["challenge"] = task["work"]["challenge"]
    answer = send(client, posted)
    assert (answer.status_code, answer.json()["state"]) == (422, "unfinished")
    assert not Report.objects.exists()


def test_work_for_one_report_is_none_for_another(client: Client, settings: Any) -> None:
    settings.SCHAKEL_WORK_BITS = 10
    one, other = sealed(client), sealed(client)
    other["work"] = one["work"]
    assert send(client, other).status_code == 422


def test_a_challenge_that_nobody_gave_or_long_ago_is_asked_anew(client: Client, monkeypatch: Any) -> None:
    posted = sealed(client)
    forged = {**posted, "work": {**posted["work"], "challenge": "a:b:c"}}
    assert (send(client, forged).status_code, send(client, forged).json()["state"]) == (409, "expired")
    monkeypatch.setattr(work, "LIFETIME_SECONDS", -1)
    assert send(client, posted).status_code == 409
    assert not Report.objects.exists()


def test_over_the_ceiling_it_says_how_long_to_wait(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(pacing, "reports", pacing.TokenBucket(rate=0, burst=1))
    assert send(client, sealed(client)).status_code == 201
    answer = send(client, sealed(client))
    assert (answer.status_code, answer.json()) == (429, {"state": "busy", "wait": 20})


def test_many_reports_make_the_work_harder_for_everybody(client: Client, monkeypatch: Any) -> None:
    now = [0.0]
    load = pacing.Load(quiet=60, clock=lambda: now[0])
    monkeypatch.setattr(pacing, "load", load)
    usual = work.challenge()["bits"]
    for _ in range(240):
        load.add()
    assert work.challenge()["bits"] == usual + 2
    for _ in range(100_000):
        load.add()
    assert work.challenge()["bits"] == usual + work.MOST_EXTRA_BITS
    now[0] += 3_600
    assert work.challenge()["bits"] == usual


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "nee"), ("id", "33FCD094-F115-4418-B59E-6E617135E11E"), ("id", 7), ("id", "2ab906b0-ea05-11f1-9e32-02fc00000001"),
        ("key_id", "zz"), ("key_id", None), ("urgency", "morgen"), ("urgency", []),
        ("lookup", "AAAA"), ("lookup", "é"), ("reply_key", text(bytes(1216))[:-8]), ("reply_key", ""),
        ("routing", text(b"\x01" + bytes(700))), ("body", text(bytes(3000))), ("body", {"a": 1}),
        ("work", None), ("work", {"challenge": 1, "numbers": []}), ("work", {"challenge": "a", "numbers": [1.5]}),
        ("work", {"challenge": "a", "numbers": [True]}),
    ],
)  # fmt: skip
def test_what_no_browser_of_ours_sends_is_refused(client: Client, name: str, value: Any) -> None:
    answer = send(client, sealed(client) | {name: value})
    assert (answer.status_code, answer.json()["state"]) == (400, "malformed")
    assert not Report.objects.exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=15,
)
anything = hypothesis_settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@anything
@given(raw=st.one_of(st.binary(max_size=300), JSON.map(lambda value: json.dumps(value).encode())))
def test_whatever_is_posted_is_answered(client: Client, raw: bytes) -> None:
    assert send(client, raw).status_code == 400


@pytest.mark.parametrize("raw", [b"[" * 400_000, b"1" * 100_000, b'{"id":' * 50_000, b"\xff\xfe", b"", b"NaN"])
def test_hostile_json_is_refused(client: Client, raw: bytes) -> None:
    assert send(client, raw).status_code == 400


@anything
@given(
    changed=st.dictionaries(st.sampled_from(["id", "lookup", "reply_key", "routing", "body", "work", "urgency"]), JSON)
)
def test_whatever_stands_in_a_field_is_answered(client: Client, changed: dict[str, Any]) -> None:
    assert send(client, {**BASE, **changed}).status_code in (400, 409)


BASE = {
    "id": str(uuid.UUID(int=4, version=4)),
    "key_id": "0" * 16,
    "urgency": "",
    "work": {"challenge": "", "numbers": []},
}


def test_an_envelope_that_does_not_open_can_still_be_dealt_with(client: Client, django_user_model: Any) -> None:
    from schakel.access.roles import Role
    from schakel.intake import actions
    from tests.rooms import chain

    posted = sealed(client)
    posted["body"] = text(b"\x01" + bytes(1088 + 32 + 16 + 1024))
    assert send(client, posted).status_code == 201
    report = Report.objects.get()
    said = actions.open_report(report=report, by=chain.account(Role.INTAKE_WORKER))
    assert "niet goed verzegeld" in said.body.as_typed[0][1]
    report.refresh_from_db()
    assert report.state == ReportState.OPENED
    assert report.body_sealed is not None, "what came is still there"
    assert (
        actions.open_report(report=report, by=chain.account(Role.INTAKE_WORKER)).routing.category
        == ReporterCategory.OTHER
    )


@pytest.mark.parametrize("path", ways.WAYS.values(), ids=lambda path: str(path.slug))
def test_all_questions_of_a_way_come_empty_and_without_a_cookie_of_a_visit(
    client: Client, settings: Any, path: ways.Path
) -> None:
    page = client.get(f"{QUESTIONS}?wie={path.slug}")
    words = page.content.decode()
    assert page.status_code == 200
    assert f'data-way="{path.slug}"' in words
    assert re.findall(r'data-step="(\w+)"', words) == [step.name for step in path.steps]
    assert re.findall(r'data-only-for="(.*?)"', words) == ["hear_back=phone", "hear_back=email"]
    assert words.count('<form novalidate autocomplete="off" data-questions>') == len(path.steps)
    for state in ("receipt", "receipt_ja", "receipt_nee", "hidden", "hidden_open", "hidden_wrong", "check", "ran_out"):
        assert words.count(f'data-page="{state}"') == 1
    assert settings.VISIT_COOKIE not in page.cookies
    # The code's place on each of the three receipts, for the digits that only the browser knows.
    assert words.count("<li>a a a a</li>") == 3
    assert ("data-asks-age" in words) == path.has_marks


def test_a_code_that_a_browser_made_leads_to_a_proof(client: Client) -> None:
    code = receipts.from_visit(bytes(32))
    send(client, sealed(client, code=code))
    answer = client.post("/vervolg/", {"code": code, "proof": "ja"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/bewijs/")
    assert 'name="make"' in client.get("/bewijs/").content.decode()
    client.post("/bewijs/", {"make": "ja"})
    assert "Controlenummer" in client.get("/bewijs/").content.decode()
    assert client.post("/vervolg/", {"code": f"{'1' * 27}2", "proof": "ja"}).status_code == 422


def test_a_database_that_refuses_says_so(client: Client, read_only_database: Any) -> None:
    posted = sealed(client)
    read_only_database()
    answer = send(client, posted)
    assert (answer.status_code, answer.json()["state"]) == (503, "failed")


def test_without_scripts_the_pages_say_that_the_server_sealed(client: Client) -> None:
    invented.fill_in(client)
    assert "op onze server" in client.get("/melden/controle/").content.decode()
    invented.send(client)
    assert "door onze server op slot" in client.get("/melden/ontvangen/").content.decode()
    assert Report.objects.get().sealed_by == SealedBy.SERVER
