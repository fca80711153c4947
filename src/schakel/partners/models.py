"""Tables of organisations, covenants, professionals and municipal contact persons. Nothing here is about a client."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.partners.kinds import Domain, How, OrganisationKind, Standing
from schakel.vault.models import DataKeyField

_WORK = Privacy.ORGANISATIONAL


class Changed(Record):
    """A row that several people change: `version` counts the changes, so that nobody overwrites what they did not see."""

    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=time.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    changed_privacy = dict.fromkeys(("version", "changed_at", "changed_by"), Privacy.OPERATIONAL)

    class Meta:
        abstract = True


class Organisation(Changed):
    """An organisation that the centre works with; ended rather than deleted, since a history may name it."""

    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    domain = models.CharField(max_length=20, choices=Domain)
    kind = models.CharField(max_length=30, choices=OrganisationKind)
    standing = models.CharField(max_length=10, choices=Standing)
    municipality = models.CharField(max_length=10, blank=True)
    data_key = DataKeyField()
    details = models.BinaryField()
    mail_token = models.BinaryField(null=True, db_index=True)
    ended_on = models.DateField(null=True)

    privacy = {
        **dict.fromkeys(("name", "name_key", "domain", "kind", "standing", "municipality"), _WORK),
        "data_key": Privacy.TECHNICAL,
        "details": Privacy.SEALED,
        "mail_token": Privacy.SEARCH_TOKEN,
        "ended_on": Privacy.OPERATIONAL,
        **Changed.changed_privacy,
    }

    class Meta:
        ordering = ("name_key", "id")


class Covenant(Changed):
    """What was agreed with an organisation, and from when until when it holds, both days included."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="covenants")
    covers = models.CharField(max_length=300)
    signed_on = models.DateField(null=True)
    from_day = models.DateField()
    until_day = models.DateField(null=True)

    privacy = {
        **dict.fromkeys(("organisation", "covers", "signed_on", "from_day", "until_day"), _WORK),
        **Changed.changed_privacy,
    }

    class Meta:
        ordering = ("-from_day", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gte=F("from_day")), name="partners_covenant_in_order"
            )
        ]


class Professional(Changed):
    """Somebody who works at an organisation. Name, function and addresses are theirs, and encrypted.

    Verified means: on that day somebody made sure that the addresses are theirs. Another address takes that away.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="professionals")
    # The account with which they sign in themselves, where they have one (`partners.accounts`).
    account = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    municipality = models.CharField(max_length=10, blank=True)
    data_key = DataKeyField()
    details = models.BinaryField()
    email_token = models.BinaryField(null=True, db_index=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verified_how = models.CharField(max_length=10, choices=How, blank=True)
    ended_on = models.DateField(null=True)

    privacy = {
        **dict.fromkeys(("organisation", "account", "municipality"), _WORK),
        "data_key": Privacy.TECHNICAL,
        "details": Privacy.SEALED,
        "email_token": Privacy.SEARCH_TOKEN,
        **dict.fromkeys(("verified_at", "verified_by", "verified_how", "ended_on"), Privacy.OPERATIONAL),
        **Changed.changed_privacy,
    }

    class Meta:
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None, verified_how="")
                | (Q(verified_at__isnull=False, verified_by__isnull=False) & ~Q(verified_how="")),
                name="partners_verified_by_somebody_somehow",
            )
        ]


class NameToken(Record):
    """A keyed token of a word of a professional's name, to find them without reading everybody."""

    professional = models.ForeignKey(Professional, on_delete=models.CASCADE, related_name="name_tokens")
    token = models.BinaryField(db_index=True)

    privacy = {"professional": Privacy.TECHNICAL, "token": Privacy.SEARCH_TOKEN}


class ContactPerson(Changed):
    """Who to call in a municipality about trafficking, and who stands in. Without a row, or a person, there is nobody."""

    municipality = models.CharField(max_length=10, unique=True)
    person = models.ForeignKey(Professional, null=True, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(Professional, null=True, on_delete=models.PROTECT, related_name="+")

    privacy = {**dict.fromkeys(("municipality", "person", "stand_in"), _WORK), **Changed.changed_privacy}

    class Meta:
        ordering = ("municipality",)
        constraints = [
            models.CheckConstraint(
                condition=Q(stand_in=None) | (Q(person__isnull=False) & ~Q(stand_in=F("person"))),
                name="partners_somebody_else_stands_in",
            )
        ]
