"""The worker: does what rooms have scheduled, with desk keys, and never stops for one job that fails."""

import logging
import signal
import threading
import time
from collections.abc import Sequence
from types import FrameType

import django
from django.db import close_old_connections, connections

from schakel.config import prepare
from schakel.config.environment import Environment
from schakel.core.errors import place_of
from schakel.core.schedule import Job

logger = logging.getLogger("schakel.worker")


def serve(environment: Environment) -> None:
    """Do scheduled jobs until a signal ends it. Raises Refused, SettingError or KeyFileError."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    django.setup()
    prepare.check_kind(prepare.installed_kind(), environment)
    prepare.check_keys()
    from schakel.core import schedule

    work(schedule.jobs(), stop)
    connections.close_all()


def work(jobs: Sequence[Job], stop: threading.Event) -> None:
    """Do each job at once and then every so many seconds, one after the other, until `stop` is set."""
    due = {job: time.monotonic() for job in jobs}
    while not stop.is_set():
        for job in jobs:
            if not stop.is_set() and due[job] <= time.monotonic():
                _do(job)
                due[job] = time.monotonic() + job.seconds
        wait = min(due.values()) - time.monotonic() if due else None
        stop.wait(wait if wait is None else max(wait, 0))


def _do(job: Job) -> None:
    close_old_connections()
    try:
        job.run()
    except Exception as error:  # noqa: BLE001  (whatever goes wrong in one job, the others are done)
        logger.error("job %s failed: %s at %s", job.name, type(error).__name__, place_of(error))  # noqa: TRY400  (words stay out)
    finally:
        close_old_connections()
