"""`schakel database roles`: each door gets a role of its own in PostgreSQL, and that role may do its work and no more."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgresql, processes
from tests.visitor import Visitor

STORY = "Hij werkt zonder loon en mag niet weg."
COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")
ALL = ("*",)

# What the public door's role may do, table by table, with which columns. A table that stands in neither list fails.
PUBLIC_MAY: dict[str, dict[str, tuple[str, ...]]] = {
    "core_installation": {"SELECT": ("created_at", "id", "kind")},
    "publications_publication": {"SELECT": ("content", "id", "revision", "state", "year")},
    "publications_publicationfile": {"SELECT": ("content", "id", "name", "publication_id")},
    "intake_report": {"SELECT": ("id", "lookup", "received_at"), "INSERT": ALL},
    "intake_message": {
        "SELECT": ("id", "report_id", "sealed", "sender", "sent_at", "sequence", "signature"),
        "INSERT": ALL,
    },
    "intake_visit": {
        "SELECT": ("content", "created_at", "expires_at", "id", "lookup"),
        "INSERT": ALL,
        "UPDATE": ("content", "expires_at"),
        "DELETE": ALL,
    },
    "audit_event": {"SELECT": ("digest", "door", "sequence"), "INSERT": ALL},
}
# Tables of which the public door's role sees nothing at all. A new table must be put in one of the two lists.
CLOSED_TO_THE_PUBLIC = {
    "access_breakglassreview", "access_compartment", "access_exclusion", "access_grant", "access_invitation",
    "access_keying", "access_proposal", "access_user",
    "account_emailaddress", "account_emailconfirmation", "auth_group", "auth_group_permissions", "auth_permission",
    "cases_case", "cases_note", "cases_triage", "cases_victim", "django_content_type", "django_migrations",
    "django_session", "people_link", "people_nametoken", "people_person", "publications_achievement", "vault_datakey",
}  # fmt: skip
EVERYTHING = dict.fromkeys(COMMANDS, ALL)
DESK_MAY_LESS: dict[str, dict[str, tuple[str, ...]]] = {
    "audit_event": {"SELECT": ALL, "INSERT": ALL},
    "core_installation": {"SELECT": ALL},
    "django_migrations": {"SELECT": ALL},
}


@dataclass(frozen=True)
class Place:
    """A prepared installation on PostgreSQL with both roles."""

    home: Path
    folder: str
    database: str

    def address(self, role: str) -> str:
        return f"postgresql://{role}@{self.folder.replace('/', '%2F')}/{self.database}"

    def settings(self, role: str) -> dict[str, str]:
        return processes.DEMO | {"SCHAKEL_DATABASE": self.address(role)}

    def open(self, role: str) -> psycopg.Connection[Any]:
        return psycopg.connect(host=self.folder, user=role, dbname=self.database, autocommit=True)


def created(place: Place, *arguments: str, role: str = "schakel") -> subprocess.CompletedProcess[str]:
    return processes.command(place.home, "database", "roles", *arguments, settings=place.settings(role))


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgresql.Cluster]:
    """A server of this module's own: roles belong to the whole server, not to one database."""
    cluster = postgresql.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def place(cluster: postgresql.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("roles")
    place = Place(folder / "home", str(cluster.folder), "schakel")
    done = processes.command(place.home, "prepare", settings=place.settings("schakel"))
    assert (done.returncode, done.stderr) == (0, "")
    for door in ("public", "desk"):
        (folder / door).write_text(f"een-lang-wachtwoord-voor-{door}\n")
    made = created(
        place, "--public-password-file", str(folder / "public"), "--desk-password-file", str(folder / "desk")
    )
    assert (made.returncode, made.stderr) == (0, "")
    return place


@pytest.fixture(scope="module")
def public_home(place: Place) -> Path:
    """What stands on a public server of its own: the pinned public keys and the door's own secret, nothing else."""
    home = place.home.parent / "public-home"
    (home / "keys").mkdir(parents=True)
    for name in ("public.json", "public.secret"):
        shutil.copy(place.home / "keys" / name, home / "keys" / name)
    return home


@pytest.fixture(scope="module")
def visited(place: Place, public_home: Path) -> Iterator[Visitor]:
    """The public door in a process of its own, as its own role, with its own files alone."""
    port = processes.free_port()
    with processes.serving(public_home, "public", port=port, settings=place.settings("schakel_public")):
        yield Visitor(port)


@pytest.fixture(scope="module")
def code(visited: Visitor) -> str:
    """The receipt code of a report that was handed in at the public door."""
    return visited.report(STORY)


@dataclass(frozen=True)
class Conversation:
    """What each side read, and whose turns are stored in the end."""

    at_the_desk: list[str]
    at_the_public_door: str
    turns: list[tuple[str]]


ANSWER = """
import sys
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.access.actions import create_account
from schakel.core.actors import system
from schakel.intake import actions, queries
by = create_account(email="inge@centrum.example", name="Inge Tas", role=Role.INTAKE_WORKER,
    password="een-lang-wachtwoord", by=system("test"))
report = queries.inbox(by).first()
print(actions.open_report(report=report, by=by).body.story)
actions.answer(report=report, text="Dank je wel voor je melding.", by=by)
print(*[text for _, text in actions.read_conversation(report=report, by=by)])
"""


@pytest.fixture(scope="module")
def conversation(place: Place, visited: Visitor, code: str) -> Conversation:
    """A report that was opened and answered as the desk's role, read and added to as the public door's."""
    said = processes.in_installation(place.home, "desk", ANSWER, settings=place.settings("schakel_desk"))
    start = visited.get("/vervolg/")
    asked = visited.post("/vervolg/", [(name, code if name == "code" else value) for name, value in start.fields])
    fields = [(name, "Er is nog iets gebeurd." if name == "text" else value) for name, value in asked.fields]
    # The same page sent a second time adds nothing.
    for _ in range(2):
        assert visited.post("/vervolg/gesprek/", fields).status == 200
    with place.open("schakel") as owner:
        turns = owner.execute("SELECT sender FROM intake_message ORDER BY sequence").fetchall()
    return Conversation(said.splitlines(), asked.text, turns)


def tables(place: Place) -> dict[str, list[str]]:
    """Every table with its columns."""
    with place.open("schakel") as owner:
        rows = owner.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def privileges(place: Place, role: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """What PostgreSQL itself says a role may do: table, command, columns."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    with place.open("schakel") as owner:

        def asked(question: str, *values: str) -> bool:
            row = owner.execute(question, (role, *values)).fetchone()
            return bool(row and row[0])

        for table, columns in tables(place).items():
            for command in (*COMMANDS, "TRUNCATE", "REFERENCES", "TRIGGER"):
                if asked("SELECT has_table_privilege(%s, %s, %s)", table, command):
                    found.setdefault(table, {})[command] = ALL
                elif command in ("SELECT", "INSERT", "UPDATE", "REFERENCES"):
                    some = [
                        column
                        for column in columns
                        if asked("SELECT has_column_privilege(%s, %s, %s, %s)", table, column, command)
                    ]
                    if some:
                        found.setdefault(table, {})[command] = tuple(some)
    return found


def test_the_public_role_may_do_what_is_listed_and_nothing_else(place: Place) -> None:
    assert privileges(place, "schakel_public") == PUBLIC_MAY
    assert tables(place).keys() - PUBLIC_MAY.keys() == CLOSED_TO_THE_PUBLIC, "a table that nobody listed"


def test_the_desk_role_may_do_everything_but_change_what_happened(place: Place) -> None:
    expected = {table: DESK_MAY_LESS.get(table, EVERYTHING) for table in tables(place)}
    assert privileges(place, "schakel_desk") == expected


@pytest.mark.parametrize("role", ["schakel_public", "schakel_desk"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "ALTER TABLE intake_report ADD COLUMN mine int",
        "ALTER TABLE intake_report DISABLE ROW LEVEL SECURITY",
        "DROP TABLE intake_visit",
        "TRUNCATE intake_report",
        "UPDATE audit_event SET tag = 'x'",
        "DELETE FROM audit_event",
        "SET ROLE schakel",
        "CREATE ROLE mine",
        "CREATE SCHEMA mine",
    ],
)
def test_neither_door_may_change_the_tables_or_what_happened(place: Place, role: str, statement: str) -> None:
    with place.open(role) as door, pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute(statement)


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
@pytest.mark.parametrize("column", ["routing_sealed", "body_sealed", "content", "data_key_id", "urgency", "key_id"])
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
        "urgency": "''", "state": "'sealed'", "lookup": "'\\xab'", "reply_key": "'\\x'", "key_id": "''",
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


def test_a_published_factsheet_is_read_and_a_draft_is_not_there(place: Place, visited: Visitor) -> None:
    with place.open("schakel") as owner:
        for year, state in ((2024, "published"), (2025, "draft")):
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
    assert "2025" not in visited.get("/factsheet/").text
    assert visited.fetch("/factsheet/2024/a.csv") == b"jaar"
    assert visited.get("/factsheet/2025/a.csv").status == 404


WORK = """
from schakel.access import actions as access
from schakel.access.roles import Role
from schakel.cases.actions import Recognised
from schakel.cases.states import Outcome
from schakel.core import schedule, time
from schakel.core.actors import system
from schakel.demo.personas import PERSONAS
from schakel.figures import actions as figures
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from tests.rooms import chain
by = chain.account(Role.CASE_COORDINATOR)
report, _ = chain.hand_in()
ana = Recognised(PersonDetails(time.today(), name="Ana Bos", gender="woman"))
made = chain.judge(report, ana, by=by, outcome=Outcome.NEW_CASE, coordinator=by)
figures.draft(year=2025, by=chain.account(Role.POLICY_ANALYST))
for job in schedule.jobs():
    job.run()
print(Person.objects.count(), made.case is not None)
persona = PERSONAS[0]
access.create_account(email=persona.email, name=persona.name, role=persona.role, password=None, by=system("test"))
print(persona.key)
"""


def test_the_desks_role_does_the_desks_work(place: Place) -> None:
    settings = place.settings("schakel_desk")
    count, key = processes.in_installation(place.home, "desk", WORK, settings=settings).splitlines()
    assert count == "1 True"
    port = processes.free_port()
    with processes.serving(place.home, "desk", port=port, settings=settings):
        desk = Visitor(port, "localhost")
        chosen = desk.get("/demo/aanmelden/")
        kept = [field for field in chosen.fields if field[0] != "persona"]
        home = desk.post(chosen.path, [*kept, ("persona", key)])
        assert (home.status, home.path) == (200, "/")
        assert desk.get("/meldingen/").status == 200


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


@pytest.mark.usefixtures("code")
def test_with_the_public_servers_files_and_role_no_report_can_be_opened(place: Place, public_home: Path) -> None:
    held = {path.name for path in public_home.rglob("*") if path.is_file()}
    assert held == {"public.json", "public.secret"}
    stolen = processes.in_installation(public_home, "public", STEAL, settings=place.settings("schakel_public"))
    assert stolen.splitlines() == ["None 0", "The public process holds no key that opens stored content."]
    # No byte of a private key stands in those files.
    private = re.findall(r'"([A-Za-z0-9+/=]{40,})"', (place.home / "keys" / "desk.json").read_text())
    assert len(private) > 3
    assert [key for key in private if any(key in path.read_text() for path in (public_home / "keys").iterdir())] == []
    # Settings of the desk find nothing to work with there.
    done = processes.command(public_home, "serve", "desk", settings=place.settings("schakel_public"))
    assert done.returncode == 1


def test_again_it_changes_nothing_and_asks_nothing(place: Place) -> None:
    def stored() -> list[Any]:
        with place.open("schakel") as owner:
            return owner.execute(
                "SELECT rolname, rolpassword FROM pg_authid WHERE rolname ~ 'schakel_' ORDER BY 1"
            ).fetchall()

    before = (stored(), privileges(place, "schakel_public"), privileges(place, "schakel_desk"))
    done = created(place)
    assert (done.returncode, done.stderr) == (0, "")
    assert (stored(), privileges(place, "schakel_public"), privileges(place, "schakel_desk")) == before
    assert all(password.startswith("SCRAM-SHA-256$") for _, password in before[0])


def test_a_new_table_opens_for_the_desk_at_the_next_prepare_and_never_for_the_public(place: Place) -> None:
    with place.open("schakel") as owner:
        owner.execute("CREATE TABLE fresh (id int)")
        owner.execute("GRANT SELECT ON fresh TO schakel_public")  # a mistake of the past
        owner.execute("DELETE FROM django_migrations WHERE app = 'intake' AND name = '0002_inbox_index'")
        owner.execute("DROP INDEX intake_by_moment, intake_inbox")
    try:
        assert "fresh" not in privileges(place, "schakel_desk")
        done = processes.command(place.home, "prepare", settings=place.settings("schakel"))
        assert (done.returncode, done.stderr) == (0, "")
        assert privileges(place, "schakel_desk")["fresh"] == EVERYTHING
        assert "fresh" not in privileges(place, "schakel_public")
    finally:
        with place.open("schakel") as owner:
            owner.execute("DROP TABLE fresh")


def test_prepare_as_a_doors_role_changes_nothing_and_says_so_where_it_must(place: Place) -> None:
    done = processes.command(place.home, "prepare", settings=place.settings("schakel_desk"))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "role", "words"),
    [
        ((), "schakel_desk", "Only the owner of the database"),
        (("--public", "schakel_desk"), "schakel", "different names"),
        (("--public", "Robert'); DROP"), "schakel", "no name for a role"),
        (("--public", "schakel"), "schakel", "owner of the database can't be"),
        (("--public", "mighty"), "schakel", "may do more than a door should"),
    ],
)
def test_what_is_refused_is_refused_in_one_sentence(
    place: Place, arguments: tuple[str, ...], role: str, words: str
) -> None:
    with place.open("schakel") as owner:
        owner.execute("DROP ROLE IF EXISTS mighty")
        owner.execute("CREATE ROLE mighty LOGIN BYPASSRLS")
    done = created(place, *arguments, role=role)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr


def test_sqlite_has_no_roles(prepared: Callable[..., Path]) -> None:
    done = processes.command(prepared(), "database", "roles")
    assert done.returncode == 1
    assert "PostgreSQL only" in done.stderr
