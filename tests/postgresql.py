"""A PostgreSQL server of the tests' own: started from the installed binaries, reached by a socket file, thrown away after."""

import atexit
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_ADDRESS = "SCHAKEL_TEST_POSTGRESQL"
_START_SECONDS = 30


class NoServer(RuntimeError):
    """No PostgreSQL server is installed, or it did not start; the message says which."""


@dataclass(frozen=True)
class Cluster:
    """A running server in a folder of its own; `address` is what SCHAKEL_DATABASE takes."""

    folder: Path
    address: str

    def stop(self) -> None:
        """Stop the server at once (nothing in it is worth keeping) and remove its folder."""
        _as_owner(str(binaries() / "pg_ctl"), "-D", str(self.folder / "store"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def binaries() -> Path:
    """The folder of the newest installed server. Raises NoServer."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise NoServer("No PostgreSQL server is installed; on Debian it is the package 'postgresql'.")
    return Path(on_path).resolve().parent


def start() -> Cluster:
    """A fresh server with one database, `schakel`, and one role, `schakel`. Raises NoServer."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="schakel-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        # The server refuses to run as root.
        shutil.chown(folder, "postgres", "postgres")
    store = folder / "store"
    _as_owner(
        str(programs / "initdb"), "-D", str(store), "-U", "schakel", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
    )
    # What waits for a minute waits for ever: it fails there, with its statement, rather than that nothing ends.
    waiting = "-c statement_timeout=60s -c lock_timeout=60s -c idle_in_transaction_session_timeout=300s"
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=260 {waiting}"
    )
    _as_owner(
        str(programs / "pg_ctl"), "-D", str(store), "-l", str(folder / "log"), "-o", options,
        "-w", "-t", str(_START_SECONDS), "start",
    )  # fmt: skip
    cluster = Cluster(folder, f"postgresql://schakel@{quote(str(folder), safe='')}/schakel")
    _as_owner(str(programs / "createdb"), "-h", str(folder), "-U", "schakel", "schakel")
    return cluster


def shared_address() -> str:
    """The address of one server for the whole run: the first process starts and stops it, the others find it."""
    known = os.environ.get(_ADDRESS)
    if known:
        return known
    cluster = start()
    os.environ[_ADDRESS] = cluster.address
    atexit.register(cluster.stop)
    return cluster.address


def _as_owner(*command: str) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *command], check=False, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL
    )
    if done.returncode != 0:
        raise NoServer(f"PostgreSQL's {Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")
