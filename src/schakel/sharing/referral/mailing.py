"""A reminder by mail: that a question waits, to a professional at an address that somebody made sure of. Not which, nor of whom."""

import uuid
from functools import partial

from schakel.outbox.letters import Held, Letter
from schakel.partners.reaching import verified_address
from schakel.sharing.referral import policies
from schakel.sharing.referral.actions import reminded_by_mail
from schakel.sharing.referral.models import Referral
from schakel.vault import records


def letter(referral_id: uuid.UUID) -> Letter:
    """The reminder, as long as an answer is awaited. Raises Held."""
    rows = Referral.objects.select_related("case", "professional__organisation", "organisation")
    row = rows.filter(pk=referral_id).first()
    if row is None or row.professional is None or not policies.is_waiting(row):
        raise Held("over")
    if records.is_destroyed(row.case.data_key):
        raise Held("destroyed")
    address = verified_address(row.professional)
    if not address:
        raise Held("unverified")
    return Letter(address, partial(reminded_by_mail, referral_id))
