"""What a referral asks and what was said at each turn, as plain values, and how a turn is encrypted under the key of the case."""

from dataclasses import asdict, dataclass
from datetime import date

from schakel.access.models import User
from schakel.cases.plan import contents as versions
from schakel.cases.plan.models import Version
from schakel.partners.models import Professional
from schakel.sharing.models import Disclosure
from schakel.sharing.offer import unseen_in
from schakel.sharing.referral.models import Referral, ReferralTurn
from schakel.sharing.referral.states import Confirmed, HowSaid
from schakel.vault import records

_TURN = "referral turn"


@dataclass(frozen=True)
class Asked:
    """What is asked of an organisation: for whom (rows of who is in the case), who there, and the day to ask again."""

    kind: str
    whose: tuple[str, ...]
    words: str
    remind_on: date
    professional: Professional | None = None
    disclosure: Disclosure | None = None

    def flat(self) -> dict[str, str]:
        """As field and text, to lay beside what another made of it."""
        return {
            "kind": self.kind,
            "whose": joined(self.whose),
            "asked": self.words,
            "professional": str(self.professional.pk) if self.professional else "",
            "disclosure": str(self.disclosure.pk) if self.disclosure else "",
            "remind_on": self.remind_on.isoformat(),
        }


@dataclass(frozen=True)
class Answered:
    """Who there said something, how, on which day, and in which words."""

    who: str
    how: str
    on: date
    words: str = ""


@dataclass(frozen=True)
class Said:
    """What is kept of a turn. `what` is a choice of `Confirmed`."""

    who: str = ""
    how: str = ""
    words: str = ""
    what: str = ""

    @property
    def how_words(self) -> str:
        return dict(HowSaid.choices).get(self.how, self.how)

    @property
    def what_words(self) -> str:
        return dict(Confirmed.choices).get(self.what, "")


def write_turn(row: ReferralTurn, said: Said) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    row.content = records.encrypt(row.referral.case.data_key, asdict(said), label=_TURN, record_id=row.id)


def read_turn(row: ReferralTurn) -> Said:
    """What was said. Raises Destroyed."""
    return Said(**records.decrypt(row.referral.case.data_key, row.content, label=_TURN, record_id=row.id))


def joined(whose: tuple[str, ...] | list[str]) -> str:
    """For whom it is, as one text: the same whatever the order."""
    return ",".join(sorted(whose))


def whose_of(content: dict[str, str]) -> tuple[str, ...]:
    """For whom it is, of what is kept."""
    return tuple(one for one in content.get("whose", "").split(",") if one)


def is_beyond(row: Referral, viewer: User) -> bool:
    """Whether it is, or ever was, for somebody whom this viewer may not see. Raises Destroyed.

    What was asked and said when it was for them still stands in it, and may speak of them.
    """
    unseen = unseen_in(row.case, viewer)
    kept = Version.objects.filter(case=row.case, subject_id=row.id)
    return any(unseen & set(whose_of(versions.read_version(one, row.case.data_key))) for one in kept)
