"""The base of every table, and what each field is worth to a thief: its privacy class."""

import uuid
from enum import Enum
from typing import ClassVar

from django.db import models

from schakel.core import time


class Privacy(Enum):
    """Privacy class of a field: (stored plainly because …, may leave in an export, may be counted)."""

    TECHNICAL = ("ids, keys and links between rows say nothing by themselves", False, False)
    OPERATIONAL = ("dates, states and who is assigned: needed to sort and to warn", True, True)
    ORGANISATIONAL = ("about organisations, staff and their work, not about a client", True, True)
    PUBLIC = ("meant to be read by everyone", True, True)
    SEALED = ("encrypted: useless without a desk key", False, False)
    SEARCH_TOKEN = ("keyed hash: comparable, not readable", False, False)

    def __init__(self, reason: str, may_leave: bool, may_be_counted: bool) -> None:  # noqa: FBT001  (an enum gives its value by position)
        self.reason = reason
        self.may_leave = may_leave
        self.may_be_counted = may_be_counted


class Record(models.Model):
    """A row with an id made here (never by the database, so that a door that may only insert can insert)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=time.now, editable=False)

    # Every model adds its own fields; tests/meta fails on a field that nobody classified.
    privacy: ClassVar[dict[str, Privacy]] = {}
    base_privacy: ClassVar[dict[str, Privacy]] = {
        "id": Privacy.TECHNICAL,
        "created_at": Privacy.OPERATIONAL,
    }

    class Meta:
        abstract = True


class Installation(Record):
    """One row, written when the database is made: whether it is a demo. It can't be changed afterwards."""

    class Kind(models.TextChoices):
        DEMO = "demo"
        PRODUCTION = "production"

    kind = models.CharField(max_length=20, choices=Kind)

    privacy = {"kind": Privacy.OPERATIONAL}
