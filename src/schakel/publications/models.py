"""A year's factsheet in its revisions, the files frozen with it, and the list of what was achieved."""

from django.conf import settings
from django.db import models

from schakel.core.models import Privacy, Record
from schakel.publications.factsheet import Factsheet


class PublicationState(models.TextChoices):
    DRAFT = "draft", "concept"
    PROPOSED = "proposed", "ter goedkeuring"
    PUBLISHED = "published", "gepubliceerd"


class Publication(Record):
    """One revision of a year's factsheet. From the proposal on its content no longer changes."""

    year = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=PublicationState, default=PublicationState.DRAFT)
    introduction = models.TextField(blank=True)
    correction = models.TextField(blank=True)
    # The factsheet's canonical JSON, filled at the proposal; approval only adds its day. `digest` is the SHA-256 of what
    # was proposed: exactly what the approver saw.
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("year", "revision", "state", "introduction", "correction", "content"), Privacy.PUBLIC),
        "digest": Privacy.TECHNICAL,
        **dict.fromkeys(("proposed_by", "proposed_at", "approved_by", "approved_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("-year", "-revision")
        constraints = [models.UniqueConstraint(fields=("year", "revision"), name="publications_one_revision")]

    @property
    def factsheet(self) -> Factsheet:
        """The frozen factsheet. Raises ValueError before the proposal."""
        return Factsheet.from_json(self.content)


class PublicationFile(Record):
    """A file frozen with a publication: PDF, PNG or CSV."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=80)
    content = models.BinaryField()

    privacy = {"publication": Privacy.TECHNICAL, **dict.fromkeys(("name", "content"), Privacy.PUBLIC)}

    class Meta:
        constraints = [models.UniqueConstraint(fields=("publication", "name"), name="publications_file_once")]


class Achievement(Record):
    """One thing that was achieved in a year, in a sentence for the factsheet."""

    year = models.PositiveIntegerField(db_index=True)
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=400)
    # Which list of what a room told stands behind it (`core.achieved`), whatever staff made of the sentence.
    source = models.CharField(max_length=80, blank=True)

    privacy = {**dict.fromkeys(("year", "position", "text"), Privacy.PUBLIC), "source": Privacy.TECHNICAL}

    class Meta:
        ordering = ("position", "created_at")
