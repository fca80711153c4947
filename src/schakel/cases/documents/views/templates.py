"""The templates of letters: those that came along to read, those of staff to add to and change."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases.documents import templates as of_letters
from schakel.cases.documents.actions import templates as actions
from schakel.cases.documents.forms import LetterTemplateForm
from schakel.cases.documents.letters import FILLED, WRITTEN, shipped
from schakel.cases.documents.models import LetterTemplate
from schakel.cases.documents.views.page import BOTH
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All templates: of staff, in use or not, and those that came with the software."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    own = of_letters.own()
    context = {
        "own": [one for one in own if one[0].retired_at is None],
        "retired": [one for one in own if one[0].retired_at is not None],
        "shipped": list(shipped().values()),
        "may_manage": who.may(Permission.MANAGE_TEMPLATES),
    }
    return render(request, "cases/documents/templates.html", context)


@require_http_methods(BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Add a template, from nothing or from one that came along."""
    check_may(viewer(request), Permission.MANAGE_TEMPLATES)
    return _write(request, None)


@require_http_methods(BOTH)
def change(request: HttpRequest, template_id: uuid.UUID) -> HttpResponse:
    """The next version of a template."""
    check_may(viewer(request), Permission.MANAGE_TEMPLATES)
    return _write(request, of_letters.own_with(template_id))


@require_POST
def retire(request: HttpRequest, template_id: uuid.UUID) -> HttpResponse:
    """Take a template out of use, or back into it: whichever the button said, so that a second click undoes nothing."""
    is_retired = request.POST.get("use") == "out"
    actions.retire_template(template=of_letters.own_with(template_id), is_retired=is_retired, by=viewer(request))
    return see_other("letter_templates")


def _write(request: HttpRequest, template: LetterTemplate | None) -> HttpResponse:
    versions = of_letters.versions_of(template) if template is not None else []
    form = LetterTemplateForm(request.POST or None, initial=_initial(request, template))
    theirs, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
            try:
                actions.write_template(template=template, by=viewer(request), **said)
            except NotPossible as refusal:
                form.add_error("body", str(refusal))
            except Changed:
                # Mine stays in the form, to be kept as the version after theirs, which stands beside it.
                theirs, status = versions[0], 409
                form = LetterTemplateForm({**form.cleaned_data, "version": theirs.number})
            else:
                messages.success(request, "Het sjabloon is bewaard.")
                return see_other("letter_templates")
    context = {
        "form": form,
        "template": template,
        "versions": versions,
        "theirs": theirs,
        "filled": FILLED,
        "written": WRITTEN,
    }
    return render(request, "cases/documents/template.html", context, status=status)


def _initial(request: HttpRequest, template: LetterTemplate | None) -> dict[str, object]:
    if template is not None:
        newest = of_letters.versions_of(template)[0]
        return {
            "title": newest.title,
            "body": newest.body,
            "audience": template.audience,
            "version": newest.number,
        }
    copied = shipped().get(request.GET.get("van", ""))
    return {"title": copied.title, "body": copied.body, "audience": copied.audience} if copied else {}
