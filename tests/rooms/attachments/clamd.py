"""A scanner that speaks clamd's INSTREAM protocol in a thread, and knows one signature: EICAR's."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from tests.methods.invented_files import EICAR


@contextmanager
def running() -> Iterator[str]:
    """A scanner on a port of this machine; its address as SCHAKEL_CLAMD takes it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_serve, args=(server,), daemon=True)
        thread.start()
        try:
            yield f"tcp:127.0.0.1:{server.getsockname()[1]}"
        finally:
            # Wakes it from waiting for somebody to come.
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(server: socket.socket) -> None:
    while True:
        try:
            talk, _ = server.accept()
        except OSError:
            return
        with talk, talk.makefile("rb") as said:
            if said.read(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
                talk.sendall(b"UNKNOWN COMMAND\0")
                continue
            content = b""
            while length := struct.unpack(">I", said.read(4))[0]:
                content += said.read(length)
            talk.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")
