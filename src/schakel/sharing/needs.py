"""What keeps a disclosure from being given, a sentence each: the rules ask, this looks whether it is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schakel.core import time
from schakel.methods.sharing_rules import Verdict, required_for
from schakel.sharing import rules
from schakel.sharing.contents import Wording, day_of, has_come
from schakel.sharing.offer import Datum, Offer, Subject
from schakel.sharing.states import Committee, Objections, Secrecy


@dataclass(frozen=True)
class Standing:
    """Everything that the requirements look at."""

    wording: Wording
    recipients: frozenset[str]
    picked: tuple[tuple[Subject, tuple[Datum, ...]], ...]
    # Who still has to say yes to this purpose, by name.
    without_consent: tuple[str, ...] = ()
    is_approved: bool = False
    # Something was chosen that is no longer there.
    is_outdated: bool = False
    recipient_left: str = ""

    @property
    def categories(self) -> frozenset[str]:
        """What the fields say by themselves, and what staff added."""
        said = {category for _, data in self.picked for datum in data for category in datum.categories}
        return frozenset(said | set(self.wording.also))

    @property
    def verdict(self) -> Verdict:
        return rules.judge(self.wording.purpose, self.recipients, self.categories)

    @property
    def required(self) -> tuple[str, ...]:
        """What is required on the ground that was chosen, in the order of the rule book."""
        return required_for(rules.book(), self.verdict, self.wording.ground)


def standing_of(wording: Wording, recipients: frozenset[str], offer: Offer) -> Standing:
    """How a draft stands, before anybody looked at consent and approval."""
    picked = offer.picked(wording.chosen)
    found = sum(len(data) for _, data in picked)
    visible = [key for key in wording.chosen if key.partition(":")[0] not in offer.hidden]
    return Standing(wording, recipients, tuple(picked), is_outdated=found != len(visible))


def missing(there: Standing) -> list[str]:
    """Everything that is not there yet; nothing when it may be given."""
    found = [*_outside_the_rules(there), *_of_the_ground(there)]
    terms = rules.book().requirements
    lacking = [one for one in there.required if not PRESENT[one](there)]
    found += [_INSTEAD[one](there) if one in _INSTEAD else terms[one].missing for one in lacking]
    return found


def all_but_the_reader(there: Standing) -> list[str]:
    """What is missing before a colleague can be asked to read it."""
    alone = rules.book().requirements[READER].missing
    return [sentence for sentence in missing(there) if sentence != alone]


READER = "second_reader"


def _outside_the_rules(there: Standing) -> list[str]:
    said = there.wording
    found = [there.recipient_left] if there.recipient_left else []
    if not there.picked:
        found.append("Er is nog niet gekozen van wie u welke gegevens verstrekt.")
    if there.is_outdated:
        found.append("Een gegeven dat u koos is er niet meer of is leeg. Kies opnieuw.")
    last = day_of(said.expires_on)
    if last is None:
        found.append("Er staat nog niet tot wanneer de ontvanger dit mag gebruiken.")
    elif last < time.today():
        found.append("De laatste dag waarop de ontvanger dit mag gebruiken is al voorbij.")
    return found


def _of_the_ground(there: Standing) -> list[str]:
    possible, chosen = there.verdict.grounds, there.wording.ground
    if not possible:
        return ["Voor dit doel mogen deze gegevens niet naar deze ontvanger: geen enkele grond laat dat toe."]
    if not chosen:
        return ["Er is nog niet gekozen op welke grond dit mag."]
    if chosen not in possible:
        names = ", ".join(rules.names_of(possible, "grounds"))
        return [f"“{rules.book().grounds[chosen].name}” is hier geen grond. Mogelijk is: {names}."]
    return []


def _secrecy(there: Standing) -> bool:
    return there.wording.secrecy in Secrecy.values and bool(there.wording.secrecy_because)


def _supplier(there: Standing) -> bool:
    return bool(there.wording.supplier) and has_come(there.wording.supplier_agreed_on)


def _committee(there: Standing) -> bool:
    return there.wording.committee == Committee.APPROVED and has_come(there.wording.committee_on)


def _no_objection(there: Standing) -> bool:
    return there.wording.objections == Objections.NOBODY and has_come(there.wording.objections_asked_on)


# Every requirement of the rule book stands here: one that nobody can look for would never block anything.
PRESENT: Mapping[str, Callable[[Standing], bool]] = {
    "necessity": lambda there: bool(there.wording.necessity),
    "proportionality": lambda there: bool(there.wording.proportionality),
    "subsidiarity": lambda there: bool(there.wording.subsidiarity),
    "consent": lambda there: bool(there.picked) and not there.without_consent,
    "article": lambda there: bool(there.wording.article),
    "basis": lambda there: bool(there.wording.basis),
    "committee": _committee,
    "no_objection": _no_objection,
    "supplier": _supplier,
    "onward": lambda there: bool(there.wording.onward),
    "secrecy": _secrecy,
    "mandate": lambda there: has_come(there.wording.mandate_seen_on),
    READER: lambda there: there.is_approved,
}


def _consent_words(there: Standing) -> str:
    whose = " en ".join(there.without_consent)
    return f"Er is geen geldige toestemming voor dit doel van {whose}." if whose else "Kies eerst over wie het gaat."


def _committee_words(there: Standing) -> str:
    if there.wording.committee == Committee.REFUSED:
        return "De rechtmatigheidscommissie ging niet akkoord. Dan mag het niet."
    return rules.book().requirements["committee"].missing


def _objection_words(there: Standing) -> str:
    if there.wording.objections == Objections.SOMEBODY:
        return "Een deelnemer heeft bezwaar. Dan mag het niet."
    return rules.book().requirements["no_objection"].missing


# Where another sentence says it better than the one of the rule book.
_INSTEAD: Mapping[str, Callable[[Standing], str]] = {
    "consent": _consent_words,
    "committee": _committee_words,
    "no_objection": _objection_words,
}
