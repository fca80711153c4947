"""The lists of cases, narrowed as somebody likes, and the views they keep of them."""

import uuid
from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import check_sees_content, is_guest
from schakel.access.roles import Permission
from schakel.cases import queries, worklists
from schakel.cases.conference.queries import waiting_for_second_reader
from schakel.cases.policies import NotPossible
from schakel.cases.sight_forms import NumberForm
from schakel.cases.work_forms import KeepViewForm, NarrowForm
from schakel.cases.worklists import Which

A_PAGE = 50
# What of an address belongs to a view.
_ASKED = ("lijst", "dringend", "staat", "regisseur")


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases this viewer may see. Those of a guest stand on their first page."""
    who = viewer(request)
    check_sees_content(who)
    if is_guest(who):
        return see_other("today")
    lists = worklists.lists_for(who)
    which = next((one for one in lists if one.value[0] == request.GET.get("lijst")), Which.OPEN)
    listed = worklists.chosen(who, which)
    asked = {name: request.GET[name][:40] for name in _ASKED if request.GET.get(name)}
    shown = worklists.narrowed(
        listed,
        urgency=asked.get("dringend", ""),
        state=asked.get("staat", ""),
        coordinator=asked.get("regisseur", ""),
    )
    page = Paginator(queries.with_person_counts(shown, who), A_PAGE).get_page(request.GET.get("page"))
    queries.record_listed(page, viewer=who)
    waits_for = worklists.partners_of(page, who) if which is Which.PARTNER else {}
    context = {
        "page": page,
        "rows": [(case, waits_for.get(case.id, [])) for case in page],
        "tabs": [one.value for one in lists],
        "chosen": which.value[0],
        "open_count": queries.open_case_count(who),
        "may_break_glass": who.may(Permission.BREAK_GLASS),
        "find": NumberForm(),
        "narrow": NarrowForm(asked, coordinators=queries.coordinators_of(listed)),
        "is_narrowed": set(asked) - {"lijst"},
        "to_read": waiting_for_second_reader(who),
        "kept": worklists.kept_by(who),
        "keep": KeepViewForm(initial={"asked": request.GET.urlencode()}),
    }
    return render(request, "cases/cases.html", context)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what the list shows now, under a name."""
    who = viewer(request)
    check_sees_content(who)
    form = KeepViewForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/keep_view.html", {"form": form}, status=422)
    typed = dict(parse_qsl(form.cleaned_data["asked"]))
    asked = {name: typed[name][:40] for name in _ASKED if typed.get(name)}
    try:
        worklists.keep(name=form.cleaned_data["view_name"], asked=asked, by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return render(request, "cases/keep_view.html", {"form": form}, status=422)
    messages.success(request, "De weergave is bewaard. U vindt haar bij de casussen.")
    return see_other("cases")


@require_POST
def drop(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """Forget a view."""
    worklists.drop(view_id=view_id, by=viewer(request))
    messages.success(request, "De weergave is weg. De casussen niet.")
    return see_other("cases")
