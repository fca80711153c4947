"""What the channels say: entered by hand, or read in from a table, which first shows what it would do."""

import uuid

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.core.uploads import SmallFile
from schakel.prevention.campaigns import actions, table, words
from schakel.prevention.campaigns.forms import ResultForm, TableForm, channels_of
from schakel.prevention.campaigns.models import Campaign, Result
from schakel.prevention.campaigns.views.campaigns import get

_TOO_LARGE = f"Het bestand is te groot. Er past {table.MOST_BYTES // 1000} kB in. Splits het."
_NO_FILE = "Kies eerst een CSV-bestand waar iets in staat."


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """One row of numbers, by hand."""
    who = viewer(request)
    found = get(who, campaign_id)
    form = ResultForm(request.POST if request.method == "POST" else None, channels=channels_of(found))
    if form.is_bound and form.is_valid():
        actions.enter(campaign=found, channel=form.cleaned_data["channel"], said=form.said(), by=who)
        messages.success(request, "De cijfers zijn bewaard.")
        return see_other("campaign", found.pk)
    context = {"campaign": found, "form": form}
    return render(request, "prevention/campaigns/result.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove(request: HttpRequest, campaign_id: uuid.UUID, result_id: uuid.UUID) -> HttpResponse:
    """Take one row away."""
    who = viewer(request)
    row = Result.objects.filter(campaign=get(who, campaign_id), pk=result_id).first()
    if row is None:
        raise Http404
    actions.remove(result=row, by=who)
    messages.success(request, "De regel is weg.")
    return see_other("campaign", campaign_id)


@csrf_exempt  # the form's token is checked all the same, by `_preview`: only after it is known where the file goes
@require_http_methods(["GET", "HEAD", "POST"])
def read_in(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """Choose a table; with POST what reading it in would do. Nothing is stored yet."""
    found = get(viewer(request), campaign_id)
    if request.method != "POST":
        return _draw(request, found, TableForm(channels=channels_of(found)))
    handler = SmallFile(table.MOST_BYTES)
    request.upload_handlers = [handler]
    return _preview(request, found, handler)


@csrf_protect
def _preview(request: HttpRequest, found: Campaign, handler: SmallFile) -> HttpResponse:
    form = TableForm(request.POST, channels=channels_of(found))
    chosen = request.FILES.get("table")
    if handler.is_too_large:
        return _draw(request, found, form, [_TOO_LARGE], status=413)
    if not form.is_valid():
        return _draw(request, found, form, status=422)
    if not isinstance(chosen, UploadedFile) or not chosen.size:
        return _draw(request, found, form, [_NO_FILE], status=422)
    return _planned(request, found, form, table.decoded(chosen.read()))


@require_POST
def store(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """Store what was shown: the table comes along in the form, and is read and judged once more."""
    who = viewer(request)
    found = get(who, campaign_id)
    form, text = TableForm(request.POST, channels=channels_of(found)), request.POST.get("content", "")
    if not form.is_valid():
        return _draw(request, found, form, status=422)
    try:
        done = actions.store(campaign=found, channel=form.cleaned_data["channel"], text=text, by=who)
    except table.WrongTable as wrong:
        return _draw(request, found, form, [str(wrong)], status=422)
    except NotPossible:
        return _planned(request, found, form, text)
    messages.success(request, f"Ingelezen: {done.new} nieuwe regels, {done.changed} gewijzigd.")
    return see_other("campaign", found.pk)


def _planned(request: HttpRequest, found: Campaign, form: TableForm, text: str) -> HttpResponse:
    channel = form.cleaned_data["channel"]
    try:
        plan = actions.plan(campaign=found, channel=channel, text=text, by=viewer(request))
    except table.WrongTable as wrong:
        return _draw(request, found, form, [str(wrong)], status=422)
    if plan.table.problems:
        return _draw(request, found, form, plan.table.problems, status=422)
    steps = [(step, _told(step.row), _told(step.before)) for step in plan.steps]
    context = {"campaign": found, "plan": plan, "steps": steps, "content": text}
    return render(request, "prevention/campaigns/preview.html", context)


def _told(row: Result | None) -> list[str]:
    if row is None:
        return []
    counts = [words.in_thousands(getattr(row, name)) for name in ("shown", "reached", "responded")]
    return [*counts, words.euros(row.spent_cents)]


def _draw(
    request: HttpRequest, found: Campaign, form: TableForm, sentences: list[str] | None = None, *, status: int = 200
) -> HttpResponse:
    known = [(table.LABELS[name], ", ".join(names)) for name, names in table.NAMES.items()]
    context = {"campaign": found, "form": form, "sentences": sentences or [], "known": known}
    return render(request, "prevention/campaigns/import.html", context, status=status)
