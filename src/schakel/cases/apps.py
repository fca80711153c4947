"""Cases as a Django app."""

from django.apps import AppConfig

from schakel.core import schedule


class CasesConfig(AppConfig):
    name = "schakel.cases"

    def ready(self) -> None:
        """A leaver's work goes to somebody else in the step that closes the account; the worker tells who has duty."""
        from schakel.access import handover
        from schakel.cases import notices
        from schakel.cases.assigning import hand_over_reports, held_by
        from schakel.cases.handover import closed_cases, hand_over_cases, open_cases  # their models exist only now

        schedule.every(900, "cases.tell_who_has_duty")(notices.tell)
        handover.register(hand_over_cases)
        handover.register(hand_over_reports)
        handover.register_work_count("open casussen als procesregisseur", open_cases)
        handover.register_work_count("meldingen onder handen", held_by)
        handover.register_work_count("gesloten casussen als procesregisseur", closed_cases)
