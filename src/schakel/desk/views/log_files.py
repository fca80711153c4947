"""What leaves the log: an export for an auditor, and for whom it is about the list of who looked."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import viewer
from schakel.access.models import LogReading
from schakel.access.roles import AUTHORISATIONS
from schakel.audit import export as files
from schakel.audit import reading as log
from schakel.audit.record import record
from schakel.core import time
from schakel.desk.forms.log import HandOutForm, LogForm
from schakel.desk.log import looks, subjects
from schakel.desk.log.asked import selection_of
from schakel.desk.log.subjects import Subject
from schakel.desk.views.log import with_reading
from schakel.signin.edge import fresh_proof_to_send


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
@with_reading
def export(request: HttpRequest, reading: LogReading) -> HttpResponseBase:
    """What an export holds, and with POST the file: written as it is sent, whatever its size."""
    who = viewer(request)
    form = LogForm(request.POST if request.method == "POST" else request.GET, viewer=who)
    context: dict[str, Any] = {"form": form, "reading": reading}
    if not form.is_valid():
        return render(request, "desk/log/export.html", context, status=422)
    asked = form.asked()
    selection = selection_of(asked, viewer=who)
    count = log.select(selection).count()
    context |= {"asked": asked, "count": count, "query": request.GET.urlencode()}
    if request.method != "POST":
        return render(request, "desk/log/export.html", context)
    event = record("log:exported", by=who, about=reading, asked=asked.as_detail(), count=count)
    authorisations = {role.value: kind.value for role, kind in AUTHORISATIONS.items()}
    parts = files.archive(log.before(selection, event), authorisations)
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="logboek-{time.real_now():%Y-%m-%d-%H%M}.zip"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
@with_reading
def of_person(request: HttpRequest, reading: LogReading, person_id: uuid.UUID) -> HttpResponse:
    """Who looked in what is known of one human being; with POST as a PDF for them."""
    subject = subjects.of_person(person_id, viewer=viewer(request), for_themselves=True)
    return _looks(request, reading, subject)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
@with_reading
def of_case(request: HttpRequest, reading: LogReading, number: str) -> HttpResponse:
    """Who looked in one case; with POST as a PDF to hand over."""
    subject = subjects.of_case(number, viewer=viewer(request), for_themselves=True)
    if subject is None:
        raise Http404
    return _looks(request, reading, subject)


def _looks(request: HttpRequest, reading: LogReading, subject: Subject) -> HttpResponse:
    who = viewer(request)
    form = HandOutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by_name = form.cleaned_data["names"] == "name"
        document = looks.hand_out(subject, by_name=by_name, reading=reading, viewer=who)
        response = HttpResponse(document, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="wie-keek.pdf"'
        return response
    found = looks.read_looks(subject, reading=reading, viewer=who)
    context = {"form": form, "reading": reading, "subject": subject, "looks": found}
    return render(request, "desk/log/looks.html", context, status=422 if form.is_bound else 200)
