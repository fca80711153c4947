"""In which state a thing is, how far a loan is, and what can happen to a thing."""

from django.db.models import TextChoices


class ThingState(TextChoices):
    AVAILABLE = "available", "in gebruik"
    MAINTENANCE = "maintenance", "in onderhoud"
    WRITTEN_OFF = "written_off", "afgeschreven"


class LoanState(TextChoices):
    ASKED = "asked", "aangevraagd"
    CONFIRMED = "confirmed", "bevestigd"
    OUT = "out", "uitgeleend"
    RETURNED = "returned", "terug"
    REFUSED = "refused", "afgewezen"
    CANCELLED = "cancelled", "geannuleerd"
    SPAM = "spam", "apart gezet"
    LOST = "lost", "niet teruggekomen"


ENDED = frozenset({LoanState.RETURNED, LoanState.REFUSED, LoanState.CANCELLED, LoanState.SPAM, LoanState.LOST})


class What(TextChoices):
    """What happened to a thing."""

    HANDED_OUT = "handed_out", "meegegeven"
    RETURNED = "returned", "teruggekomen"
    DAMAGED = "damaged", "beschadigd teruggekomen"
    CLEANED = "cleaned", "schoongemaakt"
    MAINTENANCE = "maintenance", "in onderhoud"
    BACK = "back", "weer in gebruik"
    WRITTEN_OFF = "written_off", "afgeschreven"
