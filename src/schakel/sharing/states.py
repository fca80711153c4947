"""The states and choices of disclosures and consent."""

from django.db import models

from schakel.methods.sharing_rules import Giver


class DisclosureState(models.TextChoices):
    """What is stored. Whether a draft is blocked, and whether what was given has expired, is worked out when it is shown."""

    DRAFT = "draft", "concept"
    GIVEN = "given", "verstrekt"
    RECALLED = "recalled", "ingetrokken"
    DROPPED = "dropped", "vervallen"


class RegistrationState(models.TextChoices):
    """How far a registration with CoMensha is."""

    DRAFT = "draft", "concept"
    SENT = "sent", "verstuurd"
    CONFIRMED = "confirmed", "bevestigd"
    DROPPED = "dropped", "vervallen"


class GivenBy(models.TextChoices):
    """Who said yes."""

    SELF = Giver.SELF.value, "de persoon zelf"
    PARENTS = Giver.PARENTS.value, "de ouders of de voogd"
    BOTH = Giver.BOTH.value, "de persoon zelf en de ouders of de voogd"
    REPRESENTATIVE = Giver.REPRESENTATIVE.value, "een wettelijk vertegenwoordiger"


class HowSaid(models.TextChoices):
    """How consent was given."""

    SPOKEN = "spoken", "mondeling"
    WRITTEN = "written", "schriftelijk"


class HowGiven(models.TextChoices):
    """How the document reaches the recipient."""

    SECURE_MAIL = "secure_mail", "beveiligde e-mail"
    BY_HAND = "by_hand", "persoonlijk overhandigd"
    CONFERENCE = "conference", "in het casusoverleg"
    POST = "post", "aangetekende post"


class Secrecy(models.TextChoices):
    """Whether something falls under a professional's secrecy, and on which exception it is told all the same."""

    NONE = "none", "nee, dit valt niet onder een beroepsgeheim"
    CONSENT = "consent", "ja, en de cliënt gaf toestemming om het te vertellen"
    LAW = "law", "ja, en een wet schrijft voor of laat toe dat het wordt verteld"
    CONFLICT = "conflict", "ja, en zwijgen zou ernstige schade geven (conflict van plichten)"


class Committee(models.TextChoices):
    """What the committee that reviews lawfulness said."""

    APPROVED = "approved", "akkoord"
    REFUSED = "refused", "niet akkoord"


class Objections(models.TextChoices):
    """What the participants said when they were asked."""

    NOBODY = "nobody", "niemand heeft bezwaar"
    SOMEBODY = "somebody", "iemand heeft bezwaar"
