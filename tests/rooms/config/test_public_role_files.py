"""Files as the public door's own role in PostgreSQL: sent along, taken back, and out of reach once the report was sent."""

import re

import psycopg
import pytest

from tests import processes
from tests.rooms.config.doors import STORY, Place
from tests.visitor import Visitor, code_on

OPEN_IT = """
from schakel.attachments import envelopes
from schakel.attachments.models import Attachment
from schakel.intake.models import Report
for file in Attachment.objects.all():
    report = Report.objects.get(lookup=file.lookup)
    header = envelopes.read(file, report)
    print(header.name, b"".join(envelopes.content_of(file.id, header)).decode())
"""


def test_files_go_along_as_that_role_and_can_not_be_read_or_removed_by_it(place: Place, visited: Visitor) -> None:
    check = visited.fill_in(STORY)
    files = [("files", name, f"inhoud van {name}".encode()) for name in ("blijft.txt", "weg.txt")]
    page = visited.send_files("/meesturen/", visited.get("/meesturen/").fields, files)
    assert (page.status, page.path) == (200, "/meesturen/")
    chosen = re.search(r'value="([0-9a-f-]{36})">[^<]*<span class="visually-hidden">: weg\.txt', page.text)
    assert chosen is not None
    token = [field for field in page.fields if field[0] == "csrfmiddlewaretoken"]
    assert "weg.txt" not in visited.post("/meesturen/weg/", [*token, ("bestand", chosen[1])]).text
    assert code_on(visited.send(check))
    with place.open("schakel") as owner:
        ((lookup,),) = owner.execute("SELECT encode(lookup, 'hex') FROM attachments_attachment").fetchall()
    with place.open("schakel_public") as door:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            door.execute("SELECT sealed FROM attachments_piece")
        assert door.execute("SELECT id FROM attachments_attachment").fetchall() == []
        door.execute("SELECT set_config('schakel.report', %s, false)", [lookup])
        assert len(door.execute("SELECT id FROM attachments_attachment").fetchall()) == 1
        # Even whoever has the code can't take back what was sent.
        assert door.execute("DELETE FROM attachments_attachment").rowcount == 0
    said = processes.in_installation(place.home, "desk", OPEN_IT, settings=place.settings("schakel_desk"))
    assert said == "blijft.txt inhoud van blijft.txt\n"
