"""Signing in at a provider that others wrote (oidc-provider-mock, on Authlib), as a process of its own."""

import json
import subprocess
import sys
import urllib.request
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.signin.models import ProviderLink
from tests import processes
from tests.personas import recorded
from tests.rooms.signin.ada import is_in
from tests.rooms.signin.test_providers import BACK, START, Stay

pytestmark = pytest.mark.django_db


def come_in_as(browser: Client, subject: str) -> Any:
    """What the browser does at the provider's own page, and back."""
    asked = urllib.request.Request(browser.get(START)["Location"], data=f"sub={subject}".encode())
    with pytest.raises(HTTPError, match="302") as answer:
        urllib.request.build_opener(Stay).open(asked, timeout=10)
    back = urlsplit(answer.value.headers["Location"])
    answer.value.close()
    assert back.path == BACK
    return browser.get(f"{back.path}?{back.query}")


def test_a_provider_that_others_wrote_lets_in_whom_it_may(ada: User, settings: Any) -> None:
    port = processes.free_port()
    issuer = f"http://127.0.0.1:{port}"
    settings.SCHAKEL_PROVIDERS = [
        {
            "id": "gemeente", "name": "Gemeente Verzonnen", "issuer": issuer, "client_id": "schakel",
            "client_secret": "x", "second_factor": frozenset({"mfa"}),
        }
    ]  # fmt: skip
    ProviderLink.objects.create(account=ada, provider="gemeente", issuer=issuer, subject="ada-123")
    known = json.dumps({"sub": "ada-123", "amr": ["pwd", "mfa"]})
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "True"]
    process = subprocess.Popen([*command, "--user-claims", known], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        processes.wait_for_port(port, process)
        browser, stranger = Client(), Client()
        assert come_in_as(browser, "ada-123")["Location"] == "/"
        assert come_in_as(stranger, "wie").status_code == 403
    finally:
        process.terminate()
        process.wait(10)
    assert (is_in(browser), is_in(stranger)) == (True, False)
    assert [event.detail["how"] for event in recorded("account:signed_in")] == ["provider"]
