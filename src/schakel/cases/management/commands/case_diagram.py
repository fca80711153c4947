"""Writes the table of a case's moves, and its diagram, into the page of the docs that explains them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from schakel.cases import moves

PAGE = Path("docs/explanation/case-life.md")
BEGIN, END = "<!-- made from cases/moves.py -->", "<!-- until here -->"


def with_table(text: str) -> str:
    """The page with the diagram and the table as the code has them now. Raises ValueError when the marks are gone."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{PAGE} lacks the line {BEGIN} or {END}")
    return f"{before}{BEGIN}\n```mermaid\n{moves.diagram()}\n```\n\n{moves.table()}\n{END}{after}"


class Command(BaseCommand):
    """`python -m django case_diagram`, from the folder that holds `docs`."""

    help = "Write the diagram of a case's states into docs/explanation/case-life.md."

    def handle(self, *arguments: Any, **options: Any) -> None:
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
