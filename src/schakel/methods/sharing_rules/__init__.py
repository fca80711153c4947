"""Who may be told what, and what must be there first: purpose × kind of recipient × category of data, as data.

The rules (`rules/*.toml`) are there for a lawyer to read and correct. `load` reads them, `judge` says which grounds are left
and what is required. More data, or one more thing that a recipient is, never removes a requirement and never opens a ground.
Who gives consent at which age stands in `consent`.
"""

from schakel.methods.sharing_rules.consent import Giver, givers_for
from schakel.methods.sharing_rules.judge import Question, Verdict, judge, required_for
from schakel.methods.sharing_rules.rules_file import RulesError, load, parse
from schakel.methods.sharing_rules.terms import ANY, Ground, RuleBook, SharingRule, Term

__all__ = [
    "ANY",
    "Giver",
    "Ground",
    "Question",
    "RuleBook",
    "RulesError",
    "SharingRule",
    "Term",
    "Verdict",
    "givers_for",
    "judge",
    "load",
    "parse",
    "required_for",
]
