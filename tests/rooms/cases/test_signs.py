"""Signs per person: four values with source and day, what follows by the rule, two people at once, urgency, and who sees it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.roles import Role
from schakel.cases.life import people
from schakel.cases.life.actions import change_urgency
from schakel.cases.life.content import read_facts
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case, CriticalSign, SignSource
from schakel.cases.plan.models import Version
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible
from schakel.cases.signs import queries, said
from schakel.cases.signs.actions import sources
from schakel.cases.signs.said import Origin
from schakel.cases.signs.shown import shown
from schakel.cases.states import CaseUrgency, InvolvedAs, Outcome
from schakel.core import time
from schakel.methods.indicators import Age, Attention, Basis, Form, Value
from schakel.people.actions import link
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.vault.actions import shred
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.cases.planning import TODAY
from tests.rooms.cases.signing import SEEN, TOLD, answer, begun, filled_in, posted, room, victim

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ADULT = PersonDetails(date(2026, 3, 1), name="Ana Bos", birth_year=1990)
CHILD = PersonDetails(date(2026, 3, 1), name="Mila Kort", birth_year=2011)
MAYBE = PersonDetails(date(2026, 3, 1), name="Iza Lang", low=16, high=20)
COMBINATION = (
    "deceived-job",
    "deceived-wages",
    "exploited-hours",
    "exploited-pay",
    "coerced-debt",
    "coerced-documents",
)


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def case_about(details: PersonDetails, sanne: User, tarik: User) -> Case:
    made = chain.person(details, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    case: Case = made.involvements.select_related("case__compartment").get().case
    return case


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    return case_about(ADULT, sanne, tarik)


def follows(case: Case, viewer: User) -> list[Any]:
    human = queries.somebody(viewer, case, victim(case).pk)
    return [shown(one) for one in queries.forms_of(human, viewer)]


def page_of(desk: Desk, who: User, case: Case) -> str:
    return desk(who).get(room(case, victim(case))).content.decode()


def let_in(case: Case, role: Role) -> User:
    somebody = chain.account(role)
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=case.compartment, user=somebody, need="Nodig.", until=until, by=case.coordinator)
    return somebody


class TestFillingIn:
    def test_a_source_is_begun_and_each_sign_gets_one_of_four_values(self, case: Case, tarik: User, desk: Desk) -> None:
        browser, row = desk(tarik), victim(case)
        assert room(case) in browser.get(f"/casussen/{case.id}/").content.decode()
        assert "Nog niets ingevuld" in browser.get(room(case)).content.decode()
        fields = {"form": "labour", "basis": "statement", "whose": "", "seen_on": "2026-11-12", "about": ""}
        refused = browser.post(f"{room(case, row)}bron/", fields)
        assert refused.status_code == 422
        assert "Kies wiens verklaring" in refused.content.decode()
        browser.post(f"{room(case, row)}bron/", fields | {"whose": "client", "about": "Gesprek op kantoor"})
        source = SignSource.objects.get()
        values = {
            "v_exploited-pay": "observed",
            "v_exploited-hours": "not_observed",
            "v_exploited-hazard": "unknown",
            "v_exploited-social": "not_applicable",
        }
        origin = {"basis": "statement", "whose": "client", "seen_on": "2026-11-12", "about": "Gesprek op kantoor"}
        browser.post(room(case, row, source), posted(source, **origin, **values, **{"w_exploited-pay": "20 euro."}))
        told = said.read(SignSource.objects.get())
        assert {key: value.value for key, value in told.answers.items()} == {
            key.removeprefix("v_"): value for key, value in values.items()
        }
        assert told.origin == Origin(Basis.STATEMENT, date(2026, 11, 12), "client", "Gesprek op kantoor")
        page = page_of(desk, tarik, case)
        assert "Verklaring van een ander: de persoon zelf, do 12 nov" in page
        assert "20 euro." in page
        assert [event.object_id for event in recorded("sign:filled_in")] == [str(case.id)]
        # In parts: what was not sent stays as it was.
        browser.post(room(case, row, source), posted(source, **origin, **{"v_exploited-living": "observed"}))
        assert said.read(SignSource.objects.get()).answers["exploited-pay"] is Value.OBSERVED

    def test_which_signs_it_is_never_stands_plain(self, case: Case, tarik: User) -> None:
        source = filled_in(case, "coerced-violence", by=tarik)
        kept = [bytes(version.content) for version in Version.objects.filter(subject_id=source.id)]
        kept += [bytes(source.content), bytes(CriticalSign.objects.get().content)]
        assert not any(word in content for word in (b"violence", b"labour", b"Geweld") for content in kept)

    def test_a_day_to_come_and_a_statement_of_nobody_are_refused(self, case: Case, tarik: User) -> None:
        for origin in (Origin(Basis.OWN, TODAY + timedelta(days=1)), Origin(Basis.STATEMENT, TODAY)):
            with pytest.raises(NotPossible):
                begun(case, by=tarik, origin=origin)

    def test_how_a_sign_went_is_kept_version_by_version(self, case: Case, tarik: User, sanne: User, desk: Desk) -> None:
        source = filled_in(case, "exploited-pay", by=tarik)
        answer(source, {"exploited-pay": "not_observed"}, by=tarik)
        answer(source, {"exploited-pay": ""}, by=tarik)
        filled_in(case, "exploited-pay", by=tarik, origin=TOLD)
        (one,) = queries.forms_of(queries.somebody(tarik, case, victim(case).pk), tarik)
        ((sign, moments),) = queries.history_of(one)
        went = [(moment.before, moment.after) for moment in moments]
        assert sign.id == "exploited-pay"
        assert went == [
            (None, Value.OBSERVED),
            (Value.OBSERVED, Value.NOT_OBSERVED),
            (Value.NOT_OBSERVED, None),
            (None, Value.OBSERVED),
        ]
        assert "<del>niet waargenomen</del> niet ingevuld" in desk(tarik).get(
            f"{room(case, victim(case))}verloop/"
        ).content.decode().replace("\n", "")

    def test_a_report_is_a_source_on_somebody_s_word_only(
        self, case: Case, tarik: User, sanne: User, desk: Desk
    ) -> None:
        report = case.triages.get().report
        browser, address = desk(tarik), f"{room(case, victim(case))}bron/"
        assert f"?melding={report.id}" in browser.get(address).content.decode()
        page = browser.get(f"{address}?melding={report.id}").content.decode()
        assert recorded("case:involved_read")[-1].detail["persons"] == [str(victim(case).person_id)]
        assert not SignSource.objects.exists()
        assert f'value="{report.id}"' in page
        fields = {"form": "labour", "basis": "statement", "whose": "reporter", "seen_on": "2026-11-12", "about": ""}
        browser.post(address, fields | {"report": str(report.id)})
        assert said.read(SignSource.objects.get()).report == str(report.id)
        assert "overgenomen van een" in page_of(desk, tarik, case)
        other = case_about(CHILD, sanne, tarik).triages.get().report
        assert browser.post(address, fields | {"report": str(other.id)}).status_code == 404


class TestTwoAtOnce:
    def test_different_signs_stand_in_nobody_s_way(self, case: Case, tarik: User) -> None:
        source = begun(case, by=tarik)
        answer(source, {"exploited-pay": "observed"}, by=tarik, revision=1)
        answer(source, {"exploited-pay": "", "exploited-living": "unknown"}, by=tarik, revision=1)
        assert dict(said.read(SignSource.objects.get()).answers) == {
            "exploited-pay": Value.OBSERVED,
            "exploited-living": Value.UNKNOWN,
        }

    def test_of_the_same_sign_the_difference_is_shown_and_nothing_is_lost(
        self, case: Case, tarik: User, desk: Desk
    ) -> None:
        source = begun(case, by=tarik)
        mine = posted(source, **{"v_exploited-pay": "not_observed", "w_exploited-pay": "Loonstrook gezien."})
        answer(source, {"exploited-pay": "observed", "exploited-living": "observed"}, by=tarik)
        browser, address = desk(tarik), room(case, victim(case), source)
        response = browser.post(address, mine)
        page = response.content.decode()
        assert response.status_code == 409
        assert "Een ander wijzigde dit intussen" in page
        assert "Loonstrook gezien." in page
        assert said.read(SignSource.objects.get()).answers["exploited-pay"] is Value.OBSERVED
        again = posted(source, **{"v_exploited-pay": "not_observed", "w_exploited-pay": "Loonstrook gezien."})
        assert browser.post(address, again).status_code == 303
        told = said.read(SignSource.objects.get())
        assert told.answers["exploited-pay"] is Value.NOT_OBSERVED
        assert told.answers["exploited-living"] is Value.OBSERVED

    def test_a_version_that_never_was_is_refused(self, case: Case, tarik: User) -> None:
        with pytest.raises(Changed):
            answer(begun(case, by=tarik), {"exploited-pay": "observed"}, by=tarik, revision=9)


class TestWhatFollows:
    @pytest.mark.parametrize(
        ("signs", "clause"),
        [
            (("coerced-debt", "coerced-documents"), "positief: 2 sterke signalen"),
            (("coerced-debt", "coerced-lies"), "positief: 1 sterk en 1 gemiddeld signaal"),
            (("coerced-debt", "coerced-inform"), "positief: 1 sterk en 1 zwak signaal"),
            (("coerced-lies", "coerced-wages", "coerced-peers"), "positief: 3 gemiddelde signalen"),
            (("coerced-lies", "coerced-wages", "coerced-inform"), "positief: 2 gemiddelde en 1 zwak signaal"),
            (("coerced-debt",), "waargenomen, staat nog open"),
            (("coerced-lies", "coerced-wages"), "waargenomen, staat nog open"),
        ],
    )
    def test_the_clause_by_which_a_dimension_is_positive(
        self, case: Case, tarik: User, signs: tuple[str, ...], clause: str
    ) -> None:
        filled_in(case, *signs, by=tarik)
        ((form),) = follows(case, tarik)
        assert [one.outcome for one in form.dimensions if one.evidence] == [clause]

    def test_the_known_combination_with_its_source(self, case: Case, tarik: User, desk: Desk) -> None:
        filled_in(case, *COMBINATION, by=tarik)
        page = page_of(desk, tarik, case)
        assert "Samen positief: misleiding bij werving, uitbuiting en dwang ter plaatse." in page
        assert "SAP-FL 2009" in page
        assert "18 jaar of ouder" in page
        assert "Geen kans en geen besluit" in page

    @pytest.mark.parametrize(("details", "age"), [(CHILD, Age.MINOR), (MAYBE, Age.UNKNOWN)])
    def test_who_may_be_a_child_needs_no_means(
        self, details: PersonDetails, age: Age, sanne: User, tarik: User
    ) -> None:
        case = case_about(details, sanne, tarik)
        filled_in(case, "exploited-hours", "exploited-pay", by=tarik)
        (form,) = follows(case, tarik)
        assert form.signs.derivation.age is age
        assert form.signs.derivation.attention is Attention.INDICATED
        assert "een dwangmiddel is niet nodig" in form.combination
        assert ("gaan we uit van een kind" in form.age) == (age is Age.UNKNOWN)

    def test_what_befell_a_child_stays_so_when_they_come_of_age(self, sanne: User, tarik: User) -> None:
        case = case_about(PersonDetails(date(2026, 3, 1), name="Mila", birth_date=date(2008, 11, 20)), sanne, tarik)
        filled_in(case, "exploited-hours", by=tarik, origin=Origin(Basis.OWN, date(2026, 11, 23)))
        assert follows(case, tarik)[0].signs.derivation.age is Age.ADULT
        filled_in(case, "exploited-pay", by=tarik, origin=Origin(Basis.OWN, date(2026, 11, 1)))
        assert follows(case, tarik)[0].signs.derivation.age is Age.MINOR

    def test_who_may_be_a_child_by_one_of_their_descriptions_is_treated_as_one(
        self, case: Case, sanne: User, tarik: User
    ) -> None:
        younger = chain.person(PersonDetails(date(2026, 6, 1), name="Ana", low=17, high=17), by=sanne)
        Person.objects.filter(pk=younger.pk).update(compartment=case.compartment)
        link(one=victim(case).person, other=younger, by=tarik)
        people.add(case=case, newcomer=Newcomer(person=younger), role=InvolvedAs.WITNESS, by=tarik)
        filled_in(case, "exploited-hours", by=tarik)
        assert follows(case, tarik)[0].signs.derivation.age is Age.UNKNOWN

    def test_two_sources_that_contradict_are_both_shown_and_it_counts(
        self, case: Case, tarik: User, desk: Desk
    ) -> None:
        filled_in(case, "exploited-hours", by=tarik)
        answer(begun(case, by=tarik, origin=TOLD), {"exploited-hours": "not_observed"}, by=tarik)
        page = page_of(desk, tarik, case)
        assert "bronnen spreken elkaar tegen" in page
        assert "Eigen waarneming, di 10 nov: waargenomen" in page
        assert "de persoon zelf, do 12 nov: niet waargenomen" in page
        assert follows(case, tarik)[0].signs.derivation.attention is Attention.RAISED

    def test_nothing_positive_clears_nobody_and_names_what_is_unknown(
        self, case: Case, tarik: User, desk: Desk
    ) -> None:
        answer(begun(case, by=tarik), {"exploited-hours": "not_observed", "exploited-pay": "unknown"}, by=tarik)
        page = page_of(desk, tarik, case)
        assert "Uit wat is ingevuld volgt nog niets. Dat sluit niets uit." in page
        assert "Nog niet bekend, en zou ertoe doen" in page
        for words in ("geïndiceerd", "niet aangewezen", "procent", "waarschijnlijk"):
            assert words not in page.lower()

    def test_what_would_tip_a_dimension_is_named_first(self, case: Case, tarik: User) -> None:
        filled_in(case, "exploited-pay", "exploited-living", by=tarik)
        (form,) = follows(case, tarik)
        exploitation = next(one for one in form.dimensions if one.evidence)
        assert len(exploitation.to_ask) == 7
        deception = form.dimensions[0]
        assert [one.weight for one in deception.to_ask] == ["sterk"]

    def test_two_descriptions_that_are_one_human_being_are_read_together(self, case: Case, tarik: User) -> None:
        person = victim(case).person
        suspect = people.add(case=case, newcomer=Newcomer(person=person), role=InvolvedAs.SUSPECT, by=tarik)
        filled_in(case, "exploited-hours", by=tarik)
        filled_in(case, "exploited-pay", by=tarik, about=suspect)
        (line,) = queries.lines(case, tarik)
        assert len(line.forms[0].sources) == 2


class TestUrgency:
    @pytest.mark.parametrize(
        ("sign", "urgency"),
        [
            ("exploited-hours", CaseUrgency.SOON),
            ("coerced-violence", CaseUrgency.URGENT),
            ("exploited-pay", "ordinary"),
        ],
    )
    def test_a_critical_sign_raises_it_at_once(self, case: Case, tarik: User, sign: str, urgency: str) -> None:
        filled_in(case, sign, by=tarik)
        case.refresh_from_db()
        assert case.urgency == urgency

    def test_what_is_critical_for_a_child_only(self, sanne: User, tarik: User) -> None:
        case = case_about(CHILD, sanne, tarik)
        filled_in(case, "coerced-threats", by=tarik)
        case.refresh_from_db()
        assert case.urgency == CaseUrgency.URGENT

    def test_a_source_of_when_she_was_a_child_makes_what_is_strong_for_a_child_critical(
        self, sanne: User, tarik: User, desk: Desk
    ) -> None:
        case = case_about(PersonDetails(date(2026, 3, 1), name="Mila", birth_date=date(2008, 11, 9)), sanne, tarik)
        young = Origin(Basis.OWN, date(2026, 11, 1))
        begun(case, by=tarik, origin=young)
        filled_in(case, "coerced-threats", by=tarik)
        assert Case.objects.get(pk=case.pk).urgency == CaseUrgency.URGENT
        # The other way round too: a source that comes later may be of an earlier day.
        filled_in(case, "coerced-threats", by=tarik, form=Form.SEXUAL)
        change_urgency(case=case, urgency=CaseUrgency.ORDINARY, because="Zij is veilig.", by=tarik)
        begun(case, by=tarik, origin=young, form=Form.SEXUAL)
        case.refresh_from_db()
        assert case.urgency == CaseUrgency.URGENT
        assert CriticalSign.objects.count() == 2

    def test_it_is_never_lowered_and_a_person_may_lower_it(self, case: Case, tarik: User) -> None:
        change_urgency(case=case, urgency=CaseUrgency.URGENT, because="Hij is vrij.", by=tarik)
        source = filled_in(case, "exploited-hours", by=tarik)
        case.refresh_from_db()
        assert case.urgency == CaseUrgency.URGENT
        change_urgency(case=case, urgency=CaseUrgency.ORDINARY, because="Zij is veilig.", by=tarik)
        answer(source, {"exploited-pay": "observed"}, by=tarik)
        case.refresh_from_db()
        assert case.urgency == CaseUrgency.ORDINARY

    def test_the_story_says_which_sign_and_the_reason_for_everybody_does_not(
        self, case: Case, tarik: User, desk: Desk
    ) -> None:
        filled_in(case, "coerced-violence", by=tarik)
        story = f"/casussen/{case.id}/verloop/"
        page = desk(tarik).get(story).content.decode()
        assert "Kritiek signaal over Ana Bos" in page
        assert "Urgentie: vandaag" in page
        assert desk(let_in(case, Role.PARTNER)).get(story).status_code == 404


class TestAccess:
    def test_a_guest_finds_no_signs(self, case: Case, tarik: User, desk: Desk) -> None:
        source = filled_in(case, "exploited-hours", by=tarik)
        browser = desk(let_in(case, Role.PARTNER))
        assert "signalen/" not in browser.get(f"/casussen/{case.id}/").content.decode()
        for address in (room(case), room(case, victim(case)), room(case, victim(case), source)):
            assert browser.get(address).status_code == 404
        with pytest.raises(NotAllowed):
            answer(source, {"exploited-pay": "observed"}, by=let_in(case, Role.MUNICIPAL_CONTACT))

    def test_signs_of_a_suspect_are_there_for_who_may_see_suspects(
        self, case: Case, tarik: User, sanne: User, desk: Desk
    ) -> None:
        row = people.add(
            case=case,
            newcomer=Newcomer(details=PersonDetails(TODAY, name="Dario Kwaad")),
            role=InvolvedAs.SUSPECT,
            by=tarik,
        )
        source = filled_in(case, "coerced-debt", by=tarik, about=row)
        assert "Dario Kwaad" in desk(tarik).get(room(case)).content.decode()
        # Nor is there a reason beside the urgency that sends the worker there.
        assert "signaal" not in read_facts(Case.objects.get(pk=case.pk)).urgent_because
        worker = desk(let_in(case, Role.INTAKE_WORKER))
        assert "Dario Kwaad" not in worker.get(room(case)).content.decode()
        assert "Dario Kwaad" not in worker.get(f"/casussen/{case.id}/verloop/").content.decode()
        for address in (room(case, row), room(case, row, source), f"{room(case, row)}bron/"):
            assert worker.get(address).status_code == 404

    def test_nothing_is_added_to_a_case_that_is_over(self, case: Case, tarik: User, desk: Desk) -> None:
        source = filled_in(case, "exploited-hours", by=tarik)
        chain.end_case(case, by=tarik)
        with pytest.raises(NotPossible):
            answer(source, {"exploited-pay": "observed"}, by=tarik)
        assert "Vul signalen in" not in page_of(desk, tarik, case)

    def test_signs_of_another_case_s_person_are_refused(self, case: Case, sanne: User, tarik: User) -> None:
        other = case_about(CHILD, sanne, tarik)
        with pytest.raises(NotPossible):
            sources.begin(case=case, about=victim(other), form=Form.LABOUR, origin=SEEN, by=tarik)

    def test_where_the_words_were_destroyed_the_pages_say_so(
        self, case: Case, tarik: User, desk: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        source = filled_in(case, "exploited-hours", by=tarik)
        assert case.data_key is not None
        with django_capture_on_commit_callbacks(execute=True):
            shred(key_ids=[case.data_key], by=tarik)
        assert desk(tarik).get(room(case, victim(case))).status_code == 200
        assert desk(tarik).get(room(case, victim(case), source)).status_code == 410
