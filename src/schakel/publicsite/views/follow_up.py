"""The way back with a receipt code: read the answers, answer, and add to the report."""

import secrets
from typing import Any

from django import forms
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from schakel.core.turns import take_turn
from schakel.intake import actions, queries, receipts, returns
from schakel.intake.content import Urgency
from schakel.intake.forms import MOST_CHARACTERS, Words, typed_so_far
from schakel.intake.models import Report
from schakel.intake.ways import OTHER_LANGUAGE
from schakel.publicsite import pacing, visit
from schakel.publicsite.pages import database_may_fail, day, note_failure, page
from schakel.publicsite.visit import Visit

# A typing error shows by the check digit alone, before anything is looked up: saying so tells nobody which codes exist.
TYPING_ERROR = _("Er zit een tikfout in je code. Vergelijk de cijfers steeds per vier.")
NO_DIGIT = _("Een code heeft alleen cijfers. Haal de andere tekens weg.")
OTHER_LENGTH = _("Aantal cijfers dat je invulde: %(count)s. Een code heeft er 28.")
WRONG_CODE = _("Deze code kennen wij niet. Kijk of je alle 28 cijfers goed hebt overgenomen.")


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

    def clean_code(self) -> str:
        """The digits alone, when they can be a code; what can't be one is never looked up."""
        try:
            return receipts.read(self.cleaned_data["code"])
        except receipts.Strange as error:
            raise forms.ValidationError(NO_DIGIT) from error
        except receipts.TooManyOrFew as error:
            raise forms.ValidationError(OTHER_LENGTH, params={"count": error.count}) from error
        except receipts.Mistyped as error:
            raise forms.ValidationError(TYPING_ERROR) from error


class MessageForm(forms.Form):
    """Something to add, and the mark outside the seal that it may set.

    The page's own number lets the same message arrive once, however often it is sent.
    """

    text = Words(
        label=_("Wil je antwoorden of iets toevoegen?"),
        most=MOST_CHARACTERS,
        rows=6,
        required=True,
        error_messages={"required": _("Schrijf hier eerst iets op.")},
    )
    danger_today = forms.BooleanField(
        label=_("Er is vandaag gevaar"),
        help_text=_("Kan het niet wachten? Bel 112. Wij lezen niet dag en nacht mee."),
        required=False,
    )
    under_18 = forms.BooleanField(
        label=_("Het gaat om iemand onder de 18"),
        help_text=_(
            "Ook als je dat zelf bent. Wij kunnen dan niet altijd alles geheim houden. We vertellen je eerlijk wat we doen."
        ),
        required=False,
    )
    number = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def urgency(self) -> Urgency:
        """The mark that was ticked, the gravest first."""
        if self.cleaned_data["danger_today"]:
            return Urgency.DANGER_TODAY
        return Urgency.UNDER_18 if self.cleaned_data["under_18"] else Urgency.NONE


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. One that nobody has is told so after a moment, and nothing more.

    With `again`, what was read in an earlier visit is shown once more.
    """
    again = {"again": "again" in request.POST or "again" in request.GET, "typed_in": "code"}
    if request.method != "POST":
        return page(request, "follow_up", {"form": CodeForm(), **again})
    form = CodeForm(request.POST)
    if OTHER_LANGUAGE in request.POST:
        return page(request, "follow_up", {"form": CodeForm(initial=typed_so_far(form)), **again})
    if not form.is_valid():
        return page(request, "follow_up", {"form": form, **again}, status=422)
    if not pacing.attempts.take():
        return page(request, "follow_up", {"form": form, "busy": True, **again}, status=429)
    return _open(request, form, again)


def _open(request: HttpRequest, form: CodeForm, again: dict[str, Any]) -> HttpResponse:
    """Look the code up; only one that somebody has begins a visit."""
    code = form.cleaned_data["code"]
    try:
        if queries.report_by_code(code) is None:
            pacing.wrong_code.wait()
            form.add_error("code", str(WRONG_CODE))
            return page(request, "follow_up", {"form": form, **again}, status=422)
        visit.forget(request)
        # A receipt that was made in the browser asks for its proof with the code, on a phone that was called safe.
        wants_proof = "proof" in request.POST
        begun = visit.begin({"code": code, "again": again["again"], **({"safe": "ja"} if wants_proof else {})})
    except DatabaseError as error:
        note_failure(error)
        return page(request, "follow_up", {"form": form, "out_of_order": True, **again}, status=503)
    response = _see_proof() if wants_proof else _see_conversation()
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
        return _conversation(request, report, held, MessageForm(initial={"number": secrets.token_urlsafe(16)}))
    if OTHER_LANGUAGE in request.POST:
        return _conversation(request, report, held, MessageForm(initial=typed_so_far(form)))
    if not form.is_valid():
        return _conversation(request, report, held, form, status=422)
    try:
        _add_once(report, held, form)
    except DatabaseError as error:
        note_failure(error)
        return _conversation(request, report, held, form, status=503)
    return _see_conversation("?ontvangen=spoed" if form.urgency() else "?ontvangen=ja")


def _add_once(report: Report, held: Visit, form: MessageForm) -> None:
    """Store the message, unless this page's message was stored already."""
    with transaction.atomic():
        # Two sendings of the same page take turns; the second then sees the first.
        take_turn(report.pk)
        held = visit.renewed(held)
        received: list[str] = held.content.setdefault("received", [])
        number = form.cleaned_data["number"]
        if number in received:
            return
        actions.add_from_reporter(report=report, text=form.cleaned_data["text"], urgency=form.urgency())
        received.append(number)
        held.save()


def _conversation(
    request: HttpRequest, report: Report, held: Visit, form: MessageForm, *, status: int = 200
) -> HttpResponse:
    shown = None if held.content.get("again") else held.content.get("shown", [])
    turns = queries.turns_for_code(report, held.code, shown=shown)
    if request.method == "GET":
        _note_as_read(report, held, turns)
    received = request.GET.get("ontvangen", "") if status == 200 else ""
    context = {
        "came_in": day(report.received_at),
        "turns": [(turn, day(turn.sent_at), day(turn.read_at) if turn.read_at else "") for turn in turns],
        "some_hidden": any(turn.from_desk and not turn.text for turn in turns),
        "form": form,
        "typed_in": "message",
        "not_received": status == 503,
        "was_added": received,
        "is_urgent": received == "spoed",
    }
    return page(request, "conversation", context, status=status)


def _note_as_read(report: Report, held: Visit, turns: list[queries.Turn]) -> None:
    """This visit keeps showing what it showed; a later one shows it only to whoever asks with the code again."""
    fresh = [turn.id for turn in turns if turn.from_desk and turn.read_at is None]
    if not fresh:
        return
    try:
        with transaction.atomic():
            take_turn(report.pk)
            held = visit.renewed(held)
            actions.mark_read_by_reporter(report=report, messages=fresh)
            held.content["shown"] = [*held.content.get("shown", []), *map(str, fresh)]
            held.save()
    except DatabaseError as error:
        # An answer that can be read is worth more than knowing that it was.
        note_failure(error)


def _ask_code_again(request: HttpRequest, form: MessageForm | None) -> HttpResponse:
    """The visit ran out: what was typed is shown, to copy after the code was entered again."""
    if form is None:
        return redirect("follow_up")
    return page(request, "follow_up", {"form": CodeForm(), "unsent_text": form["text"].value() or ""}, status=410)


def _see_proof() -> HttpResponse:
    response = redirect("proof")
    response.status_code = 303
    return response


def _see_conversation(query: str = "") -> HttpResponse:
    response = redirect("conversation")
    response.status_code = 303
    response["Location"] += query
    return response
