"""A referral as far as a test needs it: asked of a shelter, and what was said of it."""

from datetime import date
from typing import Any

from schakel.access.models import User
from schakel.cases.models import Case
from schakel.core import time
from schakel.partners.models import Organisation
from schakel.sharing.referral import actions, policies
from schakel.sharing.referral.contents import Answered, Asked
from schakel.sharing.referral.models import Referral
from tests.rooms.sharing import telling

WORDS = "Heeft u een bed voor Marek, met begeleiding in het Pools?"


def asked(case: Case, **changed: Any) -> Asked:
    """What is asked for the victim."""
    said: dict[str, Any] = {
        "kind": "referral", "whose": (str(telling.victims(case)[0].pk),), "words": WORDS, "remind_on": policies.answer_day(),
    }  # fmt: skip
    return Asked(**(said | changed))


def proposed(case: Case, to: Organisation, *, by: User, is_another: bool = False, **changed: Any) -> Referral:
    return actions.propose(
        case=case, organisation=to, asked=asked(case, **changed), is_another=is_another, by=by
    )  # fmt: skip


def said(words: str = "", *, on: date | None = None) -> Answered:
    """What Ilse of the shelter said by telephone."""
    return Answered("Ilse Bedacht", "phone", on or time.today(), words)


def accepted(row: Referral, *, by: User) -> Referral:
    actions.accept(referral=row, said=said("Er is plek."), revision=row.revision, by=by)
    row.refresh_from_db()
    return row


def room(row: Referral, end: str = "") -> str:
    return f"/casussen/{row.case_id}/verstrekkingen/doorverwijzing/{row.id}/{end}"


def posted(row: Referral, **changed: Any) -> dict[str, Any]:
    """What the browser posts for the answer of somebody there."""
    said = {
        "answer": "accepted", "answered_by": "Ilse Bedacht", "how": "phone", "answered_on": time.today().isoformat(),
        "answer_words": "", "revision": row.revision,
    }  # fmt: skip
    return said | changed
