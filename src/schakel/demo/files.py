"""Invented files for the demo: a picture of a street and a wage slip, drawn here."""

import io

import pikepdf
from PIL import Image, ImageDraw

from schakel.attachments import actions
from schakel.attachments.uploads import SealingHandler
from schakel.intake.models import Report, ReportState

_WARNING = "DEMO - VERZONNEN"
_LINES = (
    _WARNING,
    "Loonstrook oktober 2026",
    "Werkgever: Kwekerij Voorbeeld",
    "Gewerkt: 262 uur",
    "Bruto 2.410, af: kamer 700, bus 240, boete 150",
    "Uitbetaald: 1.020",
)


def send_some() -> None:
    """A picture and a wage slip with the newest report, and a picture with the newest that was judged."""
    for state, files in ((ReportState.SEALED, (_street, _wage_slip)), (ReportState.TRIAGED, (_street,))):
        report = Report.objects.filter(state=state, channel="web").order_by("-received_at", "pk").first()
        if report is None:
            continue
        handler = SealingHandler(room=len(files))
        for draw in files:
            name, content = draw()
            handler.new_file("files", name, "", len(content))
            handler.receive_data_chunk(content, 0)
            handler.file_complete(len(content))
        actions.attach(lookup=bytes(report.lookup), taken=handler.taken)


def _street() -> tuple[str, bytes]:
    picture = Image.new("RGB", (1200, 800), (108, 141, 168))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 600, 1200, 800), fill=(92, 92, 96))
    for left, wall in ((80, (150, 84, 66)), (460, (176, 142, 108)), (840, (133, 76, 70))):
        draw.rectangle((left, 260, left + 300, 620), fill=wall)
        draw.polygon(((left - 20, 260), (left + 150, 130), (left + 320, 260)), fill=(74, 58, 58))
        draw.rectangle((left + 40, 320, left + 120, 420), fill=(240, 214, 130))
        draw.rectangle((left + 180, 440, left + 260, 620), fill=(52, 70, 62))
    draw.text((20, 20), _WARNING, fill=(255, 255, 255), font_size=40)
    made, told = io.BytesIO(), Image.Exif()
    told[0x010E] = "Enschede"
    picture.save(made, "JPEG", exif=told)
    return "woning.jpg", made.getvalue()


def _wage_slip() -> tuple[str, bytes]:
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name("/Font"), Subtype=pikepdf.Name("/Type1"), BaseFont=pikepdf.Name("/Helvetica")
        )
        page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        lines = " ".join(f"({line}) Tj 0 -28 Td" for line in _LINES)
        page.obj["/Contents"] = document.make_stream(f"BT /F1 16 Tf 60 760 Td {lines} ET".encode())
        document.docinfo["/Author"] = "Kwekerij Voorbeeld"
        document.save(made)
    return "loonstrook.pdf", made.getvalue()
