"""The way back with a receipt code: read the answers, answer, and add to the report."""

import secrets

from django import forms
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from schakel.intake import actions, lookups, queries, receipts, returns
from schakel.intake.forms import MOST_CHARACTERS, Words
from schakel.intake.models import Report
from schakel.publicsite import pacing, visit
from schakel.publicsite.pages import database_may_fail, day, note_failure, page
from schakel.publicsite.visit import Visit

# One sentence for a mistyped code and for one that never was: it tells nobody which of the two.
WRONG_CODE = _("Deze code klopt niet. Kijk of je alle 28 cijfers goed hebt overgenomen.")


class CodeForm(forms.Form):
    """The code, in any spacing."""

    code = Words(
        label=_("Wat is je code?"),
        help_text=_("De 28 cijfers die je kreeg na het melden. Spaties maken niet uit."),
        most=200,
        required=True,
        error_messages={"required": _("Vul hier je code in.")},
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # passed on as they came
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr", "class": "code-input"}


class MessageForm(forms.Form):
    """Something to add. The page's own number lets the same message arrive once, however often it is sent."""

    text = Words(
        label=_("Wil je antwoorden of iets toevoegen?"),
        most=MOST_CHARACTERS,
        rows=6,
        required=True,
        error_messages={"required": _("Schrijf hier eerst iets op.")},
    )
    number = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. A wrong one says so after a moment, and says nothing more."""
    if request.method != "POST":
        return page(request, "follow_up", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not pacing.attempts.take():
        return page(request, "follow_up", {"form": form, "busy": True}, status=429)
    if not form.is_valid():
        return page(request, "follow_up", {"form": form}, status=422)
    code = receipts.parse(form.cleaned_data["code"])
    try:
        if code is None or queries.report_by_code(code) is None:
            pacing.wrong_code.wait()
            form.add_error("code", str(WRONG_CODE))
            return page(request, "follow_up", {"form": form}, status=422)
        visit.forget(request)
        begun = visit.begin({"code": code})
    except DatabaseError as error:
        note_failure(error)
        return page(request, "follow_up", {"form": form, "out_of_order": True}, status=503)
    response = _see_conversation()
    visit.hand_over(response, begun)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def conversation(request: HttpRequest) -> HttpResponse:
    """What was said since the report, and a place to say more."""
    form = MessageForm(request.POST) if request.method == "POST" else None
    held = visit.current(request)
    report = queries.report_by_code(held.code) if held is not None and held.code else None
    if held is None or report is None:
        return _ask_code_again(request, form)
    if form is None:
        returns.note(report)
        return _conversation(request, report, held.code, MessageForm(initial={"number": secrets.token_urlsafe(16)}))
    if not form.is_valid():
        return _conversation(request, report, held.code, form, status=422)
    try:
        _add_once(report, held, form.cleaned_data["text"], form.cleaned_data["number"])
    except DatabaseError as error:
        note_failure(error)
        return _conversation(request, report, held.code, form, status=503)
    return _see_conversation("?ontvangen=ja")


def _add_once(report: Report, held: Visit, text: str, number: str) -> None:
    """Store the message, unless this page's message was stored already."""
    with transaction.atomic():
        # Two sendings of the same page take turns; the second then sees the first.
        lookups.take_turn(report.pk)
        held = visit.renewed(held)
        received: list[str] = held.content.setdefault("received", [])
        if number in received:
            return
        actions.add_from_reporter(report=report, text=text)
        received.append(number)
        held.save()


def _conversation(
    request: HttpRequest, report: Report, code: str, form: MessageForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "came_in": day(report.received_at),
        "turns": [(turn, day(turn.sent_at)) for turn in queries.turns_for_code(report, code)],
        "form": form,
        "not_received": status == 503,
        "was_added": "ontvangen" in request.GET and status == 200,
    }
    return page(request, "conversation", context, status=status)


def _ask_code_again(request: HttpRequest, form: MessageForm | None) -> HttpResponse:
    """The visit ran out: what was typed is shown, to copy after the code was entered again."""
    if form is None:
        return redirect("follow_up")
    return page(request, "follow_up", {"form": CodeForm(), "unsent_text": form["text"].value() or ""}, status=410)


def _see_conversation(query: str = "") -> HttpResponse:
    response = redirect("conversation")
    response.status_code = 303
    response["Location"] += query
    return response
