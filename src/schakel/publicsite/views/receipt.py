"""After sending: the code and how to keep it, hiding all of it at once, and a proof that something was handed in."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.core import region, time
from schakel.intake import proofs, queries, receipts
from schakel.intake.forms import Words
from schakel.intake.models import Report
from schakel.publicsite import visit
from schakel.publicsite.pages import database_may_fail, day, page
from schakel.publicsite.views.report import ran_out
from schakel.publicsite.visit import Visit

FIRST_DIGITS = 4
MOST_TRIES = 3
# Says nothing to whoever finds the file.
FILE_NAME = "notitie.txt"
WRONG_DIGITS = _("Deze cijfers kloppen niet. Na drie keer gaat alles hier dicht.")


class FirstDigitsForm(forms.Form):
    """What only somebody knows who had begun to copy the code."""

    first_digits = Words(
        label=_("Wat zijn de eerste vier cijfers?"),
        most=50,
        required=True,
        error_messages={"required": _("Vul hier vier cijfers in.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["first_digits"].widget.attrs |= {"inputmode": "numeric", "dir": "ltr", "class": "code-input"}

    def fits(self, code: str) -> bool:
        """Whether these are the first digits of the code."""
        typed = "".join(str(int(c)) for c in self.cleaned_data["first_digits"] if c.isdecimal())
        return typed == code[:FIRST_DIGITS]


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def receipt(request: HttpRequest) -> HttpResponse:
    """The code. It derives from the visit, so it is the same however often this page is loaded."""
    held = visit.current(request)
    if held is not None and held.code:
        # The way back was opened since: that report was sent, and its code is known.
        return redirect("conversation")
    code = receipts.from_visit(held.key) if held is not None else ""
    if held is None or queries.report_by_code(code) is None:
        return ran_out(request)
    if _is_hidden(held):
        return _uncover(request, held, code)
    if request.method == "POST":
        if "hide" in request.POST:
            held.content["hidden"] = True
        else:
            _note_whether_safe(request, held)
        held.save()
        return _see_other("receipt")
    answer_by = time.add_working_days(time.today(), region.current().first_answer_working_days)
    context = {
        "code": code,
        "answer_by": day(answer_by),
        "safe": held.content.get("safe", ""),
        "way_back": request.get_host(),
    }
    return page(request, "receipt", context)


@require_POST
@database_may_fail
def note(request: HttpRequest) -> HttpResponse:
    """The digits as a small text file, once somebody said that this phone is safe."""
    held = visit.current(request)
    code = _code_of(held)
    if held is None or not code or _is_hidden(held) or held.content.get("safe") != "ja":
        return _see_other("receipt")
    response = HttpResponse(note_of(code), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def note_of(code: str) -> str:
    """What stands in the file: the digits alone."""
    return "\n".join([" ".join(receipts.grouped(code)), *(["DEMO – VERZONNEN"] if _is_demo() else []), ""])


def hidden_forms() -> dict[str, FirstDigitsForm]:
    """The question before a hidden receipt is shown again: fresh, left open, and answered wrongly."""
    left_open, wrong = FirstDigitsForm({"first_digits": ""}), FirstDigitsForm({"first_digits": "0"})
    left_open.is_valid()
    wrong.add_error("first_digits", WRONG_DIGITS)
    return {"": FirstDigitsForm(), "_open": left_open, "_wrong": wrong}


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def proof(request: HttpRequest) -> HttpResponse:
    """A date and a check number, for whoever asks for them on a safe phone, after sending or with the code."""
    held = visit.current(request)
    code = _code_of(held)
    report = queries.report_by_code(code) if code else None
    if held is None or report is None:
        return _see_other("follow_up")
    if _is_hidden(held):
        return _see_other("receipt")
    if request.method == "POST":
        _answer_about_proof(request, held, report, code)
        return _see_other("proof")
    context = {"safe": held.content.get("safe", ""), "back": "conversation" if held.code else "receipt"}
    if held.content.get("proof"):
        context |= {"day": proofs.day_of(report).strftime("%d-%m-%Y"), "number": proofs.number_of(code)}
    return page(request, "proof", context)


def _answer_about_proof(request: HttpRequest, held: Visit, report: Report, code: str) -> None:
    if "make" in request.POST and held.content.get("safe") == "ja":
        proofs.make(report=report, code=code)
        held.content["proof"] = True
    else:
        _note_whether_safe(request, held)
    held.save()


def _uncover(request: HttpRequest, held: Visit, code: str) -> HttpResponse:
    """What was hidden is shown again to whoever had begun to copy the code; nobody can go on guessing."""
    form = FirstDigitsForm(request.POST if "first_digits" in request.POST else None)
    if not form.is_bound:
        return page(request, "hidden", {"form": form})
    if not form.is_valid():
        return page(request, "hidden", {"form": form}, status=422)
    if form.fits(code):
        held.content.update(hidden=False, tries=0)
        held.save()
        return _see_other("receipt")
    held.content["tries"] = held.content.get("tries", 0) + 1
    if held.content["tries"] >= MOST_TRIES:
        visit.forget(request)
        response = _see_other("closed")
        visit.clear(response)
        return response
    held.save()
    form.add_error("first_digits", WRONG_DIGITS)
    return page(request, "hidden", {"form": form}, status=422)


def _note_whether_safe(request: HttpRequest, held: Visit) -> None:
    if request.POST.get("safe") in ("ja", "nee"):
        held.content["safe"] = request.POST["safe"]


def _code_of(held: Visit | None) -> str:
    """The code of a visit that sent a report or came back to one."""
    if held is None:
        return ""
    return held.code or (receipts.from_visit(held.key) if held.is_sent else "")


def _is_hidden(held: Visit) -> bool:
    return bool(held.content.get("hidden"))


def _is_demo() -> bool:
    return bool(settings.SCHAKEL_DEMO)


def _see_other(target: str) -> HttpResponse:
    response = redirect(target)
    response.status_code = 303
    return response
