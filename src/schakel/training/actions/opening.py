"""Reading who takes part, at the desk: words are opened for a page, and the reading is recorded."""

from dataclasses import dataclass

from schakel.access.models import User
from schakel.audit.record import record
from schakel.training import policies
from schakel.training.models import Certificate, Enrolment, Evaluation, Session, TrainingRequest
from schakel.vault import records
from schakel.vault.records import DESTROYED, DecryptionError, Destroyed
from schakel.vault.sealing import SealError

UNREADABLE = "(kan niet worden geopend)"


@dataclass(frozen=True)
class Participant:
    """Somebody who enrolled, as far as it can still be read."""

    enrolment: Enrolment
    said: dict[str, str]
    days: frozenset[object]

    @property
    def name(self) -> str:
        return self.said.get("name", "")

    @property
    def is_known(self) -> bool:
        """Whether anybody can still read who this is."""
        return self.name not in (DESTROYED, UNREADABLE)


def participants(*, session: Session, by: User) -> list[Participant]:
    """Everybody in the list of a session, in the order of coming. Raises NotAllowed."""
    policies.check_trains(by)
    rows = list(session.enrolments.prefetch_related("attendances").select_related("certificate"))
    record("training:participants_read", by=by, about=session, count=len(rows))
    with records.at_hand(row.data_key for row in rows):
        return [
            Participant(row, words_of(row), frozenset(one.session_id for one in row.attendances.all())) for row in rows
        ]


def participant(*, enrolment: Enrolment, by: User) -> Participant:
    """One of them, who stands before a colleague and shows their code. Raises NotAllowed."""
    policies.check_trains(by)
    record("training:participants_read", by=by, about=enrolment.session, count=1)
    return Participant(
        enrolment, words_of(enrolment), frozenset(enrolment.attendances.values_list("session_id", flat=True))
    )


def request_read(*, asked: TrainingRequest, by: User) -> dict[str, str]:
    """What an organisation asked. Raises NotAllowed."""
    policies.check_trains(by)
    record("training:request_read", by=by, about=asked)
    return words_of(asked)


def remarks(*, session: Session, by: User) -> list[str]:
    """What participants wrote, without who. Raises NotAllowed."""
    policies.check_trains(by)
    rows = [row for row in session.evaluations.order_by("id") if row.content is not None or row.sealed is not None]
    record("training:remarks_read", by=by, about=session, count=len(rows))
    return [said for row in rows if (said := words_of(row).get("remark", ""))]


def participant_read(*, enrolment: Enrolment, by: User) -> dict[str, str]:
    """What one of them said, to put it right. Raises NotAllowed."""
    policies.check_trains(by)
    record("training:participants_read", by=by, about=enrolment.session, count=1)
    return words_of(enrolment)


def name_on(*, certificate: Certificate, by: User) -> str:
    """Whose certificate it is, to print it; "" where nobody can read that any more. Raises NotAllowed."""
    policies.check_trains(by)
    said = words_of(certificate.enrolment) if certificate.enrolment is not None else {}
    name = said.get("name", "")
    if name in (DESTROYED, UNREADABLE):
        return ""
    record("training:certificate_read", by=by, about=certificate)
    return name


def words_of(row: Enrolment | TrainingRequest | Evaluation) -> dict[str, str]:
    """What was said, without the secret of the link; a word in its place where nobody can read it any more."""
    if row.content is None and row.sealed is None:
        return {"name": DESTROYED}
    try:
        said = row.read()
    except Destroyed:
        return {"name": DESTROYED}
    except (SealError, DecryptionError):
        return {"name": UNREADABLE}
    said.pop("secret", None)
    return said
