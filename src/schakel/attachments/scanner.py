"""clamd, where an installation has it: a file goes through its socket in pieces (INSTREAM), and it says what it knows."""

import contextlib
import socket
import struct
from collections.abc import Iterable

from django.conf import settings

from schakel.attachments.states import Scan

_SECONDS = 60
_LENGTH = struct.Struct(">I")
_MOST_AT_ONCE = 1 << 20


def scan(content: Iterable[bytes]) -> Scan:
    """What clamd says. Without a scanner nothing; when it does not answer, or not clearly, NOT_SCANNED."""
    address = settings.SCHAKEL_CLAMD
    if not address:
        return Scan.NONE
    try:
        with _connected(address) as talk:
            return _asked(talk, content)
    except OSError:
        return Scan.NOT_SCANNED


def _asked(talk: socket.socket, content: Iterable[bytes]) -> Scan:
    talk.sendall(b"zINSTREAM\0")
    # A scanner that has its answer early hangs up on the rest.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for piece in content:
            for start in range(0, len(piece), _MOST_AT_ONCE):
                part = piece[start : start + _MOST_AT_ONCE]
                talk.sendall(_LENGTH.pack(len(part)) + part)
        talk.sendall(_LENGTH.pack(0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        more = talk.recv(4096)
        if not more:
            break
        answer += more
    words = answer.rstrip(b"\0\n")
    if words.endswith(b" FOUND"):
        return Scan.FOUND
    return Scan.CLEAN if words.endswith(b": OK") else Scan.NOT_SCANNED


def _connected(address: str) -> socket.socket:
    """`unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`."""
    kind, _, place = address.partition(":")
    if kind == "unix":
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(_SECONDS)
        try:
            talk.connect(place)
        except OSError:
            talk.close()
            raise
        return talk
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)
