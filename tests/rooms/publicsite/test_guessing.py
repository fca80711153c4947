"""Ten thousand wrong codes: none is right, each gets the same answer, and each waits its turn."""

import random
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from stdnum import damm

from schakel.intake.models import Visit
from schakel.publicsite.views import follow_up
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]
TRIES = 10_000
PARTS = 5


def checked(digits: str) -> str:
    return digits + str(damm.calc_check_digit(digits))


def wrong_codes(code: str) -> list[str]:
    """Every code that differs in one digit (with a check digit that fits), and random ones."""
    near = [
        checked(code[:place] + digit + code[place + 1 : 27])
        for place in range(27)
        for digit in "0123456789"
        if digit != code[place]
    ]
    dice = random.Random(10_000)
    wrong = dict.fromkeys(near)
    while len(wrong) < TRIES:
        one = checked("".join(dice.choices("0123456789", k=27)))
        if one != code:
            wrong[one] = None
    return list(wrong)


@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_wrong_codes_open_nothing(client: Client, naps: list[float], monkeypatch: Any, part: int) -> None:
    invented.fill_in(client)
    code = invented.send(client)
    client.post("/stoppen/")
    before = Visit.objects.count()
    said: set[tuple[str, tuple[str, ...], int]] = set()

    def note(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        # The page is drawn once for all: what it would say is what is compared.
        errors = tuple(context["form"].errors.get("code", ()))
        said.add((name, errors, status))
        return HttpResponse(status=status)

    monkeypatch.setattr(follow_up, "page", note)
    post = RequestFactory().post
    view = follow_up.enter_code
    for wrong in wrong_codes(code)[part::PARTS]:
        assert view(post("/vervolg/", {"code": wrong})).status_code == 422
    assert len(said) == 1, "a code that is nearly right gets the answer that any other gets"
    assert len(naps) == TRIES / PARTS, "every wrong one waited"
    assert Visit.objects.count() == before
    assert view(post("/vervolg/", {"code": code})).status_code == 303
