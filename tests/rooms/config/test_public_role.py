"""The public door as its own role: its whole work goes through, and nothing else can be found, read or put in."""

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import processes
from tests.rooms.config.doors import STORY, Conversation, Place
from tests.visitor import Visitor


@pytest.mark.usefixtures("conversation")
def test_without_a_code_the_public_role_finds_no_row_of_anybody(place: Place) -> None:
    secret = ("intake_report", "intake_message", "intake_visit")
    with place.open("schakel") as owner:
        assert all(owner.execute(f"SELECT count(*) FROM {table}").fetchone() != (0,) for table in secret)  # noqa: S608
    with place.open("schakel_public") as door:
        # As it comes in, with a lookup id that fits nothing, and with an empty one.
        for lookup in (None, "ab" * 32, ""):
            for setting in ("schakel.report", "schakel.visit"):
                if lookup is not None:
                    door.execute("SELECT set_config(%s, %s, false)", (setting, lookup))
            for table in secret:
                assert door.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table  # noqa: S608
        assert door.execute("DELETE FROM intake_visit").rowcount == 0
        assert door.execute("UPDATE intake_visit SET content = ''").rowcount == 0
        for hidden in ("audit_event WHERE door <> 'public'", "publications_publication WHERE state <> 'published'"):
            assert door.execute(f"SELECT count(*) FROM {hidden}").fetchone() == (0,)  # noqa: S608


@pytest.mark.usefixtures("code")
@pytest.mark.parametrize("column", ["routing_sealed", "body_sealed", "content", "data_key", "state", "key_id"])
def test_the_public_role_reads_no_envelope_not_even_with_the_lookup_id(place: Place, column: str) -> None:
    with place.open("schakel") as owner:
        row = owner.execute("SELECT encode(lookup, 'hex') FROM intake_report").fetchone()
    assert row is not None
    with place.open("schakel_public") as door:
        door.execute("SELECT set_config('schakel.report', %s, false)", (row[0],))
        assert door.execute("SELECT count(id) FROM intake_report").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            door.execute(f"SELECT {column} FROM intake_report")  # noqa: S608


INSERTED = {
    "intake_report": {
        "id": "gen_random_uuid()", "created_at": "now()", "received_at": "now()", "channel": "'web'", "language": "'nl'",
        "urgency": "''", "state": "'sealed'", "answered_how": "''", "sealed_by": "'server'", "set_aside_as": "''", "lookup": "'\\xab'", "reply_key": "'\\x'", "key_id": "''",
        "compartment_id": "(SELECT '00000000-0000-4000-8000-000000000001'::uuid)",
    },
    "audit_event": {
        "door": "'public'", "sequence": "1000000", "at": "now()", "tag": "'x'", "actor_id": "''", "actor_role": "''",
        "responsible_id": "''", "object_type": "''", "object_id": "''", "authorisation": "''", "consent": "''",
        "detail": "'{}'", "digest": "'\\x'",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("intake_report", {"state": "'opened'"}),
        ("intake_report", {"channel": "'phone'"}),
        ("intake_report", {"content": "'\\xab'"}),
        ("intake_report", {"compartment_id": "gen_random_uuid()"}),
        ("audit_event", {"door": "'desk'"}),
    ],
)
def test_the_public_role_puts_in_only_what_its_door_makes(place: Place, table: str, wrong: dict[str, str]) -> None:
    def insert(door: psycopg.Connection[Any], values: dict[str, str]) -> None:
        door.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})")  # noqa: S608

    with place.open("schakel_public") as door:
        door.execute("BEGIN")
        insert(door, INSERTED[table])
        door.execute("ROLLBACK")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            insert(door, INSERTED[table] | wrong)


def test_nobody_answers_in_the_name_of_the_desk_at_the_public_door(place: Place, code: str) -> None:
    with place.open("schakel") as owner:
        row = owner.execute("SELECT id, encode(lookup, 'hex') FROM intake_report").fetchone()
    assert row is not None
    with place.open("schakel_public") as door:
        door.execute("SELECT set_config('schakel.report', %s, false)", (row[1],))
        columns = "INSERT INTO intake_message (id, created_at, report_id, sequence, sender, sent_at, key_id)"
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            door.execute(columns + " VALUES (gen_random_uuid(), now(), %s, 9, 'desk', now(), '')", (row[0],))


def test_a_whole_conversation_goes_through_both_roles(conversation: Conversation) -> None:
    assert conversation.at_the_desk == [STORY, "Dank je wel voor je melding."]
    assert "Dank je wel voor je melding." in conversation.at_the_public_door
    assert conversation.turns == [("desk",), ("reporter",)]


@pytest.mark.usefixtures("conversation")
def test_with_a_code_the_public_role_raises_a_mark_and_notes_what_was_read_and_no_more(place: Place) -> None:
    with place.open("schakel") as owner:
        marked = owner.execute("SELECT urgency, encode(lookup, 'hex') FROM intake_report").fetchall()
        read = owner.execute("SELECT sender, read_at IS NOT NULL FROM intake_message ORDER BY sequence").fetchall()
    assert [urgency for urgency, _ in marked] == ["danger_today"]
    assert read == [("desk", True), ("reporter", False)]
    with place.open("schakel_public") as door:
        assert door.execute("UPDATE intake_report SET urgency = ''").rowcount == 0, "nobody's, without a code"
        assert door.execute("UPDATE intake_message SET read_at = NULL").rowcount == 0
        door.execute("SELECT set_config('schakel.report', %s, false)", (marked[0][1],))
        for change in ("intake_report SET state = 'triaged'", "intake_message SET sealed = NULL"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                door.execute(f"UPDATE {change}")
        # What the reporter wrote is not the reporter's to mark as read.
        assert door.execute("UPDATE intake_message SET read_at = read_at").rowcount == 1


@pytest.mark.usefixtures("conversation")
def test_a_proof_is_put_in_and_can_not_be_read_at_the_public_door(place: Place, visited: Visitor) -> None:
    token = dict(visited.get("/bewijs/").fields)["csrfmiddlewaretoken"]
    for button in ("safe", "make", "make"):
        page = visited.post("/bewijs/", [("csrfmiddlewaretoken", token), (button, "ja")])
    assert "Controlenummer" in page.text
    with place.open("schakel") as owner:
        assert owner.execute("SELECT count(*) FROM intake_proof").fetchone() == (1,)
    with place.open("schakel_public") as door, pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute("SELECT count(*) FROM intake_proof")


def test_a_published_factsheet_is_read_and_a_draft_is_not_there(place: Place, visited: Visitor) -> None:
    with place.open("schakel") as owner:
        for year, state in ((2024, "published"), (2023, "draft")):
            row = owner.execute(
                "INSERT INTO publications_publication (id, created_at, year, revision, state, introduction, correction,"
                " content, digest) VALUES (gen_random_uuid(), now(), %s, 1, %s, '', '', '', '') RETURNING id",
                (year, state),
            ).fetchone()
            assert row is not None
            owner.execute(
                "INSERT INTO publications_publicationfile (id, created_at, publication_id, name, content)"
                " VALUES (gen_random_uuid(), now(), %s, 'a.csv', 'jaar')",
                row,
            )
    assert "2024" in visited.get("/factsheet/").text
    assert "2023" not in visited.get("/factsheet/").text
    assert visited.fetch("/factsheet/2024/a.csv") == b"jaar"
    assert visited.get("/factsheet/2023/a.csv").status == 404


START = """
import logging, sys
from schakel.config.serve import check_public_process
logging.getLogger("schakel").addHandler(logging.StreamHandler(sys.stdout))
check_public_process()
"""


@pytest.mark.parametrize(
    ("role", "said"), [("schakel", "a role that may read every sealed report"), ("schakel_public", "")]
)
def test_a_public_door_with_too_strong_a_role_says_so(place: Place, public_home: Path, role: str, said: str) -> None:
    printed = processes.in_installation(public_home, "public", START, settings=place.settings(role))
    assert said in printed
    assert bool(printed) is bool(said)


STEAL = """
from django.conf import settings
from schakel.intake.models import Report
from schakel.vault import keys
print(settings.SCHAKEL_DESK_KEYS, Report.objects.count())
try:
    keys.desk_keys()
except keys.KeyFileError as error:
    print(error)
"""


# Every private key of the installation, as it would stand in a file.
PRIVATE = """
import base64
from schakel.vault import keyring, keys, master
ring = keyring.read(keys.desk_file(), keys.source())
every = [master.read(keys.source()), ring.tokens, ring.reply_signature]
every += [kept.key for kept in (*ring.intake.values(), *ring.wrapping.values())]
print(*[base64.b64encode(key).decode() for key in every])
"""


@pytest.mark.usefixtures("code")
def test_with_the_public_servers_files_and_role_no_report_can_be_opened(place: Place, public_home: Path) -> None:
    held = {path.name for path in public_home.rglob("*") if path.is_file()}
    assert held == {"public.json", "public.secret"}
    stolen = processes.in_installation(public_home, "public", STEAL, settings=place.settings("schakel_public"))
    assert stolen.splitlines() == ["None 0", "The public process holds no key that opens stored content."]
    # No byte of a private key stands in those files.
    told = processes.in_installation(place.home, "desk", PRIVATE, settings=place.settings("schakel"))
    private = [*told.split(), *re.findall(r'"([A-Za-z0-9+/=]{40,})"', (place.home / "keys" / "desk.json").read_text())]
    assert len(private) > 4
    assert [key for key in private if any(key in path.read_text() for path in (public_home / "keys").iterdir())] == []
    # Settings of the desk find nothing to work with there.
    done = processes.command(public_home, "serve", "desk", settings=place.settings("schakel_public"))
    assert done.returncode == 1
