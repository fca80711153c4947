"""Taking a file in at the public door: sealed piece by piece while it arrives, and never anywhere in plain."""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from schakel.attachments import envelopes
from schakel.attachments.models import Attachment, Piece
from schakel.methods.attachments import kinds
from schakel.methods.attachments.kinds import Kind, Refused
from schakel.vault import streams

MOST_FILES = 10
MOST_BYTES = 50 * 1024 * 1024
# What else a request holds beside its files: boundaries, the form's token.
_BESIDE = 256 * 1024
TOO_LARGE, TOO_MANY = "too large", "too many"


@dataclass(frozen=True)
class Taken:
    """A file that arrived whole; it is no file of the report's yet (`actions.attach`)."""

    id: uuid.UUID
    name: str
    kind: Kind
    size: int
    key: bytes
    pieces: int
    sha256: str = ""


@dataclass(frozen=True)
class NotTaken:
    """A file that was refused, by its name, and why: a value of `kinds.Why`, TOO_LARGE or TOO_MANY."""

    name: str
    why: str


class SealingHandler(FileUploadHandler):
    """Seals every file of a form as it comes in. Afterwards `taken` and `not_taken` say what became of each."""

    def __init__(self, *, room: int) -> None:
        super().__init__()
        self.taken: list[Taken] = []
        self.not_taken: list[NotTaken] = []
        self._room = room
        self._arriving: _Arriving | None = None

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """A file begins. Raises SkipFile when the report has enough of them."""
        super().new_file(*arguments, **named)
        self._arriving = None
        if len(self.taken) >= self._room:
            self._refuse(TOO_MANY)
        self._arriving = _Arriving(str(self.file_name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take some in. Raises SkipFile as soon as it can be seen that the file is not taken."""
        if self._arriving is None:
            raise SkipFile
        try:
            self._arriving.add(raw_data)
        except Refused as refused:
            self._refuse(refused.why.value)
        except OverflowError:
            self._refuse(TOO_LARGE)

    def file_complete(self, file_size: int) -> None:
        """The whole file is here. It is no field of the form: nothing of it can be read any more."""
        if self._arriving is not None:
            try:
                self.taken.append(self._arriving.finish())
            except Refused as refused:
                self.not_taken.append(NotTaken(str(self.file_name), refused.why.value))
        self._arriving = None

    def _refuse(self, why: str) -> None:
        self._arriving = None
        self.not_taken.append(NotTaken(str(self.file_name), why))
        # What is left of it is read and dropped: a browser that is hung up on shows no page.
        raise SkipFile


class _Arriving:
    """One file on its way in."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._id = uuid.uuid4()
        self._key = streams.new_key()
        self._sealer = streams.Sealer(self._key)
        self._digest = hashlib.sha256()
        self._start = b""
        self._kind: Kind | None = None
        self._pieces = 0

    def add(self, content: bytes) -> None:
        """Raises Refused, and OverflowError when the file is too large."""
        if self._sealer.size + len(self._start) + len(content) > MOST_BYTES:
            raise OverflowError
        if self._kind is not None:
            self._seal(content)
            return
        self._start += content
        if len(self._start) >= kinds.ENOUGH:
            self._judge()

    def finish(self) -> Taken:
        """The last piece. Raises Refused for a short file of which it shows only now."""
        kind = self._kind or self._judge()
        self._store(self._sealer.finish())
        size, digest = self._sealer.size, self._digest.hexdigest()
        return Taken(self._id, self._name, kind, size, self._key, self._pieces, digest)

    def _judge(self) -> Kind:
        """What was held back until it could be seen what it is, is sealed now. Raises Refused."""
        self._kind = kind = kinds.kind_of(self._start, self._name)
        self._seal(self._start)
        self._start = b""
        return kind

    def _seal(self, content: bytes) -> None:
        self._digest.update(content)
        for piece in self._sealer.add(content):
            self._store(piece)

    def _store(self, piece: bytes) -> None:
        # Each by itself: a transaction as long as an upload would keep everybody else from writing.
        Piece.objects.create(file_id=self._id, number=self._pieces, sealed=piece)
        self._pieces += 1


def is_far_too_large(content_length: int, *, room: int) -> bool:
    """Whether a request is longer than the files for which there is room could make it; then it is not read at all."""
    return content_length > max(room, 1) * MOST_BYTES + MOST_BYTES + _BESIDE


def attachment_of(taken: Taken, *, lookup: bytes) -> Attachment:
    """The row that makes a file of what arrived, sealed; not stored yet."""
    file = Attachment(id=taken.id, lookup=lookup, pieces=taken.pieces)
    said = envelopes.header(name=taken.name, kind=taken.kind.name, size=taken.size, key=taken.key)
    envelopes.seal(file, said)
    return file
