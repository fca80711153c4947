"""Pictures: drawn anew as pixels alone, so that nothing else of the file comes along."""

import io
import warnings
import zipfile

from PIL import Image, ImageOps, UnidentifiedImageError

from schakel.methods.attachments.findings import BOMB, DAMAGED, POLYGLOT, Found, Made

# Larger than any phone's camera, and decoded it still fits in the memory that the check may use.
MOST_PIXELS = 64_000_000
# No side of a working copy is longer.
LONGEST_SIDE = 2400
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
_TELLING = (0xE1, 0xED, 0xFE)  # the second byte of a JPEG's segments with facts about the picture
_SECOND_STARTS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"<?php", b"<script", b"<html")


def check(content: bytes, kind: str) -> dict[str, int]:
    """Width and height. Raises Found when it is no picture of that kind, too large, or something else besides."""
    check_is_one_thing(content)
    with _opened(content, kind) as picture:
        return {"width": picture.width, "height": picture.height}


def copy(content: bytes, kind: str, *, longest: int = LONGEST_SIDE) -> Made:
    """The pixels alone, turned upright: JPEG, or PNG where something is see-through."""
    facts = check(content, kind)
    picture = _pixels(content, kind)
    picture.thumbnail((longest, longest))
    made = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(made, "PNG")
        return Made(made.getvalue(), "png", facts)
    picture.save(made, "JPEG", quality=88)
    return Made(made.getvalue(), "jpeg", facts)


def mosaic(content: bytes, kind: str, *, blocks: int, side: int = 320) -> bytes:
    """A PNG of at most `side` pixels in which the picture is `blocks` coarse squares long: enough to see what it is about."""
    check_is_one_thing(content)
    picture = _pixels(content, kind).convert("RGB")
    picture.thumbnail((blocks, blocks), Image.Resampling.BOX)
    scale = max(1, side // max(picture.size))
    coarse = picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST)
    made = io.BytesIO()
    coarse.save(made, "PNG")
    return made.getvalue()


def check_is_one_thing(content: bytes) -> None:
    """Raises Found for a file that another program would take for another kind (a polyglot)."""
    if zipfile.is_zipfile(io.BytesIO(content)) or b"%PDF-" in content[:1024]:
        raise Found(POLYGLOT)
    if any(start in content[-65_536:] or start in content[:1024] for start in _SECOND_STARTS):
        raise Found(POLYGLOT)


def without_facts(jpeg: bytes) -> bytes:
    """The same JPEG, its pixels untouched, without the segments that tell where, when and with what it was taken.

    Left out are APP1 (Exif, XMP), APP13 (IPTC) and comments, up to where the pixels begin (ISO/IEC 10918-1, annex B).
    What is no JPEG stays as it is.
    """
    kept, at = [jpeg[:2]], 2
    while jpeg[at : at + 1] == b"\xff" and jpeg[at + 1 : at + 2] not in (b"\xda", b""):
        if jpeg[at + 1] == 0xFF:  # a byte to fill up
            at += 1
            continue
        ends = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in _TELLING:
            kept.append(jpeg[at:ends])
        at = ends
    return b"".join([*kept, jpeg[at:]]) if jpeg.startswith(b"\xff\xd8") else jpeg


def _pixels(content: bytes, kind: str) -> Image.Image:
    with _opened(content, kind) as picture:
        try:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            sees_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            drawn = upright.convert("RGBA" if sees_through else "RGB")
        except (OSError, ValueError, SyntaxError) as error:
            raise Found(DAMAGED) from error
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    return bare


def _opened(content: bytes, kind: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=[_FORMATS[kind]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Found(BOMB) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Found(DAMAGED) from error
    return picture


def warm_up() -> None:
    """Load what reads and writes each format, while libraries can still be loaded."""
    Image.init()
