"""The log as a file for whoever audits it: events in the terms of NEN 7513, and the proof that goes with them."""

import base64
import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping

from schakel.audit import checkpoints, custody, nen7513, reading
from schakel.audit.kinds import kind_of
from schakel.audit.models import Event
from schakel.audit.reading import Selection
from schakel.audit.told import sentences
from schakel.audit.verify import Span, verify_spans
from schakel.core.words import harmless_cell

EVENTS, PROOF, CHECKPOINTS, KEY = "events.csv", "proof.txt", "checkpoints.jsonl", "checkpoints.pub"
COLUMNS = ("door", "sequence", "event", "action", "time", "user", "role", "responsible_user", "object_type",
           "object_id", "authorisation", "consent", "source", "kind", "detail", "digest")  # fmt: skip
_ROWS_AT_ONCE = 1_000
_ABOUT = """\
The events stand in events.csv: separated by semicolons, UTF-8, the newest first, one event a row. Times are UTC.
The columns from event to source are the fields of NEN 7513; door and sequence are the event's place in its chain, digest is
what chains it to the event before (how is written in docs/explanation/audit.md). A cell that a spreadsheet program would
take for a formula begins with an apostrophe. checkpoints.jsonl holds the signed lines around these events, and
checkpoints.pub the public key: hold it against the copy that the auditor was given before.
"""

Progress = Callable[[int], None]


class _Pipe(io.RawIOBase):
    """What the archive is written to: kept only until it is handed on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]  # any buffer
        self._parts.append(bytes(part))
        return len(part)

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def archive(
    selection: Selection, authorisations: Mapping[str, str], progress: Progress | None = None
) -> Iterator[bytes]:
    """The selected events and their proof as a zip archive, in parts; the memory it takes does not grow with them.

    `authorisations` gives for each role the kind of authorisation it carries. `progress` is told how many events were
    written. The proof verifies everything between the first and the last of the events, those not selected too.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        with file.open(EVENTS, "w") as table:
            for rows in _tables(selection, authorisations, progress):
                table.write(rows)
                yield pipe.take()
        path = custody.checkpoint_path()
        lines = path.read_bytes().splitlines() if path.exists() else []
        key = custody.public_key()
        found = verify_spans(reading.spans(selection), lines, key)
        told = [_ABOUT]
        for span, findings in found:
            told += ["", _around(span), *sentences(findings)]
        file.writestr(PROOF, "\n".join([*told, ""] if found else [*told, "There are no events in this export.", ""]))
        file.writestr(CHECKPOINTS, b"".join(line + b"\n" for line in lines if _is_around(line, [s for s, _ in found])))
        file.writestr(KEY, base64.b64encode(key.public_bytes_raw()))
    yield pipe.take()


def _tables(selection: Selection, authorisations: Mapping[str, str], progress: Progress | None) -> Iterator[bytes]:
    """The table, some rows at a time, its heads first."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for count, event in enumerate(reading.each(selection), start=1):
        writer.writerow([harmless_cell(cell) for cell in _cells(event, authorisations)])
        if count % _ROWS_AT_ONCE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
            if progress is not None:
                progress(count)
    if progress is not None:
        progress(count)
    yield text.getvalue().encode()


def _cells(event: Event, authorisations: Mapping[str, str]) -> Iterator[str]:
    yield event.door
    yield str(event.sequence)
    yield from nen7513.fields(event, authorisations).values()
    yield kind_of(event.tag)
    yield event.detail_text
    yield bytes(event.digest).hex()


def _around(span: Span) -> str:
    since = f"the checkpoint at event {span.begin}" if span.begin else "the beginning of the chain"
    until = f"the checkpoint at event {span.end}" if span.end is not None else "the end: no checkpoint has seen all yet"
    return f"Door {span.door}, events {span.first} to {span.last}: followed from {since} to {until}."


def _is_around(line: bytes, spans: list[Span]) -> bool:
    try:
        point, _ = checkpoints.parse(line)
    except (ValueError, json.JSONDecodeError):
        return False
    return any(
        point.door == span.door and span.begin <= point.sequence and (span.end is None or point.sequence <= span.end)
        for span in spans
    )
