"""The minutes of a conference: begun, written by several at once, put before a second reader, final, corrected."""

import secrets
from collections.abc import Mapping

from django.db import transaction

from schakel.access import four_eyes
from schakel.access.models import Proposal, User
from schakel.access.policies import NotPossible as NotApproved
from schakel.audit.record import record
from schakel.cases.conference import composing, queries
from schakel.cases.conference.actions.planning import as_it_is, tell_colleagues
from schakel.cases.conference.editing import check_unchanged
from schakel.cases.conference.models import Conference, Minutes
from schakel.cases.conference.policies import check_can_confer, check_is_draft, check_was_held
from schakel.cases.conference.states import ConferenceState, MinutesState
from schakel.cases.conference.telling import AUDIENCE, WORDS
from schakel.cases.plan import contents
from schakel.cases.policies import NotPossible
from schakel.core import time

KIND = Proposal.Kind.MINUTES


@transaction.atomic
def begin(*, conference: Conference, by: User) -> Minutes:
    """The first draft, made from what was written down. Raises NotAllowed, NotPossible."""
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    check_was_held(conference)
    if conference.minutes.exists():
        raise NotPossible("Er is al een verslag van dit overleg.")
    minutes = Minutes(case=conference.case, conference=conference, written_by=by)
    contents.add(minutes, composing.composed(queries.read_conference(conference, by)), by=by)
    record("minutes:begun", by=by, about=conference.case, conference=conference.id, minutes=minutes.id)
    return minutes


@transaction.atomic
def correct(*, conference: Conference, why: str, by: User) -> Minutes:
    """The next edition of final minutes, which says what it mends; the one before stays. Raises NotAllowed, NotPossible."""
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    last = queries.newest_minutes(conference)
    if last is None or last.state != MinutesState.FINAL:
        raise NotPossible("Er is nog geen vastgesteld verslag om te verbeteren.")
    if not why:
        raise NotPossible("Schrijf wat er verbeterd wordt.")
    minutes = Minutes(case=conference.case, conference=conference, number=last.number + 1, written_by=by)
    contents.add(minutes, contents.read(last) | {"why": why}, by=by)
    record("minutes:begun", by=by, about=conference.case, conference=conference.id, minutes=minutes.id)
    return minutes


@transaction.atomic
def write(*, minutes: Minutes, said: Mapping[str, tuple[str, str]], naming: str, revision: int, by: User) -> None:
    """Other words, and for whom: by the key of each part. Raises NotAllowed, NotPossible, Changed."""
    minutes = _as_it_is(minutes)
    check_can_confer(by, minutes.case)
    check_is_draft(minutes)
    check_unchanged(minutes, revision, flat(said, naming))
    content = composing.completed(contents.read(minutes), queries.read_conference(minutes.conference, by))
    contents.change(minutes, composing.with_words(content, said, naming), by=by)
    record("minutes:changed", by=by, about=minutes.case, minutes=minutes.id)


@transaction.atomic
def submit(*, minutes: Minutes, revision: int, by: User) -> None:
    """Done by one; a colleague reads before they are final. Raises NotAllowed, NotPossible."""
    minutes = _as_it_is(minutes)
    check_can_confer(by, minutes.case)
    check_is_draft(minutes)
    if minutes.revision != revision:
        raise NotPossible("Het verslag is veranderd sinds u het las. Lees het opnieuw.")
    content = composing.frozen(contents.read(minutes), queries.read_conference(minutes.conference, by))
    minutes.state, minutes.written_by = MinutesState.SUBMITTED, by
    # With a number that nobody can guess, so that the hash, which stands readable, gives no words away.
    contents.change(minutes, content | {"number": secrets.token_hex(16)}, by=by)
    four_eyes.propose(kind=KIND, subject=minutes, digest=digest_of(minutes, contents.read(minutes)), by=by)
    record("minutes:submitted", by=by, about=minutes.case, minutes=minutes.id)
    tell_colleagues(minutes.conference, by)


@transaction.atomic
def take_back(*, minutes: Minutes, by: User) -> None:
    """They need another word after all. Raises NotAllowed, NotPossible."""
    minutes = _as_it_is(minutes)
    check_can_confer(by, minutes.case)
    four_eyes.withdraw(proposal=_proposal(minutes), by=by)
    _back_to_draft(minutes, by)
    record("minutes:taken_back", by=by, about=minutes.case, minutes=minutes.id)


@transaction.atomic
def send_back(*, minutes: Minutes, why: str, by: User) -> None:
    """The second reader asks for other words, and says which. Raises NotAllowed, NotPossible."""
    minutes = _as_it_is(minutes)
    check_can_confer(by, minutes.case)
    if minutes.written_by_id == by.pk:
        raise NotPossible("U legde dit verslag zelf voor. Neem het terug als u het wilt veranderen.")
    four_eyes.refuse(proposal=_proposal(minutes), why=why, by=by)
    _back_to_draft(minutes, by)
    record("minutes:sent_back", by=by, about=minutes.case, minutes=minutes.id)


@transaction.atomic
def approve(*, minutes: Minutes, digest: str, by: User) -> None:
    """Read by a second, and final: exactly what was read. Raises NotAllowed, NotPossible."""
    minutes = _as_it_is(minutes)
    check_can_confer(by, minutes.case)
    content = contents.read(minutes)
    if digest != digest_of(minutes, content):
        raise NotPossible("Het verslag is veranderd sinds u het las. Lees het opnieuw.")
    four_eyes.approve(proposal=_proposal(minutes), digest=digest, by=by)
    minutes.state, minutes.read_by, minutes.final_at = MinutesState.FINAL, by, time.now()
    contents.change(minutes, content, by=by)
    conference = as_it_is(minutes.conference)
    if conference.state != ConferenceState.FINAL:
        conference.state = ConferenceState.FINAL
        contents.change(conference, contents.read(conference), by=by)
    record("minutes:made_final", by=by, about=minutes.case, conference=conference.id, minutes=minutes.id)


def why_cannot_approve(minutes: Minutes, by: User) -> str:
    """Why this person is not the second reader; empty when they can be."""
    proposal = four_eyes.open_proposal(KIND, minutes)
    if proposal is None:
        return "Dit verslag wacht niet op een tweede lezer."
    try:
        four_eyes.check_can_approve(proposal, by)
    except NotApproved as refusal:
        return str(refusal)
    return ""


def remark_on(minutes: Minutes) -> str:
    """What the second reader wrote when they sent it back last; empty when they did not."""
    refused = four_eyes.last_refusal(KIND, minutes)
    return four_eyes.read_refusal(refused) if refused is not None else ""


def digest_of(minutes: Minutes, content: contents.Content) -> str:
    """What an approval is bound to."""
    return four_eyes.digest_of([minutes.id, content])


def flat(said: Mapping[str, tuple[str, str]], naming: str) -> dict[str, str]:
    """What was typed, as fields to compare."""
    told = {"naming": naming}
    for key, (words, audience) in said.items():
        told |= {f"{WORDS}{key}": words, f"{AUDIENCE}{key}": audience}
    return told


def _back_to_draft(minutes: Minutes, by: User) -> None:
    minutes.state = MinutesState.DRAFT
    contents.change(minutes, contents.read(minutes), by=by)


def _proposal(minutes: Minutes) -> Proposal:
    proposal = four_eyes.open_proposal(KIND, minutes)
    if proposal is None:
        raise NotPossible("Dit verslag wacht niet op een tweede lezer.")
    return proposal


def _as_it_is(minutes: Minutes) -> Minutes:
    contents.case_as_it_is(minutes.case_id)
    rows = Minutes.objects.select_for_update(of=("self",))
    return rows.select_related("case__compartment", "conference__case__compartment").get(pk=minutes.pk)
