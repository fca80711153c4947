"""The log at the desk: a reason first, then the events, by filter; never those of a case the officer is excluded from."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.access import actions as access
from schakel.access import readings
from schakel.access.models import LogReading, User
from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.audit.models import Event
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.queries import read_case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.people.actions import link
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import find_by_name, read_recorded
from tests.personas import recorded
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(femke: User, desk: Desk) -> Client:
    """The privacy officer, who gave a reason."""
    readings.begin(purpose=LogReading.Purpose.CONTROL, words="Kwartaalcontrole", by=femke)
    return desk(femke)


def case_of(coordinator: User, name: str = "Ana Bos") -> tuple[Case, Person]:
    """A case of one person, led by this coordinator."""
    person = chain.person(
        PersonDetails(time.today(), name=name), by=coordinator, outcome=Outcome.NEW_CASE, coordinator=coordinator
    )
    return Case.objects.get(involvements__person=person), person


def shown(response: HttpResponse) -> list[Event]:
    return [line.event for line in response.context["lines"]]


def tags(response: HttpResponse) -> list[str]:
    return [event.tag for event in shown(response)]


def test_the_log_is_read_by_the_privacy_officer_alone() -> None:
    assert {role for role in Role if Permission.READ_LOG in PERMISSIONS[role]} == {Role.PRIVACY_OFFICER}


def test_nothing_is_shown_before_a_reason(femke: User, desk: Desk) -> None:
    browser = desk(femke)
    response = browser.get("/logboek/?soort=read")
    assert response.url == "/logboek/reden/?naar=%2Flogboek%2F%3Fsoort%3Dread"
    response = browser.post(response.url, {"purpose": "complaint", "words": "Klacht 12 van 3 maart"})
    assert response.url == "/logboek/?soort=read"
    assert browser.get(response.url).status_code == 200
    reading = LogReading.objects.get()
    assert b"Klacht" not in bytes(reading.words)
    (begun,) = recorded("log:reading_begun")
    assert (begun.object_id, begun.detail["purpose"]) == (str(reading.id), "complaint")
    assert "Klacht" not in begun.detail_text


@pytest.mark.parametrize("address", ["https://elders.example/", "//elders.example/", "/meldingen/"])
def test_the_way_on_leads_to_the_log_and_nowhere_else(femke: User, desk: Desk, address: str) -> None:
    posted = {"purpose": "control", "words": "Kwartaal"}
    assert desk(femke).post(f"/logboek/reden/?naar={address}", posted).url == "/logboek/"


def test_a_reason_without_words_is_asked_again_with_what_was_chosen(femke: User, desk: Desk) -> None:
    response = desk(femke).post("/logboek/reden/", {"purpose": "incident", "words": "  "})
    assert response.status_code == 422
    assert "Schrijf waarom u het logboek leest." in response.content.decode()
    assert response.context["form"]["purpose"].value() == "incident"
    assert not LogReading.objects.exists()


def test_after_an_hour_a_new_reason_is_asked(femke: User, officer: Client) -> None:
    assert officer.get("/logboek/").status_code == 200
    LogReading.objects.update(ends_at=time.real_now() - timedelta(seconds=1))
    assert officer.get("/logboek/").url.startswith("/logboek/reden/")


def test_each_page_that_is_read_is_an_event_of_the_reading(femke: User, tarik: User, officer: Client) -> None:
    record("figures:read", by=tarik, year=2026)
    officer.get("/logboek/", {"gebruiker": tarik.actor_id, "soort": "read"})
    (event,) = recorded("log:read")
    assert event.actor_id == femke.actor_id
    assert event.object_id == str(LogReading.objects.get().id)
    assert event.detail["asked"] == {"actor": tarik.actor_id, "kind": "read"}
    assert event.detail["count"] == 1
    assert event.detail["newest"] == event.detail["oldest"] == f"desk {Event.objects.get(tag='figures:read').sequence}"


def test_names_numbers_and_words_stand_where_the_log_has_ids(tarik: User, officer: Client) -> None:
    case, _ = case_of(tarik)
    read_case(case, tarik)
    page = officer.get("/logboek/").content.decode()
    assert f"las een casus ({case.number})" in page
    assert "1 persoon" in page
    assert "Tarik Karakter" in page
    assert "Ana Bos" not in page
    assert str(case.id) not in page


def test_a_closed_account_keeps_its_name(tarik: User, officer: Client) -> None:
    record("figures:read", by=tarik, year=2026)
    User.objects.filter(pk=tarik.pk).update(is_active=False)
    assert "Tarik Karakter (account gesloten)" in officer.get("/logboek/").content.decode()


def test_filtering_by_case_finds_what_names_it_in_any_way(tarik: User, petra: User, officer: Client) -> None:
    case, _ = case_of(tarik)
    other, _ = case_of(petra, "Bo Smit")
    read_case(case, tarik)
    read_case(other, petra)
    find_by_name("Ana Bos", viewer=tarik)
    found = shown(officer.get("/logboek/", {"casus": case.number.lower()}))
    assert {"case:read", "case:opened", "person:searched", "report:opened", "access:granted"} <= {e.tag for e in found}
    assert {event.object_id for event in found if event.tag == "case:read"} == {str(case.id)}


def test_a_number_that_is_no_case_is_told_beside_the_field(officer: Client) -> None:
    response = officer.get("/logboek/", {"casus": "K-1999-0001", "soort": "read"})
    assert response.status_code == 422
    assert response.context["form"].errors["casus"] == [
        "Er is geen casus met dit nummer waarvan u het logboek mag lezen."
    ]
    assert response.context["form"]["soort"].value() == "read"


def test_filtering_by_person_follows_every_description(tarik: User, officer: Client) -> None:
    _, one = case_of(tarik)
    _, other = case_of(tarik, "Anna Bosch")
    link(one=one, other=other, by=tarik)
    read_recorded(one, viewer=tarik)
    read_recorded(other, viewer=tarik)
    found = shown(officer.get("/logboek/", {"persoon": str(one.id), "soort": "read"}))
    assert {str(one.id), str(other.id)} <= {event.object_id for event in found}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"soort": "refusal"}, ["access:refused"]),
        ({"soort": "key_use"}, ["keys:rotated"]),
        ({"soort": "search"}, ["person:searched"]),
        ({"deur": "public"}, []),
        ({"van": "2031-01-01"}, []),
        ({"tot": "2020-01-01"}, []),
    ],
)
def test_filtering_by_kind_time_and_door(
    filters: dict[str, str], expected: list[str], tarik: User, officer: Client
) -> None:
    for tag in ("access:refused", "keys:rotated", "person:searched", "figures:read"):
        record(tag, by=tarik)
    assert tags(officer.get("/logboek/", filters)) == expected


def test_days_that_stand_the_wrong_way_round_are_told(officer: Client) -> None:
    response = officer.get("/logboek/", {"van": "2026-02-01", "tot": "2026-01-01"})
    assert response.status_code == 422
    assert "Draai de dagen om" in response.content.decode()


def test_every_event_stands_on_exactly_one_page_whatever_comes_in_between(tarik: User, officer: Client) -> None:
    for number in range(250):
        record("figures:read", by=tarik, year=number)
    seen: list[int] = []
    address = f"/logboek/?gebruiker={tarik.actor_id}"
    while address:
        response = officer.get(address)
        seen += [event.detail["year"] for event in shown(response)]
        record("figures:read", by=tarik, year=9_999)  # newer than every page: it must shift nothing
        after = response.context["following"]
        address = f"/logboek/?{response.context['query']}&na={after.replace('+', '%2B')}" if after else ""
    assert seen == list(range(249, -1, -1))


def test_a_place_that_is_none_shows_the_newest(tarik: User, officer: Client) -> None:
    record("figures:read", by=tarik)
    assert "figures:read" in tags(officer.get("/logboek/", {"na": "gisteren"}))


def test_who_searched_for_a_name_is_found_by_the_name_alone(tarik: User, petra: User, officer: Client) -> None:
    case_of(tarik)
    find_by_name("Bos, Ana", viewer=tarik)
    find_by_name("Iemand Anders", viewer=petra)
    found = officer.post("/logboek/zoeken/", {"name": "ana bos"})
    assert found.status_code == 200
    page = officer.get("/logboek/", {"zoekvraag": found.context["search"]})
    assert [event.actor_id for event in shown(page)] == [tarik.actor_id]
    assert "ana" not in "".join(event.detail_text for event in recorded("log:person_searched")).lower()


def test_finding_a_person_shows_cases_and_no_content(tarik: User, officer: Client) -> None:
    case, person = case_of(tarik)
    response = officer.post("/logboek/zoeken/", {"name": "Ana Bos"})
    (found,) = response.context["found"]
    assert (found.identity, found.cases) == (person.identity, (case.number,))
    assert case.number in response.content.decode()


def test_an_empty_name_is_asked_again(officer: Client) -> None:
    response = officer.post("/logboek/zoeken/", {"name": " 123 "})
    assert response.status_code == 422
    assert "ten minste één letter" in response.content.decode()


def test_what_an_excluded_officer_may_not_see_is_not_there(
    femke: User, tarik: User, petra: User, officer: Client
) -> None:
    case, person = case_of(tarik)
    other, _ = case_of(petra, "Bo Smit")
    for one, who in ((case, tarik), (other, petra)):
        read_case(one, who)
    find_by_name("Ana Bos", viewer=tarik)
    second = chain.account(Role.PRIVACY_OFFICER)
    record("log:read", by=second, asked={"case": str(case.id)})
    access.exclude(compartment=case.compartment, user=femke, by=tarik)
    ids = {str(case.id), str(person.id), str(person.report_id), str(case.compartment_id)}
    for event in shown(officer.get("/logboek/")):
        assert event.object_id not in ids
        assert not [one for one in ids if one in event.detail_text]
    assert "U bent uitgesloten van 1 casus" in officer.get("/logboek/").content.decode()
    assert officer.get("/logboek/", {"casus": case.number}).status_code == 422
    for address in (
        f"/logboek/?persoon={person.id}",
        f"/logboek/persoon/{person.id}/",
        f"/logboek/casus/{case.number}/",
    ):
        assert officer.get(address).status_code == 404
    assert officer.post("/logboek/zoeken/", {"name": "Ana Bos"}).context["found"] == []
    assert [e.object_id for e in shown(officer.get("/logboek/")) if e.tag == "case:read"] == [str(other.id)]


def test_another_officer_reads_what_the_excluded_one_does_not(femke: User, tarik: User, desk: Desk) -> None:
    case, _ = case_of(tarik)
    access.exclude(compartment=case.compartment, user=femke, by=tarik)
    second = chain.account(Role.PRIVACY_OFFICER)
    readings.begin(purpose=LogReading.Purpose.CONTROL, words="Van een collega", by=second)
    assert "access:excluded" in tags(desk(second).get("/logboek/", {"casus": case.number}))


def test_who_read_the_log_and_why_is_there_for_the_next_officer(officer: Client, desk: Desk) -> None:
    second = chain.account(Role.PRIVACY_OFFICER, "Gerda Tweede")
    readings.begin(purpose=LogReading.Purpose.COMPLAINT, words="Klacht 7", by=second)
    page = officer.get("/logboek/lezers/").content.decode()
    assert "Gerda Tweede" in page
    assert "Klacht 7" in page
    assert "Kwartaalcontrole" in page
    assert len(recorded("log:readings_listed")[0].detail["readings"]) == 2


def test_who_may_not_read_the_log_is_refused_everywhere(tarik: User, desk: Desk) -> None:
    for path in ("", "reden/", "lezers/", "zoeken/", "opvallend/", "uitvoer/"):
        assert desk(tarik).get(f"/logboek/{path}").status_code == 403


def test_what_only_names_a_record_is_found_although_the_log_is_older(tarik: User, officer: Client) -> None:
    record("figures:read", by=tarik)
    Event.objects.filter(tag="figures:read").update(at=time.real_now() - timedelta(days=400))
    case, person = case_of(tarik)
    record("figures:list_read", by=tarik, persons=[person.id])
    assert "figures:list_read" in tags(officer.get("/logboek/", {"persoon": str(person.id)}))
    assert "figures:read" not in tags(officer.get("/logboek/", {"casus": case.number}))


def test_a_full_page_asks_no_more_of_the_database_than_a_short_one(tarik: User, officer: Client) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert officer.get("/logboek/", {"gebruiker": tarik.actor_id}).status_code == 200
        return [query["sql"] for query in queries.captured_queries]

    case, _ = case_of(tarik)
    few = asked()
    for _ in range(60):
        read_case(case, tarik)
        record("figures:read", by=tarik, year=2026)
    many = asked()
    assert len(many) <= len(few)
    # Nothing is skipped and nothing is counted: that is what would grow with the log.
    of_the_log = [sql for sql in many if 'FROM "audit_event"' in sql]
    assert of_the_log
    assert not [sql for sql in of_the_log if "OFFSET" in sql or "COUNT(" in sql]
