"""Why a message did not get out, in words; the server's own words are never kept."""

from schakel.outbox.models import Outgoing

_HELD = {
    "rules": "de regels van de melder verbieden het",
    "destroyed": "de melding is vernietigd",
    "off": "dit is hier niet ingesteld",
    "closed": "het account is gesloten",
    "interrupted": "het versturen werd onderbroken",
    "unverified": "het adres is niet nagegaan",
    "over": "het is niet meer nodig",
    "address": "het adres kan niet",
    "unreadable": "de gegevens zijn niet te lezen",
}
_WHERE = {
    "connect": "geen verbinding met de mailserver",
    "login": "de mailserver weigert de aanmelding",
    "mail": "de mailserver weigert de afzender",
    "rcpt": "de mailserver weigert de ontvanger",
    "data": "de mailserver nam de tekst niet aan",
    "letter": "het bericht kon niet worden geschreven",
    "command": "de sms-opdracht werkte niet",
}


def trouble(message: Outgoing) -> str:
    """What went wrong last: a sentence, and the kind of error for whoever mends it."""
    if not message.error:
        return ""
    if message.error in _HELD:
        return _HELD[message.error]
    where, _, kind = message.error.partition(" ")
    return f"{_WHERE.get(where, 'onbekend')} ({kind})"
