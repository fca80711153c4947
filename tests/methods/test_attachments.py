"""What a file is, what is wrong with it, and what is left of it in a working copy."""

import contextlib
import io
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from schakel.methods.attachments import images, kinds, office, pdf, texts
from schakel.methods.attachments.findings import BOMB, DAMAGED, PASSWORD, POLYGLOT, Found
from schakel.methods.attachments.kinds import KINDS, Refused, Why, kind_of
from tests.methods import invented_files as invented

GOOD = [
    ("foto.jpg", invented.photo(), "jpeg"),
    ("FOTO.JPEG", invented.photo(), "jpeg"),
    ("beeld.png", invented.photo("PNG"), "png"),
    ("beeld.webp", invented.photo("WEBP"), "webp"),
    ("beeld.gif", invented.photo("GIF"), "gif"),
    ("stuk.pdf", invented.document(), "pdf"),
    ("brief.docx", invented.letter(), "docx"),
    ("loon.ods", invented.sheet(), "ods"),
    ("app.txt", "Kom om tien uur, ą ș і".encode(), "text"),
    ("app.txt", "Kom om tien uur".encode("utf-16"), "text"),
    ("film.mp4", invented.film(), "mp4"),
    ("stem.opus", b"OggS" + b"\0" * 40, "ogg"),
    ("stem.amr", b"#!AMR\n" + b"\0" * 40, "amr"),
]


@pytest.mark.parametrize(("name", "content", "kind"), GOOD, ids=[f"{name}-{kind}" for name, _, kind in GOOD])
def test_a_file_is_what_its_bytes_and_its_name_both_say(name: str, content: bytes, kind: str) -> None:
    assert kind_of(content[: kinds.ENOUGH], name).name == kind


BAD = [
    ("leeg.jpg", b"", Why.EMPTY),
    ("foto.jpg", b"MZ\x90\0" + b"\0" * 60, Why.PROGRAM),
    ("foto.jpg.exe", invented.photo(), Why.OTHER_THAN_NAMED),
    ("foto.png", invented.photo(), Why.OTHER_THAN_NAMED),
    ("foto.pdf", invented.photo(), Why.OTHER_THAN_NAMED),
    ("stuk.jpg", invented.document(), Why.OTHER_THAN_NAMED),
    ("start.sh", b"#!/bin/sh\nrm -rf /\n", Why.PROGRAM),
    ("brief.docm", invented.letter(), Why.ARCHIVE),
    ("alles.zip", invented.zipped({"a.txt": b"a"}), Why.ARCHIVE),
    ("brief.docx", invented.zipped({"a.txt": b"a"}), Why.ARCHIVE),
    ("alles.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, Why.ARCHIVE),
    ("brief.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 40, Why.OLD_OFFICE),
    ("IMG_1.heic", b"\0\0\0\x20ftypheic" + b"\0" * 40, Why.PHONE_PHOTO),
    ("pagina.html", b"<html><script>alert(1)</script>", Why.UNKNOWN),
    ("beeld.svg", b"<svg onload='alert(1)'/>", Why.UNKNOWN),
    ("iets", b"\x00\x01\x02", Why.UNKNOWN),
    ("zonder", b"gewone woorden", Why.UNKNOWN),
]


@pytest.mark.parametrize(("name", "content", "why"), BAD, ids=[f"{name}-{why.name}" for name, _, why in BAD])
def test_what_is_not_surely_one_of_the_kinds_is_refused_at_the_door(name: str, content: bytes, why: Why) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(content[: kinds.ENOUGH], name)
    assert refused.value.why == why


@given(start=st.binary(max_size=300), name=st.text(max_size=30))
def test_whatever_comes_it_is_a_known_kind_or_refused(start: bytes, name: str) -> None:
    with contextlib.suppress(Refused):
        assert kind_of(start, name) in KINDS.values()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_copied_picture_shows_the_same_and_tells_nothing(kind: str) -> None:
    original = invented.photo(kind)
    made = images.copy(original, kind.lower())
    assert invented.PLACE.encode() not in made.content
    assert invented.AUTHOR.encode() not in made.content
    with Image.open(io.BytesIO(made.content)) as picture:
        assert picture.size == (640, 480)
        assert dict(picture.getexif()) == {}
        red, green, blue = picture.convert("RGB").getpixel((200, 150))
    assert (red < 60, green < 100, blue > 120) == (True, True, True)
    assert made.facts == {"width": 640, "height": 480}


def test_a_large_picture_becomes_smaller_and_a_turned_one_upright() -> None:
    exif, made = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    Image.new("RGB", (4000, 1000)).save(made, "JPEG", exif=exif)
    with Image.open(io.BytesIO(images.copy(made.getvalue(), "jpeg").content)) as picture:
        assert picture.height > picture.width
        assert max(picture.size) <= images.LONGEST_SIDE


def test_the_coarse_picture_has_as_many_squares_as_asked_and_no_more() -> None:
    with Image.open(io.BytesIO(images.mosaic(invented.photo(), "jpeg", blocks=20))) as picture:
        assert max(picture.size) <= 320
        step = picture.width // 20
        for x in range(0, picture.width, step):
            square = picture.crop((x, 0, x + step, step))
            assert len(square.getcolors() or []) == 1


def test_a_picture_that_would_not_fit_in_memory_is_found_before_it_is_drawn() -> None:
    with pytest.raises(Found) as found:
        images.check(invented.bomb_png(), "png")
    assert found.value.finding == BOMB


@pytest.mark.parametrize(
    "content",
    [
        invented.photo() + invented.zipped({"a.exe": b"MZ"}),
        invented.photo() + b"Rar!\x1a\x07" + b"\0" * 30,
        invented.photo() + b"<script>alert(1)</script>",
        invented.photo()[:20] + b"%PDF-1.7" + invented.photo()[20:],
    ],
    ids=["zip", "rar", "script", "pdf"],
)
def test_a_picture_that_is_something_else_besides_is_held_back(content: bytes) -> None:
    with pytest.raises(Found) as found:
        images.check(content, "jpeg")
    assert found.value.finding == POLYGLOT


def test_a_broken_picture_is_damaged() -> None:
    with pytest.raises(Found) as found:
        images.copy(invented.photo()[:400], "jpeg")
    assert found.value.finding == DAMAGED


def test_a_copied_pdf_has_its_pages_and_nothing_that_acts_or_tells() -> None:
    made = pdf.copy(invented.document())
    assert made.facts["pages"] == 1
    for word in (invented.AUTHOR, "app.alert", "geheim.txt", "ingesloten", "calc.exe", "/JavaScript", "/Launch"):
        assert word.encode() not in made.content
    with pikepdf.open(io.BytesIO(made.content)) as opened:
        assert len(opened.attachments) == 0
        assert "/OpenAction" not in opened.Root
        assert "/Info" not in opened.trailer


@pytest.mark.parametrize("as_list", [False, True])
def test_a_photo_inside_a_pdf_keeps_its_pixels_and_loses_what_it_tells(*, as_list: bool) -> None:
    photo, made = invented.photo("JPEG"), io.BytesIO()
    name = pikepdf.Name("/DCTDecode")
    with pikepdf.new() as document:
        document.add_blank_page()
        settings = {"Subtype": pikepdf.Name("/Image"), "Filter": pikepdf.Array([name]) if as_list else name}
        stream = pikepdf.Stream(document, photo, Type=pikepdf.Name("/XObject"), **settings)
        document.pages[0].obj["/Contents"] = document.make_stream(b"/Im0 Do")
        document.pages[0].obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
        document.save(made)
    with pikepdf.open(io.BytesIO(pdf.copy(made.getvalue()).content)) as opened:
        copied = opened.pages[0].obj["/Resources"]["/XObject"]["/Im0"].read_raw_bytes()
    assert invented.AUTHOR.encode() in photo
    assert invented.AUTHOR.encode() not in copied
    assert b"Exif" not in copied
    with Image.open(io.BytesIO(photo)) as before, Image.open(io.BytesIO(copied)) as after:
        assert before.tobytes() == after.tobytes()


@given(st.binary(max_size=400))
def test_what_is_no_jpeg_stays_as_it_is(content: bytes) -> None:
    assert images.without_facts(b"\x89" + content) == b"\x89" + content
    assert len(images.without_facts(b"\xff\xd8" + content)) <= len(content) + 2


def test_a_pdf_with_a_password_cannot_be_checked_and_says_so() -> None:
    with pytest.raises(Found) as found:
        pdf.copy(invented.locked_document())
    assert found.value.finding == PASSWORD


def test_a_pdf_that_is_a_zip_too_is_held_back() -> None:
    with pytest.raises(Found) as found:
        pdf.copy(invented.document() + invented.zipped({"a.exe": b"MZ"}))
    assert found.value.finding == POLYGLOT


@pytest.mark.parametrize("content", [b"%PDF-1.7 kapot", b"%PDF-"])
def test_a_broken_pdf_is_damaged(content: bytes) -> None:
    with pytest.raises(Found) as found:
        pdf.copy(content)
    assert found.value.finding == DAMAGED


def test_a_copied_letter_keeps_its_words_and_loses_macro_maker_and_remote_template() -> None:
    made = office.copy(invented.letter(), "docx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as packed:
        assert "Zij werkt er al een jaar." in packed.read("word/document.xml").decode()
        everything = b"".join(packed.read(name) for name in packed.namelist())
        assert "docProps/core.xml" not in packed.namelist()
        assert b"media/foto.jpg" in packed.read("word/_rels/document.xml.rels")
    for word in ("vbaProject", "kwaad.example", invented.AUTHOR, invented.PLACE, "docProps"):
        assert word.encode() not in everything
    assert made.facts["macros"] == 1
    assert made.facts["images"] == 1


def test_a_copied_sheet_loses_its_script_and_its_maker() -> None:
    made = office.copy(invented.sheet(), "ods")
    with zipfile.ZipFile(io.BytesIO(made.content)) as packed:
        assert packed.namelist()[0] == "mimetype"
        assert b"loon" in packed.read("content.xml")
        assert b"scripts" not in packed.read("content.xml")
        assert not {"meta.xml", "Basic/Standard/Module1.xml"} & set(packed.namelist())
        assert b"meta.xml" not in packed.read("META-INF/manifest.xml")


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        ({"word/groot.xml": b"0" * 40_000_000}, BOMB),
        ({"word/lach.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}, BOMB),
        ({"../../etc/passwd": b"x"}, DAMAGED),
    ],
    ids=["unpacks to far too much", "laughs a billion times", "climbs out"],
)
def test_a_document_that_would_harm_whoever_unpacks_it_is_held_back(more: dict[str, bytes], finding: str) -> None:
    with pytest.raises(Found) as found:
        office.copy(invented.letter(more=more), "docx")
    assert found.value.finding == finding


def test_text_comes_out_as_words_alone() -> None:
    assert texts.copy("één\r\ntwee\x1b[31m\x07".encode("cp1252")).content == "één\ntwee[31m".encode()
    assert texts.copy("ą".encode("utf-16")).content == "ą".encode()
