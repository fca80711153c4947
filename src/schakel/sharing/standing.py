"""How a draft stands before somebody: what is chosen, who has yet to say yes, and whether exactly this was approved."""

from dataclasses import asdict, replace

from schakel.access import four_eyes
from schakel.access.models import Proposal
from schakel.sharing import consents, needs, policies, rules
from schakel.sharing.contents import read_draft
from schakel.sharing.models import Disclosure
from schakel.sharing.needs import Standing
from schakel.sharing.offer import Offer

KIND = Proposal.Kind.DISCLOSURE


def standing(row: Disclosure, offer: Offer) -> Standing:
    """How a draft stands: what is chosen, who still has to say yes, whether exactly this was approved."""
    wording = read_draft(row)
    recipients = rules.recipients_of(row.organisation, is_representative=wording.is_representative)
    there = needs.standing_of(wording, recipients, offer)
    agreed = consents.in_force(row.case, wording.purpose)
    names = {one.about: one.name for one, _ in there.picked}
    lacking = tuple(name for about, name in names.items() if not about or not set(about) <= agreed.keys())
    return replace(
        there,
        without_consent=lacking,
        is_approved=four_eyes.is_approved(KIND, row, digest_of(row, there)),
        recipient_left=policies.recipient_left(row.organisation, row.professional),
    )


def digest_of(row: Disclosure, there: Standing) -> str:
    """The hash of everything that would be given, values included: another telephone number needs another approval."""
    values = [[datum.key, datum.value, sorted(datum.categories)] for _, data in there.picked for datum in data]
    content = [str(row.pk), str(row.organisation_id), str(row.professional_id), asdict(there.wording), values]
    return four_eyes.digest_of(content)
