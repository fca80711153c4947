"""What kind of file this is, from its first bytes and its name; only kinds on this list are taken at all.

A table of our own, and no library of signatures: those guess among hundreds of kinds, and here everything that is not
surely one of a few must be refused.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

# As much of a file as `kind_of` wants to see; fewer only when the whole file is shorter.
ENOUGH = 4096


class Group(Enum):
    """How a kind is handled at the desk."""

    IMAGE = "image"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"
    SOUND = "sound"
    VIDEO = "video"


class Why(Enum):
    """Why a file is not taken."""

    EMPTY = "empty"
    PROGRAM = "program"
    ARCHIVE = "archive"
    PHONE_PHOTO = "phone photo"  # HEIC and AVIF: what opens them safely here is not there
    OLD_OFFICE = "old office"
    OTHER_THAN_NAMED = "other than named"
    UNKNOWN = "unknown"


class Refused(ValueError):
    """This file is not taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name here, its group, its media type, and the ends that a name may have (the first is ours)."""

    name: str
    group: Group
    media_type: str
    endings: tuple[str, ...]


_OOXML, _ODF = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("jpeg", Group.IMAGE, "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
        Kind("png", Group.IMAGE, "image/png", ("png",)),
        Kind("gif", Group.IMAGE, "image/gif", ("gif",)),
        Kind("webp", Group.IMAGE, "image/webp", ("webp",)),
        Kind("pdf", Group.PDF, "application/pdf", ("pdf",)),
        Kind("docx", Group.OFFICE, _OOXML + "wordprocessingml.document", ("docx",)),
        Kind("xlsx", Group.OFFICE, _OOXML + "spreadsheetml.sheet", ("xlsx",)),
        Kind("pptx", Group.OFFICE, _OOXML + "presentationml.presentation", ("pptx",)),
        Kind("odt", Group.OFFICE, _ODF + "text", ("odt",)),
        Kind("ods", Group.OFFICE, _ODF + "spreadsheet", ("ods",)),
        Kind("odp", Group.OFFICE, _ODF + "presentation", ("odp",)),
        Kind("text", Group.TEXT, "text/plain", ("txt", "csv", "log")),
        Kind("mp3", Group.SOUND, "audio/mpeg", ("mp3",)),
        Kind("ogg", Group.SOUND, "audio/ogg", ("ogg", "oga", "opus")),
        Kind("wav", Group.SOUND, "audio/wav", ("wav",)),
        Kind("amr", Group.SOUND, "audio/amr", ("amr",)),
        Kind("aac", Group.SOUND, "audio/aac", ("aac",)),
        Kind("mp4", Group.VIDEO, "video/mp4", ("mp4", "m4v", "m4a", "mov", "3gp")),
        Kind("webm", Group.VIDEO, "video/webm", ("webm", "mkv")),
    )
}
# What a browser's file picker offers; a phone that has HEIC makes a JPEG of it for this list.
ACCEPTED = ",".join(f".{ending}" for kind in KINDS.values() for ending in kind.endings)

_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"\xff\xf1", "aac"),
    (b"\xff\xf9", "aac"),
    (b"#!AMR", "amr"),
    (b"\x1a\x45\xdf\xa3", "webm"),
)
_REFUSED_STARTS = (
    *((start, Why.PROGRAM) for start in (
        b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n",
        b"#!", b"!<arch>", b"L\0\0\0\x01\x14\x02\0",
    )),
    *((start, Why.ARCHIVE) for start in (
        b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"MSCF", b"\x28\xb5\x2f\xfd",
    )),
    (b"\xd0\xcf\x11\xe0", Why.OLD_OFFICE),
)  # fmt: skip
_TAR, _TAR_AT = b"ustar", 257
_PHONE_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_OFFICE_FIRST = ("[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/")
# Bytes that no text has: everything under a space but tab, line ends and page end.
_NOT_TEXT = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"


def kind_of(start: bytes, name: str) -> Kind:
    """The kind of a file called `name` that begins with `start` (`ENOUGH` bytes, or all there is). Raises Refused."""
    if not start:
        raise Refused(Why.EMPTY)
    ending = PurePath(name).suffix.removeprefix(".").lower()
    found = _by_content(start, ending)
    if ending not in found.endings:
        known = any(ending in kind.endings for kind in KINDS.values())
        # A text called .sh is a program to whoever clicks it; a picture called .pdf is not what it says.
        raise Refused(Why.UNKNOWN if found.name == "text" and not known else Why.OTHER_THAN_NAMED)
    return found


def _by_content(start: bytes, ending: str) -> Kind:
    for signature, name in _STARTS:
        if start.startswith(signature):
            return KINDS[name]
    for signature, why in _REFUSED_STARTS:
        if start.startswith(signature):
            raise Refused(why)
    if start[_TAR_AT:].startswith(_TAR):
        raise Refused(Why.ARCHIVE)
    if start.startswith(b"PK"):
        return _in_a_zip(start, ending)
    return _in_a_container(start)


def _in_a_container(start: bytes) -> Kind:
    """RIFF and MP4 say a little further on what they hold; what is neither can only be text."""
    riff = {b"WEBP": "webp", b"WAVE": "wav"}.get(start[8:12], "") if start.startswith(b"RIFF") else ""
    if riff:
        return KINDS[riff]
    if start[4:8] == b"ftyp":
        if start[8:12] in _PHONE_BRANDS:
            raise Refused(Why.PHONE_PHOTO)
        return KINDS["mp4"]
    if _is_text(start):
        return KINDS["text"]
    raise Refused(Why.UNKNOWN)


def _in_a_zip(start: bytes, ending: str) -> Kind:
    """Office files are zips whose first part says so; every other zip is an archive."""
    if len(start) < _LOCAL_HEADER.size or not start.startswith(b"PK\x03\x04"):
        raise Refused(Why.ARCHIVE)
    *_, name_length, extra_length = _LOCAL_HEADER.unpack_from(start)
    first = start[_LOCAL_HEADER.size : _LOCAL_HEADER.size + name_length].decode("utf-8", "replace")
    if first == "mimetype":
        content = start[_LOCAL_HEADER.size + name_length + extra_length :]
        # The longest type first: none is the beginning of another, but a template's is longer than its document's.
        for kind in KINDS.values():
            if kind.media_type.startswith(_ODF) and content.startswith(kind.media_type.encode() + b"PK"):
                return kind
    elif first.startswith(_OFFICE_FIRST) and ending in ("docx", "xlsx", "pptx"):
        # Which of the three it is, the deeper check sees; here the name is believed.
        return KINDS[ending]
    raise Refused(Why.ARCHIVE)


def _is_text(start: bytes) -> bool:
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(byte in _NOT_TEXT for byte in start)
