"""Sending a one-time link by mail, where a mail server is set; neither subject nor text says what the centre does."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.crypto import get_random_string

from schakel.access.models import Invitation, User
from schakel.audit.record import record
from schakel.core.errors import place_of

logger = logging.getLogger("schakel.mail")

_SUBJECT = "Een link om uw account in te stellen"
_TEXT = """\
Met deze link stelt u uw account in:

{link}

De link werkt één keer, tot en met {day}. Stuur deze mail niet door.
Werkt de link nog niet? Dan wacht hij op goedkeuring. Probeer het later opnieuw.
Verwachtte u deze mail niet? Gooi hem dan weg.
"""


def can_send() -> bool:
    """Whether this installation has a mail server."""
    return bool(settings.SCHAKEL_SENDS_MAIL)


def send_link(*, invitation: Invitation, link: str, by: User) -> bool:
    """Mail the link to whoever is invited; whether the server took it. A failing server loses nothing: say so.

    Call this after the invitation is stored, outside its transaction: a server may take seconds to answer.
    """
    day = f"{invitation.expires_at:%d-%m-%Y}"
    connection = get_connection()
    message = EmailMessage(
        _SUBJECT,
        _TEXT.format(link=link, day=day),
        to=[invitation.email],
        # The name of this machine, which Django would put there, is nobody's business.
        headers={"Message-ID": _message_id()},
        connection=connection,
    )
    try:
        message.send()
    except (OSError, SMTPException) as error:
        # Its words may quote the address; its kind and place are enough to mend it.
        logger.warning("a link was not mailed: %s at %s", type(error).__name__, place_of(error))
        record("account:link_not_mailed", by=by, about=invitation)
        return False
    finally:
        connection.close()
    record("account:link_mailed", by=by, about=invitation)
    return True


def _message_id() -> str:
    return f"<{get_random_string(32)}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ')}>"
