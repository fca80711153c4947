"""PDF: written anew without metadata, scripts, actions, forms' targets and enclosed files."""

import io
from typing import Any

import pikepdf

from schakel.methods.attachments.findings import BOMB, DAMAGED, PASSWORD, Found, Made
from schakel.methods.attachments.images import check_is_one_thing, without_facts

_MOST_PAGES = 2_000
_MOST_OBJECTS = 200_000
# Of the whole document, of a page and of anything on it: what runs, opens, sends, or tells about its maker.
_OF_THE_DOCUMENT = (
    "/OpenAction",
    "/AA",
    "/Metadata",
    "/PieceInfo",
    "/AcroForm",
    "/Collection",
    "/URI",
    "/AF",
    "/Perms",
)
_NAMED = ("/JavaScript", "/EmbeddedFiles")
_ANYWHERE = ("/AA", "/A", "/JS", "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/RichMediaContent")
_ENCLOSING = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")


def copy(content: bytes) -> Made:
    """The same pages with nothing that acts. Raises Found."""
    check_is_one_thing(b"\0" * 1024 + content[1024:])  # it begins as a PDF, which `kinds` saw
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if len(document.pages) > _MOST_PAGES or len(document.objects) > _MOST_OBJECTS:
                raise Found(BOMB)
            images = _clean(document)
            made = io.BytesIO()
            facts = {"pages": len(document.pages), "images": images}
            document.remove_unreferenced_resources()
            document.save(made, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise Found(PASSWORD) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        if isinstance(error, Found):
            raise
        raise Found(DAMAGED) from error
    return Made(made.getvalue(), "pdf", facts)


def _clean(document: pikepdf.Pdf) -> int:
    """Take out what should not travel; how many pictures the document has."""
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    _without(document.Root, _OF_THE_DOCUMENT)
    if "/Names" in document.Root:
        _without(document.Root["/Names"], _NAMED)
    for page in document.pages:
        _without_enclosures(page)
    images = 0
    for one in document.objects:
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if one.get("/Subtype") == pikepdf.Name("/Image"):
            images += 1
            _without_facts(one)
        _without(one, _ANYWHERE)
        # An annotation or outline entry may stand inside another object.
        for value in list(one.values()):
            for inner in value if isinstance(value, pikepdf.Array) else ():
                if isinstance(inner, pikepdf.Dictionary):
                    _without(inner, _ANYWHERE)
    return images


def _without_facts(picture: Any) -> None:
    """A photo keeps its own Exif when a program puts it in a PDF as it is."""
    if picture.get("/Filter") in (pikepdf.Name("/DCTDecode"), pikepdf.Array([pikepdf.Name("/DCTDecode")])):
        settings = {"decode_parms": picture["/DecodeParms"]} if "/DecodeParms" in picture else {}
        picture.write(without_facts(picture.read_raw_bytes()), filter=pikepdf.Name("/DCTDecode"), **settings)


def _without_enclosures(page: pikepdf.Page) -> None:
    annotations = page.obj.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        kept = [one for one in annotations if str(one.get("/Subtype", "")) not in _ENCLOSING]
        page.obj["/Annots"] = pikepdf.Array(kept)


def _without(one: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in one:
            del one[name]
