"""What participants can recognise before and after, as a picture: two bars for each statement, from 1 to 5.

As the charts of the factsheet: no style attribute and no script, and no value told by colour alone.
"""

from html import escape

from schakel.publications.render.charts import INK, PETROL

_WIDTH, _STEP, _NAMES_WIDTH, _BAR_WIDTH, _BAR_HEIGHT = 720, 92, 84, 560, 20
_LEAST, _MOST = 1, 5
# What fits above the bars; the table beside it has all of it.
_MOST_SIGNS = 84
_GREY = "#77868c"
_BARS = (("vooraf", "chart-before", _GREY), ("achteraf", "chart-after", PETROL))


def marks(rows: list[tuple[str, list[float | None]]]) -> str:
    """The statements with their averages before and after (None: not shown), as one SVG image."""
    drawn = "".join(_statement(place * _STEP, statement, values) for place, (statement, values) in enumerate(rows))
    return (
        f'<svg class="chart-marks" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_STEP * len(rows)}" role="img"'
        ' aria-labelledby="marks-title"><title id="marks-title">Gemiddelde cijfers van 1 tot 5, vooraf en achteraf; dezelfde'
        f" cijfers staan in de tabel</title>{drawn}</svg>"
    )


def _statement(top: int, statement: str, values: list[float | None]) -> str:
    words = statement if len(statement) <= _MOST_SIGNS else f"{statement[: _MOST_SIGNS - 1]}…"
    title = f'<text x="0" y="{top + 18}" font-size="15" font-weight="600" fill="{INK}">{escape(words)}</text>'
    bars = zip(_BARS, values, strict=True)
    return title + "".join(
        _bar(top + 28 + place * 27, bar, value) for place, (bar, value) in enumerate(bars) if value is not None
    )


def _bar(top: int, bar: tuple[str, str, str], value: float) -> str:
    name, css, colour = bar
    width = _BAR_WIDTH * (value - _LEAST) / (_MOST - _LEAST)
    said = f"{value:.1f}".replace(".", ",")
    return (
        f'<text x="0" y="{top + 15}" font-size="14" fill="{INK}">{name}</text>'
        f'<rect class="{css}" x="{_NAMES_WIDTH}" y="{top}" width="{max(width, 2):.1f}" height="{_BAR_HEIGHT}" rx="3" fill="{colour}"/>'
        f'<text x="{_NAMES_WIDTH + width + 8:.1f}" y="{top + 15}" font-size="15" font-weight="700" fill="{INK}">{said}</text>'
    )
