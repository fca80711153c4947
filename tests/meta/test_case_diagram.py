"""The page about the life of a case shows the table as the code has it."""

import re
from pathlib import Path

from schakel.cases import moves
from schakel.cases.management.commands.case_diagram import PAGE, with_table
from schakel.cases.states import CaseState

ROOT = Path(__file__).resolve().parents[2]


def test_the_diagram_and_the_table_are_those_of_the_code() -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert with_table(text) == text, "run: .venv/bin/python -m django case_diagram --settings tests.settings"


def test_every_state_can_be_reached_and_left() -> None:
    arrows = re.findall(r"^    (\S+) --> (\w+): ", moves.diagram(), re.MULTILINE)
    assert {target for _, target in arrows} == set(CaseState.values)
    assert {source for source, _ in arrows} == {"[*]", *CaseState.values}
