"""Every tag that the source writes has a kind and words, so that no event falls through a filter of the log."""

import ast
import re
from pathlib import Path

import schakel
from schakel.access.models import Proposal
from schakel.audit import kinds
from schakel.audit.kinds import Kind, kind_of, words_of

SOURCE = Path(schakel.__file__).parent
TAG = re.compile(r"[a-z_]+:[a-z_]+")
# Of a tag that is put together while the program runs: what can stand after the colon.
PUT_TOGETHER = {"proposal:": (Proposal.State.APPROVED, Proposal.State.WITHDRAWN)}
# What looks like a tag and is the name of an actor: `system:worker`.
ACTORS = {"system:"}


def tags_in(path: Path) -> set[str]:
    """Every text in a file that reads like a tag, those that are put together included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TAG.fullmatch(node.value):
            found.add(node.value)
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            beginning = str(node.values[0].value)
            if re.fullmatch("[a-z_]+:", beginning) and beginning not in ACTORS:
                found |= {f"{beginning}{end}" for end in PUT_TOGETHER[beginning]}
    return found


def test_every_tag_in_the_source_has_a_kind_and_words() -> None:
    paths = [path for path in SOURCE.rglob("*.py") if path.name != "kinds.py"]
    found = set().union(*(tags_in(path) for path in paths))
    assert {"report:opened", "access:refused", "access:glass_broken", "proposal:approved"} <= found
    assert sorted(tag for tag in found if not kinds.is_listed(tag)) == []


def test_no_tag_stands_under_two_kinds() -> None:
    listed = [tag for tags in kinds.TAGS.values() for tag in tags]
    assert len(listed) == len(set(listed))


def test_keys_are_a_kind_of_their_own_and_the_unknown_is_a_change() -> None:
    assert kind_of("keys:rotated") == kind_of("vault:rotated") == Kind.KEY_USE
    assert words_of("keys:rotated") == "werkte met sleutels"
    assert (kind_of("vessel:launched"), words_of("vessel:launched")) == (Kind.WRITE, "vessel:launched")
    assert (kind_of("case:read"), words_of("case:read")) == (Kind.READ, "las een casus")
