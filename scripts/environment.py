"""Makes the environment in .venv from one of the locks, when that lock changed, and then runs a command in it.

Runs on a bare Python, so it uses the standard library alone: environment.py run|test COMMAND...
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

COMMAND = """#!{python}
import sys

from schakel.config.cli import main

sys.exit(main())
"""


class CannotMake(Exception):
    """The environment can't be made; the message is the sentence to show."""


def main(lock, *command):
    """Make sure that `lock` is installed, then become `command`."""
    try:
        make(lock)
    except KeyboardInterrupt:
        # Whoever pressed Ctrl-C knows; the next start continues where this one was.
        return 0
    except CannotMake as error:
        print("schakel: {}".format(error), file=sys.stderr)
        return 1
    except OSError as error:
        where = error.filename or ROOT
        print("schakel: {} can't be written: {}.".format(where, error.strerror), file=sys.stderr)
        return 1
    os.chdir(str(ROOT))
    return os.execvp(command[0], command)  # noqa: S606  (the command of the Makefile)


def make(lock):
    """Install `lock` unless exactly this lock stands in exactly this place already."""
    requirements = ROOT / "requirements" / (lock + ".txt")
    wanted = hashlib.sha256(requirements.read_bytes() + str(ROOT).encode()).hexdigest()
    stamp = VENV / ("installed-" + lock)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    check_python()
    if not (VENV / "bin" / "pip").exists() or not works(PYTHON):
        print("Making the environment in .venv", flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], "The environment in .venv could not be made")
    print("Installing the packages of requirements/{}.txt".format(lock), flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", "-r", str(requirements)], "The packages could not be installed")
    put_on_path()
    stamp.write_text(wanted)


def check_python():
    """What this script runs on can make an environment."""
    if sys.version_info < (3, 11):
        raise CannotMake("Python 3.11 or newer is needed; this is {}.{}.".format(*sys.version_info[:2]))
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        raise CannotMake(
            "This Python can't make environments; on Debian and Ubuntu: apt-get install {}".format(package)
        )


def works(python):
    """Whether an interpreter that stands there still runs (its base may have been removed)."""
    try:
        return subprocess.run([str(python), "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def put_on_path():
    """The project itself: its source on the path, and its command; nothing is built or copied."""
    for site in VENV.glob("lib/python3.*/site-packages"):
        (site / "schakel.pth").write_text(str(ROOT / "src") + "\n")
    script = VENV / "bin" / "schakel"
    script.write_text(COMMAND.format(python=PYTHON))
    script.chmod(0o755)


def run(command, complaint):
    """Run a step; its last words become part of the one sentence when it fails."""
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()] or ["no reason was given"]
        errors = [line for line in lines if "rror" in line] or lines
        raise CannotMake("{}: {}".format(complaint, errors[-1].strip()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
