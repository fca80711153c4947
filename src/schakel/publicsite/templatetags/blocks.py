"""Drawing one block of another page."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from schakel.publicsite import questions

register = template.Library()


@register.simple_tag(takes_context=True)
def page_block(context: Context, page: str, name: str) -> SafeString:
    """The block `name` of the public page `page`, with this page's context."""
    return mark_safe(questions.block(f"publicsite/{page}.html", name, context))  # noqa: S308  (drawn by a template)
