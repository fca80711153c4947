"""Making a factsheet: draft, propose (from then on frozen), approve by somebody else, publish."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from schakel.access import four_eyes, policies
from schakel.access.models import Proposal, User
from schakel.access.policies import NotAllowed, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.figures import achieved, municipal
from schakel.figures import factsheet as sheet
from schakel.figures.linking import carried_over
from schakel.figures.models import AchievedThen, MunicipalFigures
from schakel.publications import queries
from schakel.publications.factsheet import Factsheet
from schakel.publications.models import Achievement, Publication, PublicationFile, PublicationState
from schakel.publications.render import render

# The publication can't take this step; the message is the sentence for the screen.
NotPossible = policies.NotPossible


@transaction.atomic
def draft(*, year: int, by: User) -> Publication:
    """The draft of a year's next revision; the one that is being made already, if there is one."""
    check_may(by, Permission.DRAFT_PUBLICATION)
    unfinished = queries.unfinished(year)
    if unfinished is not None:
        return unfinished
    last = queries.published(year)
    # Two presses at once begin one.
    publication, is_new = Publication.objects.get_or_create(
        year=year,
        revision=last.revision + 1 if last else 1,
        defaults={"introduction": last.introduction if last else sheet.introduction_for(year)},
    )
    if is_new:
        record("publication:drafted", by=by, about=publication, year=year, revision=publication.revision)
    return publication


@transaction.atomic
def write(*, publication: Publication, introduction: str, correction: str, by: User) -> None:
    """Change the texts of a draft. Raises NotPossible once it is proposed."""
    check_may(by, Permission.DRAFT_PUBLICATION)
    publication = _locked(publication, PublicationState.DRAFT, "Alleen een concept kan worden gewijzigd.")
    publication.introduction, publication.correction = introduction, correction
    publication.save(update_fields=["introduction", "correction"])
    record("publication:written", by=by, about=publication)


@transaction.atomic
def write_achievements(*, year: int, texts: list[str], by: User, lists: Mapping[uuid.UUID, str] | None = None) -> None:
    """Keep what was achieved in a year, in this order. A sentence keeps the list behind it when it is edited.

    `lists` says for sentences that were kept before which list stands behind them instead.
    """
    check_may(by, Permission.DRAFT_PUBLICATION)
    told = {one.sentence: one.key for one in achieved.of_year(year)}
    chosen = {row: key for row, key in (lists or {}).items() if not key or key in told.values()}
    kept = [(one.text, chosen.get(one.pk, one.source)) for one in queries.achievements(year)]
    linked = carried_over(texts, kept=kept, told=told)
    Achievement.objects.filter(year=year).delete()
    Achievement.objects.bulk_create(
        Achievement(year=year, position=position, text=text, source=source)
        for position, (text, source) in enumerate(linked)
    )
    record("achievements:written", by=by, year=year, count=len(texts))


@transaction.atomic
def propose(*, publication: Publication, by: User) -> Publication:
    """Freeze the figures and texts and ask for approval. Raises NotPossible with what is missing or wrong."""
    check_may(by, Permission.DRAFT_PUBLICATION)
    publication = _locked(publication, PublicationState.DRAFT, "Dit concept is al voorgelegd.")
    try:
        content, findings = sheet.assemble(publication, on=time.today())
    except ValueError as error:
        raise NotPossible(_incomplete(publication)) from error
    blocking = [finding.sentence for finding in findings if finding.blocks]
    if blocking:
        raise NotPossible(" ".join(blocking))
    publication.content = content.to_json()
    towns = municipal.frozen_now(publication.year, persons=content.figures.persons, reports=content.figures.reports)
    MunicipalFigures.objects.create(publication=publication, content=towns)
    publication.digest = _digest(publication.content, towns, achieved.freeze(publication))
    publication.state = PublicationState.PROPOSED
    publication.proposed_by, publication.proposed_at = by, time.now()
    publication.save()
    four_eyes.propose(kind=Proposal.Kind.FACTSHEET, subject=publication, digest=publication.digest, by=by)
    record("publication:proposed", by=by, about=publication, digest=publication.digest)
    return publication


@transaction.atomic
def send_back(*, publication: Publication, by: User) -> None:
    """Make a proposal a draft again, so that it can be changed."""
    check_may(by, Permission.APPROVE_PUBLICATION)
    publication = _locked(publication, PublicationState.PROPOSED, "Dit is geen voorstel.")
    proposal = four_eyes.open_proposal(Proposal.Kind.FACTSHEET, publication)
    if proposal is not None:
        four_eyes.withdraw(proposal=proposal, by=by)
    publication.state = PublicationState.DRAFT
    for frozen in (MunicipalFigures, AchievedThen):
        frozen.objects.filter(publication=publication).delete()
    publication.content = publication.digest = ""
    publication.proposed_by = publication.proposed_at = None
    publication.save()
    record("publication:sent_back", by=by, about=publication)


def approve(*, publication: Publication, digest: str, by: User) -> Publication:
    """Publish exactly what the approver saw (`digest`); the files are made from the same frozen numbers.

    Raises NotPossible when the proposer approves, or when it is no longer what was shown.
    """
    check_may(by, Permission.APPROVE_PUBLICATION)
    check_can_approve(publication, by)
    _check_shown(publication, digest)
    final = replace(Factsheet.from_json(publication.content), approved_on=time.today())
    made = render(final)  # before the transaction: rendering takes a second, and nobody should wait for it
    with transaction.atomic():
        publication = _locked(publication, PublicationState.PROPOSED, "Dit voorstel is al behandeld.")
        # Again, on the row as it stands: it may have been sent back and proposed anew meanwhile.
        _check_shown(publication, digest)
        four_eyes.approve(proposal=_proposal(publication), digest=digest, by=by)
        publication.content = final.to_json()
        publication.state = PublicationState.PUBLISHED
        publication.approved_by, publication.approved_at = by, time.now()
        publication.save()
        PublicationFile.objects.bulk_create(
            PublicationFile(publication=publication, name=name, content=content) for name, content in made.items()
        )
        record("publication:approved", by=by, about=publication, digest=digest)
    return publication


def check_can_approve(publication: Publication, by: User) -> None:
    """Four eyes: somebody independent of whoever proposed. Raises NotPossible, and NotAllowed for the wrong role."""
    if publication.state != PublicationState.PROPOSED:
        raise NotPossible("Dit is geen voorstel.")
    four_eyes.check_can_approve(_proposal(publication), by)


def can_approve(publication: Publication, by: User) -> bool:
    """Whether `by` may publish this proposal."""
    try:
        check_can_approve(publication, by)
    except (NotAllowed, NotPossible):
        return False
    return True


def _proposal(publication: Publication) -> Proposal:
    proposal = four_eyes.open_proposal(Proposal.Kind.FACTSHEET, publication)
    if proposal is None:
        raise NotPossible("Dit is geen voorstel.")
    return proposal


def _check_shown(publication: Publication, digest: str) -> None:
    towns = MunicipalFigures.objects.filter(publication=publication).first()
    frozen = (publication.content, towns.content if towns else "", achieved.content_of(publication))
    if publication.digest != digest or _digest(*frozen) != digest:
        raise NotPossible("Het voorstel is veranderd sinds u het zag. Bekijk het opnieuw.")


def _locked(publication: Publication, state: PublicationState, otherwise: str) -> Publication:
    row = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if row.state != state:
        raise NotPossible(otherwise)
    return row


def _digest(*frozen: str) -> str:
    """The hash of all that is approved: what everybody reads, what each contact person reads, and the lists behind it."""
    return hashlib.sha256("\n".join(frozen).encode()).hexdigest()


def _incomplete(publication: Publication) -> str:
    if not publication.introduction.strip():
        return "Schrijf eerst een inleiding."
    if publication.revision > 1 and not publication.correction.strip():
        return "Schrijf wat er in deze herziening is veranderd."
    return "De factsheet is niet compleet. Controleer de teksten en de lijst met wat bereikt is."
