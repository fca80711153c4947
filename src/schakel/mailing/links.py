"""Where links in mails lead: pages of the public door, which the worker has no addresses of. A test compares them."""

from django.conf import settings

_PAGES = "/professionals/mailing"


def confirming(token: str) -> str:
    return f"{settings.SCHAKEL_PUBLIC_URL}{_PAGES}/bevestigen/{token}/"


def managing(token: str) -> str:
    return f"{settings.SCHAKEL_PUBLIC_URL}{_PAGES}/beheer/{token}/"


def ending(token: str) -> str:
    return f"{settings.SCHAKEL_PUBLIC_URL}{_PAGES}/afmelden/{token}/"
