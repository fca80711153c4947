"""A case with 400 notes, 60 documents and 30 participants: no page asks more for it than for a third of it, nobody gets all of
it at once, and everything is found."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.access.models import User
from schakel.cases.conference.models import Attendee
from schakel.cases.documents.models import Document
from schakel.sharing.models import Disclosure
from tests.rooms.cases import large as building
from tests.rooms.cases.large import DOCUMENTS, NOTES, PARTICIPANTS, Large, word
from tests.rooms.sharing import telling

Desk = Callable[[User], Client]
Pages = Mapping[str, Callable[[], Any]]
pytestmark = [pytest.mark.django_db, pytest.mark.long_run]


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = telling.TODAY


def pages_of(large: Large, staff: Client, guest: Client) -> Pages:
    """Every page of the case that a coordinator and a participant open, by what it is called here."""
    case, here, theirs = large.case, f"/casussen/{large.case.id}/", f"/mijn-casussen/{large.case.id}/"
    assert large.conference is not None
    held = f"{here}overleg/{large.conference.id}/"
    attendee = Attendee.objects.filter(conference=large.conference, professional__isnull=False).earliest("created_at")
    document = Document.objects.filter(case=case, files__number=2).earliest("created_at")
    victim = telling.victim(case)
    assert victim.person is not None
    step = case.steps.filter(professional=large.professionals[0]).earliest("created_at")
    given = Disclosure.objects.filter(case=case, given_at__isnull=False).earliest("given_at")
    draft = Disclosure.objects.filter(case=case, given_at=None).earliest("drafted_at")
    ours = {
        "case": here, "story": f"{here}verloop/", "facts": f"{here}gegevens/", "risk": f"{here}risico/",
        "one-pager": f"{here}overnemen/", "access": f"{here}toegang/", "plan": f"{here}plan/",
        "step": f"{here}plan/actie/{step.id}/", "new step": f"{here}plan/nieuw/action/",
        "documents": f"{here}documenten/", "medical documents": f"{here}documenten/?soort=medical",
        "document": f"{here}documenten/{document.id}/", "conferences": f"{here}overleg/", "conference": held,
        "who was there": f"{held}gehouden/", "new participant": f"{held}deelnemers/", "minutes": f"{held}verslag/",
        "participant": f"{held}deelnemers/{attendee.id}/", "signatures": f"{held}ondertekening/",
        "participant's minutes": f"{held}deelnemers/{attendee.id}/verslag-1.pdf", "sheet": f"{held}blad.pdf",
        "disclosures": f"{here}verstrekkingen/", "disclosure": f"{here}verstrekkingen/{given.id}/",
        "draft": f"{here}verstrekkingen/{draft.id}/", "client": f"{here}verstrekkingen/overzicht/{victim.id}/",
        "signs": f"{here}signalen/", "signs of one": f"{here}signalen/{victim.id}/",
        "how signs went": f"{here}signalen/{victim.id}/verloop/", "additions": f"{here}aanvullingen/",
        "person": f"/personen/{victim.person_id}/",
        **{f"story of {kind}": f"{here}verloop/?soort={kind}" for kind in ("note", "conference", "document", "signs")},
    }  # fmt: skip
    shared = {
        "guest's first page": "/", "shared case": theirs, "shared minutes": f"{theirs}verslagen/{large.conference.id}/",
        "shared minutes on paper": f"{theirs}verslagen/{large.conference.id}/verslag.pdf",
        "own action": f"{theirs}acties/{step.id}/", "shared disclosure": f"{theirs}verstrekkingen/{given.id}/",
    }  # fmt: skip
    return {
        **{name: _getting(staff, path) for name, path in ours.items()},
        **{name: _getting(guest, path) for name, path in shared.items()},
        "search": lambda: staff.post("/zoeken/", {"words": "Gebeurtenis"}),
    }


def _getting(browser: Client, path: str) -> Callable[[], Any]:
    return lambda: browser.get(path)


def asked(pages: Pages) -> dict[str, int]:
    """How much each page asks of both databases, once everything that is made at a first look is there."""
    counts = {}
    for name, get in pages.items():
        get()
        with (
            CaptureQueriesContext(connections["default"]) as queries,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            response = get()
        assert response.status_code == 200, name
        # Once a minute a session notes that it was used, whichever page that falls on.
        noted = sum('UPDATE "signin_staffsession"' in one["sql"] for one in queries)
        counts[name] = len(queries) + len(keys) - noted
    return counts


def test_a_case_that_grew_for_years_asks_no_more_and_is_read_a_part_at_a_time(
    sanne: User, tarik: User, desk: Desk
) -> None:
    large, staff = building.begun(tarik, sanne), desk(tarik)
    building.grow(large)
    guest = desk(large.first_guest)
    few = asked(pages_of(large, staff, guest))
    building.grow(large)
    building.grow(large)
    whole = asked(pages_of(large, staff, guest))
    grown = {name: (few[name], count) for name, count in whole.items() if count > few[name]}
    assert not grown
    _read_a_part_at_a_time(large, staff)
    _everything_is_found(large, staff)


def _read_a_part_at_a_time(large: Large, staff: Client) -> None:
    here = f"/casussen/{large.case.id}/"
    story = _page(staff, f"{here}verloop/?soort=note")
    assert story.count("timeline__title") == 50
    assert f'<span class="muted">{3 * NOTES}</span>' in story
    assert 'rel="next"' in story
    assert _page(staff, here).count("timeline__title") == 12
    documents = _page(staff, f"{here}documenten/")
    assert f"1 tot en met 30 van {3 * DOCUMENTS} documenten" in documents
    assert documents.count("row-link") == 30
    additions = _page(staff, f"{here}aanvullingen/")
    assert "1 tot en met 20 van " in additions
    assert additions.count("<article") == 20
    # What waits longest stands on the page; the rest of the actions is folded away under how many they are.
    open_steps = large.case.steps.filter(ended_at=None).count()
    shown, _, folded = _page(staff, f"{here}plan/").partition(f"<summary>Nog {open_steps - 30} acties en afspraken")
    assert shown.count("/plan/actie/") == 30
    assert folded.partition("</details>")[0].count("/plan/actie/") == open_steps - 30
    assert f"Van andere organisaties ({3 * PARTICIPANTS})" in _page(staff, here)


def _everything_is_found(large: Large, staff: Client) -> None:
    here, last = f"/casussen/{large.case.id}/", word(3 * PARTICIPANTS - 1)
    pages = math.ceil(3 * NOTES / 50)
    assert "Gebeurtenis aa." in _page(staff, f"{here}verloop/?soort=note&page={pages}")
    assert here in _found(staff, "Gebeurtenis aa")
    assert "Document aa<" in _page(staff, f"{here}documenten/?page=2")
    for number in (0, 3 * DOCUMENTS - 1):
        assert f"<mark>{word(number)}</mark>" in _found(staff, f"Document {word(number)}")
    assert large.conference is not None
    for place in ("toegang/", f"overleg/{large.conference.id}/", f"overleg/{large.conference.id}/ondertekening/"):
        assert f"Deelnemer{last}" in _page(staff, f"{here}{place}"), place
    added = _page(staff, f"{here}aanvullingen/") + _page(staff, f"{here}aanvullingen/?page=2")
    assert all(f"Deelnemer{word(number)}" in added for number in range(3 * PARTICIPANTS))


def _page(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def _found(browser: Client, words: str) -> str:
    return browser.post("/zoeken/", {"words": words}).content.decode()
