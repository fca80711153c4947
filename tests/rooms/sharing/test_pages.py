"""The pages of disclosures: everything that was typed stays, nothing is given by posting past the page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases.actions import Recognised
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.people.details import PersonDetails
from schakel.sharing.actions import drafts, giving
from schakel.sharing.models import Consent, Disclosure, Taking
from schakel.sharing.states import DisclosureState
from schakel.vault.actions import shred
from tests.rooms import chain
from tests.rooms.partners import known as partners
from tests.rooms.sharing import telling
from tests.rooms.sharing.telling import TODAY

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def address(name: str, row: Disclosure) -> str:
    return reverse(name, args=[row.case_id, row.id])


def posted(row: Disclosure, **changed: Any) -> dict[str, Any]:
    """What the browser posts for a draft that lacks nothing."""
    victim = telling.victim(row.case)
    said = telling.whole(victim)
    return {
        "revision": row.revision, "ground": "cooperation", "necessity": said.necessity,
        "proportionality": said.proportionality, "subsidiarity": said.subsidiarity, "expires_on": said.expires_on,
        f"data_{victim.pk}": list(said.chosen),
    } | changed  # fmt: skip


def test_from_the_case_to_the_document(case: Case, tarik: User, desk: Desk) -> None:
    browser, here = desk(tarik), telling.shelter(tarik)
    ilse = partners.professional(here, by=tarik)
    assert reverse("disclosures", args=[case.id]) in browser.get(reverse("case", args=[case.id])).text
    begun = browser.post(
        reverse("disclosure_new", args=[case.id]), {"organisation": str(here.id), "purpose": "care"}, follow=True
    )
    row = Disclosure.objects.select_related("case").get()
    assert begun.redirect_chain[-1][0] == address("disclosure_change", row)
    shown = browser.post(address("disclosure_change", row), posted(row, professional=str(ilse.id)), follow=True)
    assert "Alles wat nodig is, staat er." in shown.text
    assert "Ilse Bedacht, zorgcoördinator" in shown.text
    assert "Kies hoe de ontvanger het krijgt." in browser.post(address("disclosure_give", row), {}).text
    browser.post(address("disclosure_give", row), {"how": "by_hand"})
    document = browser.post(address("disclosure_take", row))
    assert document["Content-Type"] == "application/pdf"
    assert document.content.startswith(b"%PDF")
    assert Taking.objects.get().taken_by == tarik
    recalled = browser.post(address("disclosure_recall", row), {"because": "Hij verhuisde."}, follow=True)
    assert "Wat er al gezien kan zijn" in recalled.text
    again = browser.post(address("disclosure_take", row), follow=True)
    assert "Deze verstrekking is ingetrokken." in again.text
    assert Taking.objects.count() == 1


def test_posting_past_the_page_gives_nothing(case: Case, tarik: User, desk: Desk) -> None:
    row = drafts.draft(case=case, organisation=telling.third(tarik), purpose="care", by=tarik)
    answer = desk(tarik).post(address("disclosure_give", row), {"how": "by_hand"})
    assert answer.status_code == 409
    assert "De rechtmatigheidscommissie heeft deze verstrekking nog niet goedgekeurd." in answer.text
    row.refresh_from_db()
    assert row.state == DisclosureState.DRAFT
    assert desk(tarik).post(address("disclosure_take", row), follow=True).status_code == 200
    assert not Taking.objects.exists()


def test_what_was_typed_stays_when_something_is_wrong(case: Case, tarik: User, desk: Desk) -> None:
    row = drafts.draft(case=case, organisation=telling.third(tarik), purpose="care", by=tarik)
    wrong = posted(row, text="Hij zoekt een kamer.", committee_on="gisteren", necessity="x" * 301)
    answer = desk(tarik).post(address("disclosure_change", row), wrong)
    assert answer.status_code == 422
    for kept in ("Hij zoekt een kamer.", "gisteren", "x" * 301, "Alleen zijn naam en nummer."):
        assert kept in answer.text
    assert "Dit is geen datum" in answer.text


def test_whoever_comes_second_keeps_their_words_and_hears_of_the_first(case: Case, tarik: User, desk: Desk) -> None:
    row = drafts.draft(case=case, organisation=telling.shelter(tarik), purpose="care", by=tarik)
    first, second = posted(row, text="Van de eerste."), posted(row, text="Van de tweede.")
    desk(tarik).post(address("disclosure_change", row), first)
    answer = desk(tarik).post(address("disclosure_change", row), second)
    assert answer.status_code == 409
    assert "Een collega wijzigde deze verstrekking" in answer.text
    assert "Van de tweede." in answer.text
    row.refresh_from_db()
    assert telling.wording_of(row).text == "Van de eerste."
    again = desk(tarik).post(address("disclosure_change", row), second | {"revision": row.revision})
    assert again.status_code == 303


@pytest.mark.parametrize("revision", ["", "x", "9" * 40, "-1"])
def test_a_version_that_is_none_is_not_found(case: Case, tarik: User, desk: Desk, revision: str) -> None:
    row = drafts.draft(case=case, organisation=telling.shelter(tarik), purpose="care", by=tarik)
    assert desk(tarik).post(address("disclosure_change", row), posted(row, revision=revision)).status_code == 404


def test_a_colleague_reads_and_agrees(case: Case, tarik: User, desk: Desk) -> None:
    row = telling.drafted(
        case, telling.third(tarik), telling.whole(telling.victim(case), **telling.for_third()), by=tarik
    )
    assert "Leg voor aan een collega" in desk(tarik).get(address("disclosure", row)).text
    desk(tarik).post(address("disclosure_submit", row))
    reader, stranger = telling.colleague_in(case), chain.account(Role.CASE_COORDINATOR)
    colleague, today = desk(reader), reverse("today")
    assert address("disclosure", row) in colleague.get(today).text
    for other in (tarik, stranger):
        assert address("disclosure", row) not in desk(other).get(today).text
    page = colleague.get(address("disclosure", row)).text
    assert "Akkoord met precies dit" in page
    assert "Akkoord met precies dit" not in desk(tarik).get(address("disclosure", row)).text
    assert "Schrijf waarom." in colleague.post(address("disclosure_send_back", row), {"because": ""}).text
    wrong = colleague.post(address("disclosure_approve", row), {"digest": "0" * 64}, follow=True)
    assert "veranderd sinds u haar las" in wrong.text
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    agreed = colleague.post(address("disclosure_approve", row), {"digest": digest}, follow=True)
    assert "U bent akkoord." in agreed.text
    assert "Alles wat nodig is, staat er." in desk(tarik).get(address("disclosure", row)).text


def test_consent_is_written_down_and_withdrawn(case: Case, tarik: User, desk: Desk) -> None:
    browser, victim = desk(tarik), telling.victim(case)
    new = reverse("consent_new", args=[case.id])
    said = {
        "whose": str(victim.pk), "purpose": "care", "giver": "parents", "giver_name": "Moeder Nowak", "how": "spoken",
        "said_on": "2026-11-20", "words": "Zij vertelde het aan de keukentafel.",
    }  # fmt: skip
    refused = browser.post(new, said)
    assert refused.status_code == 409
    assert "beslist zelf" in refused.text
    assert "keukentafel" in refused.text
    assert browser.post(new, said | {"giver": "self"}).status_code == 303
    consent = Consent.objects.get()
    withdraw = reverse("consent_withdraw", args=[case.id, consent.id])
    assert "hulp, zorg of opvang regelen" in browser.get(withdraw).text
    shown = browser.post(withdraw, {"withdrawn_on": "2026-11-24", "because": "Liever niet."}, follow=True)
    assert "wordt niets meer verstrekt" in shown.text
    assert "Liever niet." in shown.text


def test_the_client_s_page_and_the_rules(case: Case, tarik: User, desk: Desk) -> None:
    victim = telling.victim(case)
    telling.given(case, telling.shelter(tarik), telling.whole(victim), by=tarik)
    browser, overview = desk(tarik), reverse("client_page", args=[case.id, victim.pk])
    assert "Om hulp, zorg of opvang voor u te regelen." in browser.get(overview).text
    assert browser.post(overview)["Content-Type"] == "application/pdf"
    rules = browser.get(reverse("sharing_rules"), {"doel": "registration"}).text
    assert "Nog niet door een jurist gelezen" in rules
    assert "Wgs art. 1.7" in rules
    assert browser.get(reverse("sharing_rules"), {"doel": "nergens"}).status_code == 200


def test_descriptions_of_one_person_are_told_apart_and_the_person_is_told_once(
    case: Case, tarik: User, sanne: User, desk: Desk
) -> None:
    first = telling.victim(case).person
    assert first is not None
    report, _ = chain.hand_in(at=time.now() - timedelta(days=9))
    again = Recognised(PersonDetails(TODAY, name="Marek Nowak"), same_as=first)
    chain.judge(report, again, by=sanne, outcome=Outcome.ADD_TO_CASE, case=case)
    row = drafts.draft(case=case, organisation=telling.shelter(tarik), purpose="care", by=tarik)
    page = desk(tarik).get(address("disclosure_change", row)).text
    assert "Marek Nowak, (vermoedelijk) slachtoffer, melding van zo 15 nov" in page
    listed = desk(tarik).get(reverse("disclosures", args=[case.id])).text
    assert listed.count("/overzicht/") == 1
    ids = [victim.pk for victim in telling.victims(case)]
    assert [desk(tarik).get(reverse("client_page", args=[case.id, pk])).status_code for pk in ids] == [200, 200]


def test_the_story_of_the_case_tells_what_was_given_and_recalled(case: Case, tarik: User, desk: Desk) -> None:
    row = telling.given(case, telling.shelter(tarik), telling.whole(telling.victim(case)), by=tarik)
    giving.recall(disclosure=row, because="Hij woont er niet meer.", by=tarik)
    story = reverse("case_story", args=[case.id])
    page = desk(tarik).get(story, {"soort": "shared"}).text
    assert "Verstrekt aan Opvang De Haven (V-2026-0001)" in page
    assert "Voor: hulp, zorg of opvang regelen." in page
    assert "Hij woont er niet meer." in page
    assert "Opvang De Haven" not in desk(telling.colleague_in(case, Role.PARTNER)).get(story).text


def test_whoever_sees_no_suspects_reads_no_words_about_one(case: Case, tarik: User, sanne: User, desk: Desk) -> None:
    boris = telling.suspect(case, tarik)
    whole = telling.whole(
        telling.victim(case), purpose="safety", chosen=(telling.key_of(boris, "name"),), necessity="Boris dreigt.",
        text="Boris heeft een mes.", supplier="Politie", supplier_agreed_on="2026-11-20", conditions="Noem Boris niet.",
    )  # fmt: skip
    row = telling.drafted(case, telling.shelter(tarik), whole, by=tarik)
    hers = desk(sanne)
    assert "Boris" in desk(tarik).get(address("disclosure", row)).text
    assert "Boris" not in hers.get(address("disclosure", row)).text
    refused = hers.get(address("disclosure_change", row))
    assert refused.status_code == 403
    assert "Boris" not in refused.text
    telling.read_by(row, telling.colleague_in(case), by=tarik)
    giving.give(disclosure=row, how="by_hand", by=tarik)
    giving.recall(disclosure=row, because="Boris zit vast.", by=tarik)
    for page in (
        address("disclosure", row),
        reverse("case_story", args=[case.id]),
        reverse("disclosures", args=[case.id]),
    ):
        assert "Boris" not in hers.get(page).text, page


def test_whoever_may_not_see_somebody_reads_no_words_about_them_and_takes_no_document(
    case: Case, tarik: User, sanne: User, desk: Desk
) -> None:
    piotr, marek = telling.of_elsewhere(case, sanne), telling.victim(case)
    whole = telling.whole(
        marek, chosen=(telling.key_of(piotr, "name"), telling.key_of(marek, "name")), text="Piotr helpt hem.",
        conditions="Bel Piotr niet.",
    )  # fmt: skip
    row = telling.given(case, telling.shelter(tarik), whole, by=tarik)
    colleague = desk(telling.colleague_in(case))
    assert "Piotr" in desk(tarik).get(address("disclosure", row)).text
    assert colleague.post(address("disclosure_take", row)).status_code == 403
    assert not Taking.objects.exists()
    giving.recall(disclosure=row, because="Piotr vroeg het.", by=tarik)
    story = reverse("case_story", args=[case.id])
    for page in (address("disclosure", row), story, reverse("disclosures", args=[case.id])):
        assert "Piotr" not in colleague.get(page).text, page
    assert "Piotr vroeg het." in desk(tarik).get(story).text


def test_a_guest_of_the_case_meets_no_trace_of_it(case: Case, tarik: User, desk: Desk) -> None:
    row = telling.given(case, telling.shelter(tarik), telling.whole(telling.victim(case)), by=tarik)
    guest = desk(telling.colleague_in(case, Role.PARTNER))
    for name in ("disclosure", "disclosure_change"):
        assert guest.get(address(name, row)).status_code == 404
    assert guest.post(address("disclosure_take", row)).status_code == 404
    page = guest.get(reverse("case", args=[case.id])).text
    assert "Verstrekking" not in page


def test_what_is_left_when_the_key_of_the_case_is_destroyed(
    case: Case, tarik: User, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    row = telling.given(case, telling.shelter(tarik), telling.whole(telling.victim(case)), by=tarik)
    assert case.data_key is not None
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[case.data_key], by=tarik)
    browser = desk(tarik)
    listed = browser.get(reverse("disclosures", args=[case.id]))
    assert "vernietigd" in listed.text
    assert row.number in listed.text
    assert "vernietigd" in browser.get(address("disclosure", row)).text
    for name in ("disclosure_new", "consent_new"):
        assert browser.get(reverse(name, args=[case.id]), follow=True).status_code == 200
    new = browser.post(
        reverse("disclosure_new", args=[case.id]), {"organisation": str(row.organisation_id), "purpose": "care"}
    )
    assert new.status_code in (409, 410)
    for verb in ("give", "take", "recall", "drop", "submit"):
        tried = browser.post(address(f"disclosure_{verb}", row), {"because": "x", "how": "by_hand"}, follow=True)
        assert tried.status_code < 500
