"""A disclosure from draft to recall: nothing goes out while something is missing, and what went out stands still."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Role
from schakel.cases.life import lineage
from schakel.cases.models import Case
from schakel.cases.policies import NotPossible as ClosedCase
from schakel.core import time
from schakel.intake.content import ReporterCategory
from schakel.partners import actions as partner_actions
from schakel.partners.kinds import Domain, OrganisationKind, Standing
from schakel.people import actions as people_actions
from schakel.sharing import needs, rules
from schakel.sharing.actions import agreeing, drafts, giving
from schakel.sharing.contents import read_given
from schakel.sharing.models import Disclosure
from schakel.sharing.offer import on_offer
from schakel.sharing.policies import Changed
from schakel.sharing.queries import case_with_disclosures, disclosure_for, read_disclosure, read_sharing
from schakel.sharing.states import DisclosureState
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.sharing import telling
from tests.rooms.sharing.telling import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def test_every_requirement_of_the_rule_book_is_looked_for() -> None:
    assert needs.PRESENT.keys() == rules.book().requirements.keys()


def test_a_new_disclosure_says_sentence_by_sentence_what_is_missing(case: Case, tarik: User) -> None:
    row = drafts.draft(case=case, organisation=telling.shelter(tarik), purpose="care", by=tarik)
    sheet = read_disclosure(row, tarik)
    assert sheet.state == "geblokkeerd"
    assert set(sheet.missing) == {
        "Er is nog niet gekozen van wie u welke gegevens verstrekt.",
        "Er staat nog niet tot wanneer de ontvanger dit mag gebruiken.",
        "Er is nog niet gekozen op welke grond dit mag.",
        "Er staat nog niet waarom dit nodig is voor het doel.",
        "Er staat nog niet waarom dit niet te veel is.",
        "Er staat nog niet waarom het niet met minder of anders kan.",
    }
    with pytest.raises(NotPossible, match="waarom dit nodig is"):
        giving.give(disclosure=row, how="secure_mail", by=tarik)
    row.refresh_from_db()
    assert row.state == DisclosureState.DRAFT
    assert recorded("disclosure:given") == []


def test_what_was_given_stands_still(case: Case, tarik: User) -> None:
    row = telling.given(case, telling.shelter(tarik), telling.whole(telling.victim(case)), by=tarik)
    person = telling.victim(case).person
    assert person is not None
    known = replace(telling.victim_details(case, tarik), phone="06 – 11 11 11 11")
    people_actions.correct(person=person, details=known, by=tarik)
    row.refresh_from_db()
    given = read_given(row)
    assert given is not None
    (told,) = given.told
    assert [(label, value) for label, value, _ in told.lines] == [("Naam", "Marek Nowak"), ("Telefoon", telling.PHONE)]
    with pytest.raises(NotPossible, match="al verstrekt"):
        telling.write(row, telling.whole(telling.victim(case)), by=tarik)
    (event,) = recorded("disclosure:given")
    assert telling.PHONE not in event.detail_text


def test_nothing_of_it_can_be_read_on_disk(case: Case, tarik: User) -> None:
    row = telling.given(
        case, telling.shelter(tarik), telling.whole(telling.victim(case), text="Hij slaapt slecht."), by=tarik
    )
    stored = Disclosure.objects.filter(pk=row.pk).values().get()
    plain = b"".join(
        bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in stored.values()
    )
    for word in ("Marek", telling.PHONE, "slaapt", "cooperation", "care"):
        assert word.encode() not in plain


class TestDerde:
    """Wgs 1.7: a basis, the committee, no objection; and a colleague who reads it first."""

    @pytest.fixture
    def row(self, case: Case, tarik: User) -> Disclosure:
        return telling.drafted(case, telling.third(tarik), telling.whole(telling.victim(case)), by=tarik)

    def test_is_blocked_until_everything_is_there_and_then_allowed(
        self, case: Case, row: Disclosure, tarik: User
    ) -> None:
        assert len(telling.missing(row, tarik)) == 4
        telling.write(row, telling.whole(telling.victim(case), **telling.for_third()), by=tarik)
        (last,) = telling.missing(row, tarik)
        assert last == "Nog geen collega heeft precies deze verstrekking goedgekeurd."
        with pytest.raises(NotPossible, match="Nog geen collega"):
            giving.give(disclosure=row, how="secure_mail", by=tarik)
        telling.read_by(row, telling.colleague_in(case), by=tarik)
        assert telling.missing(row, tarik) == []
        giving.give(disclosure=row, how="secure_mail", by=tarik)
        row.refresh_from_db()
        assert row.state == DisclosureState.GIVEN

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"committee": "refused"}, "De rechtmatigheidscommissie ging niet akkoord. Dan mag het niet."),
            ({"objections": "somebody"}, "Een deelnemer heeft bezwaar. Dan mag het niet."),
            ({"committee_on": "2026-11-25"}, rules.book().requirements["committee"].missing),
            ({"objections_asked_on": ""}, rules.book().requirements["no_objection"].missing),
            ({"basis": ""}, rules.book().requirements["basis"].missing),
        ],
    )
    def test_a_no_or_a_day_to_come_blocks(
        self, case: Case, row: Disclosure, tarik: User, said: dict[str, str], sentence: str
    ) -> None:
        telling.write(row, telling.whole(telling.victim(case), **telling.for_third(**said)), by=tarik)
        assert sentence in telling.missing(row, tarik)
        with pytest.raises(NotPossible):
            giving.submit(disclosure=row, by=tarik)

    def test_whoever_wrote_it_is_no_second_reader(self, case: Case, row: Disclosure, tarik: User) -> None:
        telling.write(row, telling.whole(telling.victim(case), **telling.for_third()), by=tarik)
        giving.submit(disclosure=row, by=tarik)
        with pytest.raises(NotPossible, match="zelf voor"):
            giving.approve(disclosure=row, digest=read_disclosure(row, tarik).digest, by=tarik)

    def test_another_telephone_number_asks_for_another_reading(self, case: Case, row: Disclosure, tarik: User) -> None:
        telling.write(row, telling.whole(telling.victim(case), **telling.for_third()), by=tarik)
        telling.read_by(row, telling.colleague_in(case), by=tarik)
        person = telling.victim(case).person
        assert person is not None
        known = replace(telling.victim_details(case, tarik), phone="06 – 11 11 11 11")
        people_actions.correct(person=person, details=known, by=tarik)
        with pytest.raises(NotPossible, match="Nog geen collega"):
            giving.give(disclosure=row, how="secure_mail", by=tarik)

    def test_a_change_takes_the_question_back_and_an_old_reading_approves_nothing(
        self, case: Case, row: Disclosure, tarik: User
    ) -> None:
        colleague = telling.colleague_in(case)
        whole = telling.whole(telling.victim(case), **telling.for_third())
        telling.write(row, whole, by=tarik)
        giving.submit(disclosure=row, by=tarik)
        seen = read_disclosure(row, colleague).digest
        telling.write(row, replace(whole, text="Hij zoekt een woning."), by=tarik)
        with pytest.raises(NotPossible, match="wacht niet"):
            giving.approve(disclosure=row, digest=seen, by=colleague)
        giving.submit(disclosure=row, by=tarik)
        with pytest.raises(NotPossible, match="veranderd"):
            giving.approve(disclosure=row, digest=seen, by=colleague)

    def test_a_colleague_sends_it_back_with_the_reason(self, case: Case, row: Disclosure, tarik: User) -> None:
        colleague = telling.colleague_in(case)
        telling.write(row, telling.whole(telling.victim(case), **telling.for_third()), by=tarik)
        giving.submit(disclosure=row, by=tarik)
        giving.send_back(disclosure=row, why="Het nummer is niet nodig.", by=colleague)
        sheet = read_disclosure(row, tarik)
        assert (sheet.remark, sheet.remark_by) == ("Het nummer is niet nodig.", colleague.name)
        assert sheet.proposal is None


def test_special_data_ask_for_secrecy_and_the_supplier(case: Case, tarik: User) -> None:
    whole = telling.whole(telling.victim(case), text="Zij is zwanger.", also=("special",))
    row = telling.drafted(case, telling.shelter(tarik), whole, by=tarik)
    asked = {rules.book().requirements[one].missing for one in ("secrecy", "supplier")}
    assert set(telling.missing(row, tarik)) == asked
    there: dict[str, Any] = {"secrecy": "consent", "secrecy_because": "Zij vroeg het zelf.", "supplier": "GGD", "supplier_agreed_on": "2026-11-23"}  # fmt: skip
    telling.write(row, replace(whole, **there), by=tarik)
    assert telling.missing(row, tarik) == []


def test_everything_about_a_suspect_is_criminal_data_and_hidden_from_whoever_may_not_see_suspects(
    case: Case, tarik: User, sanne: User
) -> None:
    boris = telling.suspect(case, tarik)
    whole = telling.whole(telling.victim(case), purpose="safety", chosen=(telling.key_of(boris, "name"),))
    row = telling.drafted(case, telling.shelter(tarik), whole, by=tarik)
    sheet = read_disclosure(row, tarik)
    assert sheet.categories == ("criminal",)
    assert rules.book().requirements["supplier"].missing in sheet.missing
    assert sheet.needs_reader
    hers = read_disclosure(row, sanne)
    assert hers.is_beyond
    assert hers.picked == ()
    with pytest.raises(NotAllowed):
        telling.write(row, whole, by=sanne)
    with pytest.raises(NotAllowed):
        giving.submit(disclosure=row, by=sanne)


def test_what_was_given_of_a_suspect_is_shown_and_handed_to_nobody_who_may_not_see_suspects(
    case: Case, tarik: User, sanne: User
) -> None:
    boris = telling.suspect(case, tarik)
    whole = telling.whole(
        telling.victim(case), purpose="safety", chosen=(telling.key_of(boris, "name"),),
        supplier="Politie", supplier_agreed_on="2026-11-23",
    )  # fmt: skip
    row = telling.drafted(case, telling.shelter(tarik), whole, by=tarik)
    telling.read_by(row, telling.colleague_in(case), by=tarik)
    giving.give(disclosure=row, how="secure_mail", by=tarik)
    row.refresh_from_db()
    sheet = read_disclosure(row, sanne)
    assert sheet.given is not None
    assert sheet.given.told == ()
    with pytest.raises(NotAllowed):
        giving.take(disclosure=row, by=sanne)
    assert giving.take(disclosure=row, by=tarik).has_suspects


def test_what_was_given_of_somebody_is_shown_and_handed_to_nobody_who_may_not_see_them(
    case: Case, tarik: User, sanne: User
) -> None:
    piotr, marek = telling.of_elsewhere(case, sanne), telling.victim(case)
    chosen = (telling.key_of(piotr, "name"), telling.key_of(marek, "name"))
    whole = telling.whole(marek, chosen=chosen, text="Piotr helpt hem.", conditions="Bel Piotr niet.")
    row = telling.given(case, telling.shelter(tarik), whole, by=tarik)
    colleague = telling.colleague_in(case)
    assert piotr.person is not None
    access.exclude(compartment=piotr.person.compartment, user=colleague, by=tarik)
    sheet = read_disclosure(row, colleague)
    assert sheet.is_beyond
    assert sheet.given is not None
    assert [told.name for told in sheet.given.told] == ["Marek Nowak"]
    assert sheet.given.text == sheet.given.conditions == ""
    with pytest.raises(NotAllowed, match="iemand die u niet mag zien"):
        giving.take(disclosure=row, by=colleague)
    assert not row.takings.exists()
    whole_sheet = read_disclosure(row, tarik)
    assert whole_sheet.given == read_given(row) == giving.take(disclosure=row, by=tarik)


def test_what_is_chosen_of_somebody_who_moved_to_another_case_is_closed_to_whoever_stays_behind(
    case: Case, tarik: User, sanne: User
) -> None:
    colleague, moved = telling.colleague_in(case), telling.second_victim(case, sanne)
    here, chosen = telling.shelter(tarik), (telling.key_of(moved, "name"),)
    done = telling.given(case, here, telling.whole(moved, chosen=chosen, text="Lena wil weg."), by=tarik)
    draft = telling.drafted(case, here, telling.whole(moved, chosen=chosen), by=tarik)
    lineage.split(case=case, rows=[moved], reports=[], why="Twee verhalen.", by=tarik)
    for row in (done, draft):
        row.refresh_from_db()
        assert read_disclosure(row, colleague).is_beyond
        assert not read_disclosure(row, tarik).is_beyond
    sheet = read_disclosure(done, colleague)
    assert sheet.given is not None
    assert sheet.given.told == ()
    with pytest.raises(NotAllowed):
        giving.take(disclosure=done, by=colleague)
    with pytest.raises(NotAllowed):
        telling.write(draft, telling.whole(moved, chosen=chosen), by=colleague)


def test_what_the_police_reported_stays_police_data(tarik: User, sanne: User) -> None:
    case = telling.case_of(tarik, sanne, category=ReporterCategory.POLICE)
    whole = telling.whole(telling.victim(case))
    row = telling.drafted(case, telling.shelter(tarik), whole, by=tarik)
    sheet = read_disclosure(row, tarik)
    assert sheet.categories == ("police",)
    # Not for a bed alone; to keep him safe perhaps, for a purpose that the police allow.
    assert "geen enkele grond" in sheet.missing[0]
    safe = telling.drafted(case, telling.shelter(tarik), replace(whole, purpose="safety"), by=tarik)
    assert rules.book().requirements["onward"].missing in telling.missing(safe, tarik)


def test_a_ground_that_the_rules_do_not_leave_is_named(case: Case, tarik: User) -> None:
    comensha = telling.shelter(tarik, name="CoMensha", kind=OrganisationKind.COMENSHA, email="post@comensha.example")
    row = telling.drafted(case, comensha, telling.whole(telling.victim(case)), by=tarik)
    assert "“samenwerking volgens de Wgs” is hier geen grond. Mogelijk is: toestemming." in telling.missing(row, tarik)


def test_only_who_can_represent_somebody_is_their_representative(case: Case, tarik: User) -> None:
    with pytest.raises(NotPossible, match="advocaat of voogd"):
        drafts.draft(case=case, organisation=telling.third(tarik), purpose="rights", is_representative=True, by=tarik)
    lawyer = telling.shelter(
        tarik, name="Kantoor Verzonnen", kind=OrganisationKind.LAWYER, domain=Domain.JUSTICE,
        standing=Standing.THIRD, email="post@recht.example",
    )  # fmt: skip
    telling.agreed(case, telling.victim(case), by=tarik, purpose="rights")
    whole = telling.whole(telling.victim(case), purpose="rights", ground="consent", is_representative=True)
    row = telling.drafted(case, lawyer, whole, by=tarik)
    assert telling.missing(row, tarik) == [rules.book().requirements["mandate"].missing]
    telling.write(row, replace(whole, mandate_seen_on="2026-11-20"), by=tarik)
    assert telling.missing(row, tarik) == []


def test_a_value_that_is_gone_or_a_recipient_who_left_blocks(case: Case, tarik: User) -> None:
    here, row_of = telling.shelter(tarik), telling.victim(case)
    whole = telling.whole(row_of, chosen=(telling.key_of(row_of, "name"), telling.key_of(row_of, "nickname")))
    row = telling.drafted(case, here, whole, by=tarik)
    assert "Een gegeven dat u koos is er niet meer of is leeg. Kies opnieuw." in telling.missing(row, tarik)
    here.refresh_from_db()
    partner_actions.end(organisation=here, by=tarik)
    row = Disclosure.objects.select_related("case__compartment", "organisation").get(pk=row.pk)
    assert "De samenwerking met Opvang De Haven is beëindigd." in telling.missing(row, tarik)


def test_it_expires_and_a_recalled_one_shows_what_was_taken_before(case: Case, tarik: User) -> None:
    row = telling.given(case, telling.shelter(tarik), telling.whole(telling.victim(case)), by=tarik)
    giving.take(disclosure=row, by=tarik)
    giving.recall(disclosure=row, because="Hij woont er niet meer.", by=tarik)
    row.refresh_from_db()
    with pytest.raises(NotPossible, match="ingetrokken"):
        giving.take(disclosure=row, by=tarik)
    sheet = read_disclosure(row, tarik)
    assert sheet.state == "ingetrokken"
    assert [one.taken_by for one in sheet.takings] == [tarik]
    assert sheet.wording is not None
    assert sheet.wording.ended_because == "Hij woont er niet meer."
    other = telling.given(case, telling.shelter(tarik, name="Opvang Twee", email="a@twee.example"), telling.whole(telling.victim(case)), by=tarik)  # fmt: skip
    with time.travel(time.now() + timedelta(days=61)):
        assert read_disclosure(other, tarik).state == "verlopen"
        with pytest.raises(NotPossible, match="verlopen"):
            giving.take(disclosure=other, by=tarik)


def test_two_colleagues_never_write_over_each_other(case: Case, tarik: User) -> None:
    row = drafts.draft(case=case, organisation=telling.shelter(tarik), purpose="care", by=tarik)
    whole = telling.whole(telling.victim(case))
    drafts.change(disclosure=row, professional=None, wording=whole, revision=1, by=tarik)
    with pytest.raises(Changed):
        drafts.change(disclosure=row, professional=None, wording=replace(whole, text="Anders."), revision=1, by=tarik)
    row.refresh_from_db()
    assert telling.wording_of(row).text == ""


def test_a_draft_that_comes_to_nothing_stays_with_its_reason(case: Case, tarik: User) -> None:
    row = drafts.draft(case=case, organisation=telling.shelter(tarik), purpose="care", by=tarik)
    with pytest.raises(NotPossible, match="waarom"):
        drafts.drop(disclosure=row, because=" ", by=tarik)
    drafts.drop(disclosure=row, because="Niet meer nodig.", by=tarik)
    assert [line.state for line in read_sharing(case, tarik).lines] == ["vervallen"]


class TestWhoMay:
    def test_a_guest_finds_nothing_and_an_excluded_colleague_neither(
        self, case: Case, tarik: User, petra: User
    ) -> None:
        guest = telling.colleague_in(case, Role.PARTNER)
        row = drafts.draft(case=case, organisation=telling.shelter(tarik), purpose="care", by=tarik)
        access.exclude(compartment=case.compartment, user=petra, by=tarik)
        for who in (guest, petra):
            with pytest.raises(Http404):
                case_with_disclosures(who, case.id)
            with pytest.raises(Http404):
                disclosure_for(who, case.id, row.id)
            with pytest.raises((Http404, NotAllowed)):
                drafts.drop(disclosure=row, because="Weg ermee.", by=who)

    def test_in_a_case_that_is_over_nothing_is_given_but_everything_can_be_recalled(
        self, case: Case, tarik: User
    ) -> None:
        here = telling.shelter(tarik)
        draft = telling.drafted(case, here, telling.whole(telling.victim(case)), by=tarik)
        done = telling.given(case, here, telling.whole(telling.victim(case)), by=tarik)
        consent = telling.agreed(case, telling.victim(case), by=tarik)
        chain.end_case(case, by=tarik)
        with pytest.raises(ClosedCase):
            giving.give(disclosure=draft, how="secure_mail", by=tarik)
        giving.recall(disclosure=done, because="De casus is dicht.", by=tarik)
        agreeing.withdraw_consent(consent=consent, on=TODAY, because="", by=tarik)

    def test_somebody_who_sees_no_suspects_still_gives_what_is_not_about_them(
        self, case: Case, tarik: User, sanne: User
    ) -> None:
        telling.suspect(case, tarik)
        assert len(on_offer(case, sanne).hidden) == 1
        row = telling.given(case, telling.shelter(tarik), telling.whole(telling.victim(case)), by=sanne)
        assert row.given_by == sanne


def test_the_numbers_count_on(case: Case, tarik: User) -> None:
    here = telling.shelter(tarik)
    rows = [drafts.draft(case=case, organisation=here, purpose="care", by=tarik) for _ in range(2)]
    assert [row.number for row in rows] == ["V-2026-0001", "V-2026-0002"]
