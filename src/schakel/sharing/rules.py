"""The rules about sharing as this centre has them, and what an organisation is in their eyes."""

from collections.abc import Iterable
from datetime import date

from schakel.core import time
from schakel.methods import sharing_rules
from schakel.methods.sharing_rules import Question, RuleBook, Verdict
from schakel.partners.kinds import OrganisationKind, Standing
from schakel.partners.models import Organisation

_K = OrganisationKind
_KINDS = {
    "municipality": (_K.MUNICIPALITY, _K.NEIGHBOURHOOD_TEAM),
    "care": (_K.CARE_PROVIDER, _K.MENTAL_HEALTH, _K.PUBLIC_HEALTH, _K.SHELTER, _K.YOUTH_PROTECTION, _K.SAFE_HOME, _K.VICTIM_SUPPORT),
    "justice": (_K.POLICE, _K.PROSECUTION, _K.MILITARY_POLICE, _K.LABOUR_INSPECTORATE, _K.PROBATION, _K.RIEC),
}  # fmt: skip
_KIND_OF = {kind: name for name, kinds in _KINDS.items() for kind in kinds}
# Who can act for a client: nobody else escapes the rules for a derde by being called their representative.
REPRESENTATIVES = (_K.LAWYER, _K.YOUTH_PROTECTION, _K.REFUGEE_SUPPORT, _K.VICTIM_SUPPORT)


def book() -> RuleBook:
    """The rules, and the words they use."""
    return sharing_rules.load()


def recipients_of(organisation: Organisation, *, is_representative: bool = False) -> frozenset[str]:
    """Everything that an organisation is as a recipient: what it does, and its place under the Wgs."""
    if is_representative and organisation.kind in REPRESENTATIVES:
        return frozenset({"representative"})
    if organisation.kind == OrganisationKind.COMENSHA:
        return frozenset({"comensha"})
    standing = "third" if organisation.standing == Standing.THIRD else "party"
    kind = _KIND_OF.get(OrganisationKind(organisation.kind))
    return frozenset({standing, kind} if kind else {standing})


def judge(purpose: str, recipients: Iterable[str], categories: Iterable[str], *, on: date | None = None) -> Verdict:
    """What the rules of that day say (of today if none is given)."""
    asked = Question(purpose, frozenset(recipients), frozenset(categories), on or time.today())
    return sharing_rules.judge(book(), asked)


def names_of(terms: Iterable[str], known: str) -> list[str]:
    """The names of purposes, recipients, categories, grounds or requirements, in the order of the book."""
    table = getattr(book(), known)
    wanted = set(terms)
    return [term.name for key, term in table.items() if key in wanted]
