"""The administrator's pages: who has an account, who is invited, and what happens to an account. No content anywhere."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access import actions, directory, handover, mail
from schakel.access.account_proposals import belongs_words
from schakel.access.actions import Invited
from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.role_words import SEES, authorisation_words
from schakel.access.roles import AUTHORISATIONS, Permission, Role
from schakel.desk.account_forms import InvitationForm, RoleForm, WithSuccessor
from schakel.signin.actions.providers import propose_identity_change
from schakel.signin.edge import fresh_proof, fresh_proof_to_send
from schakel.signin.queries import links_of


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and the links that are out."""
    who = viewer(request)
    everybody = directory.accounts_for(who)
    holders = handover.factor_holders(everybody)
    living, ended = directory.invitations_for(who)
    context = {
        "rows": [_row(account, holders) for account in everybody],
        "open_count": sum(account.is_active for account in everybody),
        "knows_factors": holders is not None,
        "living": living,
        "ended": ended,
    }
    return render(request, "desk/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague; the link is shown once."""
    who = viewer(request)
    check_may(who, Permission.MANAGE_USERS)
    form = InvitationForm(request.POST or None, can_send=mail.can_send())
    if request.method != "POST":
        return render(request, "desk/invite.html", {"form": form})
    if form.is_valid():
        said = form.cleaned_data
        try:
            invited = actions.invite(
                email=said["email"],
                name=said["name"],
                role=Role(said["role"]),
                municipality=said["municipality"],
                organisation=said["organisation"],
                by=who,
            )
        except (NotPossible, ValidationError) as refusal:
            _put_beside(form, refusal)
        else:
            return _show_link(request, invited, send=said.get("send", False))
    return render(request, "desk/invite.html", {"form": form}, status=422)


@require_POST
def withdraw(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Make a link worthless."""
    who = viewer(request)
    found = directory.invitation_for(who, invitation_id)
    return _do(
        request,
        lambda: actions.withdraw_invitation(invitation=found, by=who),
        f"De link voor {found.name} werkt niet meer.",
        "accounts",
    )


@require_safe
def account(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """One account: what it may do, and what can be done with it."""
    found = directory.account_for(viewer(request), account_id)
    context = _about(found) | {
        "is_own": found == viewer(request),
        "has_factors": handover.has_second_factors(),
        "is_linked": bool(links_of(found)),
        "waiting_change": directory.waiting_change(found),
    }
    return render(request, "desk/account.html", context)


@require_POST
@fresh_proof
def new_password(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """A one-time link to a new password, shown once."""
    who = viewer(request)
    found = directory.account_for(who, account_id)
    try:
        invited = actions.invite_to_new_password(account=found, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return see_other("account", found.id)
    return _show_link(request, invited, send=mail.can_send() and "send" in request.POST)


@require_POST
@fresh_proof
def reset_factor(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Ask the privacy officer to let an account set up its second factor anew."""
    who = viewer(request)
    found = directory.account_for(who, account_id)
    return _do(
        request,
        lambda: actions.propose_second_factor_reset(account=found, by=who),
        "Voorgelegd aan de privacyfunctionaris.",
        "account",
        found.id,
    )


@require_POST
@fresh_proof
def unlink_provider(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Ask the privacy officer to let an account go from its identity provider, so that it can be linked anew."""
    who = viewer(request)
    found = directory.account_for(who, account_id)
    return _do(
        request,
        lambda: propose_identity_change(account=found, by=who),
        "Voorgelegd aan de privacyfunctionaris.",
        "account",
        found.id,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
def change_role(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Another role, municipality or organisation."""
    who = viewer(request)
    found = directory.account_for(who, account_id)
    form = RoleForm(request.POST or None, account=found, successors=directory.successors_of(found))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            proposal = actions.change_role(
                account=found,
                role=Role(said["role"]),
                municipality=said["municipality"],
                organisation=said["organisation"],
                successor=form.chosen(),
                by=who,
            )
        except NotPossible as refusal:
            _put_beside(form, refusal)
        else:
            sentence = "Voorgelegd aan de privacyfunctionaris." if proposal else f"{found.name} heeft nu deze rol."
            messages.success(request, sentence)
            return see_other("account", found.id)
    context = _about(found) | {"form": form}
    return render(request, "desk/account_role.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
def leave(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Close an account in one step, with everything it leads handed over."""
    who = viewer(request)
    found = directory.account_for(who, account_id)
    form = WithSuccessor(request.POST or None, successors=directory.successors_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.deactivate(user=found, successor=form.chosen(), by=who)
        except NotPossible as refusal:
            _put_beside(form, refusal)
        else:
            messages.success(request, f"Het account van {found.name} is gesloten en het werk is overgedragen.")
            return see_other("accounts")
    context = _about(found) | {"form": form, "work": directory.work_of(found, viewer=who)}
    return render(request, "desk/account_leave.html", context, status=422 if form.is_bound else 200)


def _row(found: User, holders: set[uuid.UUID] | None) -> dict[str, Any]:
    return _about(found) | {"has_factor": None if holders is None else found.pk in holders}


def _about(found: User) -> dict[str, Any]:
    role = Role(found.role)
    return {
        "account": found,
        "role": role.label,
        "belongs": belongs_words(found.municipality, found.organisation),
        "authorisation_kind": AUTHORISATIONS[role].label,
        "authorisation": authorisation_words(role),
        "sees": SEES[role],
    }


def _show_link(request: HttpRequest, invited: Invited, *, send: bool) -> HttpResponse:
    """The link, this once: it stands in no database, so it can't be shown again.

    The secret comes after the #: a browser sends that part to nobody, so it stands in no log and no referrer.
    """
    link = f"{request.build_absolute_uri(reverse('invitation'))}#{invited.token}"
    is_sent = send and mail.send_link(invitation=invited.invitation, link=link, by=viewer(request))
    context = {
        "invitation": invited.invitation,
        "link": link,
        "waits": invited.proposal is not None,
        "was_asked_to_send": send,
        "is_sent": is_sent,
    }
    return render(request, "desk/invited.html", context)


def _do(request: HttpRequest, act: Callable[[], object], done: str, *to: Any) -> HttpResponse:
    """Act, and say on the next page what came of it."""
    try:
        act()
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return see_other(*to)


def _put_beside(form: Form, refusal: NotPossible | ValidationError) -> None:
    """The sentence beside the field that it is about, where that is plain."""
    sentence = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
    words = (
        *(("email", "e-mailadres"), ("organisation", "rganisatie"), ("municipality", "emeente")),
        *(("successor", "overneemt"), ("successor", "Kies iemand anders")),
    )
    for name, word in words:
        if word in sentence and name in form.fields:
            form.add_error(name, sentence)
            return
    form.add_error(None, sentence)
