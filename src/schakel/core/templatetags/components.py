"""The page components as template tags: one tag per thing, each drawn by a template of the same name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.boundfield import BoundWidget
from django.forms.widgets import ChoiceWidget
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

# Django's message levels, in the words of our own tones.
_TONES = {"error": "danger", "warning": "warn", "debug": "info"}
_GROUP = 4


@dataclass(frozen=True)
class _Option:
    """One radio button or checkbox of a group, ready to draw."""

    id: str
    label: str
    hint: str
    tag: SafeString


@dataclass(frozen=True)
class _Problem:
    """A sentence about what is wrong, and the id of the element where it can be mended ("" when nowhere)."""

    sentence: str
    target: str


def _render(name: str, **context: object) -> SafeString:
    return render_to_string(f"core/components/{name}.html", context)


def _is_options(bound: BoundField) -> bool:
    """Whether the field is drawn as option cards: radio buttons, or checkboxes of which several may be chosen."""
    widget = bound.field.widget
    return isinstance(widget, ChoiceWidget) and widget.input_type in ("radio", "checkbox")


def _kind(bound: BoundField) -> str:
    if bound.is_hidden:
        return "hidden"
    if _is_options(bound):
        return "options"
    if isinstance(bound.field.widget, CheckboxInput):
        return "checkbox"
    return "parts" if bound.use_fieldset else "input"


def _option(choice: BoundWidget, hints: dict[str, str]) -> _Option:
    attributes = choice.data["attrs"]
    hint = hints.get(str(choice.data["value"]), "")
    if hint:
        attributes["aria-describedby"] = f"{attributes['id']}_hint"
    return _Option(id=attributes["id"], label=choice.choice_label, hint=hint, tag=choice.tag())


@register.inclusion_tag("core/components/field.html")
def field(
    bound: BoundField, *, heading: bool = False, width: str = "", mark_optional: bool = True
) -> dict[str, object]:
    """One form field: label, hint (help_text), error and widget, tied together by id.

    `heading` makes the label the page's h1; `width` is "", "small" or "medium". Radio buttons and checkboxes
    become option cards; the form field may carry `option_hints: dict[str, str]`, value to hint.
    """
    kind = _kind(bound)
    hints = {str(value): hint for value, hint in getattr(bound.field, "option_hints", {}).items()}
    return {
        "bound": bound,
        "kind": kind,
        "is_group": kind in ("options", "parts"),
        "heading": heading,
        "width": width,
        "mark_optional": mark_optional,
        "options": [_option(choice, hints) for choice in bound.subwidgets] if kind == "options" else [],
    }


def _target(bound: BoundField) -> str:
    """The id of the first thing in the field that can take the focus."""
    kind = _kind(bound)
    if kind == "options":
        return f"{bound.auto_id}_0"
    return f"{bound.auto_id}_group" if kind == "parts" else bound.id_for_label


def _problems(form: BaseForm) -> Iterator[_Problem]:
    for sentence in form.non_field_errors():
        yield _Problem(str(sentence), "")
    for bound in form:
        for sentence in bound.errors:
            yield _Problem(str(sentence), "" if bound.is_hidden else _target(bound))


@register.inclusion_tag("core/components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, object]:
    """The box with every problem in `forms`, each a link to its field; nothing when there is none."""
    return {"problems": [problem for form in forms for problem in _problems(form)]}


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, tone: str = "info", *, title: str = "") -> SafeString:
    """A coloured box; `tone` is info, success, warn, danger, or a level tag of Django's messages."""
    return _render("notice", content=content, tone=_TONES.get(tone, tone), title=title)


@register.simple_block_tag(end_name="endcard")
def card(content: str, *, title: str = "", level: int = 2) -> SafeString:
    """A white card, with a heading of the given level when there is a title."""
    return _render("card", content=content, title=title, level=level)


@register.inclusion_tag("core/components/link_card.html")
def link_card(url: str, title: str, text: str = "") -> dict[str, object]:
    """A large card that is one link."""
    return {"url": url, "title": title, "text": text}


@register.inclusion_tag("core/components/badge.html")
def badge(text: str, tone: str = "quiet") -> dict[str, object]:
    """A short word on colour; `tone` is quiet, info, success, warn or danger. The word carries the meaning."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("core/components/progress.html")
def progress(step: int, steps: int, *, back: str = "") -> dict[str, object]:
    """Which step of how many, counted from 1, with a way back."""
    return {"step": step, "steps": steps, "back": back, "done": [number <= step for number in range(1, steps + 1)]}


@register.inclusion_tag("core/components/stat.html")
def stat(number: object, sentence: str, *, url: str = "") -> dict[str, object]:
    """A large number and the plain sentence that belongs under it; `url` opens the list behind the number."""
    return {"number": number, "sentence": sentence, "url": url}


@register.inclusion_tag("core/components/receipt_code.html")
def receipt_code(code: str) -> dict[str, object]:
    """The receipt code (28 digits, spaces or not) large and in groups of four; it can be folded away without a script."""
    return {"code": code}


@register.inclusion_tag("core/components/digits.html")
def digits(number: str) -> dict[str, object]:
    """A long number (spaces or not) in groups of four, with a space between digits: so it is read out digit by digit."""
    bare = "".join(number.split())
    return {"groups": [" ".join(bare[start : start + _GROUP]) for start in range(0, len(bare), _GROUP)]}


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: str) -> SafeString:
    """What stands where a list would be: what there is not, and what to do next."""
    return _render("empty", content=content, title=title)


@register.simple_block_tag(end_name="endmessage")
def message(content: str, *, author: str, when: str = "", own: bool = False, note: str = "") -> SafeString:
    """One message of a conversation, inside `<ol class="thread">`; `own` is the reader's side."""
    return _render("message", content=content, author=author, when=when, own=own, note=note)


@register.simple_block_tag(end_name="endmoment")
def moment(content: str, *, when: str, title: str) -> SafeString:
    """One step of a history, inside `<ol class="timeline">`."""
    return _render("moment", content=content, when=when, title=title)


@register.inclusion_tag("core/components/sort_header.html", takes_context=True)
def sort_header(
    context: dict[str, Any], label: str, key: str, *, default: str = "", number: bool = False
) -> dict[str, object]:
    """A column head that sorts: the query parameter `sort` becomes `key`, or `-key` when it is sorted so already.

    `default` is the order of the list when the address names none.
    """
    request: HttpRequest = context["request"]
    order = request.GET.get("sort", default)
    direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    query = request.GET.copy()
    query["sort"] = f"-{key}" if order == key else key
    # Another order makes another first page.
    query.pop("page", None)
    return {"label": label, "url": f"?{query.urlencode()}", "direction": direction, "number": number}


@register.inclusion_tag("core/components/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: "Page[Any]") -> dict[str, object]:
    """Links to the pages of a list, by the query parameter `page`; nothing when there is one page."""
    paginator = page.paginator
    return {
        "request": context["request"],
        "page": page,
        "numbers": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "ellipsis": paginator.ELLIPSIS,
    }
