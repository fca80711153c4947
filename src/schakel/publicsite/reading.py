"""When reports are read, in words for a visitor: the hours, when a report sent now is read, and a closure if there is one."""

import logging

from django.db import DatabaseError
from django.utils.translation import gettext as _

from schakel.core import region, time
from schakel.duty.queries import closures
from schakel.duty.reading import Span, reading_of
from schakel.publicsite.pages import day

logger = logging.getLogger("schakel.publicsite")


def sentences() -> str:
    """Whole sentences, in the page's language. Nobody is named."""
    profile = region.current()
    now = time.now()
    reading = reading_of(now, _closures())
    hours = {"begins": profile.reading_begins, "ends": profile.reading_ends}
    said = [_("Wij lezen meldingen op werkdagen tussen %(begins)s en %(ends)s uur.") % hours]
    if reading.is_today:
        said.append(_("Wat je nu stuurt, lezen wij vandaag."))
    else:
        said.append(_("Wat je nu stuurt, lezen wij op %(day)s.") % {"day": day(reading.day)})
    if reading.closure:
        said.append(
            _("Van %(first)s tot en met %(last)s zijn wij gesloten.")
            % {"first": day(reading.closure.first_day), "last": day(reading.closure.last_day)}
        )
    return " ".join(said)


def _closures() -> list[Span]:
    """What the desk laid down. A page that is needed now does not wait for a database that fails."""
    try:
        return closures(time.today())
    except DatabaseError:
        logger.warning("closures could not be read: the page tells the ordinary days")
        return []
