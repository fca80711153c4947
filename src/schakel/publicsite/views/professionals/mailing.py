"""The mailing: ask for it, confirm that from one's own mailbox, choose other lists, and leave in one click."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from schakel.mailing import subscribing
from schakel.mailing.audiences import CHOICES, in_words
from schakel.publicsite import pacing
from schakel.publicsite.pacing import TokenBucket
from schakel.publicsite.pages import database_may_fail, page_for_professionals

# For the whole door together: a flood of addresses would become a flood of mail.
asking = TokenBucket(rate=0.5, burst=60)
_MOST_CHARACTERS = 254


class ListsForm(forms.Form):
    """Which lists somebody wants."""

    lists = forms.MultipleChoiceField(
        label="Waarover wilt u mail krijgen?",
        help_text="Kies wat bij uw werk past. U kunt dit later veranderen.",
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één onderwerp."},
    )


class SubscribeForm(ListsForm):
    """An address, and which lists."""

    address = forms.EmailField(
        label="Wat is uw e-mailadres?",
        help_text="Wij sturen u eerst één mail. Daarin bevestigt u dat u de mailing wilt.",
        max_length=_MOST_CHARACTERS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Vul uw e-mailadres in.",
            "invalid": "Dit is geen heel e-mailadres. Schrijf het zo: naam@organisatie.nl.",
            "max_length": "Dit adres is te lang. Kijk of er iets te veel staat.",
        },
    )
    field_order = ("lists", "address")


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for the mailing."""
    if request.method != "POST":
        return page_for_professionals(request, "mailing", {"form": SubscribeForm()})
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return page_for_professionals(request, "mailing", {"form": form}, status=422)
    if not asking.take():
        return page_for_professionals(request, "mailing", {"form": form, "busy": True}, status=429)
    subscribing.ask(address=form.cleaned_data["address"], lists=form.cleaned_data["lists"])
    return redirect("mailing_asked")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """That a mail is on its way. The same whoever asked, and for whichever address."""
    return page_for_professionals(request, "mailing_asked")


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, since programs that look through mail open every link in it."""
    if request.method == "POST":
        subscribing.confirm(token)
    return _standing(request, "mailing_confirm", token)


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Which lists, others instead, and the way out."""
    if request.method != "POST":
        return _standing(request, "mailing_manage", token)
    form = ListsForm(request.POST)
    if not form.is_valid():
        return _standing(request, "mailing_manage", token, form=form, status=422)
    subscribing.choose(token, form.cleaned_data["lists"])
    return _standing(request, "mailing_manage", token, form=form, is_kept=True)


# A mail program posts here by itself, without a page of ours and without a cookie (RFC 8058). It needs no other proof
# than the token in the address, and can do one thing with it: end the subscription of that token.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """End it. No redirect, which a mail program would not follow."""
    if request.method == "POST":
        subscribing.end(token)
    return _standing(request, "mailing_leave", token)


def _standing(request: HttpRequest, template: str, token: str, *, status: int = 200, **context: Any) -> HttpResponse:
    if not pacing.attempts.take():
        return page_for_professionals(request, "mailing_busy", status=429)
    found = subscribing.found(token)
    if found is None:
        raise Http404
    context.setdefault("form", ListsForm(initial={"lists": found.lists}))
    said = {"subscribed": found, "lists": in_words(found.lists), "token": token}
    return page_for_professionals(request, template, {**said, **context}, status=status)
