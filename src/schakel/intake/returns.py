"""That a reporter came back with the code: one coarse fact a report, from which the return rate is counted."""

import logging
from datetime import datetime
from datetime import time as time_of_day

from django.db import DatabaseError, transaction
from django.db.models import Max

from schakel.core import time
from schakel.intake import lookups
from schakel.intake.models import Message, Report, Return

logger = logging.getLogger("schakel.intake")


def note(report: Report) -> None:
    """Keep that somebody holds the code on this day, and that the answers so far stood on their page.

    Called before the answers are read: one that is sent in between counts as unread. No event of the log goes with it,
    because that would hold the moment. A failure never keeps an answer from its reader.
    """
    try:
        with transaction.atomic(), lookups.shown(report=bytes(report.lookup)):
            _write(report)
    except DatabaseError as error:
        logger.warning("that a reporter returned could not be noted: %s", type(error).__name__)


def _write(report: Report) -> None:
    answers = report.messages.filter(sender=Message.Sender.DESK)
    shown = answers.aggregate(Max("sequence"))["sequence__max"] or 0
    known = Return.objects.filter(report=report).values_list("read_through", flat=True).first()
    if known is None:
        day = time.today()
        midnight = datetime.combine(day, time_of_day.min, tzinfo=time.REGION_ZONE)
        row = Return(report=report, created_at=midnight, first_on=day, read_through=shown)
        # Two pages at once: the other one wrote it.
        Return.objects.bulk_create([row], ignore_conflicts=True)
    elif known < shown:
        Return.objects.filter(report=report).update(read_through=shown)
