"""How a draft stands before somebody: what is chosen, who has yet to say yes, and whether exactly this was approved."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from schakel.access import four_eyes
from schakel.access.models import Proposal
from schakel.sharing import consents, needs, policies, rules
from schakel.sharing.consents import Said
from schakel.sharing.contents import read_draft
from schakel.sharing.models import Disclosure
from schakel.sharing.needs import Standing
from schakel.sharing.offer import Offer

KIND = Proposal.Kind.DISCLOSURE


@dataclass(frozen=True)
class Decided:
    """Which consents of a case hold today, and what of its drafts was approved: draft and digest."""

    holding: Sequence[Said]
    approved: frozenset[tuple[str, str]]


def decided(agreed: Iterable[Said], drafts: Iterable[Disclosure]) -> Decided:
    """The same for as many drafts as a page has, read once."""
    kind = {"kind": KIND, "subject_type": Disclosure._meta.label_lower, "state": Proposal.State.APPROVED}
    approved = Proposal.objects.filter(subject_id__in=[str(row.pk) for row in drafts], **kind)
    pairs = frozenset((str(pk), digest) for pk, digest in approved.values_list("subject_id", "digest"))
    return Decided(consents.holding_of(agreed), pairs)


def standing(row: Disclosure, offer: Offer, so_far: Decided | None = None) -> Standing:
    """How a draft stands: what is chosen, who still has to say yes, whether exactly this was approved."""
    so_far = so_far or decided(consents.of_case(row.case), [row])
    wording = read_draft(row)
    recipients = rules.recipients_of(row.organisation, is_representative=wording.is_representative)
    there = needs.standing_of(wording, recipients, offer)
    agreed = consents.for_purpose(so_far.holding, wording.purpose)
    names = {one.about: one.name for one, _ in there.picked}
    lacking = tuple(name for about, name in names.items() if not about or not set(about) <= agreed.keys())
    return replace(
        there,
        without_consent=lacking,
        is_approved=(str(row.pk), digest_of(row, there)) in so_far.approved,
        recipient_left=policies.recipient_left(row.organisation, row.professional),
    )


def digest_of(row: Disclosure, there: Standing) -> str:
    """The hash of everything that would be given, values included: another telephone number needs another approval."""
    values = [[datum.key, datum.value, sorted(datum.categories)] for _, data in there.picked for datum in data]
    content = [str(row.pk), str(row.organisation_id), str(row.professional_id), asdict(there.wording), values]
    return four_eyes.digest_of(content)
