"""What a file is and where it stands, in words for the desk."""

from django import template

from schakel.attachments.envelopes import Header
from schakel.attachments.models import Attachment
from schakel.attachments.states import State
from schakel.methods.attachments.kinds import Group

register = template.Library()

_GROUPS = {
    Group.IMAGE: "beeld",
    Group.PDF: "PDF",
    Group.OFFICE: "document",
    Group.TEXT: "tekst",
    Group.SOUND: "geluid",
    Group.VIDEO: "film",
}
_TONES = {
    State.UNCLEARED: "warn",
    State.READY: "success",
    State.QUARANTINED: "danger",
    State.LOCKED: "danger",
    State.CLOSED: "warn",
    State.WAITING: "info",
}


@register.filter
def kind_words(header: Header) -> str:
    """beeld (JPG), PDF, document (DOCX)."""
    group, ending = _GROUPS[header.group], header.kind_of_file.endings[0].upper()
    return group if group == ending else f"{group} ({ending})"


@register.filter
def size_words(size: int) -> str:
    """A size in bytes as people write it here: 640 kB, 2,4 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


@register.filter
def state_tone(file: Attachment) -> str:
    """The tone of a badge."""
    return _TONES.get(State(file.state), "quiet")
