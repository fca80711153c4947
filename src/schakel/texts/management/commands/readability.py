"""Prints how easily each Dutch text of the public door reads."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.texts import readability_table


class Command(BaseCommand):
    help = "How easily each Dutch text of the public door reads (Flesch-Douma)."

    def handle(self, *arguments: Any, **options: Any) -> None:
        self.stdout.write(readability_table.table())
