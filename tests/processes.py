"""Starting the real command line, as whoever runs the centre would, on free ports and in a home of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEMO = {"SCHAKEL_MODE": "demo"}
# Tests and benchmarks send hundreds of reports a minute, at once; a test of these limits sets its own.
_UNHURRIED = {"SCHAKEL_REPORTS_A_MINUTE": "1000000", "SCHAKEL_SECONDS_TO_REPORT": "0"}
PRODUCTION = {"SCHAKEL_PUBLIC_HOST": "melden.example", "SCHAKEL_DESK_HOST": "balie.example"}

_COMMAND = (sys.executable, "-W", "error", "-m", "schakel.config.cli")
_START_SECONDS = 240


@dataclass(frozen=True)
class Tree:
    """Running processes: the one that was started, and the ports of the doors it opened."""

    process: subprocess.Popen[str]
    home: Path
    public_port: int
    desk_port: int

    @property
    def public(self) -> str:
        return f"http://127.0.0.1:{self.public_port}"

    @property
    def desk(self) -> str:
        return f"http://localhost:{self.desk_port}"


def free_port() -> int:
    """A port that nothing listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(home: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """This machine's environment with these settings of Schakel and no others."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SCHAKEL_", "DJANGO_"))}
    # Temporary files lie beside the home, where the searches for what was typed look as well.
    own = {"SCHAKEL_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(home.parent)}
    return inherited | own | _UNHURRIED | {**settings}


def command(home: Path, *arguments: str, settings: Mapping[str, str] = DEMO) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*_COMMAND, *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=_START_SECONDS,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment(home, settings),
    )


def in_installation(home: Path, door: str, program: str, *, typed: str = "", settings: Mapping[str, str] = DEMO) -> str:
    """What a Python program prints that runs with one door's settings on an installation, and is typed something."""
    set_up = "import django; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", set_up + program],
        input=typed,
        check=False,
        capture_output=True,
        text=True,
        timeout=_START_SECONDS,
        cwd=ROOT,
        env=environment(home, settings) | {"DJANGO_SETTINGS_MODULE": f"schakel.config.settings.{door}"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def running(home: Path, name: str, *, settings: Mapping[str, str] = DEMO, log: Path | None = None) -> Iterator[Tree]:
    """`schakel demo` or `schakel up`, until the block ends; `log` gets what it prints after its announcement."""
    ports = free_port(), free_port()
    with nullcontext(subprocess.STDOUT) if log is None else log.open("w") as complaints:
        process = subprocess.Popen(
            [*_COMMAND, name, "--public-port", str(ports[0]), "--desk-port", str(ports[1])],
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment(home, settings),
        )
    try:
        _wait_until_announced(process)
        yield Tree(process, home, *ports)
    finally:
        stop(process)


@contextmanager
def serving(
    home: Path, door: str, *, port: int, limit: str = "", settings: Mapping[str, str] = DEMO
) -> Iterator[subprocess.Popen[str]]:
    """One door alone; `limit` is a shell's `ulimit` for it, such as `-f 2000`."""
    # It ends with whoever started it, even when that is killed.
    serve = [*_COMMAND, "serve", door, "--port", str(port), "--parent", str(os.getpid())]
    process = subprocess.Popen(
        ["bash", "-c", f'ulimit {limit}; exec "$@"', "bash", *serve] if limit else serve,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=environment(home, settings),
    )
    try:
        wait_for_port(port, process)
        yield process
    finally:
        stop(process)


def wait_for_port(port: int, process: subprocess.Popen[str]) -> None:
    """Until something listens at the port; fails when the process ends first."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the process ended before it listened"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens at port {port}")


def stop(process: subprocess.Popen[str]) -> None:
    """End a process the way Ctrl-C does, and see that it ended."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(15)
    finally:
        process.kill()
        if process.stdout is not None:
            process.stdout.close()


def members(process: subprocess.Popen[str]) -> list[int]:
    """The process and everything that it started, directly or not."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found = [process.pid]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def alive(pids: list[int]) -> list[int]:
    """Those that still run."""
    return [pid for pid in pids if Path(f"/proc/{pid}/exe").exists()]


def _wait_until_announced(process: subprocess.Popen[str]) -> None:
    """Until it says that it runs. What says nothing is ended with all it started, or reading would never end."""
    assert process.stdout is not None
    watch = threading.Timer(_START_SECONDS, lambda: [os.kill(pid, signal.SIGKILL) for pid in alive(members(process))])
    watch.start()
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if line.startswith("Ctrl-C"):
                return
    finally:
        watch.cancel()
    raise AssertionError("".join(said))
