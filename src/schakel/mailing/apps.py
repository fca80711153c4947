"""Mailing as a Django app."""

from django.apps import AppConfig, apps

from schakel.core import schedule


class MailingConfig(AppConfig):
    name = "schakel.mailing"

    def ready(self) -> None:
        """At the desk and in the worker: open what came in, mail, and forget what is over."""
        from schakel.intake import intake_keys
        from schakel.mailing.models import Subscription  # exists only now

        intake_keys.also_sealed(Subscription.sealed_to)
        if not apps.is_installed("schakel.outbox"):
            return
        from schakel.mailing import letters, worker
        from schakel.outbox.letters import WRITERS, also_writes, hears_refusals
        from schakel.outbox.texts import Kind

        also_writes(Kind.PROFESSIONAL, letters.question)
        WRITERS[Kind.MAILING] = letters.mailing
        hears_refusals(letters.refused)
        schedule.every(20, "mailing.open_asked")(worker.open_asked)
        schedule.every(20, "mailing.send_on")(worker.send_on)
        schedule.every(600, "mailing.tidy")(worker.tidy)
