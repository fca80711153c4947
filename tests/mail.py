"""A real mail server in a process of its own, on loopback, and what it received."""

import email
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.processes import free_port

_START_SECONDS = 30


@dataclass(frozen=True)
class MailServer:
    """Where it listens, and the folder it delivers to."""

    port: int
    box: Path

    def received(self) -> list[EmailMessage]:
        """Every mail it took, oldest first."""
        files = sorted((self.box / "new").iterdir(), key=lambda file: file.stat().st_mtime)
        return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]  # type: ignore[misc]  # the policy makes it this kind


@contextmanager
def serving(folder: Path) -> Iterator[MailServer]:
    """A server that takes every mail, until the block ends."""
    server = MailServer(free_port(), folder / "box")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{server.port}"),
            *("-c", "aiosmtpd.handlers.Mailbox", str(server.box)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_listens(server.port)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the mail server does not listen")
