"""Office files: a zip of parts, packed anew with the parts on a list; macros, enclosures and metadata are not on it."""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree as ET

from schakel.methods.attachments import images
from schakel.methods.attachments.findings import BOMB, DAMAGED, PASSWORD, POLYGLOT, Found, Made

_MOST_PARTS, _MOST_BYTES, _MOST_RATIO = 3_000, 300_000_000, 250
_RATIO_FROM = 1_000_000  # smaller parts are mostly repetition, whatever they say
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_PICTURES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif"}
_OOXML_KEPT = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|(word|xl|ppt)/[\w./-]+\.(xml|rels|jpe?g|png|gif))")
_OOXML_LEFT = re.compile(
    r"(vba|activeX|embeddings|customXml|externalLinks|printerSettings|ctrlProps|webextensions|oleObject)", re.IGNORECASE
)
_ODF_KEPT = re.compile(r"(mimetype|META-INF/manifest\.xml|content\.xml|styles\.xml|Pictures/[\w.-]+\.(jpe?g|png|gif))")
# Who wrote or changed something, and what would run or be fetched when the file is opened.
_AUTHORS = re.compile(rb'\b((?:w|w15|w16du):(?:author|initials|userId))="[^"]*"')
_ODF_ACTS = re.compile(
    rb"<office:(scripts|event-listeners)\b[^>]*?(/>|>.*?</office:\1>)|<(?:dc:creator|meta:creator-initials|meta:initial-creator)>[^<]*</[^>]*>",
    re.DOTALL,
)
_FIELDS = re.compile(rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\b")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def copy(content: bytes, kind: str) -> Made:
    """The same document packed anew. Raises Found."""
    if not content.startswith(b"PK\x03\x04") or b"%PDF-" in content[:1024]:
        raise Found(POLYGLOT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = _parts(packed)
            if kind in _MAIN_PART and _MAIN_PART[kind] not in parts:
                raise Found(DAMAGED)
            kept = _odf(packed, parts) if kind.startswith("od") else _ooxml(packed, parts)
    except (zipfile.BadZipFile, ET.ParseError, NotImplementedError, EOFError, OSError, KeyError) as error:
        raise Found(DAMAGED) from error
    facts = {
        "parts": len(parts),
        "left_out": len(parts) - len(kept),
        "images": sum(name.rpartition(".")[2].lower() in _PICTURES for name in kept),
        "macros": int(any(re.search(r"vbaProject|^Basic/|^Scripts/", name) for name in parts)),
    }
    return Made(_packed(kept), kind, facts)


def _parts(packed: zipfile.ZipFile) -> list[str]:
    """The names of its parts. Raises Found when they would not fit, or are hidden."""
    entries = packed.infolist()
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise Found(BOMB)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Found(PASSWORD)
        if entry.file_size > _RATIO_FROM and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
            raise Found(BOMB)
        if entry.filename.startswith("/") or ".." in entry.filename.split("/"):
            raise Found(DAMAGED)
    names = [entry.filename for entry in entries if not entry.is_dir()]
    if len(set(names)) != len(names):
        raise Found(POLYGLOT)  # one reader sees the first, another the last
    return names


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    """One part, as long as it says it is (zipfile stops there), drawn anew where it is a picture."""
    content = packed.read(name)
    ending = name.rpartition(".")[2].lower()
    if ending in _PICTURES:
        made = images.copy(content, _PICTURES[ending], longest=images.LONGEST_SIDE)
        return made.content
    if ending in ("xml", "rels") and re.search(rb"<!(DOCTYPE|ENTITY)", content):
        raise Found(BOMB)
    return content


def _ooxml(packed: zipfile.ZipFile, parts: list[str]) -> dict[str, bytes]:
    names = [name for name in parts if _OOXML_KEPT.fullmatch(name) and not _OOXML_LEFT.search(name)]
    kept = {}
    for name in names:
        content = _read(packed, name)
        if name.endswith(".rels"):
            content = _relations(content, name, set(names))
        elif name == "[Content_Types].xml":
            content = _content_types(content, set(names))
        elif name.endswith(".xml"):
            content = _FIELDS.sub(b"QUOTE", _AUTHORS.sub(rb'\1=""', content))
        kept[name] = content
    return kept


def _relations(content: bytes, name: str, names: set[str]) -> bytes:
    """Only links to parts that are kept, and hyperlinks, which open nothing by themselves."""
    root = ET.fromstring(content)  # noqa: S314  (no DOCTYPE passes `_read`)
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in list(root.findall(_RELATION)):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        is_hyperlink = relation.get("Type", "").endswith("/hyperlink") and re.match(r"(https?|mailto):", target)
        is_external = relation.get("TargetMode") == "External"
        if not (is_hyperlink if is_external else path in names):
            root.remove(relation)
    return _written(root)


def _content_types(content: bytes, names: set[str]) -> bytes:
    root = ET.fromstring(content)  # noqa: S314  (as above)
    for entry in list(root):
        part = entry.get("PartName", "").lstrip("/")
        if (part and part not in names) or "macroEnabled" in entry.get("ContentType", ""):
            root.remove(entry)
    return _written(root)


def _odf(packed: zipfile.ZipFile, parts: list[str]) -> dict[str, bytes]:
    names = [name for name in parts if _ODF_KEPT.fullmatch(name)]
    if not {"mimetype", "content.xml"} <= set(names):
        raise Found(DAMAGED)
    kept = {}
    for name in names:
        content = _read(packed, name)
        if name == "META-INF/manifest.xml":
            root = ET.fromstring(content)  # noqa: S314  (as above)
            if any(one.tag.endswith("}encryption-data") for one in root.iter()):
                raise Found(PASSWORD)
            for entry in list(root):
                path = next((value for key, value in entry.attrib.items() if key.endswith("}full-path")), "")
                if path != "/" and path not in names:
                    root.remove(entry)
            content = _written(root)
        elif name.endswith(".xml"):
            content = _ODF_ACTS.sub(b"", content)
        kept[name] = content
    return kept


def _written(root: ET.Element) -> bytes:
    namespace = root.tag[1:].partition("}")[0]
    ET.register_namespace("manifest" if "opendocument" in namespace else "", namespace)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # with the year 1980 as its time: when it was written stays out
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return made.getvalue()
