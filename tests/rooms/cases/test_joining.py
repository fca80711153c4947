"""Several reports about one event: joined, parted, led by another; each stays itself, and nobody learns of what they don't see."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases import joining
from schakel.cases.actions import Recognised
from schakel.cases.policies import NotPossible
from schakel.cases.states import Outcome
from schakel.figures.factsheet import count_year
from schakel.intake import actions as intake
from schakel.intake.content import PersonDescription
from schakel.intake.models import Report
from schakel.intake.queries import turns_for_code
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms.chain import hand_in, judge, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
REASON = "Hetzelfde huis, dezelfde avond."


def opened(by: User, **content: str) -> Report:
    report, _ = hand_in(said(**content))
    intake.open_report(report=report, by=by)
    report.refresh_from_db()
    return report


def members(report: Report, viewer: User) -> list[Report]:
    return [one.report for one in joining.group_of(report, viewer)]


def test_joined_reports_stand_on_each_others_page_and_keep_their_own_conversation(sanne: User, desk: Desk) -> None:
    (one, code), (other, other_code) = hand_in(), hand_in()
    for report in (one, other):
        intake.open_report(report=report, by=sanne)
    browser = desk(sanne)
    response = browser.post(f"/meldingen/{other.id}/samen/", {"elsewhere": str(one.id), "reason": REASON})
    assert response.status_code == 303
    for report, link in ((one, other), (other, one)):
        page = browser.get(f"/meldingen/{report.id}/").content.decode()
        assert f"/meldingen/{link.id}/" in page
        assert REASON in page
    intake.answer(report=one, text="Dank je wel.", by=sanne)
    assert len(turns_for_code(one, code)) == 1
    assert turns_for_code(other, other_code) == []
    assert "hoort bij 1 andere" in browser.get("/meldingen/").content.decode()
    assert [event.object_id for event in recorded("report:joined")] == [str(other.id)]


def test_joining_a_group_brings_its_whole_group(sanne: User) -> None:
    a, b, c, d = (opened(sanne) for _ in range(4))
    joining.join(report=b, to=a, reason=REASON, by=sanne)
    joining.join(report=d, to=c, reason=REASON, by=sanne)
    joining.join(report=c, to=b, reason=REASON, by=sanne)
    assert members(d, sanne)[0] == a
    assert set(members(d, sanne)) == {a, b, c, d}
    with pytest.raises(NotPossible, match="horen al bij elkaar"):
        joining.join(report=a, to=d, reason=REASON, by=sanne)


def test_parting_leaves_the_others_together(sanne: User) -> None:
    a, b, c = (opened(sanne) for _ in range(3))
    for report in (b, c):
        joining.join(report=report, to=a, reason=REASON, by=sanne)
    joining.part(report=b, by=sanne)
    assert members(b, sanne) == []
    assert set(members(a, sanne)) == {a, c}
    with pytest.raises(NotPossible, match="Maak eerst een andere de eerste"):
        joining.part(report=a, by=sanne)
    assert len(recorded("report:parted")) == 1


def test_another_leads_and_the_reasons_stay(sanne: User) -> None:
    a, b, c = (opened(sanne) for _ in range(3))
    joining.join(report=b, to=a, reason="Een.", by=sanne)
    joining.join(report=c, to=a, reason="Twee.", by=sanne)
    joining.let_lead(report=b, by=sanne)
    group = joining.group_of(a, sanne)
    assert group[0].report == b
    assert {one.report: one.reason for one in group} == {b: "", a: "Een.", c: "Twee."}
    with pytest.raises(NotPossible):
        joining.let_lead(report=b, by=sanne)
    joining.part(report=a, by=sanne)
    assert set(members(c, sanne)) == {b, c}


def test_what_happened_to_the_group_while_one_waited_stays(sanne: User, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c, d = (opened(sanne) for _ in range(4))
    for report in (b, c):
        joining.join(report=report, to=a, reason=REASON, by=sanne)
    before = [lambda: joining.part(report=b, by=sanne), lambda: joining.join(report=a, to=d, reason=REASON, by=sanne)]
    # Whoever had the turn before did this; so did whoever had it before them.
    monkeypatch.setattr(joining, "take_turn", lambda _: before.pop()() if before else None)
    joining.let_lead(report=c, by=sanne)
    monkeypatch.undo()
    assert members(b, sanne) == []
    assert {one.pk for one in members(c, sanne)} == {a.pk, c.pk, d.pk}


def test_a_sealed_report_or_the_same_one_is_not_joined(sanne: User, desk: Desk) -> None:
    one, (sealed, _) = opened(sanne), hand_in()
    for other, words in ((sealed, "Open beide"), (one, "Kies een andere")):
        with pytest.raises(NotPossible, match=words):
            joining.join(report=one, to=other, reason=REASON, by=sanne)
    assert desk(sanne).get(f"/meldingen/{sealed.id}/samen/").status_code == 303


def test_a_report_that_a_viewer_does_not_see_is_no_part_of_the_group_for_them(
    sanne: User, tarik: User, petra: User, desk: Desk
) -> None:
    one, other, third = opened(tarik), opened(tarik), opened(tarik)
    joining.join(report=other, to=one, reason="Over een die zij niet ziet.", by=tarik)
    joining.join(report=third, to=one, reason=REASON, by=tarik)
    for report in (one, other):
        judge(
            report, Recognised(PersonDetails(date(2026, 11, 1))), by=tarik, outcome=Outcome.NEW_CASE, coordinator=tarik
        )
    assert members(third, petra) == [third]
    page = desk(petra).get(f"/meldingen/{third.id}/").content.decode()
    for hidden in (one, other):
        assert str(hidden.id) not in page
    assert "Over een die zij niet ziet." not in page
    assert joining.sizes_of([third], petra) == {}
    assert joining.sizes_of([third], tarik) == {third.id: 2}
    assert one not in joining.candidates(third, petra)


def test_the_figures_stay_as_they_were(sanne: User) -> None:
    reports = []
    for _ in range(2):
        report, _ = hand_in()
        judge(report, Recognised(PersonDetails(date(2026, 11, 1))), by=sanne)
        report.refresh_from_db()
        reports.append(report)
    before = count_year(2026)
    joining.join(report=reports[1], to=reports[0], reason=REASON, by=sanne)
    assert count_year(2026) == before
    assert (before.persons, before.reports) == (2, 2)


def test_what_looks_alike_is_proposed_with_the_reason_and_nothing_else_is(sanne: User, desk: Desk) -> None:
    ana = PersonDescription(name="Ana Bos", phone="06 12 34 56 78")
    report, _ = hand_in(said(ana, story="Zij werkt in de kwekerij."))
    same, _ = hand_in(said(PersonDescription(name="A.", phone="+31 6 12345678"), story="Iets anders."))
    unlike, _ = hand_in(said(story="In een restaurant slapen mensen boven de keuken.", municipality="GM0164"))
    sealed, _ = hand_in(said(ana))
    for one in (report, same, unlike):
        intake.open_report(report=one, by=sanne)
    report.refresh_from_db()
    proposed = joining.alike(report, joining.candidates(report, sanne), viewer=sanne)
    assert [(one.report, one.reasons) for one in proposed] == [
        (same, ("zelfde telefoonnummer", "allebei Enschede", "dezelfde dag"))
    ]
    page = desk(sanne).get(f"/meldingen/{report.id}/samen/").content.decode()
    assert "zelfde telefoonnummer, allebei Enschede, dezelfde dag" in page
    response = desk(sanne).post(f"/meldingen/{report.id}/samen/", {"elsewhere": str(unlike.id), "reason": REASON})
    assert response.status_code == 303
    assert set(members(report, sanne)) == {report, unlike}
    assert str(sealed.id) not in page
    assert recorded("report:alike_listed")[0].detail["reports"] == [str(same.id)]


def test_a_wrong_form_says_so_and_keeps_what_was_typed(sanne: User, desk: Desk) -> None:
    one, other = opened(sanne), opened(sanne)
    browser = desk(sanne)
    response = browser.post(f"/meldingen/{one.id}/samen/", {"reason": REASON})
    assert response.status_code == 422
    assert REASON in response.content.decode()
    response = browser.post(f"/meldingen/{one.id}/samen/", {"elsewhere": str(other.id), "reason": ""})
    assert "Schrijf waarom de meldingen bij elkaar horen." in response.content.decode()
