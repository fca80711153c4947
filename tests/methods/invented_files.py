"""Invented files of every kind, good and bad, made in memory."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image, PngImagePlugin

PLACE = "52.2215N 6.8937E"
AUTHOR = "Gerrit Maker"
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    """A picture of a blue square on yellow, with a place and a maker in its metadata."""
    picture = Image.new("RGB", size, (250, 220, 80))
    picture.paste((20, 60, 160), (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    made = io.BytesIO()
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", PLACE)
        picture.save(made, "PNG", pnginfo=told)
    else:
        exif = Image.Exif()
        exif[0x013B] = AUTHOR
        exif[0x010E] = PLACE
        picture.save(made, kind, exif=exif)
    return made.getvalue()


def bomb_png() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 by 60,000 pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    rest = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + rest


def document(*, script: str = "app.alert('x')") -> bytes:
    """A PDF of a page with metadata, a script that runs at opening, and a file enclosed in it."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        page = pdf.pages[0].obj
        link = pikepdf.Dictionary(
            Type=pikepdf.Name("/Annot"),
            Subtype=pikepdf.Name("/Link"),
            Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F="calc.exe"),
        )
        page["/Annots"] = pikepdf.Array([link])
        pdf.docinfo["/Author"] = AUTHOR
        pdf.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=script)
        pdf.attachments["geheim.txt"] = pikepdf.AttachedFileSpec(pdf, b"ingesloten")
        pdf.save(made, compress_streams=False)
    return made.getvalue()


def locked_document() -> bytes:
    """A PDF that asks for a password."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


def letter(*, macros: bool = True, more: dict[str, bytes] | None = None) -> bytes:
    """A DOCX with a maker, a remote template and, unless told otherwise, a macro."""
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    relations = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://x/vbaProject" Target="vbaProject.bin"/><Relationship Id="r2" Type="http://x/attachedTemplate" Target="http://kwaad.example/t.dotm" TargetMode="External"/><Relationship Id="r3" Type="http://x/image" Target="media/foto.jpg"/></Relationships>'
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://x/core" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="urn:w"><w:ins w:author="{AUTHOR}"><w:t>Zij werkt er al een jaar.</w:t></w:ins></w:document>'.encode(),
        "word/_rels/document.xml.rels": relations.encode(),
        "word/media/foto.jpg": photo(),
        "docProps/core.xml": f"<x><creator>{AUTHOR}</creator></x>".encode(),
        **({"word/vbaProject.bin": b"Sub AutoOpen()"} if macros else {}),
        **(more or {}),
    }
    return zipped(parts)


def sheet() -> bytes:
    """An ODS with a maker and a script."""
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b'<office:document-content xmlns:office="urn:o"><office:scripts><x/></office:scripts><office:body>loon</office:body></office:document-content>',
            "meta.xml": AUTHOR.encode(),
            "Basic/Standard/Module1.xml": b"Sub Main",
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="x"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        }
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts, in this order; `mimetype` unpacked, as its standard asks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def film() -> bytes:
    """The beginning of an MP4."""
    return b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + b"\0" * 64
