"""The process in which a stranger's file is opened: it gets the bytes, little memory and time, and nothing else.

    python -m schakel.methods.attachments.child TASK KIND < file

answers with one line of JSON (`{"finding": …}` or `{"kind": …, "facts": {…}, "size": …}`), then the bytes that were made.
"""

import contextlib
import ctypes
import json
import resource
import sys
from typing import Any

_CPU_SECONDS = 20
_MEMORY_BYTES = 1_500_000_000
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
MOSAIC = {"mosaic": 20, "finer": 64}


def confine() -> None:
    """From here on: no file can be written, no process begun, no network reached, and time and memory are short."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold the file
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    with contextlib.suppress(OSError, AttributeError):
        # A network of its own with nothing in it, where the kernel lets an ordinary user have one.
        ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(
        ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "ctypes.dlopen")
    ):
        raise PermissionError(event)


def work(task: str, kind: str, content: bytes) -> tuple[dict[str, Any], bytes]:
    """What was asked of the file: what to say about it, and what was made."""
    from schakel.methods.attachments import images, office, pdf, texts
    from schakel.methods.attachments.findings import DAMAGED, Found
    from schakel.methods.attachments.kinds import KINDS, Group

    group = KINDS[kind].group
    try:
        if task in MOSAIC:
            return {"kind": "png", "facts": {}}, images.mosaic(content, kind, blocks=MOSAIC[task])
        if task == "check" and group == Group.IMAGE:
            return {"kind": kind, "facts": images.check(content, kind)}, b""
        if task == "check":
            if group in (Group.SOUND, Group.VIDEO):
                images.check_is_one_thing(content)
            return {"kind": kind, "facts": {}}, b""
        makers = {
            Group.IMAGE: lambda: images.copy(content, kind),
            Group.PDF: lambda: pdf.copy(content),
            Group.OFFICE: lambda: office.copy(content, kind),
            Group.TEXT: lambda: texts.copy(content),
        }
        made = makers[group]()
    except Found as found:
        return {"finding": found.finding}, b""
    except (ValueError, TypeError, ArithmeticError, LookupError, OSError, RecursionError):
        return {"finding": DAMAGED}, b""
    return {"kind": made.kind, "facts": made.facts}, made.content


def main() -> None:
    # Before the confinement, which lets no library load another.
    from schakel.methods.attachments import images, office, pdf, texts  # noqa: F401

    images.warm_up()
    confine()
    try:
        said, made = work(sys.argv[1], sys.argv[2], sys.stdin.buffer.read())
    except MemoryError:
        said, made = {"finding": "bomb"}, b""
    out = sys.stdout.buffer
    out.write(json.dumps(said | {"size": len(made)}).encode() + b"\n")
    out.write(made)
    out.flush()


if __name__ == "__main__":
    main()
