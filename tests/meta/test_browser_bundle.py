"""The one file of other people's code that visitors get is what its build makes of what the lock file names."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "browser"
BUNDLE = ROOT / "src/schakel/publicsite/static/publicsite/hpke.js"


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_nobody_changed_it_by_hand_or_forgot_to_build_it() -> None:
    head, _, code = BUNDLE.read_bytes().partition(b"*/\n")
    told = dict(re.findall(r"^(lock|code) sha256 ([0-9a-f]{64})$", head.decode(), re.MULTILINE))
    assert told == {"lock": digest((BROWSER / "package-lock.json").read_bytes()), "code": digest(code)}


def test_it_carries_the_licence_of_everything_in_it() -> None:
    head = BUNDLE.read_text(encoding="utf-8").partition("*/\n")[0]
    locked = json.loads((BROWSER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    inside = {name.removeprefix("node_modules/"): told for name, told in locked.items() if name and not told.get("dev")}
    assert len(inside) == 5
    for name, told in inside.items():
        assert f"{name} {told['version']}" in head
        assert told["license"] == "MIT"
    assert head.count("Permission is hereby granted, free of charge") >= 1


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (BROWSER / "package-lock.json").read_text(encoding="utf-8")


def test_it_builds_no_code_out_of_text() -> None:
    code = BUNDLE.read_text(encoding="utf-8").partition("*/\n")[2]
    assert not re.search(r"\beval\(|new Function\b|WebAssembly|importScripts|https?://", code)


@pytest.mark.skipif(
    not (BROWSER / "node_modules").exists() or shutil.which("node") is None,
    reason="needs Node and `npm ci` in browser/; the digests are compared in any case",
)
def test_building_it_again_makes_the_same(tmp_path: Path) -> None:
    made = tmp_path / "hpke.js"
    subprocess.run(["node", "build.js", str(made)], cwd=BROWSER, check=True, timeout=120)
    assert made.read_bytes() == BUNDLE.read_bytes()
