"""Documents of a case and who may see it: what the log tells, what was before, and what changes while somebody works."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases.documents.actions import filing
from schakel.cases.documents.models import Document, DocumentFile
from schakel.cases.life import lineage
from schakel.cases.models import Case
from schakel.cases.policies import NotPossible
from schakel.search.queries import find
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.attachments import sending
from tests.rooms.cases.filing import added, checked, posted, room, suspect_in
from tests.rooms.cases.planning import TODAY, case_of

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SECRET = "Zij slaapt bij tante Halina"


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def test_what_a_document_was_before_is_told_to_whoever_could_see_it_then(
    case: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    of_suspect = added(case, title="Brief over Dirk", about=(str(suspect_in(case).id),))
    of_police = added(case, title="Verhoor van Dirk", is_police=True)
    for document in (of_suspect, of_police):
        filing.describe(document=document, said=filing.Described("Huurbrief"), revision=1, by=tarik)
        assert "Dirk" in desk(tarik).get(room(case, document)).content.decode()
        page = desk(sanne).get(room(case, document)).content.decode()
        assert "Wat er is gewijzigd" in page
        assert "Dirk" not in page
        said = {"title": "Huur", "kind": "other", "revision": "1"}
        changed = desk(sanne).post(room(case, document, "wijzigen/"), said)
        assert changed.status_code == 409
        assert "Dirk" not in changed.content.decode()


def test_the_log_says_of_whom_a_document_told(case: Case, tarik: User, desk: Desk) -> None:
    victim, browser = case.involvements.get(), desk(tarik)
    document = checked(case, about=(str(victim.id),))
    for address in (room(case), room(case, document, "1/werkkopie/"), room(case, document, "wijzigen/")):
        browser.get(address)
    browser.get(f"{room(case)}toevoegen/")
    browser.post(room(case, document, "1/origineel/"))
    find("besluit", viewer=tarik)
    for tag in ("document:listed", "document:copy_read", "document:original_taken", "words:searched"):
        assert recorded(tag)[-1].detail["persons"] == [str(victim.person_id)], tag
    # Both forms list everybody in the case.
    assert [one.detail["persons"] for one in recorded("case:involved_read")] == [[str(victim.person_id)]] * 2


@pytest.mark.parametrize("page", ["toevoegen/", "versie/"])
def test_a_file_without_the_token_of_its_form_is_not_taken(case: Case, tarik: User, desk: Desk, page: str) -> None:
    address = room(case, added(case) if page == "versie/" else None, page)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk(tarik).cookies
    before = DocumentFile.objects.count()
    assert strict.post(address, posted()).status_code == 403
    assert DocumentFile.objects.count() == before


def test_whose_access_ended_gets_their_words_back_and_no_codes(
    case: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    access.exclude(compartment=case.compartment, user=sanne, by=tarik)
    sent = {
        "conditions": SECRET, "arrived": "abcdefghi", "about": ["00000000-0000-4000-8000-000000000000"], "newest": "31",
        "kind": "decision", "basis": "own", "v_een": "observed", "w_een": "Hij draagt haar tas.", "is_police": "on",
    }  # fmt: skip
    response = desk(sanne).post(f"{room(case)}toevoegen/", posted("", **sent))
    assert response.status_code == 404
    words = ["Besluit van de gemeente", "Gemeente Fictief", SECRET, "Hij draagt haar tas."]
    assert response.context["typed"].split("\n\n") == words


def test_a_case_that_goes_on_lists_what_the_earlier_one_kept(case: Case, sanne: User, tarik: User, desk: Desk) -> None:
    before, after = added(case, title="Oud contract"), case_of(tarik, sanne)
    lineage.join(origin=case, successor=after, why="Eén verhaal.", keeps=[], by=tarik)
    page = desk(tarik).get(room(after)).content.decode()
    assert f"Uit casus {case.number}" in page
    assert room(case, before) in page
    assert "Er zijn nog geen documenten" not in page


def test_what_happened_to_the_case_while_a_file_was_sent_counts(case: Case, sanne: User, tarik: User) -> None:
    document = checked(case)
    # As the request that is still receiving it read them, minutes ago.
    then, also_then = Case.objects.get(pk=case.pk), Document.objects.select_related("case").get(pk=document.pk)
    access.exclude(compartment=case.compartment, user=sanne, by=tarik)
    taken = sending.arrived("b.txt", b"B.")
    for file_it in (
        lambda: filing.add_document(case=then, said=filing.Described("Laat"), taken=taken, by=sanne),
        lambda: filing.add_version(document=also_then, taken=taken, by=sanne),
    ):
        with pytest.raises(Http404):
            file_it()
    chain.end_case(case, by=tarik)
    with pytest.raises(NotPossible, match="Heropen die eerst"):
        filing.add_document(case=then, said=filing.Described("Laat"), taken=taken, by=tarik)
    assert DocumentFile.objects.count() == 1
