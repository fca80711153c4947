"""Which consents of a case hold, for whom and for what; whoever shows them records it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from schakel.cases.life.involved import in_words
from schakel.cases.models import Case
from schakel.methods.sharing_rules import Giver
from schakel.people.details import PersonDetails
from schakel.sharing.contents import Agreement, read_agreement
from schakel.sharing.models import Consent
from schakel.sharing.offer import identity_of
from schakel.sharing.policies import givers_of
from schakel.sharing.states import GivenBy, HowSaid
from schakel.vault import records


@dataclass(frozen=True)
class Said:
    """A consent in words, and by what the one it is about is known."""

    row: Consent
    agreement: Agreement
    identity: str

    @property
    def giver(self) -> str:
        return str(GivenBy(self.agreement.giver).label)

    @property
    def how(self) -> str:
        return str(HowSaid(self.agreement.how).label)

    @property
    def is_in_force(self) -> bool:
        return self.row.withdrawn_on is None


def of_case(case: Case) -> list[Said]:
    """Every consent in a case, the latest first. Raises Destroyed."""
    rows = list(
        case.consents.select_related("case", "involvement__person", "involvement__case", "recorded_by", "withdrawn_by")
    )
    with records.at_hand([case.data_key]):
        return [Said(row, read_agreement(row), identity_of(row.involvement)) for row in rows]


def held_of_case(case: Case) -> list[Said]:
    """The same, held until the end of the transaction: a no that comes now waits. Raises Destroyed."""
    list(case.consents.select_for_update(of=("self",)).order_by("pk"))
    return of_case(case)


def holding_of(agreed: Iterable[Said]) -> list[Said]:
    """Which of these hold today, whatever for: each a yes that was right at the age of today.

    Everybody's age is read once, however many drafts ask.
    """
    standing = [said for said in agreed if said.is_in_force]
    people = in_words([said.row.involvement for said in standing])
    return [said for said, one in zip(standing, people, strict=True) if _is_right_today(said, one.details)]


def for_purpose(holding: Iterable[Said], purpose: str) -> dict[str, uuid.UUID]:
    """By whom it is about, which of these is to this purpose."""
    return {said.identity: said.row.pk for said in holding if said.agreement.purpose == purpose}


def _is_right_today(said: Said, known: PersonDetails) -> bool:
    possible, giver = givers_of(known), Giver(said.agreement.giver)
    # Who said yes together with the parents at fifteen needs not say it again at sixteen.
    return giver in possible or (giver is Giver.BOTH and bool(possible & {Giver.SELF, Giver.PARENTS}))
