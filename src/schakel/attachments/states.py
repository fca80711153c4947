"""How far the desk is with a file, what was found, and which step may follow which."""

from django.db import models


class State(models.TextChoices):
    """Where a file stands."""

    SEALED = "sealed", "verzegeld"
    WAITING = "waiting", "wacht op controle"
    UNCLEARED = "uncleared", "nog niet beoordeeld"
    READY = "ready", "werkkopie klaar"
    ORIGINAL_ONLY = "original_only", "alleen het origineel"
    QUARANTINED = "quarantined", "tegengehouden"
    CLOSED = "closed", "dicht"
    LOCKED = "locked", "op slot"


class Scan(models.TextChoices):
    """What the virus scanner said."""

    NONE = "", "niet op virussen gecontroleerd"
    CLEAN = "clean", "geen virus gevonden"
    NOT_SCANNED = "not_scanned", "nog niet op virussen gecontroleerd: de virusscanner antwoordt niet"
    FOUND = "found", "virus gevonden"


class Finding(models.TextChoices):
    """Why a file is held back, or why nothing could be made of it."""

    NONE = "", ""
    MALWARE = "malware", "De virusscanner herkende een virus of ander kwaad programma."
    BOMB = "bomb", "Uitgepakt is dit bestand veel te groot. Zo’n bestand kan een computer laten vastlopen."
    POLYGLOT = "polyglot", "Dit bestand is twee soorten tegelijk. Dat komt in gewone bestanden niet voor."
    PASSWORD = "password", "Op dit bestand staat een wachtwoord. Vraag de melder om het zonder wachtwoord te sturen."
    DAMAGED = "damaged", "Dit bestand is beschadigd, of anders gemaakt dan wij kennen."


# From one state to others; what is not here does not happen. Locking may follow everything but the seal.
STEPS: dict[State, frozenset[State]] = {
    State.SEALED: frozenset({State.WAITING}),
    State.WAITING: frozenset({State.UNCLEARED, State.READY, State.ORIGINAL_ONLY, State.QUARANTINED, State.LOCKED}),
    State.UNCLEARED: frozenset({State.READY, State.CLOSED, State.QUARANTINED, State.LOCKED}),
    State.READY: frozenset({State.QUARANTINED, State.LOCKED}),
    State.ORIGINAL_ONLY: frozenset({State.QUARANTINED, State.LOCKED}),
    State.QUARANTINED: frozenset({State.LOCKED}),
    State.CLOSED: frozenset({State.QUARANTINED, State.LOCKED}),
    State.LOCKED: frozenset(),
}
# From these a member of staff may take the file as it came in.
ORIGINAL_MAY_BE_TAKEN = frozenset({State.READY, State.ORIGINAL_ONLY})
