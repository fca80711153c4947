"""Notifications that a mail could not be delivered, shaped as Postfix, Exchange and Exim write them; and a mailbox with some."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_SENT = """\
From: post@werk.example
To: {to}
Subject: Wij hebben uw aanvraag
Message-ID: <{number}@werk.example>
"""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.werk.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: post@werk.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="9C0F21A3.1764270000/mx.werk.example"

This is a MIME-encapsulated message.

--9C0F21A3.1764270000/mx.werk.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.werk.example.

<{to}>: host mail.example[192.0.2.7] said: {status} (in reply to RCPT TO command)

--9C0F21A3.1764270000/mx.werk.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.werk.example
X-Postfix-Queue-ID: 9C0F21A3
Arrival-Date: Fri, 27 Nov 2026 10:00:00 +0100 (CET)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example
Diagnostic-Code: smtp; 550 {status} no such user

--9C0F21A3.1764270000/mx.werk.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{sent}
--9C0F21A3.1764270000/mx.werk.example--
"""

EXCHANGE = """\
MIME-Version: 1.0
From: "Microsoft Outlook" <postmaster@kantoor.example>
To: <post@werk.example>
Content-Type: multipart/report; report-type=delivery-status;
 boundary="a1b2c3d4-0000-4000-8000-112233445566"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: nl-NL
Subject: Undeliverable: Wij hebben uw aanvraag
Auto-Submitted: auto-replied

--a1b2c3d4-0000-4000-8000-112233445566
Content-Type: multipart/alternative; differences=Content-Type;
 boundary="b2c3d4e5-0000-4000-8000-112233445566"

--b2c3d4e5-0000-4000-8000-112233445566
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to {to} couldn't be delivered.

--b2c3d4e5-0000-4000-8000-112233445566
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

<html><body><p>Your message couldn't be delivered.</p></body></html>

--b2c3d4e5-0000-4000-8000-112233445566--

--a1b2c3d4-0000-4000-8000-112233445566
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01MB0001.eurprd01.prod.outlook.example
Received-From-MTA: dns;mx.werk.example
Arrival-Date: Fri, 27 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 {status} RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
X-Display-Name: {to}

--a1b2c3d4-0000-4000-8000-112233445566
Content-Type: message/rfc822

Received: from mx.werk.example (192.0.2.1) by AM0PR01MB0001 with ESMTP
{sent}MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

Beste Mees,
--a1b2c3d4-0000-4000-8000-112233445566--
"""

EXIM = """\
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.werk.example>
To: post@werk.example
References: <{number}@werk.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=1764270000-eximdsn-1234567890
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1764270000-eximdsn-1234567890
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

  {to}
    host mail.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<{to}>: 550 No such user here

--1764270000-eximdsn-1234567890
Content-type: message/delivery-status

Reporting-MTA: dns; mx.werk.example

Action: {action}
Final-Recipient: rfc822;{to}
Status: {status}
Remote-MTA: dns; mail.example
Diagnostic-Code: smtp; 550 No such user here

--1764270000-eximdsn-1234567890
Content-type: message/rfc822

Return-path: <post@werk.example>
{sent}
Beste Mees,

--1764270000-eximdsn-1234567890--
"""


def notification(
    shape: str, number: str, to: str = "mees@school.example", *, status: str = "5.1.1", action: str = "failed",
    sent_to: str = "",
) -> bytes:  # fmt: skip
    """One of these, about the mail with this number; `sent_to` where somebody's list passed it on to `to`."""
    sent = _SENT.format(to=sent_to or to, number=number)
    text = shape.format(to=to, number=number, status=status, action=action, sent=sent)
    return text.replace("\n", "\r\n").encode()


@dataclass
class Inbox:
    """What lies in a mailbox, by number from one, and what was read of it."""

    messages: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    port: int = 0


@contextmanager
def mailbox(generation: int) -> Iterator[Inbox]:
    """An IMAP server on loopback that knows the few commands we use."""
    box = Inbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK here\r\n")
            for line in self.rfile:
                tag, said = line.decode().strip().split(" ", 1)
                self.wfile.write(_answer(box, said, generation) + f"{tag} OK done\r\n".encode())
                if said == "LOGOUT":
                    return

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join(10)


def _answer(box: Inbox, said: str, generation: int) -> bytes:
    if said == "CAPABILITY":
        return b"* CAPABILITY IMAP4rev1\r\n"
    if said.startswith("SELECT"):
        return f"* {len(box.messages)} EXISTS\r\n* OK [UIDVALIDITY {generation}] as ever\r\n".encode()
    if said.startswith("UID SEARCH"):
        unseen = [str(uid) for uid in range(1, len(box.messages) + 1) if uid not in box.seen]
        return f"* SEARCH {' '.join(unseen)}\r\n".encode()
    if (fetch := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[(.*)\]<0\.\d+>\)", said)) is not None:
        uid, part = int(fetch[1]), fetch[2]
        box.fetched.append(f"{uid} {part}".strip())
        raw = box.messages[uid - 1]
        content = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if part else raw
        return f"* {uid} FETCH (UID {uid} BODY[{part}]<0> {{{len(content)}}}\r\n".encode() + content + b")\r\n"
    if (store := re.match(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", said)) is not None:
        box.seen.add(int(store[1]))
    return b"* BYE\r\n" if said == "LOGOUT" else b""
