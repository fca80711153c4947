"""What carries a message away: an SMTP server, or a command that hands a text message to a gateway."""

import shlex
import smtplib
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from schakel.core import time

MAIL_SECONDS = 30
TEXT_SECONDS = 60
# What sysexits.h calls EX_DATAERR and EX_NOUSER: this number will never get it.
_NEVER = (65, 67)
_AGREED, _PERMANENT = 200, 500
_LONG_LINE = 400


class NotSent(Exception):
    """It did not get out. `kind` says why without words of the server's, which quote addresses."""

    def __init__(self, kind: str, *, is_final: bool = False, is_carrier: bool = False) -> None:
        super().__init__(kind)
        self.kind = kind
        # Another try makes no sense.
        self.is_final = is_final
        # The carrier itself does not work, so that nothing else needs to be tried now.
        self.is_carrier = is_carrier

    @property
    def is_address(self) -> bool:
        """Whether it was the address that was refused, and nothing else."""
        return self.kind.partition(" ")[0] in ("rcpt", "address")


@dataclass(frozen=True)
class Attachment:
    """A file for a calendar: its name, its method (RFC 5546), and what it says."""

    name: str
    method: str
    text: str


@dataclass(frozen=True)
class Mail:
    """One mail. `number` is the same at every try, so that a server which got it twice can tell."""

    sender: str
    to: str
    subject: str
    body: str
    number: str
    attachment: Attachment | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def send_mail(mail: Mail, *, before_text: Callable[[], None]) -> None:
    """Hand one mail to the server. Raises NotSent.

    `before_text` runs when the server agreed to everything and only the text is still to go: until then surely
    nothing was sent.
    """
    try:
        text = _written(mail)
    except NotSent:
        raise
    except Exception as error:  # noqa: BLE001  (Python's own code for headers raises several kinds)
        raise NotSent(f"letter {type(error).__name__}") from None
    with _connection(mail.sender.rpartition("@")[2]) as server:
        with _saying("mail", is_carrier=True):
            _check(server.mail(mail.sender), is_carrier=True, where="mail")
        with _saying("rcpt"):
            _check(server.rcpt(_plain(mail.to)), where="rcpt")
        before_text()
        with _saying("data"):
            _check(server.data(text), where="data")


def send_text(*, to: str, text: str) -> None:
    """Give a number and a text to the configured command, on its standard input. Raises NotSent.

    Not as arguments: every user of the machine can read those. And with no setting of ours in its environment.
    """
    number = "".join(sign for sign in to if sign in "+0123456789")
    try:
        done = subprocess.run(  # noqa: S603  (the administrator's own command)
            shlex.split(settings.SCHAKEL_TEXT_COMMAND),
            input=f"{number}\n{text}\n".encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TEXT_SECONDS,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"},
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise NotSent(f"command {type(error).__name__}", is_carrier=True) from None
    if done.returncode:
        raise NotSent(f"command {done.returncode}", is_final=done.returncode in _NEVER)


def _written(mail: Mail) -> bytes:
    """The mail as bytes: the hour instead of the moment, and no name of this machine or of a program."""
    # A link in a header stays as it is: on a line that is too short for it, it would be written in code.
    message = EmailMessage(policy=SMTP.clone(max_line_length=_LONG_LINE) if mail.headers else SMTP)
    message["From"] = mail.sender
    message["To"] = _plain(mail.to)
    message["Subject"] = mail.subject
    moment = time.real_now().astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{mail.number}@{mail.sender.rpartition('@')[2]}>"
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(f"{mail.body}\n")
    if mail.attachment is not None:
        said = mail.attachment
        # As it is, with its own ends of lines.
        message.add_attachment(
            said.text, subtype="calendar", filename=said.name, cte="base64", params={"method": said.method}
        )
        # Python's own would say by what it was made.
        message.set_boundary(mail.number)
    return message.as_bytes()


def _plain(address: str) -> str:
    """The address as every server takes it. Raises NotSent."""
    name, _, domain = address.rpartition("@")
    try:
        return f"{name.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise NotSent("address", is_final=True) from None


@contextmanager
def _connection(name: str) -> Iterator[smtplib.SMTP]:
    """A session with the server, over TLS unless it is this machine; we call ourselves `name`, never this machine's."""
    with _saying("connect", is_carrier=True):
        context = ssl.create_default_context()
        host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
        server: smtplib.SMTP
        if settings.EMAIL_USE_SSL:
            server = smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=MAIL_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port, local_hostname=name, timeout=MAIL_SECONDS)
    try:
        with _saying("connect", is_carrier=True):
            if settings.EMAIL_USE_TLS:
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER and settings.EMAIL_HOST_PASSWORD:
            with _saying("login", is_carrier=True):
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        yield server
    finally:
        # Whatever it says to our goodbye changes nothing, and waiting for it would.
        server.close()


@contextmanager
def _saying(where: str, *, is_carrier: bool = False) -> Iterator[None]:
    """Whatever goes wrong inside becomes NotSent: where, and the kind of error or the server's number."""
    try:
        yield
    except smtplib.SMTPServerDisconnected:
        raise NotSent(f"{where} no answer", is_carrier=is_carrier) from None
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, where, is_carrier=is_carrier) from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"{where} {type(error).__name__}", is_carrier=is_carrier) from None


def _check(reply: tuple[int, bytes], *, where: str, is_carrier: bool = False) -> None:
    """Raises NotSent unless the server agreed."""
    if not _AGREED <= reply[0] < _AGREED + 100:
        raise _refusal(reply[0], where, is_carrier=is_carrier)


def _refusal(code: int, where: str, *, is_carrier: bool) -> NotSent:
    """A refusal of the carrier as a whole (a password, a sender) is for somebody to mend, and so never final."""
    return NotSent(f"{where} {code}", is_final=code >= _PERMANENT and not is_carrier, is_carrier=is_carrier)
