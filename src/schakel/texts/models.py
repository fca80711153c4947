"""Editions of a text, published once and never changed, and the drafts from which the next one is made."""

from django.conf import settings
from django.db import models

from schakel.core.models import Privacy, Record


class Edition(Record):
    """A text as staff published it. The latest of a page and language is what the public door shows."""

    page = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    content = models.TextField()
    # Of a translation: the digest of the Dutch text it says the same as.
    made_from = models.CharField(max_length=64, blank=True)
    # Of a translation: whether somebody who grew up with the language read it.
    is_reviewed = models.BooleanField(default=False)
    # The digest of the file that was shipped then: when another one ships, the desk shows it.
    shipped = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    privacy = {
        **dict.fromkeys(("page", "language", "number", "content", "note"), Privacy.PUBLIC),
        **dict.fromkeys(("made_from", "shipped"), Privacy.TECHNICAL),
        **dict.fromkeys(("is_reviewed", "published_by", "published_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("page", "language", "number"), name="texts_one_edition"),
        ]


class Draft(Record):
    """What somebody kept while writing. Each time is a row of its own, so that nobody's words replace another's."""

    page = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    content = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    # Published or thrown away. The last row of a draft stays, so that no version number is ever given twice.
    is_over = models.BooleanField(default=False)

    privacy = {
        **dict.fromkeys(("page", "language", "version", "content"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(("written_by", "written_at", "is_over"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(fields=("page", "language", "version"), name="texts_one_draft"),
        ]
