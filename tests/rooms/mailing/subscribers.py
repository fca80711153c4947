"""People who asked for mailings, as the public door and the worker make them."""

from schakel.mailing import subscribing, worker
from schakel.mailing.models import Subscription

NOOR = "noor@school.example"


def asked(address: str = NOOR, *lists: str) -> str:
    """Somebody asked, and the worker opened it; the token of their link."""
    before = set(Subscription.objects.values_list("pk", flat=True))
    subscribing.ask(address=address, lists=lists or ("school",))
    worker.open_asked()
    token: str = Subscription.objects.exclude(pk__in=before).get().read()["token"]
    return token


def confirmed(address: str = NOOR, *lists: str) -> str:
    """And confirmed it."""
    token = asked(address, *lists)
    subscribing.confirm(token)
    return token
