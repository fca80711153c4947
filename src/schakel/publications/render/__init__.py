"""Turns a frozen factsheet into the files that people take away: PDF, picture and table."""

from collections.abc import Mapping
from typing import TypeAlias

from schakel.publications.factsheet import Factsheet
from schakel.publications.render.spreadsheet import spreadsheet
from schakel.publications.render.typesetting import pdf, picture

__all__ = ["Files", "render"]

Files: TypeAlias = Mapping[str, bytes]


def render(factsheet: Factsheet) -> Files:
    """The files of one factsheet, by file name; equal factsheets give equal bytes on every machine.

    The names are factsheet-YEAR with pdf (tagged, PDF/UA-1), png (1200 by 1500 pixels) and csv.
    """
    name = f"factsheet-{factsheet.year}"
    return {
        f"{name}.pdf": pdf(factsheet),
        f"{name}.png": picture(factsheet),
        f"{name}.csv": spreadsheet(factsheet),
    }
