"""One row per event: ids and tags, never content, and no foreign keys, so the log never interferes with the work."""

import json
from typing import Any, ClassVar

from django.db import models

from schakel.core import time
from schakel.core.models import Privacy


class Event(models.Model):
    """What happened: event, moment, who in which role, on what (NEN 7513). `digest` chains it to the one before.

    Its key is its place in the chain: made here, like every key, and kept in the order in which rows come in.
    `nen7513.fields` gives the standard's fields, those that follow from others included.
    """

    pk = models.CompositePrimaryKey("door", "sequence")
    door = models.CharField(max_length=20)
    sequence = models.BigIntegerField()
    at = models.DateTimeField(default=time.real_now)
    tag = models.CharField(max_length=60)
    actor_id = models.CharField(max_length=60)
    actor_role = models.CharField(max_length=40)
    # Under whose responsibility, when that is somebody else than who acted.
    responsible_id = models.CharField(max_length=60, blank=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    # What gave access to this record, when more is known than the role.
    authorisation = models.CharField(max_length=40, blank=True)
    # The id of a consent that it rests on.
    consent = models.CharField(max_length=60, blank=True)
    # The very text that was hashed: a database's own JSON type would write numbers and order anew.
    detail_text = models.TextField(db_column="detail", default="{}")
    digest = models.BinaryField(max_length=32)

    privacy: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        (
            "door", "sequence", "at", "tag", "actor_id", "actor_role", "responsible_id", "object_type", "object_id",
            "authorisation", "consent", "detail_text",
        ),
        Privacy.OPERATIONAL,
    ) | {"digest": Privacy.TECHNICAL}  # fmt: skip
    base_privacy: ClassVar[dict[str, Privacy]] = {}

    class Meta:
        indexes = [
            models.Index(fields=("object_id", "at"), name="audit_by_object"),
            models.Index(fields=("actor_id", "at"), name="audit_by_actor"),
            # The order in which the log is read, a page at a time.
            models.Index(fields=("at", "door", "sequence"), name="audit_by_moment"),
            models.Index(fields=("tag", "at"), name="audit_by_tag"),
        ]

    @property
    def detail(self) -> dict[str, Any]:
        """Ids, states and counts that belong to the event."""
        detail: dict[str, Any] = json.loads(self.detail_text)
        return detail
