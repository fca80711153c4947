"""The life of a case as one table: every move between states, who makes it, what must be there, what it writes down.

Policies, pages and the diagram in the docs all read this table, so that none of them can say something else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from schakel.cases.states import CHAIN, ENDED, CaseState


class Who(Enum):
    """Who makes a move, by their relation to the case; the sentence is for everybody else."""

    LEADS = "Alleen wie deze casus leidt of waarneemt, zet deze stap."
    REVIEWS = "Alleen de privacyfunctionaris zet deze stap."


@dataclass(frozen=True)
class Standing:
    """What there is in a case, as far as a move may ask for it. It names nobody."""

    victims: int = 0
    has_municipality: bool = False
    has_goal: bool = False
    risks: int = 0
    # Whether the newest assessment was made after the case last went to a conference.
    is_risk_renewed: bool = False
    is_continued: bool = False
    is_readable: bool = True


@dataclass(frozen=True)
class Requirement:
    """Something that must be there, and the sentence that says what is missing."""

    name: str
    sentence: str
    holds: Callable[[Standing], bool]


READABLE = Requirement(
    "key", "De inhoud van deze casus is vernietigd. Er kan niets meer bij.", lambda there: there.is_readable
)
VICTIM = Requirement(
    "victim", "Er staat nog niemand als (vermoedelijk) slachtoffer in de casus.", lambda there: there.victims > 0
)
MUNICIPALITY = Requirement("municipality", "De gemeente is nog niet ingevuld.", lambda there: there.has_municipality)
GOAL = Requirement("goal", "Het doel staat er nog niet in één zin.", lambda there: there.has_goal)
RISK = Requirement("risk", "Er is nog geen risico-inschatting.", lambda there: there.risks > 0)
RISK_AGAIN = Requirement(
    "risk_again", "Er is nog geen risico-inschatting van na het laatste overleg.", lambda there: there.is_risk_renewed
)
NOT_CONTINUED = Requirement(
    "not_continued",
    "Deze casus gaat verder in een andere casus. Maak dat eerst ongedaan.",
    lambda there: not there.is_continued,
)


@dataclass(frozen=True)
class Move:
    """One line of the table. `asks` is what whoever makes it writes down; it is kept encrypted with the move."""

    key: str
    sources: tuple[CaseState, ...]
    target: CaseState
    title: str
    done: str
    asks: str
    requires: tuple[Requirement, ...] = ()
    who: Who = Who.LEADS
    # How it ended and why, chosen from a list beside the words.
    asks_outcome: bool = False
    # What everybody should know before this is done.
    warning: str = ""

    def missing(self, there: Standing) -> list[str]:
        """What is not there yet, a sentence each."""
        return [one.sentence for one in (READABLE, *self.requires) if not one.holds(there)]


_S = CaseState
_IN_HAND = (_S.CHECKED, _S.GATHERING, _S.PARTICIPANTS, _S.CONFERENCE, _S.EXECUTING)
_SHIELDS = (
    "Na het afschermen ziet alleen de privacyfunctionaris deze casus nog. "
    "Zij verdwijnt uit alle lijsten, ook uit die van u."
)

MOVES = (
    Move(
        "check_purpose", (_S.NOTIFIED,), _S.CHECKED, "Toets het doel", "Doel getoetst",
        "Waarom past deze casus bij het doel van samenwerken?", (VICTIM,),
    ),
    Move(
        "gather", (_S.CHECKED,), _S.GATHERING, "Begin met verzamelen", "Begonnen met informatie verzamelen",
        "Wat moet u weten, en van wie?", (MUNICIPALITY,),
    ),
    Move(
        "choose_participants", (_S.GATHERING,), _S.PARTICIPANTS, "Leg vast wie meedoet", "Deelnemers gekozen",
        "Wie doen er mee, en waarvoor is elk van hen nodig?", (GOAL, RISK),
    ),
    Move(
        "confer", (_S.PARTICIPANTS, _S.EXECUTING, _S.EVALUATING), _S.CONFERENCE, "Ga in overleg", "In casusoverleg",
        "Waarover gaat het overleg?", (RISK,),
    ),
    Move(
        "execute", (_S.CONFERENCE,), _S.EXECUTING, "Voer de afspraken uit", "In uitvoering",
        "Wat is er afgesproken?", (GOAL,),
    ),
    Move(
        "evaluate", (_S.EXECUTING,), _S.EVALUATING, "Begin de evaluatie", "In evaluatie",
        "Wat is er gelukt, en wat niet?",
    ),
    Move(
        "close", (_S.EVALUATING,), _S.CLOSED, "Sluit de casus", "Casus gesloten",
        "Hoe gaat het nu, en wie houdt het in de gaten?", (RISK_AGAIN,), asks_outcome=True,
    ),
    Move(
        "stop", _IN_HAND, _S.CLOSED, "Sluit voortijdig", "Casus voortijdig gesloten",
        "Waarom stopt de casus nu, vóór een evaluatie?", asks_outcome=True,
    ),
    Move(
        "redirect", (_S.NOTIFIED, _S.CHECKED, _S.GATHERING), _S.REDIRECTED, "Verwijs door", "Doorverwezen",
        "Naar wie, en wat is er afgesproken?",
    ),
    Move(
        "take_back", (_S.REDIRECTED,), _S.NOTIFIED, "Pak het toch zelf op", "Teruggenomen na doorverwijzing",
        "Waarom pakt u het toch zelf op?",
    ),
    Move(
        "reopen", (_S.CLOSED,), _S.GATHERING, "Heropen de casus", "Casus heropend",
        "Waarom gaat de casus weer open?", (NOT_CONTINUED,),
    ),
    Move(
        "shield", (_S.CLOSED, _S.REDIRECTED), _S.SHIELDED, "Scherm af", "Casus afgeschermd",
        "Waarom kan de casus nu worden afgeschermd?", warning=_SHIELDS,
    ),
    Move(
        "unshield", (_S.SHIELDED,), _S.CLOSED, "Hef de afscherming op", "Afscherming opgeheven",
        "Waarvoor moet deze casus weer te zien zijn?", who=Who.REVIEWS,
    ),
)  # fmt: skip

# Made by joining two cases, never by a button of their own; they stand in the history and in the diagram.
JOINED = Move("join", tuple(s for s in CaseState if s not in ENDED), _S.CLOSED, "Voeg samen", "Samengevoegd", "Waarom?")
PARTED = Move("part", (_S.CLOSED,), _S.NOTIFIED, "Maak samenvoegen ongedaan", "Samenvoegen ongedaan gemaakt", "Waarom?")
BY_KEY = {move.key: move for move in (*MOVES, JOINED, PARTED)}


def moves_from(state: str) -> list[Move]:
    """The moves that lead on from this state, in the order of the table."""
    return [move for move in MOVES if state in move.sources]


def diagram() -> str:
    """The table as a Mermaid state diagram, always the same for the same table."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in CaseState]
    lines.append(f"    [*] --> {CHAIN[0].value}: triage opent een casus")
    for move in (*MOVES, JOINED):
        lines += [f"    {source.value} --> {move.target.value}: {move.title.lower()}" for source in move.sources]
    return "\n".join(lines)


def table() -> str:
    """The same table as rows of Markdown: move, from, to, who, what must be there, what is written down."""
    rows = ["| move | from | to | who | what must be there | what is written down |", "|---|---|---|---|---|---|"]
    for move in MOVES:
        who = "who leads it or stands in" if move.who == Who.LEADS else "privacy officer"
        needed = ", ".join(one.name for one in move.requires) or "–"
        asked = move.asks + (" Met uitkomst en reden." if move.asks_outcome else "")
        rows.append(f"| {move.title} | {_names(move.sources)} | {move.target.label} | {who} | {needed} | {asked} |")
    return "\n".join(rows)


def _names(states: Iterable[CaseState]) -> str:
    return ", ".join(str(state.label) for state in states)
