"""Sessions, second factors, failed attempts and links to identity providers."""

from django.db import models

from schakel.access.models import User
from schakel.core import time
from schakel.core.models import Privacy, Record


class How(models.TextChoices):
    """By which way somebody showed who they are."""

    HALF = "half", "nog zonder tweede stap"
    CODE = "code", "wachtwoord en code"
    PASSKEY = "passkey", "toegangssleutel"
    RECOVERY = "recovery", "wachtwoord en herstelcode"
    PROVIDER = "provider", "eigen organisatie"
    PERSONA = "persona", "persona van de demo"


class StaffSession(Record):
    """One browser at the desk. Neither its id nor its content can be read here: both take the cookie.

    No address and no browser name: what tells sessions apart is when and how somebody signed in.
    """

    # SHA-256 of the id in the cookie: whoever reads this table can't take over a session.
    key_hash = models.BinaryField(max_length=32, unique=True)
    # AES-GCM under a key that derives from the id in the cookie.
    content = models.BinaryField()
    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    how = models.CharField(max_length=20, choices=How, blank=True)
    started_at = models.DateTimeField(default=time.real_now)
    last_seen_at = models.DateTimeField(default=time.real_now)

    privacy = {
        "key_hash": Privacy.TECHNICAL,
        "content": Privacy.SEALED,
        **dict.fromkeys(("account", "how", "started_at", "last_seen_at"), Privacy.OPERATIONAL),
    }


class CodeApp(Record):
    """An app that shows a code of six digits (TOTP, RFC 6238). At most one an account."""

    account = models.OneToOneField(User, on_delete=models.CASCADE, related_name="code_app")
    secret = models.BinaryField()
    # The last period whose code was used: a code works once, in whichever process it is typed.
    last_step = models.BigIntegerField(default=0)

    privacy = {"account": Privacy.OPERATIONAL, "secret": Privacy.SEALED, "last_step": Privacy.TECHNICAL}


class Passkey(Record):
    """A passkey or security key (WebAuthn). Only its public half is known here."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    # Attested credential data (WebAuthn §6.5.2): model, credential id and public key.
    credential = models.BinaryField()
    # Zero where the key does not count; a count that does not rise tells of a copy.
    use_count = models.BigIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("account", "last_used_at"), Privacy.OPERATIONAL),
        "name": Privacy.ORGANISATIONAL,
        **dict.fromkeys(("credential_id", "credential", "use_count"), Privacy.TECHNICAL),
    }


class RecoveryCode(Record):
    """A code on paper that works once. Only its hash is kept: 80 random bits can't be guessed from it."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32, unique=True)

    privacy = {"account": Privacy.OPERATIONAL, "code_hash": Privacy.TECHNICAL}


class Attempts(Record):
    """Failures in a row for one typed address, whether it has an account or not, or for the door as a whole."""

    # HMAC of the address in lower case: also of addresses that nobody here has, so that both behave the same.
    subject = models.BinaryField(max_length=32, unique=True)
    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="attempts")
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=time.real_now)
    # No attempt counts, and no password is looked at, before this moment.
    wait_until = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)

    privacy = {
        "subject": Privacy.SEARCH_TOKEN,
        **dict.fromkeys(("account", "failures", "last_at", "wait_until", "locked_until"), Privacy.OPERATIONAL),
    }


class ProviderLink(Record):
    """An account's identity at the identity provider of its own organisation."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="provider_links")
    provider = models.CharField(max_length=40)
    issuer = models.CharField(max_length=250)
    # The provider's own, lasting name for the person ("sub"), never an address that may pass to somebody else.
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=time.real_now)

    privacy = {
        **dict.fromkeys(("account", "linked_at"), Privacy.OPERATIONAL),
        **dict.fromkeys(("provider", "issuer", "subject"), Privacy.ORGANISATIONAL),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("issuer", "subject"), name="signin_identity_once"),
            models.UniqueConstraint(fields=("account", "provider"), name="signin_provider_once"),
        ]
