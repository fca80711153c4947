"""Training as a Django app."""

from django.apps import AppConfig, apps
from django.conf import settings

from schakel.core import schedule


class TrainingConfig(AppConfig):
    name = "schakel.training"

    def ready(self) -> None:
        """Let the worker open what the public door sealed, fill places and send mail: where there are keys, and an outbox."""
        from schakel.intake import intake_keys
        from schakel.training import models  # they exist only now

        for sealed in (models.Enrolment, models.Evaluation, models.TrainingRequest):
            intake_keys.also_sealed(sealed.sealed_to)
        if settings.SCHAKEL_DESK_KEYS is None or not apps.is_installed("schakel.outbox"):
            return
        from schakel.outbox.letters import also_writes, hears_refusals, hears_withdrawals
        from schakel.outbox.texts import Kind
        from schakel.training import asked_letters, letters, worker

        also_writes(Kind.PROFESSIONAL, letters.letter)
        also_writes(Kind.PROFESSIONAL, asked_letters.letter)
        hears_refusals(letters.refused)
        hears_refusals(asked_letters.refused)
        hears_withdrawals(letters.withdrawn)
        hears_withdrawals(asked_letters.withdrawn)
        schedule.every(20, "training.open_what_came_in")(worker.open_what_came_in)
        schedule.every(20, "training.fill_free_places")(worker.fill_free_places)
        schedule.every(20, "training.tell_everybody")(letters.tell_everybody)
        schedule.every(20, "training.tell_who_asked")(asked_letters.tell_who_asked)
        schedule.every(86_400, "training.let_go")(worker.let_go)
