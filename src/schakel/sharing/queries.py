"""Reading disclosures and consents of a case for a viewer: the list, and one."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from schakel.access import four_eyes
from schakel.access.models import Proposal, User
from schakel.access.policies import NotPossible
from schakel.access.queries import ground_of, visible
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.queries import case_for, record_listed
from schakel.methods.sharing_rules import Verdict, required_for
from schakel.sharing import consents, needs, policies, rules
from schakel.sharing.consents import Said
from schakel.sharing.contents import Given, Wording, read_draft, read_given
from schakel.sharing.models import Consent, Disclosure, Taking
from schakel.sharing.offer import Datum, Offer, Subject, on_offer, unseen_in
from schakel.sharing.standing import KIND, Decided, decided, digest_of, standing
from schakel.sharing.states import DisclosureState, HowGiven, Secrecy
from schakel.vault import records
from schakel.vault.records import Destroyed

_TONES = {"geblokkeerd": "warn", "klaar om te verstrekken": "info", "verstrekt": "success"}


@dataclass(frozen=True)
class Line:
    """A disclosure in a list. `wording` is None where its words were destroyed."""

    row: Disclosure
    wording: Wording | None
    given: Given | None
    missing: tuple[str, ...] = ()

    @property
    def purpose(self) -> str:
        return rules.book().purposes[self.wording.purpose].name if self.wording else records.DESTROYED

    @property
    def ground(self) -> str:
        ground = rules.book().grounds.get(self.wording.ground) if self.wording else None
        return ground.name if ground is not None else ""

    @property
    def state(self) -> str:
        """How it stands, in words: what is stored, and what follows from today."""
        if self.row.state == DisclosureState.DRAFT:
            return "geblokkeerd" if self.missing else "klaar om te verstrekken"
        return "verlopen" if self.row.has_expired else str(DisclosureState(self.row.state).label)

    @property
    def tone(self) -> str:
        return _TONES.get(self.state, "quiet")


@dataclass(frozen=True)
class Sheet(Line):
    """One disclosure with all that there is to see of it."""

    recipients: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    picked: tuple[tuple[Subject, tuple[Datum, ...]], ...] = ()
    verdict: Verdict | None = None
    required: tuple[str, ...] = ()
    # What is missing besides a colleague who reads it, and what an approval is bound to.
    before_reading: tuple[str, ...] = ()
    digest: str = ""
    proposal: Proposal | None = None
    remark: str = ""
    remark_by: str = ""
    takings: tuple[Taking, ...] = ()
    professional: str = ""
    # Something of somebody whom this viewer may not see stands in it.
    is_beyond: bool = False

    @property
    def needs_reader(self) -> bool:
        return needs.READER in self.required

    @property
    def requirements(self) -> list[tuple[str, str]]:
        """What the rules ask, with the sources, for the page."""
        terms = rules.book().requirements
        found = []
        for one in self.required:
            because = self.verdict.because(one) if self.verdict else ()
            found.append((terms[one].name, "; ".join(rule.source for rule in because) or terms[one].source))
        return found

    @property
    def how(self) -> str:
        return str(HowGiven(self.given.how).label) if self.given else ""

    @property
    def secrecy(self) -> str:
        return str(Secrecy(self.wording.secrecy).label) if self.wording and self.wording.secrecy else ""

    @property
    def category_names(self) -> list[str]:
        return rules.names_of(self.categories, "categories")

    @property
    def recipient_names(self) -> list[str]:
        return rules.names_of(self.recipients, "recipients")


@dataclass(frozen=True)
class Agreed:
    """A consent in a list: who, for what, and the numbers of what was given on it."""

    said: Said
    name: str
    purpose: str
    rests: tuple[Disclosure, ...]


@dataclass(frozen=True)
class Sharing:
    """Everything about sharing in a case."""

    lines: list[Line]
    agreed: list[Agreed]
    # Who can be told who got what: everybody but a suspect.
    clients: list[Subject]
    is_destroyed: bool = False


@dataclass(frozen=True)
class ClientLine:
    """One disclosure as a client is told: nothing in it that anybody typed, and nobody else."""

    given_on: date
    organisation: str
    what: tuple[str, ...]
    why: str
    because: str
    until: date | None
    recalled_on: date | None

    @property
    def in_a_row(self) -> str:
        """Naam, telefoon, adres."""
        return ", ".join([*self.what[:1], *(f"{label[:1].lower()}{label[1:]}" for label in self.what[1:])])


def case_with_disclosures(viewer: User, case_id: uuid.UUID) -> Case:
    """The case whose disclosures this viewer may read, or 404."""
    if not policies.sees_disclosures(viewer):
        raise Http404
    return case_for(viewer, case_id)


def disclosure_for(viewer: User, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> Disclosure:
    """One disclosure, or 404."""
    case = case_with_disclosures(viewer, case_id)
    row = rows_of_case(case).filter(pk=disclosure_id).first()
    if row is None:
        raise Http404
    return row


def consent_for(viewer: User, case_id: uuid.UUID, consent_id: uuid.UUID) -> Consent:
    """One consent of somebody whom this viewer may see, or 404."""
    case = case_with_disclosures(viewer, case_id)
    row = case.consents.filter(pk=consent_id).select_related("case", "involvement").first()
    if row is None or str(row.involvement_id) in offer_of(case, viewer).hidden:
        raise Http404
    return row


def to_read(viewer: User) -> list[Disclosure]:
    """What colleagues ask this viewer to read, in cases that they may see; recorded as a list of those cases."""
    if not policies.may_write(viewer):
        return []
    waiting = Proposal.objects.filter(kind=KIND, state=Proposal.State.OPEN).exclude(proposed_by=viewer)
    rows = Disclosure.objects.filter(pk__in=list(waiting.values_list("subject_id", flat=True)))
    found = list(rows.filter(case__compartment__in=visible(viewer)).select_related("case").order_by("drafted_at"))
    if found:
        record_listed([row.case for row in found], viewer=viewer)
    return found


def read_sharing(case: Case, viewer: User) -> Sharing:
    """The list of a case; recorded with the ids of what was shown."""
    rows = list(rows_of_case(case))
    record(
        "disclosure:listed",
        by=viewer,
        about=case,
        authorisation=ground_of(viewer, case.compartment_id),
        disclosures=[row.id for row in rows],
    )
    try:
        offer = on_offer(case, viewer)
        said = consents.of_case(case)
        with records.at_hand([case.data_key]):
            so_far = decided(said, (row for row in rows if row.state == DisclosureState.DRAFT))
            lines = [_line(row, offer, so_far) for row in rows]
    except Destroyed:
        return Sharing([Line(row, None, None) for row in rows], [], [], is_destroyed=True)
    agreed = [_agreed(one, offer, lines) for one in said if str(one.row.involvement_id) not in offer.hidden]
    return Sharing(lines, agreed, _clients(offer))


def agreed_of(row: Consent, viewer: User) -> Agreed | None:
    """One consent in words, with what rests on it; None where it was destroyed. Recorded as the list is."""
    return next((one for one in read_sharing(row.case, viewer).agreed if one.said.row.pk == row.pk), None)


def read_disclosure(row: Disclosure, viewer: User) -> Sheet:
    """One disclosure in full; recorded."""
    case = row.case
    takings = tuple(row.takings.select_related("taken_by"))
    try:
        offer, wording, given = on_offer(case, viewer), read_draft(row), read_given(row)
        there = standing(row, offer)
    except Destroyed:
        record("disclosure:read", by=viewer, about=case, disclosure=row.id)
        return Sheet(row, None, None, takings=takings)
    persons = [str(one.person.pk) for one, _ in there.picked if one.person is not None]
    record("disclosure:read", by=viewer, about=case, disclosure=row.id, persons=persons)
    is_draft = row.state == DisclosureState.DRAFT
    refused = four_eyes.last_refusal(KIND, row) if is_draft else None
    verdict = _verdict_then(given) if given else there.verdict
    shown = _as_seen(given, case, viewer)
    is_beyond = offer.is_beyond(wording.chosen) or shown != given
    return Sheet(
        row,
        wording,
        shown,
        missing=tuple(needs.missing(there)) if is_draft else (),
        recipients=given.recipients if given else tuple(there.recipients),
        categories=given.categories if given else tuple(there.categories),
        picked=there.picked,
        verdict=verdict,
        required=required_for(rules.book(), verdict, wording.ground),
        before_reading=tuple(needs.all_but_the_reader(there)) if is_draft else (),
        digest=digest_of(row, there),
        proposal=four_eyes.open_proposal(KIND, row) if is_draft else None,
        remark=four_eyes.read_refusal(refused) if refused else "",
        remark_by=refused.decided_by.name if refused and refused.decided_by else "",
        takings=takings,
        professional=given.professional if given else policies.title_of(row.professional),
        is_beyond=is_beyond,
    )


def choices_of(case: Case, viewer: User) -> Offer:
    """Everything there is to tell in a case, to choose from; recorded. Raises NotPossible where it was destroyed."""
    offer = offer_of(case, viewer)
    persons = [str(one.person.pk) for one in offer.subjects if one.person is not None]
    record("case:involved_read", by=viewer, about=case, persons=persons)
    return offer


def rows_of_case(case: Case) -> QuerySet[Disclosure]:
    """The disclosures of a case, with all that a line names."""
    rows = Disclosure.objects.filter(case=case).select_related("case__compartment", "organisation", "professional")
    return rows.select_related("professional__organisation", "drafted_by", "given_by", "ended_by")


def offer_of(case: Case, viewer: User) -> Offer:
    """What there is to tell. Raises NotPossible where it was destroyed."""
    try:
        return on_offer(case, viewer)
    except Destroyed as gone:
        raise NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.") from gone


def _clients(offer: Offer) -> list[Subject]:
    """Everybody once, however many reports described them and however often they came back."""
    return list({one.about: one for one in reversed(tellable(offer))}.values())[::-1]


def tellable(offer: Offer) -> list[Subject]:
    """Who can be told: everybody who is or was in the case but a suspect."""
    return [one for one in (*offer.subjects, *offer.former) if one.role not in ("suspect", "case")]


def _line(row: Disclosure, offer: Offer, so_far: Decided) -> Line:
    is_draft = row.state == DisclosureState.DRAFT
    there = needs.missing(standing(row, offer, so_far)) if is_draft else []
    return Line(row, read_draft(row), read_given(row), tuple(there))


def _agreed(one: Said, offer: Offer, lines: Iterable[Line]) -> Agreed:
    names = {subject.id: subject.name for subject in offer.subjects}
    return Agreed(
        one,
        names.get(str(one.row.involvement_id), "iemand die niet meer in de casus is"),
        rules.book().purposes[one.agreement.purpose].name,
        tuple(line.row for line in lines if line.given and str(one.row.pk) in line.given.consents),
    )


def _verdict_then(given: Given) -> Verdict:
    """What the rules said on the day that it was given."""
    on = date.fromisoformat(given.given_on)
    return rules.judge(given.purpose, given.recipients, given.categories, on=on)


def _as_seen(given: Given | None, case: Case, viewer: User) -> Given | None:
    """Without whom this viewer may not see today, and then without the words that may speak of them."""
    if given is None:
        return None
    unseen, sees_suspects = unseen_in(case, viewer), policies.may_see_suspects(viewer)
    told = tuple(one for one in given.told if one.subject not in unseen and (sees_suspects or one.role != "suspect"))
    return given if told == given.told else replace(given, told=told, text="", conditions="")
