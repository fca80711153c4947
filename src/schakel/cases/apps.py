"""Cases as a Django app."""

from django.apps import AppConfig
from django.conf import settings

from schakel.core import schedule


class CasesConfig(AppConfig):
    name = "schakel.cases"

    # The models of these exist only once the app is ready.
    def ready(self) -> None:
        """A leaver's work goes to somebody else in the step that closes the account; the worker has work of its own."""
        _hand_over()
        _tell()
        _work()


def _hand_over() -> None:
    from schakel.access import handover
    from schakel.cases.assigning import hand_over_reports, held_by
    from schakel.cases.conference.actions.planning import hand_over_conferences
    from schakel.cases.handover import closed_cases, hand_over_cases, open_cases
    from schakel.cases.plan.actions.calendar import forget
    from schakel.cases.plan.actions.steps import hand_over_steps, open_steps

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


def _tell() -> None:
    """What the parts of a case add to its story, to the days of a colleague and to what is joined."""
    from schakel.cases.conference import story as conferences
    from schakel.cases.conference import worklist as days_of_conferences
    from schakel.cases.documents import story as documents
    from schakel.cases.life import lineage, story
    from schakel.cases.plan import worklist
    from schakel.cases.signs import story as signs

    story.MORE += [story.Source(one.some, one.happened) for one in (conferences, signs, documents)]
    lineage.MORE.append(documents.how_much)
    worklist.MORE.append(
        worklist.OtherDays(days_of_conferences.days, days_of_conferences.some, days_of_conferences.late)
    )


def _work() -> None:
    from schakel.attachments import orphans
    from schakel.cases import notices
    from schakel.cases.conference.mailing import letter
    from schakel.cases.documents.actions import checking
    from schakel.cases.documents.models import DocumentFile
    from schakel.cases.plan.actions import daily
    from schakel.cases.plan.actions.clocks import move_by_changed_rules
    from schakel.cases.plan.worklist import today_count
    from schakel.outbox.letters import COUNTED, WRITERS
    from schakel.outbox.texts import Kind

    orphans.MORE.append(DocumentFile.objects.all)
    WRITERS[Kind.MEETING] = letter
    COUNTED[Kind.TODAY] = today_count
    if settings.SCHAKEL_DESK_KEYS is not None:
        schedule.every(10, "cases.examine_documents")(checking.examine_waiting)
        schedule.every(600, "cases.scan_documents_again")(checking.scan_again)
    schedule.every(900, "cases.tell_of_today")(daily.tell)
    schedule.every(900, "cases.tell_who_has_duty")(notices.tell)
    schedule.every(3_600, "cases.move_by_changed_rules")(move_by_changed_rules)
