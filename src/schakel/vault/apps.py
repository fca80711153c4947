"""The vault as a Django app."""

from django.apps import AppConfig
from django.conf import settings

from schakel.core import schedule

_HOUR, _DAY = 3_600, 86_400


class VaultConfig(AppConfig):
    name = "schakel.vault"

    def ready(self) -> None:
        """Let the worker tidy the key store; the public door has none."""
        from schakel.vault import actions, unused  # their models exist only now

        if settings.SCHAKEL_DESK_KEYS is not None:
            schedule.every(_HOUR, "vault.finish_shredding")(actions.finish_shredding)
            schedule.every(_DAY, "vault.remove_unused_keys")(unused.remove_unused)
