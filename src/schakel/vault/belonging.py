"""Whether database, key store and key files belong together: asked at every start."""

import uuid

from django.db import connections

from schakel.vault import keys, records, store
from schakel.vault.errors import KeyFileError
from schakel.vault.models import DataKey
from schakel.vault.router import STORE


def check(installation: uuid.UUID) -> None:
    """Raises KeyFileError unless database, key store and key files are of one installation, and none is older."""
    table = DataKey._meta.db_table
    proof = (
        store.fetch({installation}).get(installation)
        if table in connections[STORE].introspection.table_names()
        else None
    )
    if proof is None:
        raise KeyFileError(
            "The key store does not belong to this database, or is gone: put back the key store of this installation."
        )
    known = keys.desk_keys().wrapping
    used = set(DataKey.objects.exclude(wrapping="").values_list("wrapping", flat=True).distinct())
    if not used & known.keys():
        raise KeyFileError(
            "The key files can't open the key store: put back the key files of this installation, not of another one."
        )
    if used - known.keys():
        raise KeyFileError("The key file is older than the key store: put back the newest key file.")
    try:
        records.unwrap(proof, known)
    except records.DecryptionError as error:
        raise KeyFileError(
            "The key store is damaged: put back its last backup, and see docs/howto/back-up-and-restore.md."
        ) from error


def prove(installation: uuid.UUID) -> None:
    """Store the data key by which `check` knows that key store, key files and database belong together."""
    if installation not in store.fetch({installation}):
        records.create_data_key(installation)
