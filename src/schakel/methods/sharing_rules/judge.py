"""Which grounds a disclosure can rest on, and what it requires.

Derivation: every pair of something that the recipient is and a category of data is a cell. The rules that cover a cell each
leave some grounds; a cell without any such rule leaves none. What is possible is what every cell leaves; what is required is
what any rule requires. So with more cells the first can only shrink and the second only grow.
"""

from dataclasses import dataclass
from datetime import date

from schakel.methods.sharing_rules.terms import RuleBook, SharingRule

# Whatever is shared, somebody is named or meant.
ALWAYS = "ordinary"


@dataclass(frozen=True)
class Question:
    """Something that would be shared: for what, with somebody who is all of this, which categories of data, on which day."""

    purpose: str
    recipients: frozenset[str]
    categories: frozenset[str]
    on: date


@dataclass(frozen=True)
class Verdict:
    """The grounds that are left and what is required whatever the ground, in the order of the files, and by which rules."""

    grounds: tuple[str, ...]
    requires: tuple[str, ...]
    rules: tuple[SharingRule, ...]

    def because(self, requirement: str) -> tuple[SharingRule, ...]:
        """The rules that require this."""
        return tuple(rule for rule in self.rules if requirement in rule.requires)


def judge(book: RuleBook, question: Question) -> Verdict:
    """What the rules say. A recipient who is nothing at all has no grounds."""
    held = book.on(question.on)
    possible = set(book.grounds) if question.recipients else set[str]()
    applied: list[SharingRule] = []
    for recipient in question.recipients:
        for category in question.categories | {ALWAYS}:
            covering = [rule for rule in held if rule.covers(question.purpose, recipient, category)]
            applied += [rule for rule in covering if rule not in applied]
            limits = [rule.grounds for rule in covering if rule.grounds is not None]
            possible &= frozenset.intersection(*limits) if limits else frozenset()
    required = {requirement for rule in applied for requirement in rule.requires}
    return Verdict(
        tuple(ground for ground in book.grounds if ground in possible),
        tuple(requirement for requirement in book.requirements if requirement in required),
        tuple(rule for rule in held if rule in applied),
    )


def required_for(book: RuleBook, verdict: Verdict, ground: str) -> tuple[str, ...]:
    """What is required on this ground: what the rules require and what the ground requires by itself."""
    own = book.grounds[ground].requires if ground in book.grounds else frozenset[str]()
    return tuple(one for one in book.requirements if one in verdict.requires or one in own)
