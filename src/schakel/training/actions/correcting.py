"""Putting right who somebody is and where their mail goes, at the desk."""

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core.turns import take_turn
from schakel.training import letters, policies
from schakel.training.models import Enrolment
from schakel.training.recognising import address_of, person_of
from schakel.vault.records import DecryptionError, Destroyed
from schakel.vault.sealing import SealError


@transaction.atomic
def put_right(*, enrolment: Enrolment, name: str, email: str, by: User) -> None:
    """Another name or address. What did not arrive is given up, and the worker mails anew how it stands.

    Raises NotAllowed, NotPossible.
    """
    policies.check_trains(by)
    take_turn(enrolment.session_id)
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if row.content is None and row.sealed is None:
        raise NotPossible(_NOBODY)
    try:
        said = {**row.read(), "name": name, "email": email}
    except (SealError, DecryptionError, Destroyed):
        raise NotPossible(_NOBODY) from None
    letters.give_up(row, by=by)
    row.write(said)
    row.person, row.address = (person_of(said), address_of(said)) if email else (None, None)
    # Whoever gets this mail heard nothing yet.
    row.told = ""
    row.save(update_fields=["sealed", "key_id", "content", "data_key", "person", "address", "told"])
    record("training:participant_corrected", by=by, about=row, session=row.session_id)


_NOBODY = "Wie dit was, kan niemand meer lezen. Er is niets te verbeteren."
