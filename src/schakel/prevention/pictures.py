"""A picture or a document that staff put on a public page or in the history of a thing: small, checked, a picture drawn anew."""

from pathlib import PurePath

from django.http import HttpResponse

from schakel.methods.attachments import images
from schakel.methods.attachments.findings import Found

MOST_BYTES = 8 * 2**20
_LONGEST_SIDE = 1200
_STARTS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


class NotUsable(ValueError):
    """Says in one sentence why this file can't be used."""


def drawn_anew(content: bytes) -> bytes:
    """The pixels alone, at most 1200 a side: nothing else of the file (place, camera, hidden parts) comes along. Raises NotUsable."""
    kind = kind_of(content)
    if kind not in ("jpeg", "png"):
        raise NotUsable("Kies een foto of afbeelding (JPEG of PNG).")
    try:
        return images.copy(content, kind, longest=_LONGEST_SIDE).content
    except Found as found:
        raise NotUsable("Deze afbeelding is beschadigd of te groot. Kies een andere.") from found


def checked_document(content: bytes) -> bytes:
    """A PDF as it is, a picture drawn anew. Raises NotUsable."""
    if kind_of(content) == "pdf":
        return content
    try:
        return drawn_anew(content)
    except NotUsable as error:
        raise NotUsable("Kies een PDF, of een afbeelding (JPEG of PNG).") from error


def kind_of(content: bytes) -> str:
    """jpeg, png, pdf, or "" for anything else: by how it begins, whatever its name says."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    return next((kind for start, kind in _STARTS.items() if content.startswith(start)), "")


def media_type(content: bytes) -> str:
    """For the answer that carries it."""
    return MEDIA_TYPES.get(kind_of(content), "application/octet-stream")


def served(content: bytes) -> HttpResponse:
    """A picture to look at in its place: it can do nothing."""
    response = HttpResponse(content, content_type=media_type(content))
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def file_name(name: str, content: bytes) -> str:
    """A tidy name with the ending that belongs to what it is."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in stem).strip("-")[:60]
    return f"{kept or 'bestand'}.{ {'jpeg': 'jpg'}.get(kind_of(content), kind_of(content)) }".replace(" ", "")
