"""Answers on their way to a reporter: sent at once, or waiting until a colleague has read them."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.http import Http404

from schakel.access import four_eyes
from schakel.access.models import Proposal, User
from schakel.access.policies import NotAllowed, NotPossible, check_may
from schakel.access.queries import visible
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import region
from schakel.intake import actions
from schakel.intake.models import AnswerDraft, Message, Report, ReportState
from schakel.intake.queries import reports_for
from schakel.vault import records
from schakel.vault.records import Destroyed

KIND = Proposal.Kind.ANSWER
_LABEL = "answer draft"


@dataclass(frozen=True)
class Answer:
    """What goes to the reporter: the words, their language, and whether somebody translated them."""

    text: str
    language: str = "nl"
    is_translated: bool = False


@dataclass(frozen=True)
class Waiting:
    """A draft as a colleague reads it. `said` is None when its key was destroyed; `remark` is why it came back.

    `digest` is the hash of what stands here: approving binds to it. `proposal` is there while it waits.
    """

    draft: AnswerDraft
    said: Answer | None
    digest: str
    proposal: Proposal | None
    remark: str = ""
    sent_back_by: str = ""


@transaction.atomic
def send(*, report: Report, said: Answer, by: User) -> Message:
    """Answer at once. Raises NotAllowed, NotPossible where the centre wants a second reader."""
    check_may(by, Permission.TRIAGE)
    if region.current().answers_need_second_reader:
        raise NotPossible("Bij dit centrum leest een collega elk antwoord eerst. Leg het voor.")
    _drop_own(report, by)
    return actions.answer(
        report=report, text=said.text, language=said.language, is_translated=said.is_translated, by=by
    )


@transaction.atomic
def submit(*, report: Report, said: Answer, by: User) -> AnswerDraft:
    """Let an answer wait for a second reader. One that came back is replaced. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    report = actions.locked(report)
    _drop_own(report, by)
    draft = AnswerDraft(report=report, author=by)
    # With a number that nobody can guess, so that the hash, which stands readable, gives no words away.
    content = {**asdict(said), "number": secrets.token_hex(16)}
    draft.content = records.encrypt(report.data_key, content, label=_LABEL, record_id=draft.id)
    draft.save(force_insert=True)
    four_eyes.propose(kind=KIND, subject=draft, digest=_digest(draft, content), by=by)
    record("report:answer_submitted", by=by, about=report)
    return draft


@transaction.atomic
def approve(*, draft: AnswerDraft, digest: str, by: User) -> Message:
    """Send what a colleague wrote, exactly as it was read. Raises NotAllowed, NotPossible, Http404."""
    draft = _locked(draft, by)
    proposal = _open_proposal(draft)
    said, now = _read(draft)
    if said is None:
        raise NotPossible("Deze melding is vernietigd. Er kan geen antwoord meer heen.")
    if digest != now:
        raise NotPossible("Het antwoord is veranderd sinds u het las. Lees het opnieuw.")
    four_eyes.approve(proposal=proposal, digest=digest, by=by)
    sent = actions.answer(
        report=draft.report,
        text=said.text,
        language=said.language,
        is_translated=said.is_translated,
        author=draft.author,
        by=by,
    )
    draft.delete()
    return sent


@transaction.atomic
def send_back(*, draft: AnswerDraft, why: str, by: User) -> None:
    """Give it back to its author with a remark. Raises NotAllowed, NotPossible, Http404."""
    draft = _locked(draft, by)
    proposal = _open_proposal(draft)
    if draft.author_id == by.id:
        raise NotPossible("U schreef dit antwoord zelf. Neem het terug als u het wilt veranderen.")
    four_eyes.refuse(proposal=proposal, why=why, by=by)
    record("report:answer_sent_back", by=by, about=draft.report)


@transaction.atomic
def take_back(*, draft: AnswerDraft, by: User) -> None:
    """The author changes it after all; the words stay. Raises NotAllowed, NotPossible, Http404."""
    draft = _locked(draft, by)
    if draft.author_id != by.id:
        raise NotAllowed("Alleen wie het antwoord schreef, neemt het terug.")
    four_eyes.withdraw(proposal=_open_proposal(draft), by=by)
    record("report:answer_taken_back", by=by, about=draft.report)


def drafts_of(report: Report, *, viewer: User) -> list[Waiting]:
    """The answers to a report that were not sent yet, oldest first; that they were read is recorded."""
    return _all_read(list(report.drafts.select_related("author", "report")), viewer)


def draft_for(viewer: User, report_id: uuid.UUID, draft_id: uuid.UUID) -> AnswerDraft:
    """One draft of a report that this viewer sees, or 404."""
    found = AnswerDraft.objects.filter(pk=draft_id, report=report_id, report__in=reports_for(viewer))
    draft = found.select_related("author", "report").first()
    if draft is None:
        raise Http404
    return draft


def to_read(viewer: User) -> list[AnswerDraft]:
    """Answers of colleagues that wait for a second reader, and that this viewer may see; oldest first."""
    if not viewer.may(Permission.TRIAGE):
        return []
    waiting = Proposal.objects.filter(kind=KIND, state=Proposal.State.OPEN).exclude(proposed_by=viewer)
    drafts = AnswerDraft.objects.filter(pk__in=list(waiting.values_list("subject_id", flat=True)))
    return list(drafts.filter(report__in=reports_for(viewer)).select_related("author", "report"))


def read(draft: AnswerDraft, *, viewer: User) -> Waiting:
    """One draft, for somebody who will judge it; recorded."""
    return _all_read([draft], viewer)[0]


def _all_read(drafts: Sequence[AnswerDraft], viewer: User) -> list[Waiting]:
    if not drafts:
        return []
    record("report:drafts_read", by=viewer, about=drafts[0].report, drafts=[draft.id for draft in drafts])
    found = []
    with records.at_hand([draft.report.data_key for draft in drafts]):
        for draft in drafts:
            said, digest = _read(draft)
            refused = four_eyes.last_refusal(KIND, draft)
            found.append(
                Waiting(
                    draft,
                    said,
                    digest,
                    four_eyes.open_proposal(KIND, draft),
                    four_eyes.read_refusal(refused) if refused else "",
                    refused.decided_by.name if refused and refused.decided_by else "",
                )
            )
    return found


def _read(draft: AnswerDraft) -> tuple[Answer | None, str]:
    try:
        content = records.decrypt(draft.report.data_key, draft.content, label=_LABEL, record_id=draft.id)
    except Destroyed:
        return None, ""
    return Answer(content["text"], content["language"], content["is_translated"]), _digest(draft, content)


def _digest(draft: AnswerDraft, content: dict[str, object]) -> str:
    return four_eyes.digest_of([draft.id, draft.report_id, content])


def _open_proposal(draft: AnswerDraft) -> Proposal:
    proposal = four_eyes.open_proposal(KIND, draft)
    if proposal is None:
        raise NotPossible("Dit antwoord wacht niet meer op een collega.")
    return proposal


def _drop_own(report: Report, by: User) -> None:
    """What came back to this author gives way to the new words; what still waits does not."""
    if report.state == ReportState.SEALED:
        raise NotPossible("Open de melding eerst.")
    for draft in AnswerDraft.objects.select_for_update(of=("self",)).filter(report=report, author=by):
        if four_eyes.open_proposal(KIND, draft) is not None:
            raise NotPossible("Uw vorige antwoord wacht nog op een collega. Neem dat eerst terug.")
        draft.delete()


def _locked(draft: AnswerDraft, by: User) -> AnswerDraft:
    """The draft as it stands now. Raises Http404 when it is gone, or not for `by` to see."""
    rows = AnswerDraft.objects.select_for_update(of=("self",)).select_related("report", "author")
    found = rows.filter(pk=draft.pk, report__compartment__in=visible(by)).first()
    if found is None:
        raise Http404
    return found
