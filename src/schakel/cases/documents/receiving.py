"""A file on its way into a case: taken in piece by piece, and kept for whoever must mend something else in the form first."""

import base64
import binascii
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from schakel.access.models import User
from schakel.attachments import uploads
from schakel.attachments.uploads import SealingHandler, Taken
from schakel.cases.models import Case
from schakel.methods.attachments.kinds import KINDS, Why
from schakel.vault import records

_LABEL = "document on its way"
# What stands at the end of the form: without it the sending broke off.
END, END_SAYS = "einde", "ja"
_WHY: Mapping[str, str] = {
    Why.EMPTY.value: "Dit bestand is leeg.",
    Why.PROGRAM.value: "Dit is een programma. Dat nemen wij niet aan.",
    Why.ARCHIVE.value: "Dit is een ingepakt bestand. Pak het uit en voeg de bestanden los toe.",
    Why.PHONE_PHOTO.value: "Dit soort foto kunnen wij niet openen. Maak er een JPG van, of een schermafdruk.",
    Why.OLD_OFFICE.value: "Dit is een oud soort document. Bewaar het als PDF en voeg dat toe.",
    Why.OTHER_THAN_NAMED.value: "Dit bestand is iets anders dan de naam zegt. Daarom nemen wij het niet aan.",
    Why.UNKNOWN.value: "Dit soort bestand kennen wij niet. Kies een PDF, een document, een foto, film, geluid of tekst.",
    uploads.TOO_LARGE: "Dit bestand is te groot. Een bestand mag 50 MB zijn.",
    uploads.TOO_MANY: "Kies één bestand.",
}
_TOO_MUCH = "Dit is te groot om te versturen. Een bestand mag 50 MB zijn."
_BROKE_OFF = "Het versturen brak af. Kies het bestand opnieuw."
_NONE = "Kies een bestand."


def begin(request: HttpRequest) -> SealingHandler:
    """How this request's file is taken in. To be called before anything of the form is read."""
    handler = SealingHandler(room=1)
    request.upload_handlers = [handler]
    return handler


def why_not_read(request: HttpRequest) -> str:
    """Why a request is so long that it isn't read at all; empty when it is."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    is_far = uploads.is_far_too_large(int(length) if length.isdecimal() else 0, room=1)
    return _TOO_MUCH if is_far else ""


def arrived(request: HttpRequest, handler: SealingHandler, case: Case, by: User) -> tuple[Taken | None, str]:
    """The file that came with a form, or with one before it, and what is the matter with what was sent now.

    One that came before stays where another is refused: whoever chose wrong the second time has not lost the first.
    """
    earlier = _read(request.POST.get("arrived", ""), case, by)
    if request.POST.get(END) != END_SAYS:
        return earlier, _BROKE_OFF
    if handler.not_taken:
        return earlier, _WHY[handler.not_taken[0].why]
    if handler.taken:
        return handler.taken[0], ""
    return earlier, "" if earlier is not None else _NONE


def kept(taken: Taken, case: Case, by: User) -> str:
    """What a form carries of a file that arrived, so that it need not be sent again; only this server can read it.

    The pieces of a file that nobody comes back for the worker removes after two days.
    """
    said = {
        "id": str(taken.id), "name": taken.name, "kind": taken.kind.name, "size": taken.size,
        "key": base64.b64encode(taken.key).decode(), "pieces": taken.pieces, "sha256": taken.sha256, "by": str(by.pk),
    }  # fmt: skip
    return base64.urlsafe_b64encode(records.encrypt(case.data_key, said, label=_LABEL, record_id=case.id)).decode()


def _read(token: str, case: Case, by: User) -> Taken | None:
    try:
        blob = base64.urlsafe_b64decode(token.encode())
        said: dict[str, Any] = records.decrypt(case.data_key, blob, label=_LABEL, record_id=case.id)
    except (binascii.Error, ValueError):
        return None
    if said["by"] != str(by.pk):
        return None
    key = base64.b64decode(said["key"])
    kind = KINDS[said["kind"]]
    return Taken(uuid.UUID(said["id"]), said["name"], kind, said["size"], key, said["pieces"], said["sha256"])
