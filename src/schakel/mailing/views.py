"""The desk's pages of the mailing: who waits for it, what was written, and how far it is."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.mailing import actions, queries
from schakel.mailing.actions import Meanwhile
from schakel.mailing.audiences import in_words
from schakel.mailing.forms import MailingForm, as_it_stands
from schakel.mailing.letters import written
from schakel.mailing.models import Mailing, MailingState, Standing, Subscription
from schakel.outbox.delivery import mails
from schakel.outbox.texts import Kind


@require_safe
def mailings(request: HttpRequest) -> HttpResponse:
    """Every mailing, and how many people wait for the next one."""
    who = viewer(request)
    rows = [(row, queries.progress(row), in_words(row.lists)) for row in queries.mailings_for(who)]
    context = {
        "rows": rows,
        "sizes": queries.sizes(who),
        "standings": queries.standings(who),
        "mails": mails(Kind.MAILING),
    }
    return render(request, "mailing/mailings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a mailing."""
    who = viewer(request)
    form = MailingForm(request.POST if request.method == "POST" else None, sizes=queries.sizes(who))
    if request.method == "POST" and form.is_valid():
        made = actions.begin(**form.said(), by=who)
        messages.success(request, "Het concept is bewaard. Er is nog niets verstuurd.")
        return see_other("mailings_one", made.pk)
    return render(request, "mailing/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, mailing_id: uuid.UUID) -> HttpResponse:
    """A draft to change and look at, or how far it is."""
    who = viewer(request)
    found = _mailing(who, mailing_id)
    if request.method != "POST":
        return _draw(request, found)
    form = MailingForm(request.POST, sizes=queries.sizes(who))
    if not form.is_valid():
        return _draw(request, found, form=form, status=422)
    try:
        actions.write(mailing=found, **form.said(), version=form.cleaned_data["version"] or 0, by=who)
    except Meanwhile as refusal:
        # The same words, in a form that knows of what the other kept: keeping them again is then a choice.
        typed = request.POST.copy()
        typed["version"] = str(refusal.kept.version)
        again = MailingForm(typed, sizes=queries.sizes(who))
        return _draw(request, refusal.kept, form=again, kept=refusal.kept, status=409)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, found, form=form, status=409)
    messages.success(request, "Het concept is bewaard. Er is nog niets verstuurd.")
    return see_other("mailings_one", found.pk)


@require_POST
def test(request: HttpRequest, mailing_id: uuid.UUID) -> HttpResponse:
    """The draft to oneself."""
    who = viewer(request)
    found = _mailing(who, mailing_id)
    try:
        actions.try_out(mailing=found, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Er gaat een proef naar {who.email}, en naar niemand anders.")
    return see_other("mailings_one", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, mailing_id: uuid.UUID) -> HttpResponse:
    """The second step: to how many it goes, the whole text once more, and the button."""
    who = viewer(request)
    found = _mailing(who, mailing_id)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            count = actions.send(mailing=found, version=int(version) if version.isdecimal() else 0, by=who)
        except NotPossible as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"De mailing gaat naar {count} {'adres' if count == 1 else 'adressen'}.")
        return see_other("mailings_one", found.pk)
    if found.state != MailingState.DRAFT:
        return see_other("mailings_one", found.pk)
    context = {
        "mailing": found,
        "reach": queries.reach(found.lists),
        "lists": in_words(found.lists),
        "text": written(found, "voorbeeld", found.lists),
        "mails": mails(Kind.MAILING),
    }
    return render(request, "mailing/send.html", context)


@require_POST
def discard(request: HttpRequest, mailing_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    who = viewer(request)
    try:
        actions.discard(mailing=_mailing(who, mailing_id), by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Het concept is weg.")
    return see_other("mailings")


@require_safe
def bounced(request: HttpRequest) -> HttpResponse:
    """The addresses that do not work."""
    rows = [(row, in_words(row.lists)) for row in queries.bounced(viewer(request))]
    return render(request, "mailing/bounced.html", {"rows": rows})


@require_POST
def drop(request: HttpRequest, subscription_id: uuid.UUID) -> HttpResponse:
    """Forget one of them."""
    who = viewer(request)
    queries.mailings_for(who)
    found = Subscription.objects.filter(pk=subscription_id, state=Standing.BOUNCED).first()
    if found is None:
        raise Http404
    actions.drop(subscription=found, by=who)
    messages.success(request, "Het adres is weg. Wie het toch gebruikt, kan zich opnieuw inschrijven.")
    return see_other("mailings_bounced")


def _mailing(who: User, mailing_id: uuid.UUID) -> Mailing:
    found = queries.mailings_for(who).filter(pk=mailing_id).first()
    if found is None:
        raise Http404
    return found


def _draw(
    request: HttpRequest,
    found: Mailing,
    *,
    form: MailingForm | None = None,
    kept: Mailing | None = None,
    status: int = 200,
) -> HttpResponse:
    who = viewer(request)
    is_draft = found.state == MailingState.DRAFT
    context: dict[str, Any] = {
        "mailing": found,
        "is_draft": is_draft,
        "lists": in_words(found.lists),
        "text": written(found, "voorbeeld", found.lists),
        "progress": queries.progress(found),
        "reach": queries.reach(found.lists),
        "kept": kept,
        "kept_lists": in_words(kept.lists) if kept else "",
        "mails": mails(Kind.MAILING),
    }
    if is_draft or form is not None:
        context["form"] = form or MailingForm(initial=as_it_stands(found), sizes=queries.sizes(who))
    return render(request, "mailing/one.html", context, status=status)
