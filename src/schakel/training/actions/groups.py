"""Dividing who has a place over groups, so that people of one organisation sit apart where that can be."""

from django.db import transaction

from schakel.access.models import User
from schakel.audit.record import record
from schakel.core.turns import take_turn
from schakel.training import policies
from schakel.training.actions.opening import words_of
from schakel.training.kinds import EnrolmentState
from schakel.training.models import Session
from schakel.vault import records


@transaction.atomic
def divide(*, session: Session, groups: int, by: User) -> None:
    """Give everybody with a place a group, as even as can be. Raises NotAllowed."""
    policies.check_trains(by)
    take_turn(session.pk)
    rows = list(session.enrolments.filter(state=EnrolmentState.PLACE))
    with records.at_hand(row.data_key for row in rows):
        # Colleagues stand beside each other in this order, and so get different groups.
        rows.sort(key=lambda row: (words_of(row).get("organisation", "").casefold(), row.number))
    for place, row in enumerate(rows):
        row.group = place % groups + 1
        row.save(update_fields=["group"])
    record("training:grouped", by=by, about=session, groups=groups)
