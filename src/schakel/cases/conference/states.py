"""The states and choices of a conference, of who takes part in it, and of its minutes."""

from django.db import models


class ConferenceState(models.TextChoices):
    PLANNED = "planned", "gepland"
    HELD = "held", "gehouden"
    FINAL = "final", "verslag vastgesteld"
    CANCELLED = "cancelled", "afgezegd"


class Answer(models.TextChoices):
    """What somebody said to the invitation."""

    INVITED = "invited", "uitgenodigd"
    ACCEPTED = "accepted", "komt"
    DECLINED = "declined", "komt niet"


class Presence(models.TextChoices):
    UNKNOWN = "", "niet vastgelegd"
    PRESENT = "present", "aanwezig"
    ABSENT = "absent", "afwezig"


class MinutesState(models.TextChoices):
    DRAFT = "draft", "concept"
    SUBMITTED = "submitted", "wacht op een tweede lezer"
    FINAL = "final", "vastgesteld"


class Ground(models.TextChoices):
    """On which ground somebody shared what they shared."""

    PARTY = "party", "Wgs art. 2.25 t/m 2.31: als partij in de casusaanpak"
    THIRD = "third", "Wgs art. 2.25 t/m 2.31: als derde, voor zover nodig"
    CONSENT = "consent", "toestemming van de betrokkene"
    DUTY = "duty", "eigen wettelijk recht of plicht om te melden"
    SECRECY = "secrecy", "beroepsgeheim doorbroken, met reden"
    OTHER = "other", "andere grond, met reden"


# Of these a lawyer asks why, and so does the form.
NEED_A_REASON = (Ground.SECRECY, Ground.OTHER)
OVER = (ConferenceState.HELD, ConferenceState.FINAL)


class Naming(models.TextChoices):
    """How the persons of the case are called in the minutes for other organisations."""

    INITIALS = "initials", "met hun voorletters"
    WRITTEN = "written", "zoals het er staat"
