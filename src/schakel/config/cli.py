"""The command line: run the centre, prepare and look after it; `schakel --help` lists the commands."""

import argparse
import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (said in words, before anything newer is imported)
    sys.exit("schakel: Python 3.11 or newer is needed.")

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from schakel.config import environment as environments
from schakel.config.environment import Environment
from schakel.config.refusals import Refused, sentence_for

_SETTINGS = {"public": "schakel.config.settings.public", "desk": "schakel.config.settings.desk"}
# The public door and the desk; the demo prints the addresses it chose.
DEFAULT_PORTS = {"public": 8000, "desk": 8001}
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. What the user can mend is told in one sentence, on standard error."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except KeyboardInterrupt:
        # For what runs until it is stopped, Ctrl-C is the way to stop it.
        return 0 if options.run in (_up, _demo) else _INTERRUPTED
    except BrokenPipeError:
        # Whoever read along (`schakel keys status | head`) has seen enough; nothing can be said to them any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        print(f"schakel: {sentence}", file=sys.stderr)
        return 1
    return 0


def _prepare(_options: argparse.Namespace) -> None:
    from schakel.config import prepare

    prepare.prepare(_read_environment("desk"))


def _up(options: argparse.Namespace) -> None:
    _run_all(options)


def _demo(options: argparse.Namespace) -> None:
    if os.environ.setdefault("SCHAKEL_MODE", "demo") != "demo":
        raise Refused("SCHAKEL_MODE says production; a demo can't be started together with production settings.")
    _run_all(options)


def _run_all(options: argparse.Namespace) -> None:
    from schakel.config import prepare, serve, supervisor

    # Before anybody reads the settings, here or in a part: links in mail and on paper name these ports in a demo.
    os.environ |= {"SCHAKEL_PUBLIC_PORT": str(options.public_port), "SCHAKEL_DESK_PORT": str(options.desk_port)}
    environment = _read_environment("desk")
    ports = {"public": options.public_port, "desk": options.desk_port}
    if ports["public"] == ports["desk"]:
        raise Refused(f"Both doors would answer at port {ports['public']}: give them different ports.")
    for port in ports.values():
        serve.check_address(environment, options.host, port)
    prepare.prepare(environment)
    if environment.is_demo:
        prepare.fill_demo(_show_progress)
    names = {"public": environment.public_host, "desk": environment.desk_host}
    words = {"public": "The public door", "desk": "The desk"}
    doors = [
        supervisor.Part(
            door,
            words[door],
            ("--host", options.host, "--port", str(ports[door])),
            (serve.reachable(options.host), ports[door]),
            names[door],
        )
        for door in ports
    ]
    supervisor.run(
        [*doors, supervisor.Part("worker", "The worker")], lambda: _announce(environment, options.host, ports)
    )


def _announce(environment: Environment, host: str, ports: dict[str, int]) -> None:
    names = {"public": ("Public door", environment.public_host), "desk": ("Desk", environment.desk_host)}
    print("Schakel – DEMO: everything and everybody in it is invented." if environment.is_demo else "Schakel runs.")
    for door, (words, name) in names.items():
        demo, real = f"http://{name}:{ports[door]}/", f"https://{name}/ (listening at {host} port {ports[door]})"
        print(f"  {words:<13} {demo if environment.is_demo else real}")
    if environment.is_demo:
        from schakel.demo.personas import PERSONAS

        print("  Sign in at the desk as one of these, without a password:")
        width = max(len(persona.name) for persona in PERSONAS)
        for persona in PERSONAS:
            print(f"    {persona.name:<{width}}  {persona.role.label}")
    print("Ctrl-C stops everything.", flush=True)


def _show_progress(step: str, done: int, total: int) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[KMaking the demo: {step} {done}/{total}", end="\n" if done >= total else "", flush=True)
    elif done >= total:
        print(f"Making the demo: {step} {total}", flush=True)


def _serve(options: argparse.Namespace) -> None:
    from schakel.config import serve, worker

    if options.parent is not None:
        serve.end_with(options.parent)
    if options.part == "worker":
        worker.serve(_read_environment("desk"))
        return
    port = options.port if options.port is not None else DEFAULT_PORTS[options.part]
    serve.serve(_read_environment(options.part), options.part, host=options.host, port=port)


def _factsheet(options: argparse.Namespace) -> None:
    import django

    from schakel.config import prepare

    environment = _read_environment("desk")
    django.setup()
    prepare.check_kind(prepare.installed_kind(), environment)
    from schakel.publications import queries

    files = queries.files(options.year)
    if not files:
        raise Refused(
            f"No factsheet of {options.year} is published here: draft it at the desk and let a second person approve it."
        )
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        print(folder / name)


def _create_account(options: argparse.Namespace) -> None:
    import django

    from schakel.config import accounts, prepare

    environment = _read_environment("desk")
    django.setup()
    prepare.check_kind(prepare.installed_kind(), environment)
    accounts.create(email=options.email, name=options.name, role=options.role)


def _database_roles(options: argparse.Namespace) -> None:
    import django

    from schakel.config import prepare

    environment = _read_environment("desk")
    django.setup()
    from schakel.config import roles

    names = roles.Roles(public=options.public, desk=options.desk)
    roles.check(names)
    prepare.check_kind(prepare.installed_kind(), environment)
    files: dict[str, Path | None] = {"public": options.public_password_file, "desk": options.desk_password_file}
    passwords = {door: _first_line(file) for door, file in files.items() if file is not None}
    for door in roles.missing(names):
        if door not in passwords:
            passwords[door] = _ask_password(f"Password for {names.by_door[door]}: ")
    if not all(passwords.values()):
        raise Refused("A role's password can't be empty; nothing was changed.")
    roles.make(names, passwords)
    print(
        f"{names.public} may do what the public door does, {names.desk} what the desk does, and neither anything else."
    )


def _first_line(file: Path) -> str:
    return (file.read_text(encoding="utf-8").splitlines() or [""])[0]


def _ask_password(prompt: str = "Password: ") -> str:
    from getpass import getpass

    try:
        first = getpass(prompt)
        again = getpass("Once more: ")
    except EOFError as error:
        raise Refused("A password is needed: run this command at a terminal.") from error
    if first != again:
        raise Refused("The two passwords differ; nothing was created.")
    return first


def _audit(options: argparse.Namespace) -> None:
    import django

    from schakel.config import prepare

    environment = _read_environment("desk")
    django.setup()
    prepare.check_kind(prepare.installed_kind(), environment)
    from schakel.access.roles import AUTHORISATIONS
    from schakel.audit import command
    from schakel.audit.custody import CheckpointKeyError

    try:
        is_sound = command.run(options.words, {role: kind.value for role, kind in AUTHORISATIONS.items()}) == 0
    except CheckpointKeyError as error:
        raise Refused(str(error)) from error
    if not is_sound:
        raise Refused("The log is not what was written: what was found stands above.")


def _keys(options: argparse.Namespace) -> None:
    import django

    from schakel.config import prepare

    environment = _read_environment("desk")
    django.setup()
    prepare.check_kind(prepare.installed_kind(), environment)
    prepare.check_keys()
    from schakel.config import keys_command

    keys_command.run(options.words)


def _read_environment(door: str) -> Environment:
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS[door]
    return environments.read()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="schakel", description="The system a regional expertise centre on human trafficking runs on."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser(
        "prepare", help="make the home folder, the keys and the tables, or bring them up to date"
    )
    command.set_defaults(run=_prepare)

    for name, run, words in (
        ("up", _up, "prepare, then run both doors and the worker"),
        ("demo", _demo, "make an invented region once, then run both doors and the worker on it"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
        for door, port in DEFAULT_PORTS.items():
            command.add_argument(f"--{door}-port", type=_port, default=port, help="default: %(default)s")
        command.set_defaults(run=run)

    command = commands.add_parser("serve", help="run one door, or the worker, alone")
    command.add_argument("part", choices=("public", "desk", "worker"))
    command.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    command.add_argument("--port", type=_port, help="default: 8000 for the public door, 8001 for the desk")
    command.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    command.set_defaults(run=_serve)

    _add_care(commands)
    return parser


def _add_care(commands: Any) -> None:
    """What an administrator does now and then."""
    _add_database(commands.add_parser("database", help="the doors' roles in PostgreSQL"))

    command = commands.add_parser("factsheet", help="write the files of a published year")
    command.add_argument("year", type=int)
    command.add_argument("--out", type=Path, required=True, metavar="DIR")
    command.set_defaults(run=_factsheet)

    command = commands.add_parser(
        "audit",
        help="verify the record of who did and saw what, export it, or declare a restored backup",
        usage="schakel audit verify [--checkpoints FILE] [--key FILE]\n"
        "       schakel audit export --from DAY --until DAY --out FILE\n"
        "       schakel audit restored --reason WORDS",
    )
    command.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    command.set_defaults(run=_audit)

    command = commands.add_parser(
        "keys",
        help="which keys there are and what should be done, or change them",
        usage="schakel keys status\n       schakel keys rotate [--intake]\n       schakel keys reseal --new FILE",
    )
    command.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    command.set_defaults(run=_keys)

    account = commands.add_parser("account", help="accounts at the desk").add_subparsers(
        required=True, metavar="COMMAND"
    )
    command = account.add_parser("create", help="make an account; asks for its password, and for what is not told")
    for option in ("email", "name", "role"):
        command.add_argument(f"--{option}")
    command.set_defaults(run=_create_account)


def _add_database(parser: argparse.ArgumentParser) -> None:
    command = parser.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "roles",
        help="make a role for each door and give it exactly its privileges; asks for the passwords of new roles",
    )
    for door in ("public", "desk"):
        command.add_argument(f"--{door}", default=f"schakel_{door}", metavar="NAME", help="default: %(default)s")
        command.add_argument(
            f"--{door}-password-file", type=Path, metavar="FILE", help="set the password to this file's first line"
        )
    command.set_defaults(run=_database_roles)


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65_535:
        raise ValueError(port)
    return port


if __name__ == "__main__":
    sys.exit(main())
