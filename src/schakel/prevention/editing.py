"""Two people change the same thing: whoever is later sees what the other kept, and nobody's words are lost."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.core.models import Privacy, Record


class Edited(Record):
    """A row that several people change; `version` counts the changes."""

    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=time.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    edited_privacy = dict.fromkeys(("version", "changed_at", "changed_by"), Privacy.OPERATIONAL)

    class Meta:
        abstract = True


class ChangedMeanwhile(NotPossible):
    """A colleague kept something else since the form was opened; `row` is what stands there now."""

    def __init__(self, row: Edited) -> None:
        who = row.changed_by.name if row.changed_by is not None else "Iemand"
        super().__init__(
            f"{who} heeft dit intussen gewijzigd. Hieronder ziet u wat er nu staat; wat u typte staat nog in het formulier."
        )
        self.row = row


def keep(row: Edited, said: Mapping[str, Any], *, version: int, by: User) -> list[str]:
    """Put the words in the row (locked by the caller) and save; the names of what changed. Raises ChangedMeanwhile."""
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    if not changed:
        return []
    if row.version != version:
        raise ChangedMeanwhile(row)
    for name in changed:
        setattr(row, name, said[name])
    row.version, row.changed_at, row.changed_by = version + 1, time.now(), by
    row.save()
    return changed
