"""What an administrator sets, read once from the environment; a wrong value stops the start with one sentence."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

DEMO_DAY = date(2026, 11, 19)
LOOPBACK = ("127.0.0.1", "localhost")


class SettingError(RuntimeError):
    """A setting is missing or wrong; the message is the sentence to show."""


@dataclass(frozen=True)
class IdentityProvider:
    """An OpenID Connect provider of an organisation whose people work at the desk."""

    id: str
    name: str
    issuer: str
    client_id: str
    secret_file: Path
    second_factor: frozenset[str]

    def secret(self) -> str:
        """The client's secret; only the desk reads it. Raises SettingError."""
        try:
            return self.secret_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(
                f"The secret of {self.name} in {self.secret_file} can't be read: {error.strerror}."
            ) from error


@dataclass(frozen=True)
class Mailbox:
    """A folder on an IMAP server, and who may read it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    # TLS from the first byte; otherwise before anything is said, except to this machine.
    is_tls: bool

    @property
    def begins_tls(self) -> bool:
        return not self.is_tls and self.host not in LOOPBACK


@dataclass(frozen=True)
class Environment:
    """The settings of one installation. Variables are called SCHAKEL_ and the name in capitals."""

    home: Path
    mode: str
    database: str
    profile: str
    public_host: str
    desk_host: str
    pinned_day: date | None
    # Where the demo's doors answer: `schakel demo` says so to the parts that it starts.
    public_port: int = 8000
    desk_port: int = 8001
    checkpoints: str = ""
    checkpoint_command: str = ""
    key_database: str = ""
    # Who keeps the master key, and where, in what way, or which: see vault.master.
    master_key: tuple[str, str] = field(default=("", ""), repr=False)
    mail: str = ""
    mail_from: str = ""
    mail_password_file: str = ""
    # The sender's mailbox, in which a mail server says later that it could not deliver something. Empty: nobody looks.
    bounces: str = field(default="", repr=False)
    bounces_password_file: str = ""
    # For messages to reporters: a sender, and a link, that name neither the centre nor its work. Empty: none are sent.
    news_from: str = ""
    news_link: str = ""
    text_command: str = ""
    stolen_passwords: str = ""
    # The address of the public door as an onion service, without http://.
    onion: str = ""
    providers: tuple[IdentityProvider, ...] = field(default=())
    # What slows whoever would flood the public door: see publicsite.pacing and publicsite.work.
    work_bits: int = 14
    reports_a_minute: int = 60
    seconds_to_report: int = 5
    # The virus scanner's socket, unix:PATH or tcp:HOST:PORT; none by default.
    clamd: str = ""

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def public_url(self) -> str:
        """Where links in mail and codes on paper lead; before the doors of a real centre stands a server with TLS."""
        return f"http://{self.public_host}:{self.public_port}" if self.is_demo else f"https://{self.public_host}"

    @property
    def desk_url(self) -> str:
        """Where a colleague's phone is led by what a participant shows."""
        return f"http://{self.desk_host}:{self.desk_port}" if self.is_demo else f"https://{self.desk_host}"

    @property
    def keys(self) -> Path:
        return self.home / "keys"


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """The settings in `environ`. Raises SettingError."""
    mode = environ.get("SCHAKEL_MODE", "production")
    if mode not in ("demo", "production"):
        raise SettingError(f"SCHAKEL_MODE is '{mode}'; it must be 'demo' or 'production'.")
    home = Path(environ.get("SCHAKEL_HOME", "var")).absolute()
    demo = mode == "demo"
    public_host = environ.get("SCHAKEL_PUBLIC_HOST", "127.0.0.1" if demo else "")
    desk_host = environ.get("SCHAKEL_DESK_HOST", "localhost" if demo else "")
    if not public_host or not desk_host:
        raise SettingError("Set SCHAKEL_PUBLIC_HOST and SCHAKEL_DESK_HOST to the host names of the two doors.")
    if public_host == desk_host:
        raise SettingError(
            f"Both doors are called {public_host}; they need different host names, or they would share cookies."
        )
    if demo and not {public_host, desk_host} <= set(LOOPBACK):
        raise SettingError("The demo answers on this machine alone: its hosts must be 127.0.0.1 and localhost.")
    return Environment(
        home=home,
        mode=mode,
        database=environ.get("SCHAKEL_DATABASE", ""),
        profile=environ.get("SCHAKEL_PROFILE", "demo" if demo else "twente"),
        public_host=public_host,
        desk_host=desk_host,
        pinned_day=_pinned_day(environ.get("SCHAKEL_DAY", ""), demo=demo),
        public_port=_number(environ, "SCHAKEL_PUBLIC_PORT", 8000, least=1, most=65_535),
        desk_port=_number(environ, "SCHAKEL_DESK_PORT", 8001, least=1, most=65_535),
        checkpoints=environ.get("SCHAKEL_CHECKPOINTS", ""),
        checkpoint_command=environ.get("SCHAKEL_CHECKPOINT_COMMAND", ""),
        key_database=environ.get("SCHAKEL_KEY_DATABASE", ""),
        master_key=_master_key(environ, home),
        mail=environ.get("SCHAKEL_MAIL", ""),
        mail_from=environ.get("SCHAKEL_MAIL_FROM", ""),
        onion=_onion(environ.get("SCHAKEL_ONION", "")),
        mail_password_file=environ.get("SCHAKEL_MAIL_PASSWORD_FILE", ""),
        bounces=environ.get("SCHAKEL_BOUNCES", ""),
        bounces_password_file=environ.get("SCHAKEL_BOUNCES_PASSWORD_FILE", ""),
        news_from=environ.get("SCHAKEL_NEWS_FROM", ""),
        news_link=environ.get("SCHAKEL_NEWS_LINK", ""),
        text_command=environ.get("SCHAKEL_TEXT_COMMAND", ""),
        stolen_passwords=_stolen_passwords(environ.get("SCHAKEL_STOLEN_PASSWORDS", "")),
        providers=tuple(
            _provider(name, environ) for name in environ.get("SCHAKEL_OIDC", "").split(",") if name.strip()
        ),
        work_bits=_number(environ, "SCHAKEL_WORK_BITS", 14, least=0, most=20),
        reports_a_minute=_number(environ, "SCHAKEL_REPORTS_A_MINUTE", 60, least=1, most=1_000_000),
        seconds_to_report=_number(environ, "SCHAKEL_SECONDS_TO_REPORT", 5, least=0, most=60),
        clamd=_clamd(environ.get("SCHAKEL_CLAMD", "")),
    )


def database(environment: Environment) -> dict[str, Any]:
    """Django's entry for the database: a SQLite file in the home folder, or postgresql://user:password@host/name."""
    return _database(environment.database, "SCHAKEL_DATABASE", environment.home / "schakel.sqlite3")


def key_database(environment: Environment) -> dict[str, Any]:
    """Django's entry for the key store, a database apart: a SQLite file too, whatever the other database is."""
    if environment.key_database and environment.key_database == environment.database:
        raise SettingError("SCHAKEL_KEY_DATABASE must be another database than SCHAKEL_DATABASE: their backups differ.")
    return _database(environment.key_database, "SCHAKEL_KEY_DATABASE", environment.home / "keystore.sqlite3")


def _database(address: str, setting: str, file: Path) -> dict[str, Any]:
    if not address:
        return {
            "ENGINE": "schakel.core.fair_sqlite3",
            "NAME": file,
            "OPTIONS": {
                # A write transaction takes its lock at once: no deadlock halfway, and the audit chain stays one.
                "transaction_mode": "IMMEDIATE",
                # Then the visitor is told that nothing was received; longer would look like a broken page.
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise SettingError(f"{setting} must read postgresql://user:password@host:port/name, or be left out.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        # Compiling a statement takes PostgreSQL longer than any statement of a page: a list took a second and not 20 ms.
        "OPTIONS": {"options": "-c jit=off"},
    }


def mail(environment: Environment) -> dict[str, Any]:
    """Django's settings for sending mail; none when no server is set. Raises SettingError.

    smtps:// is TLS from the first byte; smtp:// becomes TLS before anything is said (STARTTLS), except to this machine.
    """
    if not environment.mail:
        return {}
    parts = urlsplit(environment.mail)
    user = unquote(parts.username or "")
    sender = environment.mail_from or user
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or port is None or parts.path.strip("/"):
        raise SettingError("SCHAKEL_MAIL must read smtp://user:password@host:port or smtps://…, or be left out.")
    if "@" not in sender:
        raise SettingError("Set SCHAKEL_MAIL_FROM to the address that mail comes from; it must not name the subject.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": _from_file("SCHAKEL_MAIL_PASSWORD_FILE", environment.mail_password_file)
        or unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOOPBACK,
        # Whoever invites waits for it; the link is on their screen anyway.
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
    }


def bounces(environment: Environment) -> Mailbox | None:
    """Where notifications come in that a mail could not be delivered; None when nobody is to look. Raises SettingError."""
    if not environment.bounces:
        return None
    parts = urlsplit(environment.bounces)
    try:
        port = parts.port
    except ValueError:
        port = None
    password = _from_file("SCHAKEL_BOUNCES_PASSWORD_FILE", environment.bounces_password_file)
    password = password or unquote(parts.password or "")
    user, folder = unquote(parts.username or ""), unquote(parts.path.strip("/")) or "INBOX"
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or port is None or '"' in folder:
        raise SettingError("SCHAKEL_BOUNCES must read imaps://user@host:port or imap://…, or be left out.")
    if not user or not password:
        raise SettingError("SCHAKEL_BOUNCES needs a user, and a password in SCHAKEL_BOUNCES_PASSWORD_FILE.")
    return Mailbox(parts.hostname, port, user, password, folder, is_tls=parts.scheme == "imaps")


def _onion(name: str) -> str:
    """The address of an onion service, version 3. Raises SettingError."""
    if name and not re.fullmatch(r"[a-z2-7]{56}\.onion", name):
        raise SettingError(
            "SCHAKEL_ONION is the name that Tor wrote in the file `hostname`: 56 letters and digits and .onion."
        )
    return name


def news(environment: Environment) -> tuple[str, str]:
    """Sender and link for mail to reporters, each empty when it is not set. Raises SettingError.

    Such a message lies on a telephone that others may look in: its sender and link must not lead to the centre.
    """
    sender, link = environment.news_from, environment.news_link
    if sender and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", sender):
        raise SettingError("SCHAKEL_NEWS_FROM is an address and no more, such as post@bericht.example.")
    if sender and not environment.mail:
        raise SettingError("SCHAKEL_NEWS_FROM needs a mail server: set SCHAKEL_MAIL too.")
    host = urlsplit(link).hostname or ""
    if link and (urlsplit(link).scheme != "https" or not host):
        raise SettingError("SCHAKEL_NEWS_LINK must begin with https://, or be left out.")
    for setting, named in (("SCHAKEL_NEWS_FROM", sender.rpartition("@")[2]), ("SCHAKEL_NEWS_LINK", host)):
        if named and _family(named) in {_family(environment.public_host), _family(environment.desk_host)}:
            raise SettingError(f"{setting} leads to the centre: choose a domain that has nothing to do with it.")
    return sender, link


def _family(host: str) -> str:
    """The last two labels of a host name, by which people know whose it is."""
    return ".".join(host.lower().split(".")[-2:])


def _from_file(setting: str, path: str) -> str:
    """A password; "" where no file is set."""
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"{setting} names {path}, which can't be read: {error.strerror}.") from error


def _number(environ: Mapping[str, str], name: str, usual: int, *, least: int, most: int) -> int:
    text = environ.get(name, "") or str(usual)
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text) <= most):
        raise SettingError(f"{name} is '{text}'; it must be a whole number from {least} to {most}.")
    return int(text)


def _clamd(address: str) -> str:
    if address and not re.fullmatch(r"unix:/.+|tcp:.+:\d{1,5}", address):
        raise SettingError("SCHAKEL_CLAMD must read unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310, or be left out.")
    return address


def _stolen_passwords(path: str) -> str:
    if path and not Path(path).is_file():
        raise SettingError(f"SCHAKEL_STOLEN_PASSWORDS names {path}, which is no file.")
    return path


def _provider(name: str, environ: Mapping[str, str]) -> IdentityProvider:
    """One provider, from SCHAKEL_OIDC_ and its name in capitals."""
    name = name.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9]{0,30}", name):
        raise SettingError(f"SCHAKEL_OIDC names '{name}': a provider is called by letters and digits.")
    prefix = f"SCHAKEL_OIDC_{name.upper()}_"
    told = {
        key: environ.get(prefix + key, "") for key in ("NAME", "ISSUER", "CLIENT_ID", "SECRET_FILE", "SECOND_FACTOR")
    }
    missing = [prefix + key for key, value in told.items() if not value and key != "SECOND_FACTOR"]
    if missing:
        raise SettingError(f"The identity provider '{name}' is not set completely; missing: {', '.join(missing)}.")
    issuer = urlsplit(told["ISSUER"])
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in LOOPBACK):
        raise SettingError(f"{prefix}ISSUER must begin with https://.")
    return IdentityProvider(
        id=name,
        name=told["NAME"],
        issuer=told["ISSUER"],
        client_id=told["CLIENT_ID"],
        secret_file=Path(told["SECRET_FILE"]),
        second_factor=frozenset(told["SECOND_FACTOR"].split()),
    )


def _pinned_day(text: str, *, demo: bool) -> date | None:
    if not text:
        return DEMO_DAY if demo else None
    if not demo:
        raise SettingError("SCHAKEL_DAY pins the day of a demo; leave it out here.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingError(f"SCHAKEL_DAY is '{text}'; write a day as 2026-11-19.") from error


def _master_key(environ: Mapping[str, str], home: Path) -> tuple[str, str]:
    chosen = {
        provider: (name, environ[name])
        for provider, name in (
            ("file", "SCHAKEL_MASTER_KEY_FILE"),
            ("environment", "SCHAKEL_MASTER_KEY"),
            ("command", "SCHAKEL_MASTER_KEY_COMMAND"),
        )
        if environ.get(name)
    }
    if len(chosen) > 1:
        names = " and ".join(name for name, _ in chosen.values())
        raise SettingError(f"The master key comes from one place: set only one of {names}.")
    for provider, (_, value) in chosen.items():
        return provider, value
    return "file", str(home / "keys" / "master.key")
