"""What a registration with CoMensha says, and how it is encrypted under the key of the case."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from schakel.methods import comensha
from schakel.sharing.models import Registration
from schakel.vault import records

_LABEL = "comensha registration"
_DAYS = ("birth_date", "consent_on")


@dataclass(frozen=True)
class Followed:
    """What is kept beside the registration itself: under which number CoMensha has it, and why it came to nothing."""

    reference: str = ""
    because: str = ""


def write(row: Registration, said: comensha.Registration, followed: Followed | None = None) -> None:
    """Encrypt into the row (the caller saves). Raises Destroyed."""
    raw = {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(said).items()}
    content = {"said": raw, "followed": asdict(followed or Followed())}
    row.content = records.encrypt(row.case.data_key, content, label=_LABEL, record_id=row.id)


def read(row: Registration) -> tuple[comensha.Registration, Followed]:
    """What is registered, and what became of it. Raises Destroyed."""
    raw = records.decrypt(row.case.data_key, row.content, label=_LABEL, record_id=row.id)
    known = {one.name for one in fields(comensha.Registration)}
    said = {key: value for key, value in raw["said"].items() if key in known}
    said["forms"] = tuple(said["forms"])
    said |= {key: date.fromisoformat(said[key]) if said[key] else None for key in _DAYS}
    return comensha.Registration(**said), Followed(**raw["followed"])
