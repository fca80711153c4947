"""Outbox as a Django app."""

from django.apps import AppConfig

from schakel.core import schedule


class OutboxConfig(AppConfig):
    name = "schakel.outbox"

    def ready(self) -> None:
        """Let the worker send what is due."""
        from schakel.outbox import bounces, delivery  # their models exist only now

        schedule.every(20, "outbox.deliver_due")(delivery.deliver_due)
        schedule.every(300, "outbox.read_bounces")(bounces.read_bounces)
