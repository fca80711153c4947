"""Every address of both doors, with every method, as everybody: refused unless the tables below allow it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http.cookies import SimpleCookie
from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.roles import Permission, Role
from schakel.cases.actions import Recognised
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.figures import actions as figures
from schakel.intake.content import PersonDescription
from schakel.people.actions import link
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.publications.models import Publication
from schakel.signin.models import How, Passkey, StaffSession
from tests.personas import account_of
from tests.personas import signed_in as browser_of
from tests.rooms import chain

# What is no refusal and no fault: shown, sent on, or asked to fill in better.
ACCEPTED = {200, 302, 303, 400, 409, 410, 422}
METHODS = ("GET", "POST", "PUT", "DELETE")
DESK, PUBLIC = "schakel.config.urls.desk", "schakel.config.urls.public"
READ, WRITE, BOTH = ("GET",), ("POST",), ("GET", "POST")
ANYBODY = "anybody"


@dataclass(frozen=True)
class Page:
    """Who may do what at an address: with which methods, with which permission, and whether they must see the record."""

    methods: tuple[str, ...]
    may: Permission | str | None = None  # None: whoever is signed in
    of_a_case: bool = False
    of_oneself: bool = False  # what everybody has of their own; here it is somebody else's
    write: Permission | None = None  # where writing takes another permission than reading

    def needs(self, method: str) -> Permission | str | None:
        return self.write if method == "POST" and self.write else self.may


# What the desk answers to. An address that is not here fails the test.
DESK_PAGES = {
    "healthy": Page(READ, ANYBODY),
    "account_login": Page(BOTH, ANYBODY),
    "second_step": Page(BOTH, ANYBODY),
    "recover": Page(BOTH, ANYBODY),
    "passkey_enter": Page(WRITE, ANYBODY),
    "passkey_question": Page(WRITE, ANYBODY),
    "provider_start": Page(READ, ANYBODY),
    "provider_return": Page(READ, ANYBODY),
    "account_logout": Page(WRITE, ANYBODY),
    "account_inactive": Page(METHODS, ANYBODY),
    "prove": Page(BOTH),
    "my_account": Page(READ),
    "change_password": Page(BOTH),
    "my_sessions": Page(READ),
    "end_session": Page(WRITE, of_oneself=True),
    "end_other_sessions": Page(WRITE),
    "second_factor": Page(READ),
    "code_app": Page(BOTH),
    "remove_code_app": Page(WRITE),
    "add_passkey": Page(BOTH),
    "passkey_to_make": Page(WRITE),
    "remove_passkey": Page(WRITE, of_oneself=True),
    "new_recovery_codes": Page(WRITE),
    "provider_link": Page(WRITE),
    "locked_accounts": Page(READ, Permission.MANAGE_USERS),
    "lift_lock": Page(WRITE, Permission.MANAGE_USERS),
    "persona_sign_in": Page(BOTH, ANYBODY),
    "today": Page(READ),
    "inbox": Page(READ, Permission.TRIAGE),
    "entry": Page(BOTH, Permission.TRIAGE),
    "report": Page(READ, of_a_case=True),
    "report_open": Page(WRITE, Permission.TRIAGE, of_a_case=True),
    "report_answer": Page(WRITE, Permission.TRIAGE, of_a_case=True),
    "report_triage": Page(WRITE, Permission.TRIAGE, of_a_case=True),
    "report_revise": Page(WRITE, Permission.TRIAGE, of_a_case=True),
    "cases": Page(READ, Permission.TRIAGE),
    "case": Page(READ, of_a_case=True),
    "case_note": Page(WRITE, Permission.TRIAGE, of_a_case=True),
    "case_close": Page(WRITE, Permission.COORDINATE, of_a_case=True),
    "case_reopen": Page(WRITE, Permission.COORDINATE, of_a_case=True),
    "people": Page(BOTH, Permission.TRIAGE),
    "person": Page(READ, of_a_case=True),
    "person_link": Page(WRITE, Permission.TRIAGE, of_a_case=True),
    "person_correct": Page(BOTH, Permission.TRIAGE, of_a_case=True),
    "link_undo": Page(BOTH, Permission.TRIAGE, of_a_case=True),
    "figures": Page(READ, Permission.READ_FIGURES),
    "year": Page(READ, Permission.READ_FIGURES),
    "year_reports": Page(READ, Permission.READ_FIGURES),
    "behind": Page(READ, Permission.READ_FIGURES),
    "publications": Page(READ, Permission.READ_FIGURES),
    "publication_draft": Page(WRITE, Permission.DRAFT_PUBLICATION),
    "publication": Page(BOTH, Permission.READ_FIGURES, write=Permission.DRAFT_PUBLICATION),
    "publication_approve": Page(WRITE, Permission.APPROVE_PUBLICATION),
    "publication_send_back": Page(WRITE, Permission.APPROVE_PUBLICATION),
    "publication_file": Page(READ, Permission.READ_FIGURES),
}

# What the public door answers to, and what a visitor who just came in gets to see with GET.
PUBLIC_PAGES = {
    "home": (READ, 200),
    "report": (BOTH, 200),
    "step": (BOTH, 302),
    "check": (BOTH, 302),
    "receipt": (READ, 302),
    "stop": (WRITE, 405),
    "stopped": (READ, 200),
    "closed": (READ, 200),
    "follow_up": (BOTH, 200),
    "conversation": (BOTH, 302),
    "factsheets": (READ, 200),
    "factsheet": (READ, 404),
    "factsheet_file": (READ, 404),
    "contact": (READ, 200),
    "privacy": (READ, 200),
    "accessibility": (READ, 200),
    "leave": (READ, 302),
    "healthy": (READ, 200),
    "robots": (READ, 200),
    "security_txt": (READ, 200),
}


def addresses(urlconf: str) -> Iterator[URLPattern]:
    """Every pattern of a door, however deep it is included."""

    def walk(patterns: list[Any]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    yield from walk(import_module(urlconf).urlpatterns)


DESK_ADDRESSES, PUBLIC_ADDRESSES = list(addresses(DESK)), list(addresses(PUBLIC))


@dataclass(frozen=True)
class World:
    """One case with everything in it, a year with a published factsheet, and everybody who could come by."""

    everybody: dict[str, User]
    arguments: dict[str, Any]
    posted: dict[str, dict[str, str]]

    def address(self, pattern: URLPattern) -> str:
        wanted = pattern.pattern.converters
        return reverse(str(pattern.name), urlconf=DESK, kwargs={name: self.arguments[name] for name in wanted})


# An identity provider that does not answer: what it may let in has tests of its own.
NOBODY_THERE = {
    "id": "gemeente", "name": "Gemeente Verzonnen", "issuer": "http://127.0.0.1:9", "client_id": "schakel",
    "client_secret": "x", "second_factor": frozenset(),
}  # fmt: skip

# Whom the case lets in; everybody else is an outsider, whatever their role.
LET_IN = ("its coordinator", "let in as partner")


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.SCHAKEL_PINNED_DAY = date(2026, 11, 19)
    coordinator = chain.account(Role.CASE_COORDINATOR)
    report, _ = chain.hand_in(chain.said(PersonDescription(name="Ana Bos")))
    ana = Recognised(PersonDetails(time.today(), name="Ana Bos", gender="woman"))
    made = chain.judge(report, ana, ana, ana, by=coordinator, outcome=Outcome.NEW_CASE, coordinator=coordinator)
    one, other, alike = Person.objects.filter(report=report).order_by("created_at")
    sanne = account_of("sanne")
    browser_of(sanne)
    key = Passkey.objects.create(account=sanne, name="Laptop", credential_id=b"key", credential=b"")
    settings.SCHAKEL_PROVIDERS = [NOBODY_THERE]
    joined = link(one=one, other=other, by=coordinator)
    assert made.case is not None
    everybody = {f"outsider: {role}": chain.account(role) for role in Role}
    everybody["its coordinator"] = coordinator
    everybody["let in as partner"] = chain.account(Role.PARTNER)
    access.let_participate(
        compartment=made.case.compartment, user=everybody["let in as partner"], need="Biedt opvang.",
        until=time.real_now() + timedelta(days=7), by=coordinator,
    )  # fmt: skip
    return World(
        everybody,
        {
            "report_id": report.id, "case_id": made.case.id, "person_id": one.id, "link_id": joined.id, "year": 2026,
            "variable": "gender", "value": "woman", "publication_id": _published(everybody).id, "name": "a.csv",
            "session_id": StaffSession.objects.get(account=sanne).id, "passkey_id": key.id,
            "provider_id": "gemeente", "account_id": sanne.id,
        },
        {"person_link": {"other": str(alike.id)}, "persona_sign_in": {"persona": "sanne"}},
    )  # fmt: skip


def _published(everybody: dict[str, User]) -> Publication:
    """A published factsheet with one file."""
    publication = figures.draft(year=2024, by=everybody["outsider: policy_analyst"])
    publication.files.create(name="a.csv", content=b"1")
    return publication


def expected(page: Page, method: str, user: User, *, is_let_in: bool) -> set[int]:
    """The answers that are right: 404 for what one may not see, 403 for what one may not do."""
    needed = page.needs(method)
    if method not in page.methods:
        return {405}
    may = needed in (None, ANYBODY) or (isinstance(needed, Permission) and user.may(needed))
    sees = (is_let_in or not page.of_a_case) and not page.of_oneself
    if may and sees:
        return ACCEPTED
    return {code for code, is_refusal in ((403, not may), (404, not sees)) if is_refusal}


def signed_in(user: User) -> SimpleCookie:
    return browser_of(user).cookies


def answer(cookies: SimpleCookie, method: str, address: str, posted: dict[str, str] | None = None) -> HttpResponse:
    """What a browser with these cookies gets; whatever that wrote is taken back."""
    client = Client()
    client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
    with chain.rolled_back():
        return client.post(address, posted) if posted and method == "POST" else client.generic(method, address)


def test_every_address_stands_in_its_table_and_every_line_has_its_address() -> None:
    assert {pattern.name for pattern in DESK_ADDRESSES} == DESK_PAGES.keys()
    assert {pattern.name for pattern in PUBLIC_ADDRESSES} == PUBLIC_PAGES.keys()


def test_the_desk_answers_everybody_as_the_table_says(world: World) -> None:
    wrong = []
    for who, user in world.everybody.items():
        cookies = signed_in(user)
        for pattern, method in product(DESK_ADDRESSES, METHODS):
            name, address = str(pattern.name), world.address(pattern)
            right = expected(DESK_PAGES[name], method, user, is_let_in=who in LET_IN)
            got = answer(cookies, method, address, world.posted.get(name)).status_code
            if got not in right:
                wrong.append(f"{method} {name} as {who}: {got}, not one of {sorted(right)}")
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("is_closed", [False, True], ids=["anonymous", "closed account"])
def test_whoever_is_not_signed_in_gets_no_further_than_the_sign_in_page(world: World, is_closed: bool) -> None:  # noqa: FBT001
    cookies, sign_in = SimpleCookie(), f"{resolve_url(configured.LOGIN_URL)}?next="
    if is_closed:
        # Closed while they were signed in, and let in to the case until then.
        user = world.everybody["let in as partner"]
        cookies = signed_in(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
    wrong = []
    for pattern, method in product(DESK_ADDRESSES, METHODS):
        if DESK_PAGES[str(pattern.name)].may == ANYBODY:
            continue
        response = answer(cookies, method, world.address(pattern))
        to = response.headers.get("Location", "")
        # A form that comes too late is shown back to copy from, and not carried out.
        is_refused = response.status_code == 403 if method == "POST" else to.startswith(sign_in)
        if not is_refused:
            wrong.append(f"{method} {pattern.name}: {response.status_code} {to}")
    assert "\n".join(wrong) == ""


# What somebody may use who has no second step yet: setting one up, and leaving.
BEFORE_SECOND_STEP = {"second_factor", "code_app", "add_passkey", "passkey_to_make", "prove"}


def test_whoever_has_no_second_step_yet_gets_no_further_than_setting_one_up(world: World) -> None:
    cookies = browser_of(world.everybody["its coordinator"], How.HALF).cookies
    wrong = []
    for pattern, method in product(DESK_ADDRESSES, METHODS):
        name = str(pattern.name)
        if DESK_PAGES[name].may == ANYBODY or name in BEFORE_SECOND_STEP:
            continue
        response = answer(cookies, method, world.address(pattern), world.posted.get(name))
        if (response.status_code, response.headers.get("Location")) != (303, reverse("second_factor", urlconf=DESK)):
            wrong.append(f"{method} {name}: {response.status_code}")
    assert "\n".join(wrong) == ""


@pytest.mark.urls(PUBLIC)
@pytest.mark.django_db
def test_the_public_door_answers_a_visitor_as_the_table_says() -> None:
    known = {"slug": "wie", "year": 2026, "name": "a.csv"}
    wrong = []
    for pattern, method in product(PUBLIC_ADDRESSES, METHODS):
        methods, shown = PUBLIC_PAGES[str(pattern.name)]
        arguments = {name: known[name] for name in pattern.pattern.converters}
        got = answer(SimpleCookie(), method, reverse(str(pattern.name), urlconf=PUBLIC, kwargs=arguments)).status_code
        right = ACCEPTED if method in methods else {405}
        if got not in ({shown} if method == "GET" else right):
            wrong.append(f"{method} {pattern.name}: {got}")
    assert "\n".join(wrong) == ""


@pytest.mark.urls(PUBLIC)
def test_no_address_of_the_desk_exists_at_the_public_door(world: World) -> None:
    cookies = signed_in(world.everybody["its coordinator"])
    shared = [
        pattern.name for pattern in DESK_ADDRESSES if answer(cookies, "GET", world.address(pattern)).status_code != 404
    ]
    assert shared == ["healthy", "today"]  # "/" is the home page there
