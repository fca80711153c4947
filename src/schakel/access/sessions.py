"""Ending somebody's sessions at the desk; the public door has no sessions, and never imports this."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from schakel.access.models import User
from schakel.core import time


def end_all(account: User) -> None:
    """Delete every session of the account. A session does not say outside its signed content whose it is."""
    for session in Session.objects.filter(expire_date__gt=time.real_now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()
