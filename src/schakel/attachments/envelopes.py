"""What a file is called, what it is and how it is opened: sealed to the desk, later under the data key of its report."""

import base64
import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from schakel.attachments.models import Attachment, Piece, StoredFile
from schakel.intake.models import Report
from schakel.methods.attachments.kinds import KINDS, Group, Kind
from schakel.vault import keys, records, sealing, streams

_LABEL, _COPY_LABEL = "attachment", "attachment copy"


@dataclass(frozen=True)
class Header:
    """Everything about a file but its bytes. `facts` are what the check counted: pixels, pages, pictures in it."""

    name: str
    kind: str
    size: int
    key: str
    facts: dict[str, int]
    # Of the bytes as they came in; empty where nobody asked for it.
    sha256: str = ""

    @property
    def kind_of_file(self) -> Kind:
        return KINDS[self.kind]

    @property
    def group(self) -> Group:
        return self.kind_of_file.group

    @property
    def raw_key(self) -> bytes:
        return base64.b64decode(self.key)


def header(*, name: str, kind: str, size: int, key: bytes, sha256: str = "") -> Header:
    """A header around a file key."""
    return Header(name, kind, size, base64.b64encode(key).decode(), {}, sha256)


def seal(file: Attachment, said: Header) -> None:
    """Fill the sealed part of a new file, for the pinned intake key."""
    public = keys.public_keys()
    file.key_id = public.intake_key_id
    file.sealed = sealing.seal(_to_bytes(said), public.intake, info=_binding(file))


def read(file: Attachment, report: Report) -> Header:
    """What stands in a file's header, for staff. Raises SealError, DecryptionError and Destroyed."""
    if file.content is not None:
        return read_content(file, report.data_key)
    try:
        private = keys.desk_keys().intake[file.key_id]
    except KeyError as error:
        raise sealing.SealError(f"this installation no longer has the intake key {file.key_id}") from error
    return Header(**json.loads(sealing.unseal(bytes(file.sealed or b""), private, info=_binding(file))))


def read_content(file: StoredFile, data_key: uuid.UUID | None) -> Header:
    """The header of a file that stands under the data key of its record. Raises DecryptionError and Destroyed."""
    return Header(**records.decrypt(data_key, file.content or b"", label=_LABEL, record_id=file.id))


def write_content(file: StoredFile, data_key: uuid.UUID | None, said: Header) -> None:
    """From here on, whoever destroys this data key destroys the file."""
    file.content = records.encrypt(data_key, asdict(said), label=_LABEL, record_id=file.id)


def put_under_data_key(file: Attachment, report: Report, said: Header) -> None:
    """The file of a report that was opened: from the seal to the report's data key."""
    write_content(file, report.data_key, said)
    file.sealed, file.key_id = None, ""


def read_copy(file: StoredFile, data_key: uuid.UUID | None) -> Header:
    """The header of the working copy. Raises DecryptionError when there is none, and as `read_content` does."""
    if file.copy is None:
        raise records.DecryptionError("this file has no working copy")
    return Header(**records.decrypt(data_key, file.copy, label=_COPY_LABEL, record_id=file.id))


def keep_copy(file: StoredFile, data_key: uuid.UUID | None, content: bytes, *, name: str, kind: str) -> None:
    """Store a working copy in pieces, under a key of its own that stands under this data key."""
    file.copy_id = uuid.uuid4()
    key, _ = store_whole(file.copy_id, content)
    said = header(name=name, kind=kind, size=len(content), key=key)
    file.copy = records.encrypt(data_key, asdict(said), label=_COPY_LABEL, record_id=file.id)


def store_whole(file_id: uuid.UUID, content: bytes) -> tuple[bytes, int]:
    """Store what we have as a whole in pieces under this id; its key, and how many pieces."""
    key = streams.new_key()
    sealer = streams.Sealer(key)
    pieces = [*sealer.add(content), sealer.finish()]
    Piece.objects.bulk_create(
        [Piece(file_id=file_id, number=number, sealed=piece) for number, piece in enumerate(pieces)], batch_size=4
    )
    return key, len(pieces)


def content_of(file_id: uuid.UUID, said: Header) -> Iterator[bytes]:
    """The bytes, a piece at a time. Raises SealError on the way when a piece was changed or is missing."""
    return streams.opened(said.raw_key, _pieces(file_id), size=said.size)


def _pieces(file_id: uuid.UUID) -> Iterator[bytes]:
    number = 0
    while True:
        # One by one: a cursor over all of them may hold more than one in memory.
        row = Piece.objects.filter(file_id=file_id, number=number).values_list("sealed", flat=True).first()
        if row is None:
            return
        yield bytes(row)
        number += 1


def _to_bytes(said: Header) -> bytes:
    raw: dict[str, Any] = asdict(said)
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()


def _binding(file: Attachment) -> bytes:
    return sealing.binding(bytes(file.lookup).hex(), file.key_id, "file", str(file.id))
