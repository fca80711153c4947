"""`schakel prepare`: makes an installation once, leaves it alone after, and refuses in words."""

import base64
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from schakel.config import environment
from tests import processes

pytestmark = pytest.mark.long_run

Prepared = Callable[..., Path]

STORE_A_SEALED_REPORT = """
from schakel.intake import actions, visits
from schakel.intake.content import Body, Content, Routing
said = Content(Routing("other", "unknown"), Body("Iemand werkt zonder loon."))
print(actions.hand_in(visit_key=visits.new_key(), said=said, language="nl"))
"""


def refusal(home: Path, *arguments: str, settings: dict[str, str] = processes.DEMO) -> str:
    """The one sentence with which a command is refused."""
    done = processes.command(home, *(arguments or ("prepare",)), settings=settings)
    assert done.returncode == 1, done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("schakel: ")
    return lines[0]


def key_bytes(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home / "keys").iterdir()}


def test_everything_is_for_its_owner_alone(prepared: Prepared) -> None:
    home = prepared()
    folders = [home, home / "keys"]
    files = [*(home / "keys").iterdir(), *home.glob("*.sqlite3*")]
    assert {path.name for path in files} >= {
        "desk.json",
        "master.key",
        "public.json",
        "desk.secret",
        "public.secret",
        "schakel.sqlite3",
        "keystore.sqlite3",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_second_time_changes_nothing(prepared: Prepared) -> None:
    home = prepared()
    before = key_bytes(home)
    assert processes.command(home, "prepare").returncode == 0
    assert key_bytes(home) == before


@pytest.mark.parametrize("tables_are_made", [False, True])
def test_an_interrupted_first_time_is_continued(prepared: Prepared, *, tables_are_made: bool) -> None:
    home = prepared()
    with sqlite3.connect(home / "schakel.sqlite3") as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = {*tables} if tables_are_made else {"django_migrations", "core_installation", "sqlite_sequence"}
        for table in set(tables) - kept:
            database.execute(f'DROP TABLE "{table}"')
        database.execute("DELETE FROM django_migrations WHERE app <> 'core'")
        if not tables_are_made:
            database.execute("DELETE FROM core_installation")
    database.close()
    assert processes.command(home, "prepare").returncode == 0
    assert processes.in_installation(home, "desk", STORE_A_SEALED_REPORT).strip().isdecimal()


def test_lost_key_files_are_never_made_anew(prepared: Prepared) -> None:
    home = prepared()
    (home / "keys").rename(home / "elsewhere")
    assert "put them back" in refusal(home)
    assert not (home / "keys").exists()


@pytest.mark.parametrize("name", ["desk.json", "public.json", "master.key"])
@pytest.mark.parametrize("content", [None, "{", "[]", "{}"])
def test_a_missing_or_damaged_key_file(prepared: Prepared, name: str, content: str | None) -> None:
    home = prepared()
    path = home / "keys" / name
    path.unlink()
    if content is not None:
        path.write_text(content)
    assert str(path) in refusal(home)


def test_key_files_that_do_not_belong_together(prepared: Prepared, tmp_path: Path) -> None:
    home, other = prepared(), tmp_path / "other"
    assert processes.command(other, "prepare").returncode == 0
    (home / "keys" / "public.json").write_bytes((other / "keys" / "public.json").read_bytes())
    assert "not from the same installation" in refusal(home)


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (("keys/master.key",), "master key does not open the key file"),
        (("keys/desk.json",), "master key does not open the key file"),
        (("keys/desk.json", "keys/master.key", "keys/public.json"), "can't open the key store"),
        (("keystore.sqlite3",), "key store does not belong to this database"),
        (("schakel.sqlite3",), "key store does not belong to this database"),
    ],
)
def test_a_part_of_another_installation_stops_every_start(
    prepared: Prepared, tmp_path: Path, taken: tuple[str, ...], words: str
) -> None:
    home, other = prepared(), tmp_path / "other"
    assert processes.command(other, "prepare").returncode == 0
    for name in taken:
        (home / name).write_bytes((other / name).read_bytes())
    for arguments in (("prepare",), ("serve", "desk"), ("serve", "worker"), ("keys", "status")):
        assert words in refusal(home, *arguments)


def test_key_files_that_can_not_open_the_reports(prepared: Prepared) -> None:
    home = prepared()
    kept = {name: (home / "keys" / name).read_bytes() for name in ("desk.json", "public.json")}
    assert processes.command(home, "keys", "rotate", "--intake").returncode == 0
    processes.in_installation(home, "public", STORE_A_SEALED_REPORT)
    for name, content in kept.items():
        (home / "keys" / name).write_bytes(content)
    assert "can't open the reports in this database" in refusal(home)


def test_a_key_file_from_before_the_last_rotation(prepared: Prepared) -> None:
    home = prepared()
    before = (home / "keys" / "desk.json").read_bytes()
    assert processes.command(home, "keys", "rotate").returncode == 0
    (home / "keys" / "desk.json").write_bytes(before)
    assert "can't open the key store" in refusal(home)


def test_a_key_store_that_is_gone_is_never_made_anew(prepared: Prepared) -> None:
    home = prepared()
    (home / "keystore.sqlite3").unlink()
    for arguments in (("serve", "desk"), ("prepare",), ("prepare",)):
        assert "key store does not belong to this database, or is gone" in refusal(home, *arguments)


@pytest.mark.parametrize("name", ["desk.json", "master.key"])
def test_a_key_file_open_to_others(prepared: Prepared, name: str) -> None:
    home = prepared()
    (home / "keys" / name).chmod(0o644)
    assert "chmod 600" in refusal(home)


class TestMasterKey:
    """The master key from elsewhere than its file: nothing on this disk then opens what is stored."""

    KEY = base64.b64encode(bytes(range(32))).decode()

    @pytest.mark.parametrize("name", ["SCHAKEL_MASTER_KEY", "SCHAKEL_MASTER_KEY_COMMAND", "SCHAKEL_MASTER_KEY_FILE"])
    def test_every_provider_makes_an_installation_and_finds_it_back(self, tmp_path: Path, name: str) -> None:
        home, safe = tmp_path / "home", tmp_path / "safe.key"
        value = {
            "SCHAKEL_MASTER_KEY": self.KEY,
            "SCHAKEL_MASTER_KEY_COMMAND": f"printf {self.KEY}",
            "SCHAKEL_MASTER_KEY_FILE": str(safe),
        }[name]
        chosen = processes.DEMO | {name: value}
        assert processes.command(home, "prepare", settings=chosen).stderr == ""
        assert not (home / "keys" / "master.key").exists()
        done = processes.command(home, "keys", "rotate", settings=chosen)
        assert (done.returncode, done.stderr) == (0, "")
        status = processes.command(home, "keys", "status", settings=chosen).stdout
        assert "To do: nothing" in status
        assert self.KEY not in status
        assert str(home / "keys" / "master.key") in refusal(home)

    def test_it_comes_from_one_place(self, prepared: Prepared) -> None:
        chosen = processes.DEMO | {"SCHAKEL_MASTER_KEY": self.KEY, "SCHAKEL_MASTER_KEY_COMMAND": "true"}
        assert "only one of SCHAKEL_MASTER_KEY and SCHAKEL_MASTER_KEY_COMMAND" in refusal(prepared(), settings=chosen)

    def test_another_one_is_refused(self, prepared: Prepared) -> None:
        assert "does not open" in refusal(prepared(), settings=processes.DEMO | {"SCHAKEL_MASTER_KEY": self.KEY})

    def test_the_public_door_does_not_start_with_it(self, prepared: Prepared) -> None:
        chosen = processes.DEMO | {"SCHAKEL_MASTER_KEY": self.KEY}
        assert "may not hold the master key" in refusal(prepared(), "serve", "public", settings=chosen)


def test_a_demo_never_becomes_production(prepared: Prepared) -> None:
    sentence = refusal(prepared("demo"), settings=processes.PRODUCTION)
    assert "made as a demo" in sentence
    assert "can't be used as production" in sentence


def test_production_never_becomes_a_demo(prepared: Prepared) -> None:
    home = prepared("production")
    for arguments in (("prepare",), ("demo", "--public-port", str(processes.free_port()))):
        assert "made as production and can't be used as a demo" in refusal(home, *arguments)


def test_a_database_of_something_else(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with sqlite3.connect(home / "schakel.sqlite3") as database:
        database.execute("CREATE TABLE recipes (title TEXT)")
    database.close()
    assert "was not made by 'schakel prepare'" in refusal(home)
    with sqlite3.connect(home / "schakel.sqlite3") as database:
        assert [row[0] for row in database.execute("SELECT name FROM sqlite_master")] == ["recipes"]
    database.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "schakel.sqlite3").write_text("shopping list\n" * 100)
    assert "database" in refusal(home)


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.touch()
    assert "is a file" in refusal(home)


def test_a_home_where_nothing_can_be_written() -> None:
    # Not even root can make a folder here.
    assert "can't be written" in refusal(Path("/proc/schakel"))


def test_a_full_disk(tmp_path: Path) -> None:
    home = tmp_path / "home"
    import subprocess
    import sys

    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 100; exec "$@"', "bash", sys.executable, "-m", "schakel.config.cli", "prepare"],
        check=False,
        capture_output=True,
        text=True,
        env=processes.environment(home, processes.DEMO),
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "schakel: The disk can't be written to any more: make room on it, then start again."
    ]
    assert processes.command(home, "prepare").returncode == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SCHAKEL_MODE": "test"}, "'demo' or 'production'"),
        ({"SCHAKEL_MODE": "production"}, "SCHAKEL_PUBLIC_HOST and SCHAKEL_DESK_HOST"),
        ({"SCHAKEL_PUBLIC_HOST": "a.example", "SCHAKEL_DESK_HOST": "a.example"}, "different host names"),
        ({"SCHAKEL_MODE": "demo", "SCHAKEL_DESK_HOST": "balie.example"}, "this machine alone"),
        ({"SCHAKEL_MODE": "demo", "SCHAKEL_DATABASE": "mysql://x"}, "postgresql://"),
        ({"SCHAKEL_MODE": "demo", "SCHAKEL_KEY_DATABASE": "mysql://x"}, "SCHAKEL_KEY_DATABASE must read postgresql://"),
        (
            {"SCHAKEL_MODE": "demo"} | dict.fromkeys(("SCHAKEL_DATABASE", "SCHAKEL_KEY_DATABASE"), "postgresql://x/x"),
            "must be another database",
        ),
        ({"SCHAKEL_MODE": "demo", "SCHAKEL_DAY": "someday"}, "2026-11-19"),
        ({"SCHAKEL_MODE": "demo", "SCHAKEL_DATABASE": "postgresql://x@127.0.0.1:1/x"}, "database can't be used"),
    ],
)
def test_wrong_settings(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    assert words in refusal(tmp_path / "home", settings=settings)


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({"SCHAKEL_MODE": "demo"}, "http://127.0.0.1:8000"),
        ({"SCHAKEL_MODE": "demo", "SCHAKEL_PUBLIC_PORT": "8123"}, "http://127.0.0.1:8123"),
        (processes.PRODUCTION | {"SCHAKEL_PUBLIC_PORT": "8123"}, "https://melden.example"),
    ],
)
def test_links_lead_to_where_the_public_door_answers(settings: dict[str, str], url: str) -> None:
    assert environment.read(settings).public_url == url


def test_the_database_records_what_it_was_made_as(prepared: Prepared) -> None:
    with sqlite3.connect(prepared("production") / "schakel.sqlite3") as database:
        assert database.execute("SELECT kind FROM core_installation").fetchall() == [("production",)]
    database.close()


def test_the_pinned_file_holds_no_private_key(prepared: Prepared) -> None:
    home = prepared()
    program = """
import base64
from schakel.vault import keyring, keys
ring = keyring.read(keys.desk_file(), keys.source())
kept = [*(key.key for key in (*ring.intake.values(), *ring.wrapping.values())), ring.tokens, ring.reply_signature]
print(*[base64.b64encode(key).decode() for key in kept])
"""
    secrets = processes.in_installation(home, "desk", program).split()
    pinned = (home / "keys" / "public.json").read_text()
    assert len(secrets) == 4
    assert not [secret for secret in secrets if secret in pinned]


def test_the_public_process_reaches_no_key_store(prepared: Prepared) -> None:
    program = """
from django.conf import settings
from django.utils.connection import ConnectionDoesNotExist
from schakel.vault.models import DataKey
try:
    DataKey.objects.exists()
except ConnectionDoesNotExist:
    print(sorted(settings.DATABASES))
"""
    assert processes.in_installation(prepared(), "public", program).strip() == "['default']"
