"""What the conversation on a report's page shows: turns with their marks, drafts, and the answer that is being written."""

from dataclasses import dataclass
from typing import Any

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.cases.answer_forms import AnswerForm
from schakel.core import region
from schakel.core.templatetags.work import language, when
from schakel.intake import actions, answers
from schakel.intake.answers import Waiting
from schakel.intake.models import Message, Report, Return


@dataclass(frozen=True)
class Turn:
    """One turn with what stands around it: whose it is, and whether the other side read it."""

    message: Message
    text: str
    note: str
    is_from_desk: bool


def conversation(report: Report, who: User, form: AnswerForm | None) -> dict[str, Any]:
    """The turns, newest marks first seen by this viewer, what waits for a colleague, and the form for an answer."""
    read = actions.read_conversation(report=report, by=who)
    returned = Return.objects.filter(report=report).first()
    drafts = answers.drafts_of(report, viewer=who)
    own = next((waiting for waiting in drafts if waiting.draft.author_id == who.id), None)
    return {
        "turns": [_turn(message, text, report) for message, text in read],
        "new_turns": sum(message.is_new for message, _ in read),
        "returned": returned,
        "drafts": [waiting for waiting in drafts if waiting is not own or waiting.proposal is not None],
        "own_draft": own,
        "answer": form or _answer_form(report, own),
        "needs_second_reader": region.current().answers_need_second_reader,
        "may_manage_templates": who.may(Permission.MANAGE_TEMPLATES),
    }


def _answer_form(report: Report, own: Waiting | None) -> AnswerForm:
    """Empty, or with the words that came back from a second reader."""
    if own is None or own.proposal is not None or own.said is None:
        return AnswerForm(report=report)
    initial = {
        "text": own.said.text,
        "language": own.said.language,
        "is_translated": own.said.is_translated,
        "second_reader": True,
    }
    return AnswerForm(report=report, initial=initial)


def _turn(message: Message, text: str, report: Report) -> Turn:
    if message.sender != Message.Sender.DESK:
        return Turn(message, text, f"Gelezen {when(message.read_at)}", is_from_desk=False)
    notes = ["De melder heeft dit gezien" if message.read_at else "De melder heeft dit nog niet gezien"]
    if message.language and message.language != report.language:
        notes.append(f"in het {language(message.language)}")
    if message.is_translated:
        notes.append("vertaald of met een tolk")
    if message.second_reader is not None:
        notes.append(f"meegelezen door {message.second_reader.name}")
    return Turn(message, text, " · ".join(notes), is_from_desk=True)
