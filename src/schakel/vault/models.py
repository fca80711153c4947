"""The key store: one wrapped data key per record that must be destroyable on its own, in a database of its own."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models

from schakel.core import time
from schakel.core.models import Privacy, Record

# What the installation encrypts for itself (second factors, for instance) stands under this one key.
INSTALLATION_KEY = uuid.UUID("00000000-0000-4000-8000-000000000002")


class DataKey(Record):
    """A random key, wrapped under a wrapping key of the installation.

    A destroyed one stays as an empty row: what it encrypted then reads as destroyed, and not as damaged.
    """

    wrapped = models.BinaryField(null=True)
    # Which wrapping key opens it; empty when there is nothing left to open.
    wrapping = models.CharField(max_length=16, blank=True)
    stored_at = models.DateTimeField(default=time.real_now, db_index=True)
    destroyed_at = models.DateTimeField(null=True)
    # Since when no record refers to it, as far as the worker has seen.
    unused_since = models.DateTimeField(null=True)

    privacy = {
        "wrapped": Privacy.SEALED,
        "wrapping": Privacy.TECHNICAL,
        **dict.fromkeys(("stored_at", "destroyed_at", "unused_since"), Privacy.OPERATIONAL),
    }

    class Meta:
        # A rotation goes through the keys of one wrapping key in order, a batch at a time.
        indexes = [models.Index(fields=("wrapping", "id"), name="vault_by_wrapping")]


if TYPE_CHECKING:
    _UUIDField = models.UUIDField[uuid.UUID | None, uuid.UUID | None]
else:
    _UUIDField = models.UUIDField  # Django's own class takes no type argument at run time


class DataKeyField(_UUIDField):
    """The id of a data key: a link into the key store, which is another database, so no foreign key."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # The worker asks of every data key whether a record still refers to it.
        super().__init__(*arguments, **{"null": True, "editable": False, "db_index": True, **options})
