"""Who said which signs of somebody, and the centre's own signs. Which sign it is never stands plain: it is special data.

A `SignSource` is one source about one person on one day, with all that it said: an observation of one's own, or what
somebody told. Two sources may contradict each other: each keeps its answers, and both are shown.
"""

from django.conf import settings
from django.db import models

from schakel.cases.plan.models import InPlan
from schakel.cases.plan.states import Part
from schakel.core import time
from schakel.core.models import Privacy, Record


class SignSource(InPlan):
    """What one source said about the signs of one person, for one form. Every change is a version."""

    part = Part.SIGNS
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="sign_sources")
    # As whom they stand in the case: whoever may not see that row sees none of this.
    involvement = models.ForeignKey("cases.Involvement", on_delete=models.CASCADE, related_name="sign_sources")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=time.now)

    privacy = {
        **dict.fromkeys(("case", "involvement", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("added_by", "added_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("added_at", "id")


class CriticalSign(Record):
    """That critical signs were filled in, when and by whom; which, stands encrypted. Only appended."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="critical_signs")
    source = models.ForeignKey(SignSource, on_delete=models.CASCADE, related_name="critical")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=time.now)
    content = models.BinaryField()

    privacy = {
        **dict.fromkeys(("case", "source"), Privacy.TECHNICAL),
        **dict.fromkeys(("made_by", "made_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("made_at", "id")


class OwnSign(Record):
    """A sign that the centre added to the list of one form. It is about the work and about nobody: it stands plain."""

    form = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=0)
    # No new answers, then; what was answered stays, and counts.
    retired_at = models.DateTimeField(null=True)

    privacy = {
        "revision": Privacy.TECHNICAL,
        "form": Privacy.ORGANISATIONAL,
        "retired_at": Privacy.OPERATIONAL,
    }

    class Meta:
        ordering = ("created_at", "id")


class OwnSignVersion(Record):
    """How one of the centre's own signs was worded and weighed from a moment on; added, never edited."""

    sign = models.ForeignKey(OwnSign, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    dimension = models.CharField(max_length=40)
    weight = models.CharField(max_length=1)
    child_weight = models.CharField(max_length=1)
    term = models.CharField(max_length=300)
    explanation = models.TextField(blank=True)
    origin = models.CharField(max_length=300)
    # Why it was added, changed, taken out of use or back.
    because = models.TextField()
    is_retired = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)

    privacy = {
        **dict.fromkeys(("sign", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("dimension", "weight", "child_weight", "term", "explanation", "origin", "because"), Privacy.ORGANISATIONAL
        ),
        **dict.fromkeys(("is_retired", "by", "at"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("-revision",)
        constraints = [models.UniqueConstraint(fields=("sign", "revision"), name="cases_own_sign_version_once")]
