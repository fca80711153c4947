"""The menu beside every page of the desk: only the work this person's role includes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from schakel.access import four_eyes
from schakel.access.models import User
from schakel.access.policies import is_guest
from schakel.access.queries import waiting_for_review
from schakel.access.roles import Permission, Role
from schakel.cases.plan.policies import sees_plans
from schakel.cases.plan.worklist import late_count
from schakel.cases.queries import cases_for
from schakel.duty.policies import sees_roster
from schakel.intake import queries as intake
from schakel.outbox.queries import stuck_for
from schakel.prevention.loans import queries as loans
from schakel.prevention.materials import queries as materials
from schakel.signin.edge import is_complete


@dataclass(frozen=True)
class Item:
    """One line of the menu; `shortcut` is the letter after g, `badge` what waits there."""

    label: str
    url: str
    shortcut: str
    current: bool = False
    badge: int = 0


@dataclass(frozen=True)
class Group:
    """Lines that belong together, under one of the core tasks."""

    title: str
    items: list[Item]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What the layout of the desk reads; nothing for somebody who is not signed in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {
        # Counted when a layout shows it: a page that refuses has no menu.
        "navigation": SimpleLazyObject(lambda: _menu(request, user)),
        "user_name": user.name,
        "account_url": reverse("my_account") if is_complete(request) else "",
        "user_role": Role(user.role).label,
        "sign_out_url": reverse("account_logout"),
    }


def _menu(request: HttpRequest, user: User) -> list[Group]:
    # Without a second step none of it would open.
    told = _groups(user, request.path) if is_complete(request) else []
    groups = [Group(title, list(items)) for title, items in told]
    return [group for group in groups if group.items]


def _groups(user: User, path: str) -> list[tuple[str, Iterator[Item]]]:
    return [
        ("", _daily(user, path)),
        ("Aanpak", _approach(user, path)),
        ("Bereik", _reach(user, path)),
        ("Beleid", _policy(user, path)),
        ("Toegang", _access(user, path)),
        ("Toezicht", _oversight(user, path)),
    ]


def _daily(user: User, path: str) -> Iterator[Item]:
    if is_guest(user):
        is_here = path == reverse("today") or path.startswith("/mijn-casussen/")
        yield Item("Mijn casussen", reverse("today"), "c", current=is_here)
        return
    yield Item("Vandaag", reverse("today"), "v", current=path == reverse("today"))
    if user.may(Permission.TRIAGE):
        yield _item("Meldingen", "inbox", "m", path, badge=intake.waiting_count(user))
    if sees_roster(user):
        yield _item("Dienst", "duty", "d", path)
    has_cases = user.may(Permission.TRIAGE) or cases_for(user).exists()
    if has_cases or user.may(Permission.BREAK_GLASS):
        yield _item("Casussen", "cases", "c", path)
    if sees_plans(user) and has_cases:
        yield _item("Termijnen", "deadlines", "r", path, badge=late_count(user))
    if has_cases:
        yield _item("Zoeken", "search", "z", path)


def _approach(user: User, path: str) -> Iterator[Item]:
    if user.may(Permission.TRIAGE):
        yield _item("Personen", "people", "p", path)
        yield _item("Uitgaande berichten", "outgoing", "b", path, badge=stuck_for(user))
    if user.may(Permission.READ_PARTNERS):
        yield _item("Partners", "partners", "o", path)


def _reach(user: User, path: str) -> Iterator[Item]:
    if user.may(Permission.PREVENT):
        yield _item("Campagnes", "campaigns", "h", path)
        yield _item("Mailing", "mailings", "y", path)
        yield _item("Materiaal", "materials", "s", path)
        yield _item("Bestellingen", "orders", "j", path, badge=materials.waiting(user))
        yield _item("Uitleen", "loans", "k", path, badge=loans.waiting(user))
        yield _item("Scholing", "trainings", "f", path)
    if user.may(Permission.EDIT_TEXTS):
        yield _item("Teksten", "texts", "t", path)


def _policy(user: User, path: str) -> Iterator[Item]:
    if user.may(Permission.READ_FIGURES):
        yield _item("Cijfers", "figures", "i", path)
        yield _item("Publicaties", "publications", "u", path)
    if user.may(Permission.OWN_MUNICIPALITY):
        yield Item("Mijn gemeente", reverse("municipality"), "e", current=path == reverse("municipality"))
        yield _item("Materiaal bestellen", "own_orders", "s", path)
        yield _item("Iets lenen", "own_loans", "k", path)


def _access(user: User, path: str) -> Iterator[Item]:
    if four_eyes.concerns(user):
        waiting = four_eyes.waiting_for(user).exclude(proposed_by=user).count()
        yield _item("Goedkeuringen", "approvals", "g", path, badge=waiting)
    if user.may(Permission.MANAGE_USERS):
        yield _item("Accounts", "accounts", "a", path)
        yield _item("Vergrendeld", "locked_accounts", "x", path)
        yield _item("Uitgaande berichten", "outgoing", "b", path, badge=stuck_for(user))
    yield _item("Wat ik mag zien", "sight", "w", path)


def _oversight(user: User, path: str) -> Iterator[Item]:
    if user.may(Permission.REVIEW_LAWFULNESS):
        yield _item("Noodinzage", "emergencies", "n", path, badge=waiting_for_review(user).count())
    if user.may(Permission.READ_LOG):
        yield _item("Logboek", "log", "l", path)


def _item(label: str, name: str, shortcut: str, path: str, *, badge: int = 0) -> Item:
    url = reverse(name)
    return Item(label, url, shortcut, current=path.startswith(url), badge=badge)
