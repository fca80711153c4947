"""Who may see a case, at the desk: letting in, renewing, ending, standing in, handing over, shutting out, and the history."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import Exclusion, Grant, User
from schakel.access.queries import visible
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.people.details import PersonDetails
from tests.personas import account_of, recorded
from tests.rooms.chain import person

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NEED = "Regelt het bed in Almelo."


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    """A case of Tarik's about Marek Nowak; Sanne judged the report."""
    details = PersonDetails(date(2026, 3, 1), name="Marek Nowak", birth_year=1999)
    person(details, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    return Case.objects.get()


def day(days: int) -> str:
    return (time.real_now().date() + timedelta(days=days)).isoformat()


def act(browser: Client, case: Case, name: str, **posted: object) -> HttpResponse:
    """Send one of the forms of the page, whose fields carry its name."""
    prefix = {"deelnemer": "let_in", "waarnemer": "stand_in", "overdragen": "hand_over", "uitsluiten": "exclude"}[name]
    return browser.post(
        f"/casussen/{case.id}/toegang/{name}/", {f"{prefix}-{key}": value for key, value in posted.items()}, follow=True
    )


def let_in(browser: Client, case: Case, user: User, days: int = 14) -> HttpResponse:
    return act(browser, case, "deelnemer", person=user.id, need=NEED, until=day(days))


def sees(user: User, case: Case) -> bool:
    return visible(user).filter(pk=case.compartment_id).exists()


def test_a_partner_is_let_in_for_a_need_until_the_end_of_a_day(
    case: Case, tarik: User, hanna: User, desk: Desk
) -> None:
    page = let_in(desk(tarik), case, hanna, days=14).content.decode()
    assert "Hanna Bedenksel kan deze casus nu zien." in page
    assert NEED in page
    assert sees(hanna, case)
    grant = Grant.objects.get(user=hanna)
    assert grant.ends_at is not None
    last = grant.ends_at.astimezone(time.REGION_ZONE)
    assert (last.hour, last.minute) == (0, 0)
    assert last.date() == time.real_now().date() + timedelta(days=15)
    assert "tot en met" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"person": ""}, "Kies wie."),
        ({"person": "8f14e45f-ceea-467f-9575-1f9c1b1e1a11"}, "Kies iemand uit de lijst."),
        ({"need": " "}, "Schrijf waarvoor"),
        ({"need": "a" * 2_001}, "te lang"),
        ({"until": ""}, "Kies tot en met welke dag."),
        ({"until": "morgen"}, "Dit is geen datum."),
        ({"until": "2020-01-01"}, "Kies een einde in de toekomst."),
        ({"until": day(92)}, "binnen 90 dagen"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    changed: dict[str, str], sentence: str, case: Case, hanna: User, desk: Desk
) -> None:
    said = {"person": str(hanna.id), "need": NEED, "until": day(14)} | changed
    response = act(desk(case.coordinator), case, "deelnemer", **said)
    page = response.content.decode()
    assert response.status_code in (409, 422)
    assert sentence in page
    assert said["need"].strip() in page
    assert not Grant.objects.filter(user=hanna).exists()


def test_a_colleague_may_be_let_in_longer_than_a_guest(case: Case, tarik: User, petra: User, desk: Desk) -> None:
    assert "kan deze casus nu zien" in let_in(desk(tarik), case, petra, days=200).content.decode()
    assert sees(petra, case)


def test_renewing_ends_the_old_and_begins_a_new_one(case: Case, tarik: User, hanna: User, desk: Desk) -> None:
    browser = desk(tarik)
    let_in(browser, case, hanna)
    old = Grant.objects.get(user=hanna)
    address = f"/casussen/{case.id}/toegang/{old.id}/verlengen/"
    assert NEED in browser.get(address).content.decode()
    wrong = browser.post(address, {"need": "Nog een bed.", "until": day(120)})
    assert (wrong.status_code, "binnen 90 dagen" in wrong.content.decode()) == (409, True)
    page = browser.post(address, {"need": "Nog een bed.", "until": day(60)}, follow=True).content.decode()
    assert "verlengd" in page
    assert NEED in page
    assert "Nog een bed." in page
    old.refresh_from_db()
    assert old.ends_at is not None
    assert old.ends_at <= time.real_now()
    assert sees(hanna, case)
    assert Grant.objects.filter(user=hanna).count() == 2


def test_ending_a_participation_closes_the_case_at_once(case: Case, tarik: User, hanna: User, desk: Desk) -> None:
    browser, guest = desk(tarik), desk(hanna)
    let_in(browser, case, hanna)
    assert guest.get(f"/casussen/{case.id}/", follow=True).status_code == 200
    grant = Grant.objects.get(user=hanna)
    address = f"/casussen/{case.id}/toegang/{grant.id}/einde/"
    assert "heeft geen toegang meer" in browser.post(address, follow=True).content.decode()
    assert guest.get(f"/casussen/{case.id}/").status_code == 404
    assert "al voorbij" in browser.post(address, follow=True).content.decode()


def test_a_coordinators_own_grant_is_not_ended_here(case: Case, tarik: User, desk: Desk) -> None:
    grant = Grant.objects.get(user=tarik)
    assert desk(tarik).post(f"/casussen/{case.id}/toegang/{grant.id}/einde/").status_code == 404
    assert sees(tarik, case)


def test_a_grant_of_another_case_can_not_be_reached_through_this_one(
    case: Case, sanne: User, tarik: User, hanna: User, desk: Desk
) -> None:
    person(PersonDetails(date(2026, 3, 1), name="Iemand Anders"), by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    other = Case.objects.exclude(pk=case.pk).get()
    browser = desk(tarik)
    let_in(browser, other, hanna)
    grant = Grant.objects.get(user=hanna)
    for name in ("einde", "verlengen"):
        assert browser.post(f"/casussen/{case.id}/toegang/{grant.id}/{name}/").status_code == 404
    assert sees(hanna, other)


def test_who_stands_in_leads_too(case: Case, tarik: User, petra: User, hanna: User, desk: Desk) -> None:
    response = act(desk(tarik), case, "waarnemer", person=petra.id, need="Verlof.", until=day(10))
    assert "Petra Persona neemt nu waar." in response.content.decode()
    standing_in = desk(petra)
    assert "/stap/redirect/" in standing_in.get(f"/casussen/{case.id}/").content.decode()
    let_in(standing_in, case, hanna)
    assert sees(hanna, case)


def test_handing_over_ends_one_and_begins_the_other(case: Case, tarik: User, petra: User, desk: Desk) -> None:
    browser = desk(tarik)
    response = act(browser, case, "overdragen", person=petra.id)
    assert f"Casus {case.number} is nu van Petra Persona." in response.content.decode()
    assert response.redirect_chain[-1][0] == "/casussen/"
    case.refresh_from_db()
    assert case.coordinator == petra
    assert (sees(tarik, case), sees(petra, case)) == (False, True)
    assert browser.get(f"/casussen/{case.id}/").status_code == 404
    (event,) = recorded("case:handed_over")
    assert (event.actor_id, event.object_id) == (str(tarik.id), str(case.id))
    assert (event.detail["leaver"], event.detail["coordinator"]) == (str(tarik.id), str(petra.id))
    page = desk(petra).get(f"/casussen/{case.id}/toegang/").content.decode()
    assert page.count("procesregisseur van deze casus") == 3  # now once, and twice in the history


def test_nobody_is_made_coordinator_of_what_they_are_excluded_from(
    case: Case, tarik: User, petra: User, desk: Desk
) -> None:
    access.exclude(compartment=case.compartment, user=petra, by=tarik)
    assert act(desk(tarik), case, "overdragen", person=petra.id).status_code == 422
    case.refresh_from_db()
    assert case.coordinator == tarik


def test_somebody_is_shut_out_before_they_ever_had_access(
    case: Case, tarik: User, petra: User, femke: User, desk: Desk
) -> None:
    browser = desk(tarik)
    page = act(browser, case, "uitsluiten", person=petra.id).content.decode()
    assert "Petra Persona is van deze casus uitgesloten." in page
    exclusion = Exclusion.objects.get(user=petra)
    assert "Hef op" not in page
    lift = f"/casussen/{case.id}/toegang/uitgesloten/{exclusion.id}/"
    assert browser.post(lift).status_code == 403
    assert let_in(browser, case, petra).status_code == 422
    officer = desk(femke)
    assert "Hef op" in officer.get(f"/casussen/{case.id}/toegang/").content.decode()
    page = officer.post(lift, follow=True).content.decode()
    assert "uitsluiting van Petra Persona is opgeheven" in page
    assert "uitsluiting opgeheven" in page
    assert not Exclusion.objects.exists()


def test_who_is_shut_out_is_not_shown_among_those_who_can_see_it(case: Case, tarik: User, desk: Desk) -> None:
    """Sanne judged the report: her grant goes on, and shows her nothing."""
    page = act(desk(tarik), case, "uitsluiten", person=account_of("sanne").id).content.decode()
    now = page.split("Wie er nu bij kan</h2>")[1].split("</ul>")[0]
    assert "Tarik Karakter" in now
    assert "Sanne Voorbeeld" not in now
    assert "Sanne Voorbeeld" in page.split("Wie er nooit bij mag</h2>")[1].split("</ul>")[0]


def test_the_coordinator_is_shut_out_only_after_handing_over(case: Case, femke: User, tarik: User, desk: Desk) -> None:
    assert act(desk(femke), case, "uitsluiten", person=tarik.id).status_code == 422
    assert sees(tarik, case)


def test_the_privacy_officer_sees_who_has_access_and_nothing_of_the_case(
    case: Case, femke: User, tarik: User, hanna: User, desk: Desk
) -> None:
    let_in(desk(tarik), case, hanna)
    officer = desk(femke)
    page = officer.get(f"/casussen/{case.id}/toegang/").content.decode()
    assert NEED in page
    assert "Marek" not in page
    assert "Laat iemand meedoen" not in page
    assert officer.get(f"/casussen/{case.id}/").status_code == 404
    assert let_in(officer, case, femke).status_code == 403
    (event,) = [event for event in recorded("grant:listed") if event.actor_id == str(femke.id)]
    assert event.object_id == str(case.compartment_id)
    Exclusion.objects.create(compartment=case.compartment, user=femke)
    assert officer.get(f"/casussen/{case.id}/toegang/").status_code == 404


@pytest.mark.parametrize("name", ["deelnemer", "waarnemer", "overdragen", "uitsluiten"])
def test_who_sees_the_case_without_leading_it_regulates_nothing(
    name: str, case: Case, petra: User, hanna: User, desk: Desk
) -> None:
    let_in(desk(case.coordinator), case, hanna)
    access.break_glass(compartment=case.compartment, reason="Zij belde.", duration=timedelta(hours=1), by=petra)
    for user in (account_of("sanne"), petra, hanna):
        browser = desk(user)
        page = browser.get(f"/casussen/{case.id}/").content.decode()
        assert "Toegang tot deze casus" not in page
        assert "/stap/" not in page
        assert browser.get(f"/casussen/{case.id}/toegang/").status_code == 403
        assert browser.post(f"/casussen/{case.id}/toegang/{name}/", {}).status_code == 403
    assert desk(petra).post(f"/casussen/{case.id}/stap/redirect/").status_code == 403


def test_the_history_tells_who_had_access_from_when_until_when_on_which_ground(
    case: Case, sanne: User, tarik: User, hanna: User, desk: Desk
) -> None:
    browser = desk(tarik)
    let_in(browser, case, hanna)
    browser.post(f"/casussen/{case.id}/toegang/{Grant.objects.get(user=hanna).id}/einde/")
    page = browser.get(f"/casussen/{case.id}/toegang/").content.decode()
    now, history = page.split("Geschiedenis</h2>")
    assert "Hanna Bedenksel" not in re.sub(r"<select.*?</select>|notice.*?</div>", "", now, flags=re.DOTALL)
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr>.*?</tr>", history, re.DOTALL)]
    (row,) = [row for row in rows if "Hanna Bedenksel" in row]
    assert "uitgenodigd als deelnemer" in row
    assert "Tarik Karakter" in row
    assert NEED in row
    assert any("Sanne Voorbeeld" in row and "beoordeelde de melding" in row for row in rows)
