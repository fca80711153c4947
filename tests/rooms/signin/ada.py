"""What Ada types to sign in."""

from typing import Any

from django.test import Client

from schakel.core import time
from schakel.signin import totp

PASSWORD = "een lange zin die niemand raadt"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    """What the app shows now."""
    return totp.code_at(secret, totp.step_of(time.real_now()))


def first_step(browser: Client, *, email: str = "ada@kenniscentrum.example", password: str = PASSWORD) -> Any:
    """Type address and password."""
    return browser.post("/aanmelden/", {"email": email, "password": password})


def both_steps(browser: Client | None = None) -> Client:
    """Type password and code."""
    browser = browser or Client()
    assert first_step(browser)["Location"] == "/aanmelden/stap-2/"
    response = browser.post("/aanmelden/stap-2/", {"code": code_now()})
    assert response.status_code == 303, response.content.decode()
    return browser


def is_in(browser: Client) -> bool:
    """Whether the desk opens."""
    return browser.get("/").status_code == 200
