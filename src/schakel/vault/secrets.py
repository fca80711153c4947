"""What the installation keeps secret for itself, such as the secret of a second factor: text, under one data key of its own."""

import base64

from django.db import IntegrityError

from schakel.vault import records, store
from schakel.vault.models import INSTALLATION_KEY


def encrypt(text: str, *, label: str) -> str:
    """`text` as base64 that only this installation's keys read; `label` says what it is, and has to be the same to decrypt."""
    _make_sure_of_key()
    blob = records.encrypt(INSTALLATION_KEY, text, label=f"secret/{label}", record_id=INSTALLATION_KEY)
    return base64.b64encode(blob).decode()


def decrypt(secret: str, *, label: str) -> str:
    """The text again. Raises DecryptionError when it was changed, made under another label, or elsewhere."""
    try:
        blob = base64.b64decode(secret, validate=True)
    except ValueError as error:
        raise records.DecryptionError("this is no secret of the vault") from error
    return str(records.decrypt(INSTALLATION_KEY, blob, label=f"secret/{label}", record_id=INSTALLATION_KEY))


def _make_sure_of_key() -> None:
    if INSTALLATION_KEY in store.fetch({INSTALLATION_KEY}):
        return
    try:
        records.create_data_key(INSTALLATION_KEY)
    except IntegrityError:
        # Another process made it at the same moment; that one is used.
        if INSTALLATION_KEY not in store.fetch({INSTALLATION_KEY}):
            raise
