"""The command line: what is refused before anything starts, the factsheet's files, and the first account."""

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.config import cli
from schakel.core.models import Installation
from tests import processes

ACCOUNT = (
    "account",
    "create",
    "--email",
    "Anke@centrum.example",
    "--name",
    "Anke Voorbeeld",
    "--role",
    "administrator",
)
PASSWORD = "veertien-tekens-of-meer"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process, on the tests' own database."""
    # The command line names the settings it wants; here those of the tests stay in force.
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def type_passwords(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    answers = iter(typed)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = processes.command(
            tmp_path / "home", "up", "--public-port", str(processes.free_port()), "--desk-port", port
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"schakel: Port {port} of 127.0.0.1 can't be used")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "home").exists()


# Where a port goes that nobody uses: whoever runs the tests may have the demo open.
_FREE = "a free port"


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (("demo", "--host", "0.0.0.0"), processes.DEMO, "this machine alone"),
        (("serve", "public", "--host", "0.0.0.0"), processes.DEMO, "this machine alone"),
        (("up", "--public-port", "4000", "--desk-port", "4000"), processes.DEMO, "different ports"),
        (("demo",), {"SCHAKEL_MODE": "production", **processes.PRODUCTION}, "together with production settings"),
        (("serve", "public", "--port", _FREE), processes.DEMO, "run 'schakel prepare' first"),
        (("serve", "desk", "--port", _FREE), processes.DEMO, "run 'schakel prepare' first"),
        (("serve", "worker"), processes.DEMO, "run 'schakel prepare' first"),
        (("factsheet", "2025", "--out", "x"), processes.DEMO, "run 'schakel prepare' first"),
    ],
)
def test_a_start_that_can_not_be(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], words: str
) -> None:
    free = (str(processes.free_port()) if one == _FREE else one for one in arguments)
    done = processes.command(tmp_path / "home", *free, settings=settings)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_home_without_installation_is_not_served(tmp_path: Path, prepared: Callable[..., Path]) -> None:
    home = prepared()
    for database in home.glob("schakel.sqlite3*"):
        database.unlink()
    done = processes.command(home, "serve", "worker")
    assert (done.returncode, done.stderr) == (
        1,
        f"schakel: There is no installation in {home} yet: run 'schakel prepare' first.\n",
    )


def test_a_port_must_be_a_port() -> None:
    with pytest.raises(SystemExit):
        cli.main(["serve", "public", "--port", "70000"])


def test_an_error_nobody_foresaw_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(door: str) -> None:
        raise ZeroDivisionError(door)

    monkeypatch.setattr(cli, "_read_environment", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main(["prepare"])


@pytest.mark.parametrize(("arguments", "code"), [(["prepare"], 130), (["up"], 0)])
def test_ctrl_c_is_no_error(monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int) -> None:
    def interrupt(door: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_read_environment", interrupt)
    assert cli.main(arguments) == code


@pytest.mark.django_db
class TestOnADatabase:
    @pytest.fixture(autouse=True)
    def _installed(self) -> None:
        Installation.objects.create(kind="demo")

    def test_a_year_that_is_not_published(self, run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
        code, _, said = run("factsheet", "1999", "--out", str(tmp_path / "out"))
        assert code == 1
        assert said.startswith("schakel: No factsheet of 1999 is published here")
        assert not (tmp_path / "out").exists()

    def test_the_files_of_a_year_are_written(
        self, run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = {"factsheet-2025.csv": b"a;b\n", "factsheet-2025.pdf": b"%PDF"}
        monkeypatch.setattr("schakel.publications.queries.files", lambda year: files if year == 2025 else {})
        out = tmp_path / "deep" / "out"
        code, said, _ = run("factsheet", "2025", "--out", str(out))
        assert code == 0
        assert {path.name: path.read_bytes() for path in out.iterdir()} == files
        assert said.splitlines() == [str(out / name) for name in files]

    def test_the_first_account(self, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
        type_passwords(monkeypatch, PASSWORD, PASSWORD)
        assert run(*ACCOUNT)[0] == 0
        account = User.objects.get(email="anke@centrum.example")
        assert (account.name, account.role) == ("Anke Voorbeeld", Role.ADMINISTRATOR)
        assert account.check_password(PASSWORD)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ((PASSWORD, PASSWORD + "!") * 3, "differ"),
            (("kort", "kort") * 3, "14"),
            (("Password123456", "Password123456") * 3, "gestolen"),
            (("AnkeVoorbeeld2026",) * 6, "uit uw naam"),
        ],
    )
    def test_a_password_that_will_not_do(
        self,
        run: Callable[..., tuple[int, str, str]],
        monkeypatch: pytest.MonkeyPatch,
        typed: tuple[str, ...],
        words: str,
    ) -> None:
        type_passwords(monkeypatch, *typed)
        code, _, said = run(*ACCOUNT)
        assert code == 1
        assert words in said
        assert not User.objects.exists()

    def test_a_refused_password_is_asked_again(
        self, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        type_passwords(monkeypatch, "kort", "kort", PASSWORD, "anders", PASSWORD, PASSWORD)
        code, _, said = run(*ACCOUNT)
        assert (code, said.count("Try again")) == (0, 2)
        assert User.objects.get().check_password(PASSWORD)

    def test_what_is_not_told_is_asked_and_what_comes_next_is_said(
        self, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        type_passwords(monkeypatch, PASSWORD, PASSWORD)
        lines = iter(["9", "Anke@centrum.example", "Anke Voorbeeld"])
        monkeypatch.setattr("schakel.config.accounts.input", lambda question: next(lines), raising=False)
        code, said, _ = run("account", "create")
        assert code == 0
        assert User.objects.get().role == Role.ADMINISTRATOR
        assert "9. administrator" in said
        assert "second step" in said
        assert "There is no privacy_officer yet" in said

    def test_an_address_that_has_an_account(
        self, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        type_passwords(monkeypatch, *[PASSWORD] * 4)
        run(*ACCOUNT)
        code, _, said = run(*ACCOUNT)
        assert (code, said) == (1, "schakel: There is an account for anke@centrum.example already.\n")

    def test_a_role_that_does_not_exist(self, run: Callable[..., tuple[int, str, str]]) -> None:
        code, _, said = run(*ACCOUNT[:-1], "boss")
        assert code == 1
        assert "intake_worker" in said

    def test_no_terminal_to_type_at(
        self, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def nobody(prompt: str) -> str:
            raise EOFError(prompt)

        monkeypatch.setattr("getpass.getpass", nobody)
        code, _, said = run(*ACCOUNT)
        assert code == 1
        assert "terminal" in said


def test_the_public_process_knows_nothing_of_the_desk(prepared: Callable[..., Path]) -> None:
    program = """
import sys
from schakel.config import serve
from schakel.config.wsgi import application
from schakel.vault import keys
from django.urls import get_resolver
assert get_resolver().url_patterns
serve.check_public_process()
try:
    keys.desk_keys()
except keys.KeyFileError as error:
    print(error)
rooms = ("signin", "people", "cases", "figures", "desk", "demo")
print([name for name in sys.modules if name.split(".")[:1] == ["schakel"] and name.split(".")[1:2] and name.split(".")[1] in rooms])
"""
    said = processes.in_installation(prepared(), "public", program).splitlines()
    assert said == ["The public process holds no key that opens stored content.", "[]"]


@pytest.mark.django_db
def test_a_public_process_with_desk_keys_is_refused(settings: Any) -> None:
    from schakel.config import serve
    from schakel.config.refusals import Refused

    settings.SCHAKEL_DESK_KEYS = None
    serve.check_public_process()
    settings.SCHAKEL_DESK_KEYS = "keys/desk.json"
    with pytest.raises(Refused, match="no desk keys"):
        serve.check_public_process()


def test_an_older_python_is_told_in_words(tmp_path: Path) -> None:
    program = """
import sys
sys.version_info = (3, 10)
from schakel.config import cli
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        text=True,
        env=processes.environment(tmp_path, {}),
    )
    assert (done.returncode, done.stderr) == (1, "schakel: Python 3.11 or newer is needed.\n")
