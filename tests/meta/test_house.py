"""The house stands as it was drawn: links point down, files and functions stay short, doors stay apart."""

import ast
import re
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import grimp
import pytest
from django.apps import apps
from django.db.models import Field

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "schakel"

# The floors of the architecture page, from the ground up; rooms on one floor may not hold on to one another.
FLOORS = (
    {"core"},
    {"audit"},
    {"vault"},
    {"access"},
    {"signin"},
    {"duty"},
    {"retention"},
    {"intake", "publications", "texts"},
    {"attachments", "outbox"},
    {"people", "partners"},
    {"mailing", "prevention", "training"},
    {"cases"},
    {"sharing"},
    {"portal"},
    {"offenders"},
    {"figures", "search"},
    {"desk", "publicsite"},
    {"demo", "config"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
MODELS = [model for model in apps.get_models() if model.__module__.startswith("schakel.")]

# Rooms that are not installed in the public process.
BEHIND_THE_DESK = {
    "signin",
    "outbox",
    "people",
    "partners",
    "cases",
    "sharing",
    "portal",
    "offenders",
    "figures",
    "search",
    "desk",
    "demo",
}


def room_of(module: str) -> str:
    return module.split(".")[1]


RELATIONS = [
    field for model in MODELS for field in model._meta.get_fields() if isinstance(field, Field) and field.is_relation
]


@pytest.mark.parametrize("field", RELATIONS, ids=str)
def test_every_link_between_tables_points_down_or_stays_in_its_room(field: Any) -> None:
    here, there = room_of(field.model.__module__), field.related_model.__module__
    assert there.startswith("schakel."), f"{field} points outside the house"
    assert room_of(there) == here or FLOOR_OF[room_of(there)] < FLOOR_OF[here], f"{field} points up or sideways"


def test_every_room_with_tables_has_its_floor() -> None:
    assert {room_of(model.__module__) for model in MODELS} <= FLOOR_OF.keys()


def test_links_were_found_at_all() -> None:
    assert len(RELATIONS) > 15


@lru_cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("schakel", cache_dir=None)


@pytest.mark.parametrize(
    "start", ["schakel.publicsite", "schakel.config.urls.public", "schakel.config.settings.public"]
)
@pytest.mark.parametrize("room", sorted(BEHIND_THE_DESK))
def test_the_public_door_never_reaches_a_room_behind_the_desk(start: str, room: str) -> None:
    graph = imports()
    if f"schakel.{room}" not in graph.modules:
        assert not (SOURCE / room).exists(), f"{room} is not in the import graph"
        return
    assert graph.find_shortest_chain(start, f"schakel.{room}", as_packages=True) is None


def test_the_import_graph_does_see_who_reaches_whom() -> None:
    assert imports().find_shortest_chain("schakel.desk", "schakel.people", as_packages=True) is not None


def sources() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    tree = ast.parse(text)
    assert not tree.body or ast.get_docstring(tree), "the first line says what the file is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            assert node.end_lineno - first + 1 <= 60, f"{node.name} has more than 60 lines"


# Written in pieces, so that this file is none of what it looks for.
NOT_OURS = re.compile(
    "|".join(
        [
            r"py" + r"pi\.org", r"python" + r"hosted\.org", r"registry\." + r"npmjs", r"deb" + r"\.debian\.org",
            r"/work" + r"/main", r"/work" + r"/shared", r"/ro" + r"ot/", r"/home" + r"/[a-z]+/",
        ]
    )
)  # fmt: skip


def kept_files() -> list[Path]:
    """Every file that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_folder_of_some_machine() -> None:
    found = []
    for path in kept_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font or a picture
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in NOT_OURS.finditer(text)]
    assert len(kept_files()) > 100
    assert found == []
