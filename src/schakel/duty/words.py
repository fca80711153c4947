"""When reports are read, in words for a visitor: the hours, when a report sent now is read, and a closure if there is one."""

import logging
from datetime import date

from django.db import DatabaseError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.core import days, languages, region, time
from schakel.duty.queries import closures
from schakel.duty.reading import Span, reading_of

logger = logging.getLogger("schakel.duty")


def hours() -> str:
    """When reports are read, as a sentence in the active language."""
    profile = region.current()
    told = {"begins": profile.reading_begins, "ends": profile.reading_ends}
    return _("Wij lezen meldingen op werkdagen tussen %(begins)s en %(ends)s uur.") % told


def reading() -> str:
    """The hours and what they mean for a report that is sent now, in the active language. Nobody is named."""
    told = reading_of(time.now(), _closures())
    said = [hours()]
    if told.is_today:
        said.append(_("Wat je nu stuurt, lezen wij vandaag."))
    else:
        said.append(_("Wat je nu stuurt, lezen wij op %(day)s.") % {"day": _day(told.day)})
    if told.closure:
        said.append(
            _("Van %(first)s tot en met %(last)s zijn wij gesloten.")
            % {"first": _day(told.closure.first_day), "last": _day(told.closure.last_day)}
        )
    return " ".join(said)


def _day(day: date) -> str:
    return days.in_words(day, get_language() or languages.SOURCE)


def _closures() -> list[Span]:
    """What the desk laid down. A page that is needed now does not wait for a database that fails."""
    try:
        return closures(time.today())
    except DatabaseError:
        logger.warning("closures could not be read: the page tells the ordinary days")
        return []
