"""How each part of a report and its conversation is sealed, and what each envelope is bound to."""

import struct
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from schakel.intake import content, receipts, typed
from schakel.intake.content import Content, Routing
from schakel.intake.models import Message, Report, SealedBy
from schakel.vault import keys, records, sealing

_REPORT_LABEL = "report"
_MESSAGE_LABEL = "message"


def seal_report(report: Report, said: Content) -> None:
    """Fill the two sealed parts of a new report, for the pinned intake key."""
    public = keys.public_keys()
    report.key_id = public.intake_key_id
    parts = {"routing": content.routing_to_bytes(said.routing), "body": content.body_to_bytes(said.body)}
    report.routing_sealed, report.body_sealed = (
        sealing.seal(plain, public.intake, info=sealing.binding(str(report.id), report.key_id, part))
        for part, plain in parts.items()
    )


def read_routing(report: Report) -> Routing:
    """The routing part, whether the report was opened or not (desk only)."""
    if report.content is not None:
        return read_content(report).routing
    plain = _unseal(report, report.routing_sealed, "routing")
    if report.sealed_by == SealedBy.BROWSER:
        return typed.routing_from_bytes(plain)
    return content.routing_from_bytes(plain)


def read_content(report: Report) -> Content:
    """The whole report (desk only). Raises SealError or DecryptionError when it was changed, Destroyed when that was meant."""
    if report.content is not None:
        raw = records.decrypt(report.data_key, report.content, label=_REPORT_LABEL, record_id=report.id)
        return content.from_json(raw)
    if report.sealed_by == SealedBy.BROWSER:
        return typed.content_from_bytes(_unseal(report, report.body_sealed, "body"))
    return Content(
        content.routing_from_bytes(_unseal(report, report.routing_sealed, "routing")),
        content.body_from_bytes(_unseal(report, report.body_sealed, "body")),
    )


def is_badly_sealed(report: Report) -> bool:
    """Whether a browser put something in the envelope's place that our key does not open, though we have the key."""
    return report.sealed_by == SealedBy.BROWSER and report.key_id in keys.desk_keys().intake


def encrypt_content(report: Report, said: Content, *, keep_envelopes: bool = False) -> None:
    """Put `said` under the report's own data key and drop the envelopes."""
    if report.data_key is None:
        report.data_key = records.create_data_key()
    report.content = records.encrypt(report.data_key, content.to_json(said), label=_REPORT_LABEL, record_id=report.id)
    if keep_envelopes:
        return
    report.routing_sealed = report.body_sealed = None
    report.key_id = ""


def seal_to_desk(message: Message, text: str) -> None:
    """Seal a reporter's words for the desk."""
    public = keys.public_keys()
    message.key_id = public.intake_key_id
    info = sealing.binding(str(message.report_id), message.key_id, "to desk", str(message.id))
    message.sealed = sealing.seal(text.encode(), public.intake, info=info)


def read_at_desk(message: Message) -> str:
    """The words of a message, for staff; a reporter's words move under the report's data key."""
    data_key = message.report.data_key
    if message.staff_copy is None:
        private = _intake_key(message.key_id)
        info = sealing.binding(str(message.report_id), message.key_id, "to desk", str(message.id))
        text = sealing.unseal(bytes(message.sealed or b""), private, info=info).decode()
        try:
            message.staff_copy = records.encrypt(data_key, text, label=_MESSAGE_LABEL, record_id=message.id)
        except records.Destroyed:
            return records.DESTROYED
        message.sealed = None
        message.key_id = ""
    return records.decrypt_words(data_key, message.staff_copy, label=_MESSAGE_LABEL, record_id=message.id)


def seal_to_reporter(message: Message, text: str) -> None:
    """Seal an answer to the key in the receipt, sign it, and keep the staff's copy."""
    report = message.report
    info = sealing.binding(str(report.id), "to reporter", str(message.sequence))
    message.sealed = sealing.seal(text.encode(), keys.public_from_bytes(bytes(report.reply_key)), info=info)
    message.signature = keys.desk_keys().reply_signature.sign(_signed(message, text))
    message.staff_copy = records.encrypt(report.data_key, text, label=_MESSAGE_LABEL, record_id=message.id)


def read_with_code(message: Message, code: str) -> str:
    """An answer, for the holder of the code. Raises SealError when forged or changed."""
    info = sealing.binding(str(message.report_id), "to reporter", str(message.sequence))
    text = sealing.unseal(bytes(message.sealed or b""), receipts.reply_private_key(code), info=info).decode()
    try:
        keys.public_keys().reply_signature.verify(bytes(message.signature or b""), _signed(message, text))
    except InvalidSignature as error:
        raise sealing.SealError("this answer was not signed by the desk") from error
    return text


def _signed(message: Message, text: str) -> bytes:
    report_id: uuid.UUID = message.report_id
    return b"schakel/answer/" + report_id.bytes + struct.pack(">I", message.sequence) + text.encode()


def _unseal(report: Report, sealed: bytes | memoryview | None, part: str) -> bytes:
    info = sealing.binding(str(report.id), report.key_id, part)
    return sealing.unseal(bytes(sealed or b""), _intake_key(report.key_id), info=info)


def _intake_key(key_id: str) -> MLKEM768X25519PrivateKey:
    try:
        return keys.desk_keys().intake[key_id]
    except KeyError as error:
        raise sealing.SealError(f"this installation no longer has the intake key {key_id}") from error
