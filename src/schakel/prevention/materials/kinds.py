"""What kinds of material there are, for whom, and how far an order is."""

from django.db.models import TextChoices


class MaterialKind(TextChoices):
    POSTER = "poster", "poster"
    BOARD = "board", "praatplaat"
    LEAFLET = "leaflet", "folder"
    SLIDES = "slides", "presentatie"
    LESSON = "lesson", "lesmateriaal"
    OTHER = "other", "ander materiaal"


class OrderState(TextChoices):
    NEW = "new", "nieuw"
    APPROVED = "approved", "goedgekeurd"
    PICKED = "picked", "klaargelegd"
    SENT = "sent", "verstuurd"
    SPAM = "spam", "apart gezet"
    CANCELLED = "cancelled", "geannuleerd"


# By verb: from which states, to which.
MOVES: dict[str, tuple[frozenset[OrderState], OrderState]] = {
    "approve": (frozenset({OrderState.NEW}), OrderState.APPROVED),
    "pick": (frozenset({OrderState.APPROVED}), OrderState.PICKED),
    "send": (frozenset({OrderState.APPROVED, OrderState.PICKED}), OrderState.SENT),
    "cancel": (frozenset({OrderState.NEW, OrderState.APPROVED, OrderState.PICKED}), OrderState.CANCELLED),
    "spam": (frozenset({OrderState.NEW}), OrderState.SPAM),
    "back": (frozenset({OrderState.SPAM, OrderState.CANCELLED}), OrderState.NEW),
}
ENDED = frozenset({OrderState.SENT, OrderState.SPAM, OrderState.CANCELLED})
