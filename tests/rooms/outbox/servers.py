"""Mail servers on loopback, good ones and bad ones, and certificates of an authority of our own."""

import email
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from schakel.config import environment
from tests.processes import free_port


@dataclass
class Box:
    """A server's handler: what it took, and how often it is to refuse which command with what."""

    taken: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    called_themselves: list[str] = field(default_factory=list)
    refuse: dict[str, list[str]] = field(default_factory=dict)

    async def handle_EHLO(  # noqa: N802  (aiosmtpd's names)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.called_themselves.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        self.senders.append(address)
        return self._refusal("mail") or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._refusal("rcpt") or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        refusal = self._refusal("data")
        if refusal:
            return refusal
        self.taken.append(email.message_from_bytes(envelope.content or b"", policy=default))  # type: ignore[arg-type]  # bytes, as it was sent
        return "250 OK"

    def _refusal(self, command: str) -> str:
        waiting = self.refuse.get(command, [])
        return waiting.pop(0) if waiting else ""


@contextmanager
def taking(box: Box, port: int = 0, **options: Any) -> Iterator[int]:
    """aiosmtpd with this handler; its port."""
    running = Controller(box, hostname="127.0.0.1", port=port or free_port(), server_hostname="post.example", **options)
    running.start()
    try:
        yield running.port
    finally:
        running.stop()


@contextmanager
def for_partners(settings: Any) -> Iterator[Box]:
    """A server that takes mail, and the desk's settings with it and a neutral sender."""
    handler = Box()
    with taking(handler) as port:
        read = environment.read(
            {
                "SCHAKEL_PUBLIC_HOST": "melden.kenniscentrum.example",
                "SCHAKEL_DESK_HOST": "balie.kenniscentrum.example",
                "SCHAKEL_MAIL": f"smtp://127.0.0.1:{port}",
                "SCHAKEL_MAIL_FROM": "post@werk.example",
                "SCHAKEL_NEWS_FROM": "post@bericht.example",
            }
        )
        for name, value in environment.mail(read).items():
            setattr(settings, name, value)
        settings.SCHAKEL_SENDS_MAIL = True
        settings.SCHAKEL_NEWS_FROM, settings.SCHAKEL_NEWS_LINK = environment.news(read)
        yield handler


def knows(user: str, password: str, logins: list[str]) -> Any:
    """Who may send: aiosmtpd's authenticator; it writes down who got in."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
        assert isinstance(told, LoginPassword)
        is_right = (told.login, told.password) == (user.encode(), password.encode())
        logins.extend([user] * is_right)
        return AuthResult(success=is_right)

    return check


@contextmanager
def hanging_up(after: str) -> Iterator[int]:
    """A server that ends the connection when it meets a command; after "text" halfway through the mail itself."""
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_hang_up, args=(listener, after), daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(10)


def _hang_up(listener: socket.socket, after: str) -> None:
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as said:
        connection.sendall(b"220 hello\r\n")
        for line in said:
            command = line.split()[0].decode().lower()
            if command == after:
                return
            connection.sendall(b"354 go on\r\n" if command == "data" else b"250 OK\r\n")
            if command == "data":
                said.readline()
                return


@contextmanager
def silent() -> Iterator[int]:
    """A server that lets itself be called and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@dataclass(frozen=True)
class Authority:
    """The file that makes a client trust us, and what a server shows to it."""

    file: Path
    context: ssl.SSLContext


def authority(folder: Path) -> Authority:
    """An authority of our own, and a certificate of it for 127.0.0.1."""
    ours = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Eigen CA")])
    usage = x509.KeyUsage(**dict.fromkeys(_NO_USES, False), key_cert_sign=True, crl_sign=True)
    of_ours = x509.SubjectKeyIdentifier.from_public_key(ours.public_key())
    root = (
        _certificate(name, name, ours.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(of_ours, critical=False)
        .sign(ours, hashes.SHA256())
    )
    theirs = ec.generate_private_key(ec.SECP256R1())
    server = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "post")])
    shown = (
        _certificate(server, name, theirs.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(of_ours), critical=False)
        .sign(ours, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    key = theirs.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(shown.public_bytes(serialization.Encoding.PEM) + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return Authority(folder / "ca.pem", context)


_NO_USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "encipher_only", "decipher_only",
)  # fmt: skip


def _certificate(subject: x509.Name, issuer: x509.Name, key: Any) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
