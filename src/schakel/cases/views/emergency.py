"""Finding a case by its number, and opening one in an emergency."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.policies import check_may, check_sees_content
from schakel.access.roles import Permission
from schakel.cases import actions, queries
from schakel.cases.policies import NotPossible
from schakel.cases.sight_forms import BreakGlassForm, NumberForm
from schakel.signin.edge import fresh_proof_to_send


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """To the case with that number. One that is not there and one that is not for this viewer give the same page."""
    who = viewer(request)
    check_sees_content(who)
    form = NumberForm(request.POST or None)
    context = {"form": form, "may_break_glass": who.may(Permission.BREAK_GLASS)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/find.html", context, status=422 if request.method == "POST" else 200)
    number = form.cleaned_data["number"]
    case = queries.find_case(number, viewer=who)
    if case is None:
        return render(request, "cases/find.html", context | {"missing": queries.tidy_number(number)})
    is_seen = queries.cases_for(who).filter(pk=case.pk).exists()
    return see_other("case" if is_seen else "case_access", case.id)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a case at once, with a reason, for some hours. Nothing is looked up before somebody says why."""
    who = viewer(request)
    check_may(who, Permission.BREAK_GLASS)
    if request.method != "POST":
        form = BreakGlassForm(initial={"number": request.GET.get("casus", "")[:20]})
        return render(request, "cases/break_glass.html", {"form": form})
    form = BreakGlassForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/break_glass.html", {"form": form}, status=422)
    said = form.cleaned_data
    seen = queries.cases_for(who).filter(number=queries.tidy_number(said["number"])).first()
    if seen is not None:
        messages.info(request, "U kunt deze casus al inzien. Noodinzage is niet nodig.")
        return see_other("case", seen.id)
    try:
        case = actions.break_glass(number=said["number"], reason=said["reason"], duration=form.duration(), by=who)
    except NotPossible as refusal:
        form.add_error("number", str(refusal))
        return render(request, "cases/break_glass.html", {"form": form}, status=422)
    return see_other("case", case.id)
