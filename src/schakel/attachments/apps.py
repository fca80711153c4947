"""Attachments as a Django app."""

from django.apps import AppConfig
from django.conf import settings

from schakel.core import schedule


class AttachmentsConfig(AppConfig):
    name = "schakel.attachments"

    def ready(self) -> None:
        """Let the worker check what came in and remove what was never sent; keep the keys that files are sealed to."""
        from schakel.attachments import examine, orphans, queries  # their models exist only now
        from schakel.intake import intake_keys

        intake_keys.also_sealed(queries.sealed_to)
        schedule.every(3_600, "attachments.remove_orphans")(orphans.remove)
        if settings.SCHAKEL_DESK_KEYS is not None:
            schedule.every(10, "attachments.examine")(examine.examine_waiting)
            schedule.every(600, "attachments.scan_again")(examine.scan_again)
