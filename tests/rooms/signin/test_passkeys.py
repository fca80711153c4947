"""Passkeys against a key in software: right answers let in, and nothing else does."""

import hashlib
import json
import struct
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData

from schakel.access.models import User
from schakel.signin.models import Passkey
from tests.personas import recorded
from tests.rooms.signin.ada import first_step, is_in

pytestmark = pytest.mark.django_db
_PRESENT, _VERIFIED = 0x01, 0x04


@dataclass
class Key:
    """A key that answers as a device would, and can lie."""

    row: Passkey
    private: ec.EllipticCurvePrivateKey
    count: int = 0

    def answer(self, challenge: str, **lie: Any) -> str:
        self.count += lie.get("count", 1)
        told = {
            "type": lie.get("type", "webauthn.get"),
            "challenge": challenge,
            "origin": lie.get("origin", "http://testserver"),
        }
        said = json.dumps(told).encode()
        party = hashlib.sha256(lie.get("party", "testserver").encode()).digest()
        data = party + struct.pack(">BI", lie.get("flags", _PRESENT | _VERIFIED), self.count)
        private = lie.get("private", self.private)
        signature = private.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        key = websafe_encode(bytes(self.row.credential_id))
        handle = lie.get("handle", self.row.account.id.bytes)
        parts = {"clientDataJSON": said, "authenticatorData": data, "signature": signature, "userHandle": handle}
        response = {name: websafe_encode(value) for name, value in parts.items()}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": response})


@pytest.fixture
def key(ada: User) -> Key:
    private = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(private.public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, b"ada's key", public)
    row = Passkey.objects.create(account=ada, name="Sleutel", credential_id=b"ada's key", credential=bytes(credential))
    return Key(row, private)


def ask(browser: Client) -> Any:
    return browser.post("/aanmelden/sleutel/vraag/").json()["publicKey"]


def show(browser: Client, credential: str) -> Any:
    return browser.post("/aanmelden/sleutel/", {"credential": credential})


def test_the_key_alone_opens_the_desk(ada: User, key: Key) -> None:
    browser = Client()
    question = ask(browser)
    assert (question["userVerification"], question.get("allowCredentials") or []) == ("required", [])
    assert len(websafe_decode(question["challenge"])) == 32
    assert show(browser, key.answer(question["challenge"]))["Location"] == "/"
    assert is_in(browser)
    assert [event.detail["how"] for event in recorded("account:signed_in")] == ["passkey"]
    key.row.refresh_from_db()
    assert key.row.use_count == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://testserver.elders.example"},
        {"origin": "http://testserver:9000"},
        {"origin": "https://testserver"},
        {"party": "elders.example"},
        {"type": "webauthn.create"},
        {"flags": _PRESENT},
        {"flags": _VERIFIED},
        {"handle": b"somebody else's  "},
        {"private": ec.generate_private_key(ec.SECP256R1())},
    ],
    # A key prints as its place in memory, which is another one in every process.
    ids=lambda lie: next(iter(lie)),
)
def test_an_answer_that_is_not_right_lets_nobody_in(ada: User, key: Key, lie: dict[str, Any]) -> None:
    browser = Client()
    response = show(browser, key.answer(ask(browser)["challenge"], **lie))
    assert (response.status_code, is_in(browser)) == (422, False)


def test_an_answer_is_good_once_and_only_for_its_own_question(ada: User, key: Key) -> None:
    browser, other = Client(), Client()
    answer = key.answer(ask(browser)["challenge"])
    ask(other)
    assert show(other, answer).status_code == 422
    assert show(browser, answer)["Location"] == "/"
    browser.post("/aanmelden/afmelden/")
    assert show(browser, answer).status_code == 422
    assert show(Client(), answer).status_code == 422


def test_a_copied_key_is_refused_and_told(ada: User, key: Key) -> None:
    browser = Client()
    show(browser, key.answer(ask(browser)["challenge"]))
    copy = Client()
    assert show(copy, key.answer(ask(copy)["challenge"], count=0)).status_code == 422
    assert len(recorded("account:passkey_copied")) == 1


def test_a_closed_account_and_a_removed_key_open_nothing(ada: User, key: Key) -> None:
    browser = Client()
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert show(browser, key.answer(ask(browser)["challenge"])).status_code == 422
    User.objects.filter(pk=ada.pk).update(is_active=True)
    Passkey.objects.all().delete()
    assert show(browser, key.answer(ask(browser)["challenge"])).status_code == 422


def test_after_a_password_only_that_account_s_key_counts(ada: User, key: Key, sanne: User) -> None:
    browser = Client()
    assert first_step(browser)["Location"] == "/aanmelden/stap-2/"
    assert [one["id"] for one in ask(browser)["allowCredentials"]] == [websafe_encode(b"ada's key")]
    Passkey.objects.update(account=sanne)
    key.row.refresh_from_db()
    assert show(browser, key.answer(ask(browser)["challenge"])).status_code == 422
    assert not is_in(browser)


def test_a_key_opens_a_locked_account(ada: User, key: Key, clock: Any) -> None:
    for number in range(6):
        first_step(Client(), password="fout")
        clock(seconds=2**number + 1)
    assert "te vaak" in first_step(Client()).content.decode()
    browser = Client()
    show(browser, key.answer(ask(browser)["challenge"]))
    assert is_in(browser)
