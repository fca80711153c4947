"""The figure of each Dutch text of the public door, as a table for the docs and the command line."""

import re

from schakel.core.management.commands import messages
from schakel.methods.readability import Readability, measure
from schakel.texts import queries

# Tags, and places that are filled in.
_MARKUP = re.compile(r"<[^>]*>|%\(\w+\)s|{}")


def of_messages() -> Readability:
    """Everything the public door says outside its texts, each message a line of its own."""
    said = [one.id if isinstance(one.id, str) else one.id[0] for one in messages.extracted() if one.id]
    return measure("\n".join(_MARKUP.sub(" ", one) for one in said))


def table() -> str:
    """The figures of every text as a table in Markdown."""
    lines = [
        "| tekst | woorden | woorden per zin | lettergrepen per woord | Flesch–Douma |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {one.words} | {one.words_per_sentence:.1f} | {one.syllables_per_word:.2f} | {one.flesch_douma:.0f} |"
        for name, one in queries.dutch_texts()
    ]
    return "\n".join(lines)
