"""That a reporter came back with the code: one coarse fact a report, from which the return rate is counted."""

import logging

from django.db import DatabaseError, transaction

from schakel.core import time
from schakel.intake import lookups
from schakel.intake.models import Report, Return

logger = logging.getLogger("schakel.intake")


def note(report: Report) -> None:
    """Keep that somebody held the code on this day, the first time alone.

    No event of the log goes with it, because that would hold the moment. A failure never keeps an answer from its reader.
    """
    try:
        with transaction.atomic(), lookups.shown(report=bytes(report.lookup)):
            _write(report)
    except DatabaseError as error:
        logger.warning("that a reporter returned could not be noted: %s", type(error).__name__)


def _write(report: Report) -> None:
    if not Return.objects.filter(report=report).exists():
        row = Return(report=report, created_at=time.start_of(time.today()), first_on=time.today())
        # Two pages at once: the other one wrote it.
        Return.objects.bulk_create([row], ignore_conflicts=True)
