"""The audit trail as a Django app."""

from django.apps import AppConfig
from django.conf import settings

from schakel.core import schedule


class AuditConfig(AppConfig):
    name = "schakel.audit"

    def ready(self) -> None:
        """Let the worker sign checkpoints; the public door has no key to sign with."""
        from schakel.audit import custody  # its models exist only now
        from schakel.audit.checkpoints import EVERY_SECONDS

        if settings.SCHAKEL_DESK_KEYS is not None:
            schedule.every(EVERY_SECONDS, "audit.checkpoint")(custody.write_checkpoint)
