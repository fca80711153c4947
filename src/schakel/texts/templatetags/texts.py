"""Draws a block of a text by the template of its name, in the language of the text."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from schakel.core import region
from schakel.duty import words
from schakel.texts import blocks
from schakel.texts.markup import Part

register = template.Library()


@register.simple_tag
def text_block(part: Part, language: str) -> SafeString:
    """The block that `part` names."""
    profile = region.current()
    context = {
        "region": profile,
        "hours": profile.spoken(profile.hours, language),
        "reading": words.reading,
        **blocks.drawn(part, language),
    }
    return render_to_string(f"texts/blocks/{part.block}.html", context)
