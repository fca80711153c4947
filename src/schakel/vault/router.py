"""Which database a table is in: the key store is apart, so that its backups can expire sooner than the others."""

from typing import Any

from django.db.models import Model

STORE = "keys"
_ROOM = "vault"


class KeyStore:
    """The vault's tables are in the database `keys`, all others in the default one.

    The public door's settings have no such database: whatever asks for a data key there fails.
    """

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return STORE if model._meta.app_label == _ROOM else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return STORE if model._meta.app_label == _ROOM else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == STORE) == (app_label == _ROOM)
