"""Prevention as a Django app."""

from django.apps import AppConfig, apps

from schakel.core import schedule


class PreventionConfig(AppConfig):
    name = "schakel.prevention"

    def ready(self) -> None:
        """At the desk and in the worker: open what came in, mail, keep the calendar, and forget who asked long ago."""
        from schakel.intake import intake_keys
        from schakel.prevention.models import Loan, Order  # they exist only now

        for model in (Order, Loan):
            intake_keys.also_sealed(model.sealed_to)
        if not apps.is_installed("schakel.outbox"):
            return
        from schakel.outbox.letters import also_writes, hears_refusals
        from schakel.outbox.texts import Kind
        from schakel.prevention import asking, letters, opening, worker
        from schakel.prevention.loans.actions.loans import keep_calendar

        also_writes(Kind.PROFESSIONAL, letters.letter)
        hears_refusals(letters.refused)
        asking.TELL.append(letters.tell)
        schedule.every(20, "prevention.open_waiting")(opening.open_waiting)
        schedule.every(60, "prevention.keep_calendar")(keep_calendar)
        schedule.every(3_600, "prevention.remind")(letters.remind)
        schedule.every(86_400, "prevention.forget")(worker.forget)
