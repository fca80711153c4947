"""Cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "schakel.cases"

    def ready(self) -> None:
        """A leaver's cases get a new coordinator in the step that closes the account."""
        from schakel.access import handover
        from schakel.cases.handover import hand_over_cases  # its models exist only now

        handover.register(hand_over_cases)
