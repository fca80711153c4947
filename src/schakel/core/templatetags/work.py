"""How the desk writes moments and names: as people say them here, counted from the centre's own day."""

from datetime import date, datetime

from django import template
from django.utils import dateformat

from schakel.core import time

register = template.Library()


@register.filter
def day(moment: date | None) -> str:
    """vandaag, gisteren, morgen, di 24 nov; with the year when it is another one."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.astimezone(time.REGION_ZONE).date()
    today = time.today()
    near = {0: "vandaag", -1: "gisteren", 1: "morgen"}.get((moment - today).days)
    if near:
        return near
    return dateformat.format(moment, "D j M" if moment.year == today.year else "D j M Y")


@register.filter
def when(moment: datetime | None) -> str:
    """The day and the time of day: vandaag 08:12."""
    if moment is None:
        return ""
    return f"{day(moment)} {moment.astimezone(time.REGION_ZONE):%H:%M}"


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and the last word of a name."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
