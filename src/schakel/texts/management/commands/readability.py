"""Prints how easily each Dutch text of the public door reads."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from schakel.methods.indicators import signs
from schakel.texts import readability_table
from schakel.texts.catalogue import PAGES
from schakel.texts.shipped import source


class Command(BaseCommand):
    help = "How easily each Dutch text of the public door reads (Flesch-Douma)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--digests", action="store_true", help="print what a translation names as made-from instead"
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        if options["digests"]:
            for key in PAGES:
                self.stdout.write(f"{source(key).digest}  {key}.md")
            self.stdout.write(f"{signs.digest()}  signs")
            return
        self.stdout.write(readability_table.table())
        forms = readability_table.of_messages()
        self.stdout.write(f"\nDe zinnen van formulieren en knoppen samen: {forms.flesch_douma:.0f}")
