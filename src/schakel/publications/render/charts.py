"""Charts as inline SVG: no style attribute and no script, so they show under the strictest content policy.

Colours are presentation attributes, which a stylesheet may override through the classes. No value is
told by colour alone: every bar has its label and number, and a minor is a smaller, outlined figure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from schakel.publications.render.words import number

PETROL = "#0f4c57"
AMBER = "#f2b441"
INK = "#1b2529"

PEOPLE_PER_FIGURE = 10
MOST_FIGURES = 60

_FIGURE_WIDTH, _FIGURE_HEIGHT = 28, 64
_SMALL_SCALE = 0.72
_PERSON = (
    '<circle cx="12" cy="7" r="6"/><path d="M12 15c-4.8 0-8 2.9-8 7.4v11.1a2 2 0 0 0 3.4 1.4V53a2.2 2.2 0 0 0 '
    '4.3.5L12 40l.3 13.5a2.2 2.2 0 0 0 4.3-.5V34.9a2 2 0 0 0 3.4-1.4V22.4c0-4.5-3.2-7.4-8-7.4z"/>'
)

_BAR_AREA, _BAR_WIDTH, _BAR_HEIGHT, _BAR_STEP = 400, 320, 18, 52


@dataclass(frozen=True)
class People:
    """How many figures stand for a number of people: ``small`` of the ``figures`` are minors."""

    figures: int
    small: int
    people_per_figure: int


def people(persons: int, minors: int | None) -> People:
    """Round people to figures of ten; a region too large for that gets hundreds, thousands and so on.

    One person up to fourteen is one figure: a row without anybody would say that there was nobody.
    """
    scale = PEOPLE_PER_FIGURE
    while persons > scale * MOST_FIGURES:
        scale *= 10
    figures = max(_rounded(persons, scale), min(persons, 1))
    return People(figures, min(_rounded(minors or 0, scale), figures), scale)


def pictogram(shown: People, *, identifier: str, title: str, description: str, per_row: int = 10) -> str:
    """Rows of people as one SVG image; minors are the smaller figures at the end.

    Args:
        shown: the figures to draw, from ``people``.
        identifier: unique on the page; letters, digits and hyphens, starting with a letter.
        title: the text alternative in a few words.
        description: the text alternative in full.
        per_row: how many figures stand beside each other.

    Raises:
        ValueError: the identifier could break out of its attribute.
    """
    width = _FIGURE_WIDTH * max(min(shown.figures, per_row), 1) - 4
    height = _FIGURE_HEIGHT * max(-(-shown.figures // per_row), 1) - 8
    drawn = [
        _person(position, per_row, small=position >= shown.figures - shown.small) for position in range(shown.figures)
    ]
    return _image("chart chart-people", (width, height), identifier, (title, description), drawn)


def bars(rows: Sequence[tuple[str, int]], *, identifier: str, title: str, description: str) -> str:
    """Horizontal bars as one SVG image: the label above each bar, its number behind it.

    Args:
        rows: label and number (zero or more), drawn in this order on one scale from zero.
        identifier: unique on the page; letters, digits and hyphens, starting with a letter.
        title: the text alternative in a few words.
        description: the text alternative in full.

    Raises:
        ValueError: the identifier could break out of its attribute.
    """
    longest = max((value for _, value in rows), default=0)
    drawn = [_bar(position, label, value, longest) for position, (label, value) in enumerate(rows)]
    size = (_BAR_AREA, max(_BAR_STEP * len(rows) - 8, 1))
    return _image("chart chart-bars", size, identifier, (title, description), drawn)


def _rounded(value: int, scale: int) -> int:
    return (value + scale // 2) // scale


def _person(position: int, per_row: int, *, small: bool) -> str:
    x, y = position % per_row * _FIGURE_WIDTH, position // per_row * _FIGURE_HEIGHT
    if not small:
        return f'<g class="chart-adult" fill="{PETROL}" transform="translate({x} {y})">{_PERSON}</g>'
    # A smaller person keeps both feet on the line of the others.
    left, top = x + 12 * (1 - _SMALL_SCALE), y + 55.5 * (1 - _SMALL_SCALE)
    return (
        f'<g class="chart-minor" fill="{AMBER}" stroke="{PETROL}" stroke-width="2" '
        f'transform="translate({left:.2f} {top:.2f}) scale({_SMALL_SCALE})">{_PERSON}</g>'
    )


def _bar(position: int, label: str, value: int, longest: int) -> str:
    top = position * _BAR_STEP
    width = _BAR_WIDTH * value / longest if longest else 0
    bar_top, baseline = top + 24, top + 24 + 15
    return (
        f'<text class="chart-label" x="0" y="{top + 16}" font-size="16" fill="{INK}">{_text(label)}</text>'
        f'<rect class="chart-bar" x="0" y="{bar_top}" width="{width:.1f}" height="{_BAR_HEIGHT}" rx="3" fill="{PETROL}"/>'
        f'<text class="chart-number" x="{width + (8 if value else 0):.1f}" y="{baseline}" font-size="17" '
        f'font-weight="700" fill="{INK}">{number(value)}</text>'
    )


def _image(
    classes: str,
    size: tuple[int, int],
    identifier: str,
    words: tuple[str, str],
    drawn: Sequence[str],
) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", identifier):
        raise ValueError("identifier: use letters, digits and hyphens, and start with a letter.")
    title, description = words
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'aria-labelledby="{identifier}-title {identifier}-description">'
        f'<title id="{identifier}-title">{_text(title)}</title>'
        f'<desc id="{identifier}-description">{_text(description)}</desc>{"".join(drawn)}</svg>'
    )


def _text(value: str) -> str:
    # XML allows no control characters, not even escaped: one of them would make the whole image unreadable.
    return escape("".join(character if character.isprintable() else " " for character in value))
