"""Two changes to the texts of the invented centre: one published, and one that is still being written."""

from django.db import transaction

from schakel.access.models import User
from schakel.texts import actions
from schakel.texts.shipped import source

_CALLING = "Iedereen mag ons bellen of mailen: voor hulp, met een vraag of om samen na te denken."
_CALLING_NOW = (
    "Bel of mail ons gerust. Voor hulp, met een vraag, of om samen na te denken. Je hoeft je naam niet te zeggen."
)
_LISTENING = "- **Luister.** Vraag rustig: hoe gaat het met je? Geef geen schuld."
_LISTENING_NOW = "- **Luister.** Vraag rustig: hoe gaat het met je? Geef geen schuld. Zwijgen mag ook."


@transaction.atomic
def change(*, writer: User, colleague: User) -> None:
    """A kinder beginning for the page about contact, and a sentence that waits in a draft."""
    contact = source("contact").content.replace(_CALLING, _CALLING_NOW)
    kept = actions.keep(page="contact", language="nl", content=contact, version=0, by=writer)
    actions.publish(
        page="contact",
        language="nl",
        version=kept.version,
        note="Vriendelijker begin, en dat een naam niet hoeft.",
        by=writer,
    )
    family = source("naasten").content.replace(_LISTENING, _LISTENING_NOW)
    actions.keep(page="naasten", language="nl", content=family, version=0, by=colleague)
