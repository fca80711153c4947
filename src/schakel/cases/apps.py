"""Cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "schakel.cases"

    def ready(self) -> None:
        """A leaver's cases get a new coordinator in the step that closes the account."""
        from schakel.access import handover
        from schakel.cases.handover import closed_cases, hand_over_cases, open_cases  # their models exist only now

        handover.register(hand_over_cases)
        handover.register_work_count("open casussen als procesregisseur", open_cases)
        handover.register_work_count("gesloten casussen als procesregisseur", closed_cases)
