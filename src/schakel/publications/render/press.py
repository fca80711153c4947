"""Sets a layout with its words as a document; the layouts hold no text of their own that anybody typed.

Typed text reaches the typesetter as JSON values, never as source, so it cannot be read as commands.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from schakel.publications.render.glyphs import FONTS_FOLDER, legible

# Every layout stands in here, and reads what layouts share from "/publications/render/look.typ".
PACKAGE = Path(__file__).parents[2]
_MARK = PACKAGE / "core" / "static" / "core" / "mark.svg"


def typeset(
    layout: Path, content: Mapping[str, Any], drawings: Mapping[str, Any] | None = None, **options: Any
) -> bytes:
    """The document of a layout: `content` as text that the typefaces can show, `drawings` (SVG and its words) as they
    are. Equal content gives equal bytes on every machine. `options` are the typesetter's: format, pdf_standards, …
    """
    shown = {**_legible(dict(content)), **(drawings or {}), "mark": _MARK.read_text(encoding="utf-8")}
    # Only the shipped typefaces: the same words look the same on every machine.
    document: bytes = typst.compile(
        layout,
        root=PACKAGE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(shown, ensure_ascii=False)},
        **options,
    )
    return document


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS_FOLDER])


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, list):
        return [_legible(item) for item in value]
    if isinstance(value, dict):
        return {name: _legible(item) for name, item in value.items()}
    return value
