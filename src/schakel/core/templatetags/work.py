"""How the desk writes moments and names: as people say them here, counted from the centre's own day."""

from datetime import date, datetime

from babel import Locale
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
    return dateformat.format(moment, "D j M" if moment.year == today.year else "D j M Y").lower()


@register.filter
def when(moment: datetime | None) -> str:
    """The day and the time of day: vandaag 08:12."""
    if moment is None:
        return ""
    said = day(moment)
    # A day that is a number needs a comma before the next number.
    return f"{said}{',' if ' ' in said else ''} {moment.astimezone(time.REGION_ZONE):%H:%M}"


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and the last word of a name."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def language(code: str) -> str:
    """The Dutch name of a language: Pools."""
    name = str(Locale("nl").languages.get(code.partition("-")[0], code))
    return name[:1].upper() + name[1:]
