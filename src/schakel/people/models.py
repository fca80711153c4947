"""A person as one report describes them, the tokens to find them by, and the links between descriptions."""

import uuid

from django.conf import settings
from django.db import models

from schakel.access.models import Compartment
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.intake.models import Report
from schakel.vault.models import DataKeyField


class Person(Record):
    """Somebody as described in one report. Rows with the same `identity` are one human being.

    Linking never merges or copies what was said: it only changes `identity`, so undoing restores both exactly.
    """

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="people")
    # The id of the earliest description among those linked; a person alone has their own id.
    identity = models.UUIDField(default=uuid.uuid4, db_index=True)
    data_key = DataKeyField()
    details = models.BinaryField()

    privacy = {
        **dict.fromkeys(("compartment", "report", "identity", "data_key"), Privacy.TECHNICAL),
        "details": Privacy.SEALED,
    }

    class Meta:
        ordering = ("created_at", "id")


class NameToken(Record):
    """A keyed token of a normalised name, to find candidates without reading every person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_tokens")
    token = models.BinaryField(db_index=True)

    privacy = {"person": Privacy.TECHNICAL, "token": Privacy.SEARCH_TOKEN}


class Link(Record):
    """A human decided that two descriptions are the same person; undone links stay on record."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=time.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("one", "other"), Privacy.TECHNICAL),
        **dict.fromkeys(("made_by", "made_at", "undone_by", "undone_at"), Privacy.OPERATIONAL),
    }
