"""Duty as a Django app."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "schakel.duty"

    def ready(self) -> None:
        """A leaver's days go to their successor, or are left empty, which the desk warns of."""
        from schakel.access import handover
        from schakel.duty.leaver import days_to_come, hand_over_days  # their models exist only now

        handover.register(hand_over_days)
        handover.register_work_count("dagen dienst die nog komen", days_to_come)
