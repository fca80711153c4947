"""Terms of law and of the work: versioned rules as data, and by when something must be done, with the derivation in words.

The rules (`rules/*.toml`) say of each term its length, what starts it, its source and since when it holds, for a lawyer to
read and correct. `rule_for` picks the version that holds for a start, `due` counts, `state_of` says how a clock stands.
What day is a working day, and which days are public holidays, the caller says (`Calendar`): it differs by country and centre.
"""

from schakel.methods.clocks.counting import Calendar, add_months, last_day
from schakel.methods.clocks.due import Due, State, due, state_of
from schakel.methods.clocks.rules_file import RulesError, load, parse, rule_for, variants_of, with_own_terms
from schakel.methods.clocks.terms import Moves, Rule, Span, Unit

__all__ = [
    "Calendar",
    "Due",
    "Moves",
    "Rule",
    "RulesError",
    "Span",
    "State",
    "Unit",
    "add_months",
    "due",
    "last_day",
    "load",
    "parse",
    "rule_for",
    "state_of",
    "variants_of",
    "with_own_terms",
]
