"""One file: what it is, a coarse look, the decision about it, its working copy, and the original for who must have it."""

import contextlib
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.attachments import actions, envelopes, queries
from schakel.attachments.models import Attachment
from schakel.attachments.serving import SANDBOX, served
from schakel.attachments.states import ORIGINAL_MAY_BE_TAKEN, STEPS, State
from schakel.intake.models import Report
from schakel.methods.attachments.child import MOSAIC
from schakel.methods.attachments.kinds import Group
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError

_LOOKS = {"grof": "mosaic", "fijner": "finer"}
_DECISIONS = {"geen_naakt": actions.clear, "naakt": actions.close, "minderjarige": actions.lock}


@require_safe
def show(request: HttpRequest, report_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """The file in words, and what can be done with it."""
    who = viewer(request)
    return _drawn(request, who, *queries.file_for(who, report_id, file_id))


@require_safe
def mosaic(request: HttpRequest, report_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """An image in coarse squares, made for this look alone."""
    who = viewer(request)
    report, file = queries.file_for(who, report_id, file_id)
    check_may(who, Permission.TRIAGE)
    task = _LOOKS.get(request.GET.get("hoe", ""), next(iter(MOSAIC)))
    try:
        picture = queries.mosaic(report, file, task=task, viewer=who)
    except (NotPossible, SealError, DecryptionError):
        return HttpResponse("Hiervan is geen beeld.", content_type="text/plain", status=409)
    return HttpResponse(picture, content_type="image/png", headers={"Content-Security-Policy": SANDBOX})


@require_safe
def copy(request: HttpRequest, report_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    """The working copy: a picture in its place on the page, anything else to keep."""
    who = viewer(request)
    report, file = queries.file_for(who, report_id, file_id)
    try:
        header, content = queries.copy_of(report, file, viewer=who)
    except (NotPossible, DecryptionError):
        return HttpResponse("Hiervan is geen werkkopie.", content_type="text/plain", status=409)
    return served(header, content, inline=header.group == Group.IMAGE)


@require_http_methods(["GET", "HEAD", "POST"])
def original(request: HttpRequest, report_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    """The file as it came in, after a warning; it is recorded who took it."""
    who = viewer(request)
    report, file = queries.file_for(who, report_id, file_id)
    check_may(who, Permission.TRIAGE)
    if request.method != "POST" or "zeker" not in request.POST:
        context = {
            "report": report,
            "file": file,
            "may_take": file.state in ORIGINAL_MAY_BE_TAKEN,
            "unsure": request.method == "POST",
        }
        return render(request, "attachments/original.html", context, status=422 if context["unsure"] else 200)
    try:
        header, content = queries.original_of(report, file, viewer=who)
    except (NotPossible, SealError, DecryptionError):
        return see_other("file", report.id, file.id)
    return served(header, content, inline=False)


@require_POST
def decide(request: HttpRequest, report_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """What somebody decides after looking."""
    who = viewer(request)
    report, file = queries.file_for(who, report_id, file_id)
    check_may(who, Permission.TRIAGE)
    decision = _DECISIONS.get(request.POST.get("besluit", ""))
    if decision is None:
        messages.warning(request, "Kies eerst wat u ziet.")
    else:
        try:
            decision(report=report, file=file, by=who)
        except NotPossible as refusal:
            messages.warning(request, str(refusal))
        except (SealError, DecryptionError):
            messages.warning(request, "Dit bestand kan niet meer worden gelezen.")
    return see_other("file", report.id, file.id)


def _drawn(request: HttpRequest, who: User, report: Report, file: Attachment) -> HttpResponse:
    header = None
    with contextlib.suppress(SealError, DecryptionError):
        header = envelopes.read(file, report)
    is_image = header is not None and header.group == Group.IMAGE
    may_decide = who.may(Permission.TRIAGE) and header is not None
    context = {
        "report": report,
        "file": file,
        "header": header,
        "look": request.GET.get("bekijk", "") if request.GET.get("bekijk", "") in _LOOKS else "",
        "may_judge": may_decide and file.state == State.UNCLEARED,
        "may_lock": may_decide and State.LOCKED in STEPS[State(file.state)],
        "may_take": may_decide and file.state in ORIGINAL_MAY_BE_TAKEN,
        "is_image": is_image,
    }
    return render(request, "attachments/file.html", context)
