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
        from schakel.cases.conference.actions.planning import hand_over_conferences
        from schakel.cases.conference.mailing import letter
        from schakel.cases.conference.worklist import days
        from schakel.cases.handover import closed_cases, hand_over_cases, open_cases  # their models exist only now
        from schakel.cases.plan.actions import daily
        from schakel.cases.plan.actions.calendar import forget
        from schakel.cases.plan.actions.clocks import move_by_changed_rules
        from schakel.cases.plan.actions.steps import hand_over_steps, open_steps
        from schakel.cases.plan.worklist import MORE, today_count
        from schakel.outbox.letters import COUNTED, WRITERS
        from schakel.outbox.texts import Kind

        MORE.append(days)
        WRITERS[Kind.MEETING] = letter
        COUNTED[Kind.TODAY] = today_count
        schedule.every(900, "cases.tell_of_today")(daily.tell)
        schedule.every(900, "cases.tell_who_has_duty")(notices.tell)
        schedule.every(3_600, "cases.move_by_changed_rules")(move_by_changed_rules)
        handover.register(hand_over_cases)
        handover.register(hand_over_reports)
        # After the cases: whoever takes one over sees it by then.
        handover.register(hand_over_steps)
        handover.register(hand_over_conferences)
        handover.register(forget)
        handover.register_work_count("open casussen als procesregisseur", open_cases)
        handover.register_work_count("open acties in casussen", open_steps)
        handover.register_work_count("meldingen onder handen", held_by)
        handover.register_work_count("gesloten casussen als procesregisseur", closed_cases)
