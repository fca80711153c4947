"""Documents of a case, every version of their files, and the templates that staff make letters from.

What a document is, from whom it came and what a letter says stands under the data key of the case, version by version, as
the parts of a plan do. So does the name of each file; its bytes stand in encrypted pieces, as those of reporters do.
"""

from django.conf import settings
from django.db import models

from schakel.attachments.models import StoredFile
from schakel.cases.documents.kinds import Audience
from schakel.cases.models.case import Involvement
from schakel.cases.plan.models import InPlan
from schakel.cases.plan.states import Part
from schakel.core import time
from schakel.core.models import Privacy, Record


class Document(InPlan):
    """One document, whatever versions there are of it. It is set aside with a reason, never removed."""

    part = Part.DOCUMENT
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="documents")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # When its newest version came, or its text was written: what happened last stands on top.
    newest_at = models.DateTimeField(default=time.now)
    # Plain, so that the database itself leaves it out for whoever may not see it (Wpg).
    is_police = models.BooleanField(default=False)
    set_aside_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("case", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("added_by", "newest_at", "is_police", "set_aside_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-newest_at", "id")


class About(Record):
    """Somebody in the case whom a document is about: who may not see them does not see the document."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="about")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(("document", "involvement"), Privacy.TECHNICAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("document", "involvement"), name="cases_document_about_once")]


class DocumentFile(StoredFile):
    """One version of a document: a file that came in, or a letter that was made of what the document said then."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=time.now)
    # Of a letter: which revision of the document it was made of; that names the template and its version.
    made_of = models.PositiveIntegerField(null=True)

    privacy = {
        **StoredFile.stored_privacy,
        **dict.fromkeys(("document", "number", "made_of"), Privacy.TECHNICAL),
        **dict.fromkeys(("added_by", "added_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("document", "number"), name="cases_document_versions_once")]
        indexes = [models.Index(fields=("state",), name="cases_document_files_state")]


class LetterTemplate(Record):
    """A letter that staff wrote to begin others with. Its words are about the work and about nobody."""

    audience = models.CharField(max_length=20, choices=Audience)
    retired_at = models.DateTimeField(null=True)

    privacy = {"audience": Privacy.ORGANISATIONAL, "retired_at": Privacy.OPERATIONAL}

    class Meta:
        ordering = ("created_at", "id")


class LetterTemplateVersion(Record):
    """What a template said from one change to the next. Added, never edited."""

    template = models.ForeignKey(LetterTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=time.now)

    privacy = {
        "template": Privacy.TECHNICAL,
        **dict.fromkeys(("number", "by", "at"), Privacy.OPERATIONAL),
        **dict.fromkeys(("title", "body"), Privacy.ORGANISATIONAL),
    }

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("template", "number"), name="cases_template_versions_once")]
