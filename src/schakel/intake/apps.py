"""Intake as a Django app."""

from django.apps import AppConfig
from django.conf import settings

from schakel.core import schedule


class IntakeConfig(AppConfig):
    name = "schakel.intake"

    def ready(self) -> None:
        """Let the worker forget the visits that ran out and proofs of long ago, and change the key that reports are sealed to."""
        from schakel.intake import intake_keys, proofs, visits  # their models exist only now

        schedule.every(60, "intake.forget_expired_visits")(visits.forget_expired)
        schedule.every(86_400, "intake.forget_old_proofs")(proofs.forget_old)
        if settings.SCHAKEL_DESK_KEYS is not None:
            schedule.every(3_600, "intake.keep_up_keys")(intake_keys.keep_up)
