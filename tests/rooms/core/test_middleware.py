"""The edges of every request: nothing of the visitor comes in, nothing of the cause of an error goes out."""

import logging
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from schakel.core.middleware import Boundary, FromOurOwnPage, Quiet, internal_error

SECRET = "Kwikstaartjeszomer"


def failing() -> ValueError:
    """An error of the kind whose message quotes what was typed."""
    with pytest.raises(ValueError, match=SECRET) as caught:
        int(SECRET)
    return caught.value


def test_nothing_tells_who_is_asking() -> None:
    seen: dict[str, object] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(request.META)
        return HttpResponse()

    request = RequestFactory().get(
        "/",
        REMOTE_ADDR="203.0.113.7",
        HTTP_USER_AGENT="Phone",
        HTTP_X_FORWARDED_FOR="203.0.113.7",
        HTTP_FORWARDED="for=203.0.113.7",
        HTTP_X_REAL_IP="203.0.113.7",
        HTTP_SEC_CH_UA_MODEL="Phone",
        HTTP_REFERER="elsewhere",
    )
    Boundary(view)(request)
    assert seen["REMOTE_ADDR"] == "0.0.0.0"
    assert not [value for value in seen.values() if "203.0.113.7" in str(value) or value == "Phone"]
    assert not {"HTTP_USER_AGENT", "HTTP_X_FORWARDED_FOR", "HTTP_REFERER", "REMOTE_HOST"} & seen.keys()


def test_an_error_shows_a_number_that_stands_in_the_log_and_not_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = internal_error(failing())
    page = response.content.decode()
    (logged,) = caplog.messages
    number = re.search(r"error ([0-9a-f]{8})", logged)
    assert number is not None
    assert (response.status_code, number[1] in page) == (500, True)
    assert SECRET not in page
    assert SECRET not in logged
    assert "ValueError" in logged
    assert "ValueError" not in page


@pytest.mark.parametrize("answer", [Http404(), PermissionDenied()])
def test_what_is_no_fault_is_left_to_its_own_page(answer: Exception) -> None:
    assert Boundary(lambda request: HttpResponse()).process_exception(HttpRequest(), answer) is None


def test_a_page_is_kept_by_no_cache_unless_it_says_so() -> None:
    plain = Quiet(lambda request: HttpResponse())(HttpRequest())
    own = Quiet(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))(HttpRequest())
    assert (plain["Cache-Control"], own["Cache-Control"]) == ("no-store", "max-age=60")
    assert plain["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in plain["Permissions-Policy"]


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}, "https://testserver"),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"}, "null"),
        ({"HTTP_ORIGIN": "https://testserver", "HTTP_SEC_FETCH_SITE": "same-site"}, "null"),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, "null"),
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, "https://elsewhere.example"),
        (
            {"HTTP_ORIGIN": "https://elsewhere.example", "HTTP_SEC_FETCH_SITE": "same-origin"},
            "https://elsewhere.example",
        ),
        # Browsers of before 2023 say nothing more.
        ({"HTTP_ORIGIN": "null"}, "https://testserver"),
        ({}, "https://testserver"),
    ],
)
def test_the_form_check_learns_where_a_form_comes_from(told: dict[str, str], seen: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    request = RequestFactory().post("/", secure=True, **told)
    FromOurOwnPage(lambda request: HttpResponse())(request)
    assert request.META["HTTP_ORIGIN"] == seen
