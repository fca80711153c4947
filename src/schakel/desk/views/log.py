"""Reading the log: why, the events, who read it before, and finding the person or the search that it is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access import readings
from schakel.access.edge import see_other, viewer
from schakel.access.models import LogReading
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.reading import Place
from schakel.desk.forms.log import LogForm, ReasonForm
from schakel.desk.log import asked as log
from schakel.desk.log import subjects
from schakel.desk.log.words import Names
from schakel.people.forms import SearchForm

_View = Callable[..., HttpResponseBase]


def with_reading(view: _View) -> _View:
    """A page of the log: for whoever may read it, and only while a stated reason is in force."""

    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **parts: Any) -> HttpResponseBase:
        reading = readings.current(viewer(request))
        if reading is None:
            return see_other(f"{reverse('log_reason')}?{urlencode({'naar': request.get_full_path()})}")
        return view(request, reading, *arguments, **parts)

    return shown


@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: HttpRequest) -> HttpResponse:
    """Before anything is shown: for what, and why."""
    who = viewer(request)
    check_may(who, Permission.READ_LOG)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            readings.begin(purpose=LogReading.Purpose(said["purpose"]), words=said["words"], by=who)
        except NotPossible as refusal:
            form.add_error("words", str(refusal))
        else:
            return see_other(_way_on(request))
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/log/reason.html", {"form": form}, status=status)


@require_safe
@with_reading
def events(request: HttpRequest, reading: LogReading) -> HttpResponse:
    """The events, newest first, a hundred at a time."""
    who = viewer(request)
    form = LogForm(request.GET, viewer=who)
    context: dict[str, Any] = {"form": form, "reading": reading, "hidden": subjects.hidden_cases(who)}
    try:
        after = Place.parse(request.GET["na"]) if request.GET.get("na") else None
    except ValueError:
        after = None
    if not form.is_valid():
        return render(request, "desk/log/events.html", context, status=422)
    asked = form.asked()
    found, following = log.read_page(asked, after=after, reading=reading, viewer=who)
    names = Names(found)
    query = request.GET.copy()
    query.pop("na", None)
    context |= {
        "asked": asked,
        "lines": [names.line(event) for event in found],
        "following": str(following) if following is not None else "",
        "is_first": after is None,
        "query": query.urlencode(),
        "is_filtered": bool(asked.as_detail()),
    }
    return render(request, "desk/log/events.html", context)


@require_safe
@with_reading
def readers(request: HttpRequest, reading: LogReading) -> HttpResponse:
    """Who read the log before, and why."""
    stated = readings.latest(viewer=viewer(request))
    return render(request, "desk/log/readers.html", {"reading": reading, "stated": stated})


@require_http_methods(["GET", "HEAD", "POST"])
@with_reading
def find(request: HttpRequest, reading: LogReading) -> HttpResponse:
    """Whom the log is about, by name; and who searched for that name. Posted, so that it stands in no address."""
    form = SearchForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "reading": reading}
    if request.method != "POST":
        return render(request, "desk/log/find.html", context)
    if not form.is_valid():
        return render(request, "desk/log/find.html", context, status=422)
    name = form.cleaned_data["name"]
    found = subjects.find_person(name, reading=reading.id, viewer=viewer(request))
    context |= {"has_searched": True, "found": found, "search": subjects.search_token(name)}
    return render(request, "desk/log/find.html", context)


def _way_on(request: HttpRequest) -> str:
    """Back to the page of the log that was asked for; nowhere else."""
    wanted = request.GET.get("naar", "")
    home = reverse("log")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    return wanted if is_ours else home
