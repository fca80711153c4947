"""Who may see a case: letting people in and out, standing in, handing over, shutting out, and the history of all that."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access import actions as access
from schakel.access.edge import see_other, viewer
from schakel.access.models import Grant, User
from schakel.access.policies import NotPossible, check_may, is_guest
from schakel.access.queries import Admission, admissions_to, leads, oversees, read_reason, shut_out_of
from schakel.access.roles import Permission
from schakel.cases import actions, policies, queries
from schakel.cases.models import Case
from schakel.cases.policies import check_leads
from schakel.cases.sight_forms import LetInForm, RenewForm, SomebodyForm, StandInForm, end_of
from schakel.signin.edge import fresh_proof

# What can be filled in on the page: the form, and who there is to choose from.
_FORMS: dict[str, tuple[type[SomebodyForm], Any]] = {
    "let_in": (LetInForm, queries.who_could_take_part),
    "stand_in": (StandInForm, queries.who_could_stand_in),
    "hand_over": (SomebodyForm, queries.who_could_take_over),
    "exclude": (SomebodyForm, queries.who_could_be_excluded),
}
# Of how many lines the history stands open at first.
_MOST_OPEN = 12
_BOXED = (Grant.Ground.PARTICIPANT, Grant.Ground.STAND_IN)


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Who may see this case, who could, who never may, and who ever did."""
    return _draw(request, queries.case_to_oversee(viewer(request), case_id))


@require_POST
def let_in(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Let somebody take part."""

    def do(case: Case, form: Any, who: User) -> str:
        said = form.cleaned_data
        access.let_participate(
            compartment=case.compartment, user=form.chosen(), need=said["need"], until=end_of(said["until"]), by=who
        )
        return f"{form.chosen().name} kan deze casus nu zien."

    return _change(request, case_id, "let_in", do)


@require_POST
def stand_in(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Let a colleague stand in."""

    def do(case: Case, form: Any, who: User) -> str:
        said = form.cleaned_data
        access.let_stand_in(
            compartment=case.compartment, user=form.chosen(), reason=said["need"], until=end_of(said["until"]), by=who
        )
        return f"{form.chosen().name} neemt nu waar."

    return _change(request, case_id, "stand_in", do)


@require_POST
@fresh_proof
def hand_over(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Make somebody else the coordinator."""

    def do(case: Case, form: Any, who: User) -> str:
        actions.hand_over(case=case, to=form.chosen(), by=who)
        return f"Casus {case.number} is nu van {form.chosen().name}."

    return _change(request, case_id, "hand_over", do)


@require_POST
@fresh_proof
def exclude(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Shut somebody out: by whoever leads the case, or the privacy officer."""

    def do(case: Case, form: Any, who: User) -> str:
        actions.exclude(case=case, user=form.chosen(), by=who)
        return f"{form.chosen().name} is van deze casus uitgesloten."

    return _change(request, case_id, "exclude", do)


@require_POST
@fresh_proof
def lift(request: HttpRequest, case_id: uuid.UUID, exclusion_id: uuid.UUID) -> HttpResponse:
    """Let somebody who was shut out back in: the privacy officer alone."""
    who = viewer(request)
    case = queries.case_to_oversee(who, case_id)
    check_may(who, Permission.REVIEW_LAWFULNESS)
    found = case.compartment.exclusions.filter(pk=exclusion_id).select_related("user").first()
    if found is None:
        raise Http404
    access.end_exclusion(exclusion=found, by=who)
    messages.success(request, f"De uitsluiting van {found.user.name} is opgeheven.")
    return see_other("case_access", case.id)


@require_POST
def end(request: HttpRequest, case_id: uuid.UUID, grant_id: uuid.UUID) -> HttpResponse:
    """End a participation or a stand-in before its time."""
    who = viewer(request)
    case, grant = _boxed(who, case_id, grant_id)
    try:
        access.end_participation(grant=grant, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{grant.user.name} heeft geen toegang meer op deze grond.")
    return _back(case, who)


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, case_id: uuid.UUID, grant_id: uuid.UUID) -> HttpResponse:
    """Let a participation or a stand-in go on."""
    who = viewer(request)
    case, grant = _boxed(who, case_id, grant_id)
    form = RenewForm(request.POST or None, initial={"need": read_reason(grant, viewer=who)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                until = end_of(form.cleaned_data["until"])
                access.renew(grant=grant, need=form.cleaned_data["need"], until=until, by=who)
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, f"De toegang van {grant.user.name} is verlengd.")
                return _back(case, who)
    return render(request, "cases/renew.html", {"case": case, "grant": grant, "form": form}, status=status)


def _boxed(who: User, case_id: uuid.UUID, grant_id: uuid.UUID) -> tuple[Case, Grant]:
    """The case and one time-boxed grant in it, for whoever leads it. Raises Http404, NotAllowed."""
    case = queries.case_to_oversee(who, case_id)
    check_leads(who, case)
    grants = case.compartment.grants.filter(ground__in=_BOXED).select_related("user", "compartment")
    grant = grants.filter(pk=grant_id).first()
    if grant is None:
        raise Http404
    return case, grant


def _change(request: HttpRequest, case_id: uuid.UUID, name: str, do: Any) -> HttpResponse:
    """Fill in one of the forms; whatever is wrong, the page comes back with everything that was typed."""
    who = viewer(request)
    case = queries.case_to_oversee(who, case_id)
    if name != "exclude":
        check_leads(who, case)
    form = _form(name, case, who, request.POST)
    if not form.is_valid():
        return _draw(request, case, status=422, **{name: form})
    try:
        sentence = do(case, form, who)
    except (NotPossible, policies.NotPossible) as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, case, status=409, **{name: form})
    messages.success(request, sentence)
    return _back(case, who)


def _back(case: Case, who: User) -> HttpResponse:
    """To the page again; to the case or the list for somebody who just handed the case over or ended their standing in."""
    if oversees(who, case.compartment):
        return see_other("case_access", case.id)
    return see_other("case", case.id) if queries.cases_for(who).filter(pk=case.pk).exists() else see_other("cases")


def _form(name: str, case: Case, who: User, *arguments: Any) -> SomebodyForm:
    kind, people = _FORMS[name]
    return kind(*arguments, prefix=name, people=people(case, who))


def _now(admissions: list[Admission]) -> list[tuple[str, list[Admission]]]:
    """Who has access now: the centre's own people, whoever leads first, and those of other organisations."""
    live = sorted((one for one in admissions if one.is_live), key=lambda one: one.grant.user.name)
    live.sort(key=lambda one: one.grant.ground != Grant.Ground.COORDINATOR)
    ours = [one for one in live if not is_guest(one.grant.user)]
    theirs = [one for one in live if is_guest(one.grant.user)]
    return [(words, rows) for words, rows in (("Van het centrum", ours), ("Van andere organisaties", theirs)) if rows]


def _draw(request: HttpRequest, case: Case, *, status: int = 200, **filled_in: Form) -> HttpResponse:
    who = viewer(request)
    is_leading = leads(who, case.compartment)
    offered = _FORMS if is_leading else ("exclude",)
    admissions, shut = admissions_to(case.compartment, viewer=who), shut_out_of(case.compartment, viewer=who)
    context = {
        "case": case,
        "admissions": admissions,
        "now": _now(admissions),
        "happened": len(admissions) + len(shut),
        "most": _MOST_OPEN,
        "exclusions": case.compartment.exclusions.select_related("user").order_by("user__name"),
        "shut": shut,
        "forms": {name: filled_in.get(name) or _form(name, case, who) for name in offered},
        "filled_in": next(iter(filled_in.values()), None),
        "open": next(iter(filled_in), ""),
        "is_leading": is_leading,
        "may_lift": who.may(Permission.REVIEW_LAWFULNESS),
        "boxed": _BOXED,
    }
    return render(request, "cases/access.html", context, status=status)
