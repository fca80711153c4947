"""The standard texts for answers: a list, adding, changing, taking out of use and back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.cases.answer_forms import TemplateForm
from schakel.intake import answer_templates
from schakel.intake.models import AnswerTemplate


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """All standard texts, those in use and those that were."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    context = {
        "in_use": answer_templates.in_use(),
        "retired": answer_templates.retired(),
        "may_manage": who.may(Permission.MANAGE_TEMPLATES),
    }
    return render(request, "cases/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a standard text."""
    check_may(viewer(request), Permission.MANAGE_TEMPLATES)
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, template_id: uuid.UUID) -> HttpResponse:
    """Change a standard text."""
    check_may(viewer(request), Permission.MANAGE_TEMPLATES)
    return _write(request, answer_templates.template_with(template_id))


@require_POST
def retire(request: HttpRequest, template_id: uuid.UUID) -> HttpResponse:
    """Take a standard text out of use, or back into it."""
    who = viewer(request)
    check_may(who, Permission.MANAGE_TEMPLATES)
    template = answer_templates.template_with(template_id)
    if template.retired_at is None:
        answer_templates.retire(template=template, by=who)
    else:
        answer_templates.restore(template=template, by=who)
    return see_other("answer_templates")


def _write(request: HttpRequest, template: AnswerTemplate | None) -> HttpResponse:
    initial = {"title": template.title, "language": template.language, "body": template.body} if template else {}
    form = TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            answer_templates.write(template=template, by=viewer(request), **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, "De standaardtekst is bewaard.")
            return see_other("answer_templates")
    context = {"form": form, "template": template, "placeholders": answer_templates.PLACEHOLDERS}
    return render(request, "cases/template.html", context, status=422 if form.is_bound else 200)
