"""The public door as an onion service: it answers to that name, and its pages say where they are on Tor."""

import pytest
from django.conf import LazySettings
from django.test import Client

from schakel.config import environment
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]

ONION = "a2" * 28 + ".onion"
PRODUCTION = {"SCHAKEL_PUBLIC_HOST": "melden.example", "SCHAKEL_DESK_HOST": "werk.example"}


@pytest.fixture(autouse=True)
def _as_onion_service(settings: LazySettings) -> None:
    settings.SCHAKEL_ONION = ONION
    settings.ALLOWED_HOSTS = ["testserver", ONION]


def test_a_page_names_its_address_on_tor_and_there_it_does_not() -> None:
    assert Client().get("/en/contact/?a=b")["Onion-Location"] == f"http://{ONION}/en/contact/?a=b"
    assert "Onion-Location" not in Client(headers={"host": ONION}).get("/en/contact/")


def test_without_the_setting_nothing_is_said(settings: LazySettings) -> None:
    settings.SCHAKEL_ONION = ""
    assert "Onion-Location" not in Client().get("/contact/")


def test_a_report_is_made_there() -> None:
    # As Tor Browser sends it: no origin, and the form's own token is what counts.
    client = Client(headers={"host": ONION, "origin": "null"})
    invented.fill_in(client)
    assert len(invented.send(client)) == 28


def test_a_wrong_name_stops_the_start_with_one_sentence() -> None:
    assert environment.read({**PRODUCTION, "SCHAKEL_ONION": ONION}).onion == ONION
    for wrong in (f"http://{ONION}", "expyuzz4wqqyqhjn.onion", ONION.upper()):
        with pytest.raises(environment.SettingError, match="the name that Tor wrote"):
            environment.read({**PRODUCTION, "SCHAKEL_ONION": wrong})
