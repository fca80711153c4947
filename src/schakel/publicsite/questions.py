"""The questions as the sealing script needs them: drawn without the page around them, with rules it can check."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.forms import BaseForm, BaseFormSet
from django.template import Context
from django.template.base import Template
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode
from django.utils.translation import gettext_lazy as _

from schakel.intake.content import HearBack
from schakel.intake.forms import PersonRows
from schakel.intake.ways import Questions, Step

# What an answer looks like where another answer asks for it, as patterns of the browser; lenient, the forms judge.
SHAPES: dict[str, list[dict[str, Any]]] = {
    "hear_back_detail": [
        {
            "when": "hear_back",
            "is": HearBack.PHONE.value,
            "pattern": r"^(?:[()+./\-\s]*\d){8,15}[()+./\-\s]*$",
            "sentence": _("Vul een telefoonnummer in, bijvoorbeeld 06 12 34 56 78."),
        },
        {
            "when": "hear_back",
            "is": HearBack.EMAIL.value,
            "pattern": r"^\S+@\S+\.\S+$",
            "sentence": _("Vul een e-mailadres in, bijvoorbeeld naam@mail.example."),
        },
    ],
}


def empty(step: Step) -> Questions:
    """The questions without an answer. A set of forms has two rows: the second is what the script adds more of."""
    return step.form(initial=[{}, {}]) if step.has_rows else step.shown({})


def rules(questions: Questions) -> dict[str, dict[str, Any]]:
    """Field name → what its answer must be, in sentences that are ready to show. The forms themselves stay the judge."""
    if isinstance(questions, BaseFormSet):
        return _of_rows(questions)
    return _of_form(questions)


def block(template: str, name: str, context: Context) -> str:
    """One block of a page, drawn by itself."""
    source: Template = get_template(template).template  # type: ignore[attr-defined]  # Django's own engine
    extends = source.nodelist.get_nodes_by_type(ExtendsNode)
    node = extends[0].blocks[name]  # type: ignore[attr-defined]  # undocumented, and stable since Django 1.2
    with context.render_context.push_state(source, isolated_context=True):
        return str(node.nodelist.render(context))


def _of_form(form: BaseForm) -> dict[str, dict[str, Any]]:
    return {bound.html_name: rule for bound in form if (rule := _rule(bound.name, bound.field))}


def _of_rows(rows: PersonRows) -> dict[str, dict[str, Any]]:
    """For the first row; the others have the same under their own number."""
    return _of_form(rows.forms[0])


def _rule(name: str, field: Any) -> dict[str, Any]:
    rule: dict[str, Any] = {}
    if name in SHAPES:
        rule["shapes"] = [{**shape, "sentence": str(shape["sentence"])} for shape in SHAPES[name]]
    if field.required:
        rule["required"] = str(field.error_messages["required"])
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            limit = validator.limit_value
            # The script puts the number of characters in its place.
            sentence = str(validator.message).replace("%(show_value)s", "{}").replace("%(limit_value)s", str(limit))
            rule |= {"most": limit, "too_long": sentence}
    return rule
