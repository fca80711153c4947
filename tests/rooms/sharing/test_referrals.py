"""A referral: asked of one organisation, reminded of, answered, received, withdrawn; and whom it is kept from."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pdfplumber
import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Role
from schakel.cases import worklists
from schakel.cases.life.story import in_full, story_of
from schakel.cases.models import Case
from schakel.cases.plan import worklist
from schakel.cases.plan.worklist import When
from schakel.cases.worklists import Which
from schakel.core import region, time
from schakel.outbox.delivery import deliver_due
from schakel.outbox.models import Outgoing
from schakel.partners import actions as partner_actions
from schakel.partners.kinds import How
from schakel.partners.models import Organisation
from schakel.sharing.referral import actions, policies, queries
from schakel.sharing.referral.models import Referral
from schakel.sharing.referral.states import MOVES, ReferralState, Turn
from schakel.vault.actions import shred
from tests.personas import recorded
from tests.rooms.outbox.servers import Box, for_partners
from tests.rooms.partners import known as partners
from tests.rooms.sharing import referring, telling

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NEW = "doorverwijzing/"


@pytest.fixture(autouse=True)
def _a_tuesday() -> Iterator[None]:
    with time.travel(time.start_of(telling.TODAY) + timedelta(hours=10)):
        yield


@pytest.fixture
def haven(tarik: User) -> Organisation:
    return telling.shelter(tarik)


@pytest.fixture
def row(case: Case, haven: Organisation, tarik: User) -> Referral:
    return referring.proposed(case, haven, by=tarik)


def states(row: Referral) -> tuple[str, bool]:
    row.refresh_from_db()
    return row.state, row.remind_on is not None


def test_it_is_asked_for_somebody_and_has_a_day_to_ask_again(row: Referral, tarik: User) -> None:
    assert row.number == f"D-{time.today().year}-0001"
    assert row.remind_on == telling.TODAY + timedelta(days=7), "five working days, over a weekend"
    sheet = queries.read_referral(row, tarik)
    assert (sheet.asked, sheet.names) == (referring.WORDS, ("Marek Nowak",))
    assert recorded("referral:proposed")


def test_it_is_asked_on_a_page_and_can_be_changed_there(
    case: Case, haven: Organisation, tarik: User, desk: Desk
) -> None:
    browser, at = desk(tarik), f"/casussen/{case.id}/verstrekkingen/{NEW}"
    assert haven.name in browser.get(at).content.decode()
    page = browser.get(at, {"aan": str(haven.pk)}).content.decode()
    assert "Marek Nowak" in page
    assert "Dit is een andere vraag" not in page
    typed = {"aan": str(haven.pk), "kind": "referral", "asked": "", "remind_on": "2026-12-01"}
    refused = browser.post(at, typed).content.decode()
    assert "Kies voor wie het is." in refused
    assert "Schrijf wat u vraagt." in refused
    typed |= {"whose": [str(telling.victim(case).pk)], "asked": "Is er plek?"}
    made = browser.post(at, typed, follow=True)
    assert "Doorverwijzing naar Opvang De Haven" in made.content.decode()
    row = Referral.objects.get()
    assert row.number in browser.get(f"/casussen/{case.id}/verstrekkingen/").content.decode()
    assert "Is er plek?" in browser.get(referring.room(row, "wijzigen/")).content.decode()


def test_what_is_asked_stands_nowhere_readable(row: Referral) -> None:
    stored = [str(one) for one in Referral.objects.values()] + [
        str(event.detail_text) for event in recorded("referral:proposed")
    ]
    assert not [word for word in ("Marek", "bed voor") if any(word in text for text in stored)]


def test_the_table_says_what_can_happen_from_where(row: Referral, tarik: User) -> None:
    for move in MOVES.values():
        for state in ReferralState:
            row.state = state
            allowed = state in move.sources
            assert (policies_say(row, move.turn)) == allowed, (move.turn, state)


def policies_say(row: Referral, turn: Turn) -> bool:
    try:
        policies.check_can(row, turn)
    except NotPossible:
        return False
    return True


def test_from_asked_to_received_every_turn_is_kept(row: Referral, tarik: User) -> None:
    actions.remind(
        referral=row, said=referring.said("Belt terug."), next_on=time.today() + timedelta(days=2), revision=1, by=tarik
    )
    row.refresh_from_db()
    assert row.remind_on == time.today() + timedelta(days=2)
    referring.accepted(row, by=tarik)
    assert states(row) == ("accepted", True)
    actions.receive(referral=row, said=referring.said(), what="begun", revision=row.revision, by=tarik)
    assert states(row) == ("received", False)
    turns = queries.read_referral(row, tarik).turns
    assert [one.row.turn for one in turns] == ["proposed", "reminded", "accepted", "received"]
    assert turns[-1].said.what_words == "de hulp is begonnen"


def test_no_and_never_mind_have_a_reason(row: Referral, case: Case, tarik: User) -> None:
    with pytest.raises(NotPossible, match="waarom"):
        actions.refuse(referral=row, said=referring.said(), revision=1, by=tarik)
    with pytest.raises(NotPossible, match="waarom"):
        actions.withdraw(referral=row, because=" ", revision=1, by=tarik)
    assert states(row) == ("proposed", True)
    actions.refuse(referral=row, said=referring.said("Geen plek."), revision=1, by=tarik)
    assert states(row) == ("refused", False)
    with pytest.raises(NotPossible, match="geweigerd"):
        actions.withdraw(referral=row, because="Toch niet.", revision=row.revision, by=tarik)


def test_a_second_question_to_the_same_organisation_is_warned_of(
    row: Referral, case: Case, haven: Organisation, tarik: User, desk: Desk
) -> None:
    with pytest.raises(policies.AlreadyAsked):
        referring.proposed(case, haven, by=tarik)
    browser, at = desk(tarik), f"/casussen/{case.id}/verstrekkingen/{NEW}"
    page = browser.get(at, {"aan": str(haven.pk)}).content.decode()
    assert "Er loopt al een vraag" in page
    assert row.number in page
    typed = {
        "aan": str(haven.pk), "kind": "transfer", "whose": [str(telling.victim(case).pk)], "asked": "Neemt u het over?",
        "professional": "", "disclosure": "", "remind_on": time.today().isoformat(),
    }  # fmt: skip
    refused = browser.post(at, typed)
    assert refused.status_code == 422
    assert "Neemt u het over?" in refused.content.decode()
    assert browser.post(at, typed | {"is_another": "on"}).status_code == 303
    assert Referral.objects.filter(kind="transfer").get().number.endswith("0002")


def test_nobody_is_asked_who_left_and_for_nobody_who_left(case: Case, haven: Organisation, tarik: User) -> None:
    ilse, elsewhere = partners.professional(haven, by=tarik), telling.third(tarik)
    with pytest.raises(NotPossible, match="werkt niet bij"):
        referring.proposed(case, elsewhere, professional=ilse, by=tarik)
    partner_actions.end_professional(professional=ilse, by=tarik)
    ilse.refresh_from_db()
    with pytest.raises(NotPossible, match="werkt er niet meer"):
        referring.proposed(case, haven, professional=ilse, by=tarik)
    with pytest.raises(NotPossible, match="voor wie"):
        referring.proposed(case, haven, whose=(str(case.pk),), by=tarik)
    assert not Referral.objects.exists()


def test_only_a_disclosure_to_them_goes_with_it(
    case: Case, haven: Organisation, tarik: User, row: Referral, desk: Desk
) -> None:
    other = telling.given(case, telling.shelter(tarik, name="Elders"), telling.whole(telling.victim(case)), by=tarik)
    with pytest.raises(NotPossible, match="niet aan"):
        referring.proposed(case, haven, disclosure=other, is_another=True, by=tarik)
    assert "Vertel nog niets over de cliënt" in desk(tarik).get(referring.room(row)).content.decode()
    told = telling.given(case, haven, telling.whole(telling.victim(case)), by=tarik)
    actions.change(referral=row, asked=referring.asked(case, disclosure=told), revision=1, by=tarik)
    page = desk(tarik).get(referring.room(row)).content.decode()
    assert told.number in page
    assert "Vertel nog niets" not in page


def test_a_disclosure_goes_with_it_also_once_they_said_yes(
    case: Case, haven: Organisation, tarik: User, row: Referral, desk: Desk
) -> None:
    referring.accepted(row, by=tarik)
    told = telling.given(case, haven, telling.whole(telling.victim(case)), by=tarik)
    browser, typed = desk(tarik), {"goes_with": str(told.pk), "revision": row.revision}
    assert "Koppel deze verstrekking" in browser.get(referring.room(row)).content.decode()
    late = browser.post(referring.room(row, "verstrekking/"), typed | {"revision": 1}, follow=True)
    assert "Een collega wijzigde dit zojuist." in late.content.decode()
    page = browser.post(referring.room(row, "verstrekking/"), typed, follow=True).content.decode()
    assert "Vertel nog niets" not in page
    row.refresh_from_db()
    assert row.disclosure == told


def test_two_people_change_it_and_neither_loses_a_word(row: Referral, case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    typed = {
        "kind": "referral", "whose": [str(telling.victim(case).pk)], "asked": "Mijn woorden.", "professional": "",
        "disclosure": "", "remind_on": row.remind_on.isoformat() if row.remind_on else "", "revision": 1,
    }  # fmt: skip
    actions.change(
        referral=row, asked=referring.asked(case, kind="transfer", words="Die van de collega."), revision=1, by=tarik
    )
    answer = browser.post(referring.room(row, "wijzigen/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mijn woorden." in page
    assert "Die van de collega." in page
    assert (
        browser.post(referring.room(row, "wijzigen/"), typed | {"kind": "transfer", "revision": 2}).status_code == 303
    )
    assert queries.read_referral(queries.referral_for(tarik, case.id, row.id), tarik).asked == "Mijn woorden."
    late = browser.post(referring.room(row, "antwoord/"), referring.posted(row, revision=1, answer_words="Er is plek."))
    assert late.status_code == 409
    assert "Er is plek." in late.content.decode()


def test_a_no_without_a_reason_is_asked_for_one(row: Referral, tarik: User, desk: Desk) -> None:
    answer = desk(tarik).post(referring.room(row, "antwoord/"), referring.posted(row, answer="refused"))
    assert answer.status_code == 422
    assert "Schrijf waarom zij nee zeiden." in answer.content.decode()
    tomorrow = (time.today() + timedelta(days=1)).isoformat()
    answer = desk(tarik).post(referring.room(row, "antwoord/"), referring.posted(row, answered_on=tomorrow))
    assert "Deze dag moet nog komen." in answer.content.decode()
    assert states(row) == ("proposed", True)


def test_an_accepted_transfer_leads_to_how_the_case_ends(
    case: Case, haven: Organisation, tarik: User, desk: Desk
) -> None:
    row = referring.proposed(case, haven, kind="transfer", by=tarik)
    browser = desk(tarik)
    assert "Zij nemen de casus over" not in browser.get(referring.room(row)).content.decode()
    page = browser.post(referring.room(row, "antwoord/"), referring.posted(row), follow=True).content.decode()
    assert "Zij nemen de casus over" in page
    assert f"/casussen/{case.id}/stap/redirect/" in page


def test_a_case_of_which_only_help_is_asked_is_not_taken_over(row: Referral, tarik: User, desk: Desk) -> None:
    referring.accepted(row, by=tarik)
    assert "de casus is overgenomen" not in desk(tarik).get(referring.room(row)).content.decode()
    with pytest.raises(NotPossible):
        actions.receive(referral=row, said=referring.said(), what="taken_over", revision=row.revision, by=tarik)


def test_the_receipt_names_nobody_of_the_case(row: Referral, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    early = browser.post(referring.room(row, "bewijs/"), follow=True)
    assert "Er is nog geen ontvangst bevestigd." in early.content.decode()
    referring.accepted(row, by=tarik)
    actions.receive(
        referral=row, said=referring.said("Marek komt dinsdag."), what="begun", revision=row.revision, by=tarik
    )
    paper = browser.post(referring.room(row, "bewijs/"))
    assert paper["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(paper.content)) as read:
        text = " ".join(page.extract_text() for page in read.pages)
    assert row.case.number in text
    assert "de hulp is begonnen" in text
    assert "Ilse Bedacht" in text
    assert "Marek" not in text
    assert recorded("referral:receipt_taken")


def test_it_stands_among_the_days_until_somebody_answers(row: Referral, tarik: User, petra: User) -> None:
    title = "Doorverwijzing naar Opvang De Haven: nog geen antwoord"
    assert title in [one.what for one in worklist.deadlines(tarik, When.SOON, is_mine=True)]
    assert row.case in worklists.chosen(tarik, Which.PARTNER)
    assert row.id in {day.id for day in worklist.days_for(tarik)}
    with time.travel(time.now() + timedelta(days=9)):
        assert title in [one.what for one in worklist.deadlines(tarik, When.LATE, is_mine=True)]
        assert title not in [one.what for one in worklist.deadlines(petra, When.LATE, is_mine=False)]
        actions.refuse(referral=row, said=referring.said("Vol."), revision=1, by=tarik)
        assert title not in [one.what for one in worklist.deadlines(tarik, When.LATE, is_mine=True)]
    assert row.case not in worklists.chosen(tarik, Which.PARTNER)


def test_the_story_tells_every_turn(row: Referral, case: Case, tarik: User) -> None:
    actions.refuse(referral=row, said=referring.said("Geen plek."), revision=1, by=tarik)
    told = in_full(story_of(case, tarik, []), case)
    lines = {one.title: one.text for one in told if "Opvang De Haven" in one.title}
    assert set(lines) == {
        f"Doorverwijzing naar Opvang De Haven: voorgesteld ({row.number})",
        f"Doorverwijzing naar Opvang De Haven: geweigerd ({row.number})",
    }
    assert "Geen plek." in "".join(lines.values())


def test_who_is_shut_out_sees_nothing_of_it(row: Referral, case: Case, tarik: User, petra: User, desk: Desk) -> None:
    colleague = telling.colleague_in(case)
    browser = desk(colleague)
    assert browser.get(referring.room(row)).status_code == 200
    access.exclude(compartment=case.compartment, user=colleague, by=tarik)
    for end in ("", "wijzigen/"):
        assert browser.get(referring.room(row, end)).status_code == 404
    for end in ("antwoord/", "herinnerd/", "ontvangen/", "intrekken/", "bewijs/"):
        assert browser.post(referring.room(row, end), referring.posted(row)).status_code == 404
    assert worklist.days_for(colleague) == []


def test_what_is_asked_for_somebody_unseen_is_kept_from_the_viewer(
    case: Case, haven: Organisation, sanne: User, tarik: User, desk: Desk
) -> None:
    brother = telling.of_elsewhere(case, sanne)
    row = referring.proposed(case, haven, whose=(str(brother.pk), str(telling.victim(case).pk)), by=tarik)
    colleague = telling.colleague_in(case)
    page = desk(colleague).get(referring.room(row)).content.decode()
    assert "Marek Nowak" in page
    assert "Piotr" not in page
    assert "bed voor" not in page
    with pytest.raises(NotAllowed):
        actions.accept(referral=row, said=referring.said(), revision=1, by=colleague)
    lines = [one.text for one in in_full(story_of(case, colleague, []), case) if "De Haven" in one.title]
    assert lines == [""]


def test_a_guest_and_whoever_does_other_work_have_none(row: Referral, case: Case, desk: Desk) -> None:
    guest = telling.colleague_in(case, Role.PARTNER)
    assert desk(guest).get(referring.room(row)).status_code == 404


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    """A mail server on loopback, and a neutral sender."""
    with for_partners(settings) as handler:
        yield handler


def test_a_reminder_by_mail_says_that_a_question_waits_and_no_more(
    case: Case, haven: Organisation, tarik: User, box: Box, desk: Desk
) -> None:
    ilse = partners.professional(haven, by=tarik)
    row = referring.proposed(case, haven, professional=ilse, by=tarik)
    with pytest.raises(NotPossible, match="niet nagegaan"):
        actions.mail_reminder(referral=row, by=tarik)
    assert "Mailen kan niet" in desk(tarik).get(referring.room(row)).content.decode()
    partner_actions.verify(professional=ilse, how=How.MET, version=ilse.version, by=tarik)
    page = desk(tarik).post(referring.room(row, "mail/"), follow=True).content.decode()
    assert "staat klaar om te worden gemaild" in page
    assert deliver_due() == 1
    (mail,) = box.taken
    assert (mail["To"], mail["From"], mail["Subject"]) == ("ilse@haven.example", "post@bericht.example", "Bericht")
    whole, profile = mail.as_string().lower(), region.current()
    assert not [word for word in (profile.name, profile.short_name, case.number, "Marek") if word.lower() in whole]
    row.refresh_from_db()
    assert row.remind_on == time.today() + timedelta(days=3), "three working days"
    assert queries.read_referral(row, tarik).turns[-1].said.how_words == "e-mail zonder inhoud"


def test_no_reminder_goes_once_they_answered(case: Case, haven: Organisation, tarik: User, box: Box) -> None:
    ilse = partners.professional(haven, by=tarik)
    partner_actions.verify(professional=ilse, how=How.MET, version=ilse.version, by=tarik)
    row = referring.proposed(case, haven, professional=ilse, by=tarik)
    actions.mail_reminder(referral=row, by=tarik)
    actions.refuse(referral=row, said=referring.said("Vol."), revision=1, by=tarik)
    assert deliver_due() == 0
    assert Outgoing.objects.get().error == "over"


def test_where_the_words_are_destroyed_the_page_says_so(
    row: Referral, case: Case, tarik: User, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    assert case.data_key is not None
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[case.data_key], by=tarik)
    browser = desk(tarik)
    page = browser.get(referring.room(row)).content.decode()
    assert "De woorden hiervan zijn vernietigd." in page
    assert "Leg het antwoord vast" not in page
    assert browser.post(referring.room(row, "antwoord/"), referring.posted(row)).status_code == 409
    assert browser.get(referring.room(row, "wijzigen/")).status_code == 303
