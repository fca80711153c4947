"""One row per event: ids and tags, never content, and no foreign keys, so the log never interferes with the work."""

from django.db import models

from schakel.core import time
from schakel.core.models import Privacy, Record


class Event(Record):
    """What happened (NEN 7513): event, moment, who in which role, on what. `digest` chains it to the one before."""

    door = models.CharField(max_length=20)
    sequence = models.BigIntegerField()
    at = models.DateTimeField(default=time.real_now)
    tag = models.CharField(max_length=60)
    actor_id = models.CharField(max_length=60)
    actor_role = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)

    privacy = dict.fromkeys(
        ("door", "sequence", "at", "tag", "actor_id", "actor_role", "object_type", "object_id", "detail"),
        Privacy.OPERATIONAL,
    ) | {"digest": Privacy.TECHNICAL}

    class Meta:
        constraints = [models.UniqueConstraint(fields=("door", "sequence"), name="audit_one_chain_per_door")]
        indexes = [models.Index(fields=("object_type", "object_id"), name="audit_by_object")]
