"""Shares and days as a table writes them."""

from django import template

from schakel.methods.returning import Share

register = template.Library()


@register.filter
def percent(share: Share | float | None) -> str:
    """A whole percentage, or a dash where there is none."""
    fraction = share.fraction if isinstance(share, Share) else share
    return "–" if fraction is None else f"{round(100 * fraction)}%"


@register.filter
def bar(share: Share | float | None) -> int:
    """How long a bar is, of a hundred."""
    fraction = share.fraction if isinstance(share, Share) else share
    return round(100 * (fraction or 0))


@register.filter
def days(count: float | None) -> str:
    """A number of days, with a half where the middle lies between two."""
    if count is None:
        return "–"
    return f"{count:g}".replace(".", ",") + (" dag" if count == 1 else " dagen")
