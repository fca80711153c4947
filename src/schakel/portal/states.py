"""What a partner can choose: whether something may be passed on, what is in it, and what they say of minutes."""

from django.db import models


class Onward(models.TextChoices):
    """Whether what a partner gave may be passed on."""

    FREE = "free", "mag worden doorgegeven waar dat nodig is"
    ASK = "ask", "alleen doorgeven na overleg met mij"
    PARTIES = "parties", "niet aan derden, alleen aan partijen in deze casus"
    OTHER = "other", "anders, zoals hieronder staat"


class Category(models.TextChoices):
    """What the law asks extra care for (AVG art. 9 and 10)."""

    SPECIAL = "special", "bijzondere gegevens: gezondheid, seksueel leven, geloof, afkomst"
    CRIMINAL = "criminal", "strafrechtelijke gegevens: een verdenking, aangifte of veroordeling"


class Reply(models.TextChoices):
    """What somebody who took part says of final minutes."""

    SIGNED = "signed", "getekend"
    REMARK = "remark", "opmerking"


class Outcome(models.TextChoices):
    """How an action went, as whoever it belongs to says it."""

    DONE = "done", "Het is klaar"
    NOT_POSSIBLE = "not_possible", "Het lukt niet"
