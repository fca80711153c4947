"""The rules about sharing laid out for a page: every rule in words, and what follows from all of them for one purpose."""

from dataclasses import dataclass

from schakel.methods.sharing_rules import ANY, RuleBook, SharingRule
from schakel.sharing import rules

# What every disclosure needs, said once.
ALWAYS = frozenset({"necessity", "proportionality", "subsidiarity"})


@dataclass(frozen=True)
class Row:
    """One version of one rule, in words."""

    rule: SharingRule
    purposes: str
    recipients: str
    categories: str
    grounds: str
    requires: str


@dataclass(frozen=True)
class Cell:
    """What the rules leave for one recipient and one category, and require besides; without grounds it can't be shared."""

    category: str
    grounds: list[str]
    requires: list[str]


def groups() -> list[Row]:
    """Every version of every rule, in the order of the file."""
    book = rules.book()
    return [
        Row(
            rule,
            _names(book, rule.purposes, "purposes", "elk doel"),
            _names(book, rule.recipients, "recipients", "elke ontvanger"),
            _names(book, rule.categories, "categories", "alle gegevens"),
            "; ".join(rules.names_of(rule.grounds, "grounds")) if rule.grounds is not None else "",
            "; ".join(rules.names_of(rule.requires, "requirements")),
        )
        for rule in book.rules
    ]


def matrix(purpose: str) -> list[tuple[str, list[Cell]]]:
    """For one purpose every kind of recipient, with a cell for every category."""
    book = rules.book()
    found = []
    for key, recipient in book.recipients.items():
        cells = []
        for category, term in book.categories.items():
            verdict = rules.judge(purpose, {key}, {category})
            grounds = rules.names_of(verdict.grounds, "grounds")
            more = set(verdict.requires) - ALWAYS
            cells.append(Cell(_short(term.name), grounds, rules.names_of(more, "requirements")))
        found.append((recipient.name, cells))
    return found


def categories() -> list[str]:
    """The heads of the columns of the matrix."""
    return [_short(term.name) for term in rules.book().categories.values()]


def _names(book: RuleBook, ids: frozenset[str], known: str, every: str) -> str:
    return every if ANY in ids else "; ".join(_short(name) for name in rules.names_of(ids, known))


def _short(name: str) -> str:
    return name.partition(":")[0]
