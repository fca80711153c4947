"""Material with its files, and orders of it."""

from django.db import models
from django.db.models import Q

from schakel.core.audiences import Audience
from schakel.core.models import Privacy, Record
from schakel.intake.content import Form
from schakel.prevention.asking import Asked
from schakel.prevention.editing import Edited
from schakel.prevention.materials.kinds import MaterialKind, OrderState


class Material(Edited):
    """One edition of something that can be ordered or downloaded. A new edition takes the place of this one."""

    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=MaterialKind)
    audience = models.CharField(max_length=20, choices=Audience)
    form = models.CharField(max_length=20, choices=Form, blank=True)
    languages = models.CharField(max_length=200)
    summary = models.TextField()
    # What the picture shows, for whoever does not see it.
    alternative = models.CharField(max_length=300, blank=True)
    edition = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="successor")
    # False: not in the catalogue (any more).
    is_listed = models.BooleanField(default=False)
    stock = models.PositiveIntegerField(default=0)
    low_at = models.PositiveIntegerField(default=0)
    most_at_once = models.PositiveIntegerField(default=100)

    privacy = {
        **dict.fromkeys(
            ("title", "kind", "audience", "form", "languages", "summary", "alternative", "edition", "is_listed"),
            Privacy.PUBLIC,
        ),
        **dict.fromkeys(("stock", "low_at", "most_at_once"), Privacy.OPERATIONAL),
        "supersedes": Privacy.TECHNICAL,
        **Edited.edited_privacy,
    }

    class Meta:
        ordering = ("title", "-edition")

    @property
    def is_low(self) -> bool:
        """Whether it is time to have more made."""
        return self.stock <= self.low_at

    @property
    def name(self) -> str:
        """The title, with its edition once there was more than one."""
        return self.title if self.edition == 1 else f"{self.title} (versie {self.edition})"


class MaterialFile(Record):
    """The picture of a material, or something to download."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=80)
    is_picture = models.BooleanField(default=False)
    content = models.BinaryField()

    privacy = {
        "material": Privacy.TECHNICAL,
        **dict.fromkeys(("name", "is_picture", "content"), Privacy.PUBLIC),
    }

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=("material",), condition=Q(is_picture=True), name="prevention_one_picture"),
            models.UniqueConstraint(fields=("material", "name"), name="prevention_file_once"),
        ]


class Order(Asked):
    """What somebody ordered. The lines say of what and how many."""

    state = models.CharField(max_length=20, choices=OrderState, default=OrderState.NEW)
    approved_at = models.DateTimeField(null=True)
    picked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    privacy = {
        **Asked.asked_privacy,
        **dict.fromkeys(("state", "approved_at", "picked_at", "sent_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=("state", "-created_at"), name="prevention_orders")]


class OrderLine(Record):
    """One material of an order: how many were asked, and how many went."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="lines")
    asked = models.PositiveIntegerField()
    sent = models.PositiveIntegerField(null=True)

    privacy = {
        **dict.fromkeys(("order", "material"), Privacy.TECHNICAL),
        **dict.fromkeys(("asked", "sent"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("material__title", "id")
        constraints = [
            models.UniqueConstraint(fields=("order", "material"), name="prevention_line_once"),
            models.CheckConstraint(condition=Q(asked__gt=0), name="prevention_line_asks"),
        ]
