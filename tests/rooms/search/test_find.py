"""Finding words: in everything the viewer may see, as it is now, and in nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.cases import actions as cases
from schakel.cases.life import actions as life
from schakel.cases.life import content, people
from schakel.cases.life.content import Risk
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case
from schakel.cases.plan.actions import goals, steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.signs.said import Origin
from schakel.cases.states import CaseUrgency, InvolvedAs, Outcome
from schakel.core import time
from schakel.intake import actions as intake
from schakel.intake.content import PersonDescription
from schakel.methods.indicators import Basis
from schakel.people import actions as persons
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.search import queries
from schakel.search.models import WordList
from schakel.search.queries import MOST, Found, find
from schakel.sharing.actions import agreeing
from schakel.sharing.contents import Agreement
from schakel.vault.actions import shred
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.attachments import sending
from tests.rooms.cases import conferring, signing
from tests.rooms.sharing import telling

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ANA = PersonDetails(date(2026, 3, 1), name="Ana Bos", nickname="Zwaluw", birth_year=2004, phone="06-12345678")
TWO_DAYS = timedelta(days=2)


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    said = chain.said(PersonDescription(name="Ana Bos"), story="Zij werkt in een wasserette.")
    chain.person(ANA, by=sanne, content=said, outcome=Outcome.NEW_CASE, coordinator=tarik)
    return Case.objects.select_related("compartment", "coordinator").get()


def titles(found: Found) -> list[str]:
    return [hit.title for hit in found.hits]


def shown(found: Found) -> list[str]:
    return ["".join(piece.text for piece in hit.pieces) for hit in found.hits]


def write_everywhere(case: Case, by: User) -> dict[str, str]:
    """A word of its own in every place of a case where words are written; the words and where they stand."""
    life.change_facts(case=case, municipality="GM0153", forms=(), goal="Woord aardappel.", by=by)
    life.change_urgency(case=case, urgency=CaseUrgency.URGENT, because="Woord bloemkool.", by=by)
    life.assess_risk(case=case, risk=Risk("high", "Woord courgette.", "Woord druif."), on=time.today(), by=by)
    life.make_move(case=case, key="check_purpose", said=content.Said("Woord erwt."), by=by)
    cases.add_note(case=case, text="Woord framboos.", by=by)
    people.add(
        case=case,
        newcomer=Newcomer(details=described("Woord Grapefruit"), relation="Woord honing."),
        role=InvolvedAs.FAMILY,
        by=by,
    )
    goals.set_goal(case=case, words="Woord ijsbergsla.", by=by)
    steps.plan_step(
        case=case, kind="action", said=Said("Woord jam", outside="Woord kers", notes="Woord linzen."), by=by
    )
    return {
        "aardappel": "Gegevens", "bloemkool": "Gegevens", "courgette": "Risico", "druif": "Risico", "erwt": "Verloop",
        "framboos": "Notitie", "grapefruit": "familie", "honing": "familie", "ijsbergsla": "Doel", "jam": "actie",
        "kers": "actie", "linzen": "actie",
    }  # fmt: skip


def described(name: str) -> PersonDetails:
    return PersonDetails(time.today(), name=name)


def test_every_word_of_a_case_is_found_where_it_stands(case: Case, tarik: User) -> None:
    for word, where in write_everywhere(case, tarik).items():
        found = find(word, viewer=tarik)
        assert titles(found) == [f"Casus {case.number}"], word
        assert where.lower() in found.hits[0].where.lower(), word
        assert word in shown(found)[0].lower()


def test_words_of_a_conference_are_found(case: Case, tarik: User) -> None:
    conferring.planned(case, purpose="Woord rucola.")
    assert find("rucola", viewer=tarik).hits[0].where.startswith("Overleg")


def test_words_about_signs_are_found_by_who_may_see_whom_they_are_about(case: Case, tarik: User, sanne: User) -> None:
    suspect = people.add(
        case=case, newcomer=Newcomer(details=described("Dario Kwaad")), role=InvolvedAs.SUSPECT, by=tarik
    )
    signing.begun(case, by=tarik, origin=Origin(Basis.OWN, time.today(), about="Woord venkel."))
    signing.begun(case, by=tarik, origin=Origin(Basis.OWN, time.today(), about="Woord radijs."), about=suspect)
    until = time.real_now() + TWO_DAYS
    access.let_participate(compartment=case.compartment, user=sanne, need="Opvang.", until=until, by=tarik)
    found = [[bool(find(word, viewer=who).hits) for word in ("venkel", "radijs")] for who in (tarik, sanne)]
    assert found == [[True, True], [True, False]]


def test_what_was_shared_is_found_by_nobody_for_not_everybody_may_see_whom_it_is_about(case: Case, tarik: User) -> None:
    (victim,) = telling.victims(case)
    yes = Agreement("care", "self", "spoken", words="Woord sla.")
    agreeing.record_consent(case=case, row=victim, agreement=yes, said_on=time.today(), by=tarik)
    assert not find("sla", viewer=tarik).hits


def test_reports_persons_and_files_are_found(case: Case, sanne: User, tarik: User) -> None:
    report = case.triages.get().report
    intake.answer(report=report, text="Woord munt.", by=tarik)
    assert find("wasseret", viewer=tarik).hits[0].url == f"/meldingen/{report.id}/"
    assert find("munt", viewer=tarik).hits[0].where.startswith("Gesprek")
    assert find("zwaluw", viewer=tarik).hits[0].url == f"/personen/{Person.objects.get().id}/"
    assert "Ana Bos" in titles(find("0612345678", viewer=tarik))
    other = sending.report_with(("nectarine.txt", b"Woorden."))
    assert not find("nectarine", viewer=sanne).hits, "nobody opened it yet"
    sending.opened(other, by=sanne)
    assert find("nectarine", viewer=sanne).hits[0].where == "Bestand"


def test_all_words_must_be_there_wherever_they_stand(case: Case, tarik: User) -> None:
    write_everywhere(case, tarik)
    assert titles(find("framboos linzen", viewer=tarik)) == [f"Casus {case.number}"]
    assert not find("framboos tomaat", viewer=tarik).hits


def test_what_was_written_is_found_at_once_and_what_was_changed_no_longer(case: Case, tarik: User) -> None:
    write_everywhere(case, tarik)
    assert find("aardappel", viewer=tarik).hits
    life.change_facts(case=case, municipality="GM0153", forms=(), goal="Woord olijf.", by=tarik)
    assert find("olijf", viewer=tarik).hits
    person = Person.objects.get()
    persons.correct(person=person, details=PersonDetails(time.today(), name="Ana Bos", nickname="Merel"), by=tarik)
    assert find("merel", viewer=tarik).hits
    assert not find("zwaluw", viewer=tarik).hits
    step = case.steps.get()
    steps.change_step(step=step, said=Said("Woord peer"), revision=step.revision, by=tarik)
    assert find("peer", viewer=tarik).hits
    assert not find("jam", viewer=tarik).hits


def test_whoever_may_not_see_the_case_finds_nothing_of_it(case: Case, tarik: User, petra: User) -> None:
    words = write_everywhere(case, tarik)
    assert find("framboos", viewer=tarik).hits
    access.let_stand_in(
        compartment=case.compartment, user=petra, reason="Verlof.", until=time.real_now() + TWO_DAYS, by=tarik
    )
    assert find("framboos", viewer=petra).hits
    access.exclude(compartment=case.compartment, user=petra, by=tarik)
    for word in [*words, "zwaluw", "wasserette", case.number]:
        assert not find(word, viewer=petra).hits, word


def test_a_guest_searches_nothing(case: Case, tarik: User, hanna: User) -> None:
    write_everywhere(case, tarik)
    access.let_participate(
        compartment=case.compartment, user=hanna, need="Opvang.", until=time.real_now() + TWO_DAYS, by=tarik
    )
    with pytest.raises(NotAllowed):
        find("framboos", viewer=hanna)


def test_a_suspect_is_found_by_whoever_may_know_them(case: Case, tarik: User, sanne: User) -> None:
    people.add(
        case=case,
        newcomer=Newcomer(details=described("Dario Kwaad"), relation="Woord quinoa."),
        role=InvolvedAs.SUSPECT,
        by=tarik,
    )
    assert find("quinoa kwaad", viewer=tarik).hits
    assert not find("quinoa", viewer=sanne).hits


def test_no_word_stands_readable_in_a_list(case: Case, tarik: User) -> None:
    write_everywhere(case, tarik)
    find("framboos", viewer=tarik)
    lists = [bytes(one.words) + bytes(one.texts) for one in WordList.objects.all()]
    assert lists
    assert not [one for one in lists if b"framboos" in one or b"zwaluw" in one]


def test_what_was_destroyed_is_not_found(
    case: Case, tarik: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    write_everywhere(case, tarik)
    assert find("framboos", viewer=tarik).hits
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[case.data_key], by=tarik)
    assert not find("framboos", viewer=tarik).hits
    assert not find("linzen", viewer=tarik).hits
    assert not find("vernietigd", viewer=tarik).hits, "that is what we say, not what somebody wrote"


def test_a_search_is_recorded_with_what_it_showed_and_without_its_words(case: Case, tarik: User) -> None:
    write_everywhere(case, tarik)
    find("Framboos", viewer=tarik)
    (event,) = recorded("words:searched")
    assert event.detail["cases"] == [str(case.id)]
    assert "framboos" not in str(event.detail).lower()
    find("tomaat", viewer=tarik)
    assert len(recorded("words:searched")) == 2


def test_more_than_a_page_says_so(case: Case, sanne: User) -> None:
    for number in range(MOST + 1):
        report, _ = chain.hand_in(chain.said(story=f"Woord radijs, nummer {number}."))
        intake.open_report(report=report, by=sanne)
    found = find("radijs", viewer=sanne)
    assert (len(found.hits), found.has_more) == (MOST, True)


def test_no_more_is_opened_than_a_page_shows(case: Case, sanne: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a word that stands everywhere the newest are found without opening the older; a rare one is looked for in all."""
    monkeypatch.setattr(queries, "MOST", 3)
    monkeypatch.setattr(queries, "_READ_FIRST", 4)
    monkeypatch.setattr(queries, "_READ_TOGETHER", 2)
    began = time.real_now()
    for number in range(9):
        with time.travel(began + timedelta(hours=number)):
            rare = " Woord pastinaak." if number == 0 else ""
            report, _ = chain.hand_in(chain.said(story=f"Woord radijs, nummer n{number}.{rare}"))
            intake.open_report(report=report, by=sanne)
    found = find("radijs", viewer=sanne)
    assert [text.rpartition("nummer ")[2] for text in shown(found)] == ["n8.", "n7.", "n6."]
    assert found.has_more
    assert WordList.objects.count() == 4
    found = find("pastinaak", viewer=sanne)
    assert (len(found.hits), found.has_more) == (1, False)
    assert WordList.objects.count() > 9


def test_whoever_sees_no_content_does_not_search(otto: User) -> None:
    with pytest.raises(NotAllowed):
        find("iets", viewer=otto)


def test_the_page_finds_keeps_what_was_typed_and_says_what_is_wrong(case: Case, tarik: User, desk: Desk) -> None:
    write_everywhere(case, tarik)
    browser = desk(tarik)
    page = browser.post("/zoeken/", {"words": "frambo"}).content.decode()
    assert "<mark>framboos</mark>" in page
    assert f"/casussen/{case.id}/" in page
    assert 'value="frambo"' in page
    assert "Niets gevonden" in browser.post("/zoeken/", {"words": "tomaat"}).content.decode()
    wrong = browser.post("/zoeken/", {"words": "?"})
    assert wrong.status_code == 422
    assert "Typ ten minste één woord" in wrong.content.decode()
    assert not recorded("words:searched")[2:]
    assert "framboos" not in browser.get("/zoeken/?words=framboos").content.decode()
