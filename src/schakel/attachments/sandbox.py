"""Runs `methods.attachments.child`: a process with little memory and time, in which a stranger's file is opened."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from schakel.attachments.states import Finding

_WALL_SECONDS = 60
_MOST_BYTES_BACK = 200_000_000
# Each may take a core and a gigabyte; whoever comes third waits.
_places = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Done:
    """What came back: a finding and nothing else, or what was made."""

    finding: str
    kind: str = ""
    facts: dict[str, int] = field(default_factory=dict)
    content: bytes = field(default=b"", repr=False)


def run(task: str, kind: str, content: Iterable[bytes]) -> Done:
    """Let the child do `task` with a file. What stops it (time, memory, a fault) is a finding. SealErrors pass through."""
    with _places, _child(task, kind) as child:
        stop = threading.Timer(_WALL_SECONDS, child.kill)
        stop.start()
        try:
            return _talk(child, content)
        finally:
            stop.cancel()
            child.kill()


def _talk(child: "subprocess.Popen[bytes]", content: Iterable[bytes]) -> Done:
    to_child, from_child = child.stdin, child.stdout
    if to_child is None or from_child is None:
        raise RuntimeError("the child was begun without pipes")
    with contextlib.suppress(BrokenPipeError):
        for piece in content:
            to_child.write(piece)
    with contextlib.suppress(BrokenPipeError):
        to_child.close()
    said = from_child.readline(65_536)
    made = from_child.read(_MOST_BYTES_BACK)
    if child.wait() != 0 or not said:
        # It ran out of what it was given, or fell over.
        return Done(Finding.BOMB if child.returncode < 0 else Finding.DAMAGED)
    answer = json.loads(said)
    if answer.get("finding"):
        return Done(answer["finding"])
    if len(made) != answer["size"]:
        return Done(Finding.DAMAGED)
    return Done("", answer["kind"], answer["facts"], made)


def _child(task: str, kind: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  (our own interpreter and module; task and kind are names of ours)
        [sys.executable, "-B", "-m", "schakel.methods.attachments.child", task, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # its words could quote the file
        # Nothing of ours: no setting, no key.
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        close_fds=True,
    )
