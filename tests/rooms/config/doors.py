"""An installation on PostgreSQL with a role for each door, and what a visitor and the desk did in it as those roles."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgresql, processes
from tests.visitor import Visitor

STORY = "Hij werkt zonder loon en mag niet weg."


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


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgresql.Cluster]:
    """A server of these tests' own: roles belong to the whole server, not to one database."""
    cluster = postgresql.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def public_home(place: Place) -> Path:
    """What stands on a public server of its own: the pinned public keys and the door's own secret, nothing else."""
    home = place.home.parent / "public-home"
    (home / "keys").mkdir(parents=True)
    for name in ("public.json", "public.secret"):
        shutil.copy(place.home / "keys" / name, home / "keys" / name)
    return home


@pytest.fixture(scope="session")
def visited(place: Place, public_home: Path) -> Iterator[Visitor]:
    """The public door in a process of its own, as its own role, with its own files alone."""
    port = processes.free_port()
    with processes.serving(public_home, "public", port=port, settings=place.settings("schakel_public")):
        yield Visitor(port)


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def conversation(place: Place, visited: Visitor, code: str) -> Conversation:
    """A report that was opened and answered as the desk's role, read and added to as the public door's."""
    said = processes.in_installation(place.home, "desk", ANSWER, settings=place.settings("schakel_desk"))
    start = visited.get("/vervolg/")
    asked = visited.post("/vervolg/", [(name, code if name == "code" else value) for name, value in start.fields])
    fields = [(name, "Er is nog iets gebeurd." if name == "text" else value) for name, value in asked.fields]
    fields.append(("danger_today", "on"))
    # The same page sent a second time adds nothing.
    for _ in range(2):
        assert visited.post("/vervolg/gesprek/", fields).status == 200
    with place.open("schakel") as owner:
        turns = owner.execute("SELECT sender FROM intake_message ORDER BY sequence").fetchall()
    return Conversation(said.splitlines(), asked.text, turns)
