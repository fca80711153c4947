"""A new installation's tables are made at once, and are those that the migrations lead to."""

import re
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests import postgresql, processes

pytestmark = pytest.mark.long_run

MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
INBOX = "from schakel.access.models import Compartment; print(Compartment.objects.get().open_to)"


def test_on_sqlite(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert processes.command(home, "prepare").returncode == 0
    at_once = definitions(home)
    assert processes.in_installation(home, "desk", INBOX) == "triage\n"
    for file in home.glob("schakel.sqlite3*"):
        file.unlink()
    processes.in_installation(home, "desk", MIGRATE)
    migrated = definitions(home)
    assert {name for name in {*at_once, *migrated} if at_once.get(name) != migrated.get(name)} == set()
    assert processes.in_installation(home, "desk", INBOX) == "triage\n"


def test_on_postgresql(cluster: postgresql.Cluster, tmp_path: Path) -> None:
    home = tmp_path / "home"
    at_once, migrated = [place_on(cluster, name) for name in ("at_once", "migrated")]
    assert processes.command(home, "prepare", settings=at_once).returncode == 0
    assert processes.in_installation(home, "desk", INBOX, settings=at_once) == "triage\n"
    processes.in_installation(home, "desk", MIGRATE, settings=migrated)
    one, other = dumped(cluster, "at_once"), dumped(cluster, "migrated")
    assert (one - other, other - one) == (Counter(), Counter())


def place_on(cluster: postgresql.Cluster, name: str) -> dict[str, str]:
    """The settings for a new database of that name."""
    asked_of(cluster, "createdb", name)
    return processes.DEMO | {"SCHAKEL_DATABASE": cluster.address.removesuffix("schakel") + name}


def definitions(home: Path) -> dict[str, set[str]]:
    """Of each table and index what it is made of, in no order: the migrations add columns at the end."""
    with sqlite3.connect(home / "schakel.sqlite3") as database:
        made = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    database.close()
    return {name: parts(sql) for name, sql in made.items()}


def parts(sql: str) -> set[str]:
    """The definitions between a statement's outer brackets, and what stands around them."""
    depth, found = 0, [""]
    for piece in re.findall(r"'[^']*'|\"[^\"]*\"|.", sql, re.DOTALL):
        depth += (piece == "(") - (piece == ")")
        if depth == 1 and piece in "(,":
            found.append("")
        elif piece == ")" and depth == 0:
            found.append(")")
        else:
            found[-1] += piece
    return {part.strip() for part in found}


def dumped(cluster: postgresql.Cluster, name: str) -> Counter[str]:
    """The lines of a dump, in no order, without what is in the tables.

    Django's own groups, which nothing uses, number the links between them a size larger by its migrations. And a constraint of
    one column is called otherwise by them where the column became unique later; Django finds it by its column.
    """
    kind = ("--schema-only", "--no-owner", "--no-privileges", "--exclude-table=auth_group_permissions")
    dump = asked_of(cluster, "pg_dump", *kind, name)
    lines = (re.sub(r"CONSTRAINT \w+ (UNIQUE \(\w+\);)", r"\1", line.strip()).rstrip(",") for line in dump.splitlines())
    return Counter(line for line in lines if line and not line.startswith(("--", "SET ", "\\")))


def asked_of(cluster: postgresql.Cluster, program: str, *arguments: str) -> str:
    command = [str(postgresql.binaries() / program), "-h", str(cluster.folder), "-U", "schakel", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
