"""What partners add to a case, and what is said of final minutes. Days and who it was stand plain; every word is encrypted.

All of it stands under the data key of the case, and what a partner added with every earlier version, as a plan is kept.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schakel.cases.conference.models import Attendee, Minutes
from schakel.cases.models import Case
from schakel.cases.plan.models import InPlan
from schakel.cases.plan.states import Part
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.portal.states import Reply


class Contribution(InPlan):
    """Something that a partner told the case, with the conditions they set. Theirs alone to correct or withdraw."""

    part = Part.SUPPLIED
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contributions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=time.now)
    withdrawn_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("case", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("author", "added_at", "withdrawn_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-added_at", "id")

    def plain(self) -> dict[str, str]:
        """What stands outside the encrypted part and belongs to a version."""
        return {"withdrawn": "ja" if self.withdrawn_at is not None else ""}


class Signature(Record):
    """What one participant said of one edition of final minutes. What they were shown is kept with it. Only added."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="signatures")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="+")
    reply = models.CharField(max_length=10, choices=Reply)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)
    # SHA-256 of exactly what was shown. It holds a number that nobody can guess, so it gives no words away.
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    privacy = {
        **dict.fromkeys(("minutes", "attendee", "digest"), Privacy.TECHNICAL),
        **dict.fromkeys(("reply", "by", "at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("minutes", "attendee"), condition=Q(reply=Reply.SIGNED), name="portal_signed_once"
            )
        ]
