"""Reading a table of partners in: choose a file, see what would happen, store it. And taking the same table out."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.core.uploads import SmallFile
from schakel.partners import importing, policies, sheet
from schakel.signin.edge import fresh_proof_to_send

_MOST_PROBLEMS = 50
_TOO_LARGE = f"Het bestand is te groot. Er past {sheet.MOST_BYTES // 1000} kB in: dat zijn ongeveer {sheet.MOST_ROWS} regels. Splits het."


@csrf_exempt  # the form's token is checked all the same, by `_preview`: only after it is known where the file goes
@require_http_methods(["GET", "HEAD", "POST"])
def read_in(request: HttpRequest) -> HttpResponse:
    """Choose a file; with POST what reading it in would do. Nothing is stored yet."""
    policies.check_keeps(viewer(request))
    if request.method != "POST":
        return _draw(request)
    handler = SmallFile(sheet.MOST_BYTES)
    request.upload_handlers = [handler]
    return _preview(request, handler)


@csrf_protect
def _preview(request: HttpRequest, handler: SmallFile) -> HttpResponse:
    chosen = request.FILES.get("table")
    if handler.is_too_large:
        return _draw(request, sentences=[_TOO_LARGE], status=413)
    if not isinstance(chosen, UploadedFile) or not chosen.size:
        return _draw(request, sentences=["Kies eerst een CSV-bestand waar iets in staat."], status=422)
    return _planned(request, sheet.decoded(chosen.read()))


@require_POST
def store(request: HttpRequest) -> HttpResponse:
    """Store what was shown: the table comes along in the form, and is read and judged once more."""
    who = viewer(request)
    policies.check_keeps(who)
    text = request.POST.get("content", "")
    try:
        done = importing.store(text, by=who)
    except sheet.WrongTable as wrong:
        return _draw(request, sentences=[str(wrong)], status=422)
    except NotPossible:
        return _planned(request, text)
    messages.success(
        request,
        f"Ingelezen. Nieuw: {done.organisations} organisaties, {done.professionals} professionals en {done.covenants} convenanten.",
    )
    return see_other("partners")


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
def take_out(request: HttpRequest) -> HttpResponse:
    """What the table holds, and with POST the file."""
    who = viewer(request)
    policies.check_keeps(who)
    if request.method != "POST":
        return render(request, "partners/export.html", {"columns": sheet.COLUMNS})
    response = HttpResponse(importing.export(by=who), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="partners-{time.today():%Y-%m-%d}.csv"'
    return response


def _planned(request: HttpRequest, text: str) -> HttpResponse:
    try:
        plan = importing.plan(text, by=viewer(request))
    except sheet.WrongTable as wrong:
        return _draw(request, sentences=[str(wrong)], status=422)
    if plan.problems:
        more = len(plan.problems) - _MOST_PROBLEMS
        rest = [f"En nog {more} regels waar iets aan ontbreekt."] if more > 0 else []
        return _draw(request, sentences=[*plan.problems[:_MOST_PROBLEMS], *rest], status=422)
    return render(request, "partners/import_preview.html", {"plan": plan, "content": text})


def _draw(request: HttpRequest, *, sentences: list[str] | None = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"sentences": sentences or [], "columns": sheet.COLUMNS, "needed": sheet.NEEDED}
    return render(request, "partners/import.html", context, status=status)
