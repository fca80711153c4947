"""Running one door in this process, on a WSGI server that logs nothing about who is asking."""

import ctypes
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import django
from django.conf import settings
from django.db import connection, connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from schakel.config import prepare
from schakel.config.environment import Environment
from schakel.config.refusals import Refused
from schakel.core.errors import place_of

logger = logging.getLogger("schakel.serve")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# Enough to keep one core busy while some threads wait for the disk; measured with `make bench`. At the public door most
# can wait for somebody's slow line, on which a file comes in (`publicsite.pacing.uploads`), and pages still answer.
_THREADS = {"public": 24, "desk": 8}
_STOP_SECONDS = 3
_PR_SET_PDEATHSIG = 1
# With what no page could be made for.
_BARE = [
    ("Content-Type", "text/plain"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
]


def serve(environment: Environment, door: str, *, host: str, port: int) -> None:
    """Answer requests at one door until a signal ends it. Raises Refused, SettingError or KeyFileError."""
    check_address(environment, host, port)
    django.setup()
    prepare.check_kind(prepare.installed_kind(), environment)
    if door == "public":
        check_public_process()
    else:
        prepare.check_keys()
    # The server answers from a child process, which must open its own connections.
    connections.close_all()
    server = Server(
        "schakel.config.wsgi:application",
        address=_numeric(host),
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS[door],
        log_level=LogLevels.critical,  # its words could quote a visitor; the doors log by themselves
        log_access=False,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.serve(target_loader=partial(_load, os.getpid()), wrap_loader=False)


def check_address(environment: Environment, host: str, port: int) -> None:
    """Raises Refused when something else uses the port, or a demo would be reachable from another machine."""
    if environment.is_demo and not _is_loopback(host):
        raise Refused(f"The demo answers on this machine alone; it can't be opened to {host}.")
    address = _numeric(host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise Refused(
                f"Port {port} of {host} can't be used ({error.strerror}): "
                "stop what uses it, or choose another port (see --help)."
            ) from error


def check_public_process() -> None:
    """Raises Refused when this process could open stored content, and KeyFileError when it could not seal."""
    from schakel.config import roles
    from schakel.vault import keys

    if settings.SCHAKEL_DESK_KEYS is not None:
        raise Refused("The public door may hold no desk keys: its settings must have SCHAKEL_DESK_KEYS = None.")
    if os.environ.get("SCHAKEL_MASTER_KEY"):
        raise Refused("The public door may not hold the master key: leave SCHAKEL_MASTER_KEY out of its environment.")
    keys.public_keys()
    if connection.vendor == "postgresql" and roles.reads_reports():
        logger.warning("the public door uses a role that may read every sealed report: see 'schakel database roles'")


def end_with(parent: int) -> None:
    """Let this process end when its parent does, even when that is killed; at once if it already has."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)


def _load(parent: int) -> Application:
    end_with(parent)
    from django.urls import get_resolver

    from schakel.config.wsgi import application

    # Now rather than at the first visitor: a page that can't be loaded must stop the start.
    _ = get_resolver().url_patterns
    return partial(answer, application)


def answer(application: Application, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """What gets past Django's own handling may not reach the server's log, which would quote it."""

    def start_nameless(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        # The server fills in its own name where none is given; nobody needs to know what runs here.
        return start_response(status, [*headers, ("Server", "")], *rest)

    try:
        return application(environ, start_nameless)
    except Exception as error:  # noqa: BLE001  (the last place where it can be caught)
        logger.error("error outside the pages: %s at %s", type(error).__name__, place_of(error))  # noqa: TRY400
        start_nameless("500 Internal Server Error", _BARE)
        return [b"500"]


def reachable(host: str) -> str:
    """An address of this machine at which a door that listens at `host` can be asked whether it answers."""
    address = _numeric(host)
    if ipaddress.ip_address(address).is_unspecified:
        return "::1" if ":" in address else "127.0.0.1"
    return address


def _numeric(host: str) -> str:
    try:
        return str(socket.getaddrinfo(host, None)[0][4][0])
    except socket.gaierror as error:
        raise Refused(f"{host} is not an address of this machine.") from error


def _is_loopback(host: str) -> bool:
    return ipaddress.ip_address(_numeric(host)).is_loopback
