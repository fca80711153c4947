"""The document for a recipient and the page for a client, read back from the PDF."""

import io
from typing import Any

import pdfplumber
import pytest
from django.http import Http404

from schakel.access.models import User
from schakel.cases.life import people
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case
from schakel.cases.states import InvolvedAs
from schakel.intake.content import ReporterCategory
from schakel.people.details import PersonDetails
from schakel.sharing import paper
from schakel.sharing.actions import giving
from schakel.sharing.clients import client_page
from schakel.sharing.contents import read_given
from tests.personas import recorded
from tests.rooms.sharing import telling
from tests.rooms.sharing.telling import TODAY

pytestmark = pytest.mark.django_db
CONDITIONS = "Niet aan de werkgever laten weten, ook niet als die ernaar vraagt."


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def pages_of(document: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(document)) as read:
        return [" ".join((page.extract_text() or "").split()) for page in read.pages]


def test_the_document_holds_what_was_given_and_on_every_page_the_conditions(case: Case, tarik: User) -> None:
    long = "\n".join(f"Regel {number} over hoe het met hem gaat en wat hij nodig heeft." for number in range(90))
    whole = telling.whole(telling.victim(case), text=long, conditions=CONDITIONS)
    given = read_given(telling.given(case, telling.shelter(tarik), whole, by=tarik))
    assert given is not None
    document = paper.disclosure_pdf(given)
    pages = pages_of(document)
    assert len(pages) > 1
    for page in pages:
        assert CONDITIONS in page
        assert "V-2026-0001 · voor Opvang De Haven" in page
    words = " ".join(pages)
    for told in (
        "Marek Nowak",
        telling.PHONE,
        "Regel 89",
        "hulp, zorg of opvang regelen",
        "samenwerking volgens de Wgs",
    ):
        assert told in words
    # Neither what was not chosen nor the centre's own weighing leaves.
    assert telling.ADDRESS not in words
    assert "Hij belt zelf niet" not in words
    assert paper.disclosure_pdf(given) == document


def test_what_somebody_typed_is_text_and_never_a_command(case: Case, tarik: User) -> None:
    odd = '#read("/etc/passwd") \\ *vet* $x$ <label> ' + "x" * 400
    whole = telling.whole(telling.victim(case), text=odd, conditions=odd)
    given = read_given(telling.given(case, telling.shelter(tarik), whole, by=tarik))
    assert given is not None
    assert '#read("/etc/passwd")' in " ".join(pages_of(paper.disclosure_pdf(given)))


def test_a_client_is_told_who_got_what_and_reads_nothing_about_anybody_else(case: Case, tarik: User) -> None:
    marek, boris = telling.victim(case), telling.suspect(case, tarik)
    known = PersonDetails(TODAY, name="Piotr Nowak", phone="06 – 77 77 77 77")
    brother = people.add(
        case=case, newcomer=Newcomer(details=known, relation="broer"), role=InvolvedAs.FAMILY, by=tarik
    )
    chosen = tuple(telling.key_of(row, "name") for row in (marek, brother))
    whole = telling.whole(marek, chosen=(*chosen, telling.key_of(marek, "phone")), text="Piotr betaalt zijn huur.")
    row = telling.given(case, telling.shelter(tarik), whole, by=tarik)
    only_brother = telling.whole(marek, chosen=(telling.key_of(brother, "phone"),))
    telling.given(case, telling.shelter(tarik, name="Opvang Twee", email="a@twee.example"), only_brother, by=tarik)
    giving.recall(disclosure=row, because="Piotr vroeg het.", by=tarik)
    words = " ".join(pages_of(paper.client_pdf(client_page(case, marek.pk, tarik, handed=True), on=TODAY)))
    for told in (
        "Opvang De Haven", "24 november 2026", "Naam, telefoon, een toelichting in woorden",
        "Om hulp, zorg of opvang voor u te regelen.", "ingetrokken",
    ):  # fmt: skip
        assert told in words
    for hidden in ("Piotr", "Boris", "Opvang Twee", "06 –", "broer", "Hij belt"):
        assert hidden not in words
    (event,) = recorded("disclosure:overview_given")
    assert str(marek.person_id) in event.detail_text
    with pytest.raises(Http404):
        client_page(case, boris.pk, tarik)


def test_police_data_stay_off_the_client_s_page(tarik: User, sanne: User) -> None:
    case = telling.case_of(tarik, sanne, category=ReporterCategory.POLICE)
    marek = telling.victim(case)
    whole = telling.whole(
        marek, purpose="safety", supplier="Politie", supplier_agreed_on="2026-11-20", onward="Zijn veiligheid."
    )
    row = telling.drafted(case, telling.shelter(tarik), whole, by=tarik)
    telling.read_by(row, telling.colleague_in(case), by=tarik)
    giving.give(disclosure=row, how="secure_mail", by=tarik)
    page = client_page(case, marek.pk, tarik)
    assert (page.lines, page.left_out) == ([], 1)
    assert "nog niets over u" in " ".join(pages_of(paper.client_pdf(page, on=TODAY)))
