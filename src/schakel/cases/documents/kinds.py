"""What kinds of document there are, and for whom a letter is meant."""

from django.db import models


class DocumentKind(models.TextChoices):
    """What it is, to find it again; encrypted, because "medical" already says something of somebody."""

    LETTER = "letter", "brief"
    FORM = "form", "formulier"
    IDENTITY = "identity", "identiteitsbewijs"
    MEDICAL = "medical", "medisch"
    POLICE = "police", "politie of justitie"
    DECISION = "decision", "besluit"
    OTHER = "other", "anders"


class Audience(models.TextChoices):
    """Who reads a letter: its words, and whether handing it over is a disclosure, follow from that."""

    CLIENT = "client", "de persoon zelf"
    ORGANISATION = "organisation", "een andere organisatie"
