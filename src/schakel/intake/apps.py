"""Intake as a Django app."""

from django.apps import AppConfig

from schakel.core import schedule


class IntakeConfig(AppConfig):
    name = "schakel.intake"

    def ready(self) -> None:
        """Let the worker forget the visits that ran out."""
        from schakel.intake import visits  # its models exist only now

        schedule.every(60, "intake.forget_expired_visits")(visits.forget_expired)
