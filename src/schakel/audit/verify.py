"""Goes through every event in order and holds it against the chain and the signed checkpoints; changes nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Func, QuerySet, TextField

from schakel.audit import proof
from schakel.audit.chain import FIELDS, GENESIS, link
from schakel.audit.checkpoints import WINDOW_SECONDS
from schakel.audit.findings import Findings, Problems, What, Window
from schakel.audit.models import Event

# A stored event: its FIELDS as the digest takes them, then the digest.
Row = tuple[Any, ...]
Progress = Callable[[int], None]

_AT = FIELDS.index("at")
_CHUNK = 5_000
_WINDOW = timedelta(seconds=WINDOW_SECONDS)


class _MomentText(Func):
    """A moment as `chain.moment` writes it, made by the database: parsing it would fail on what was tampered with."""

    output_field = TextField()
    # SQLite holds UTC as text, and leaves out a fraction of nothing.
    template = "CASE WHEN length(%(expressions)s) = 19 THEN %(expressions)s || '.000000' ELSE CAST(%(expressions)s AS text) END"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class Span:
    """Some events of a door in a row, and the signed checkpoints around them, by sequence.

    `begin` is the last checkpoint before them (0: the beginning of the chain), `end` the first that has seen them all
    (None: none has yet).
    """

    door: str
    first: int
    last: int
    begin: int
    end: int | None


def stored_events() -> Iterator[Row]:
    """Every stored event by door and sequence, as one reading of the database, a few thousand at a time."""
    return _rows(Event.objects.all())


def verify(
    events: Iterable[Row], checkpoints: Iterable[bytes], public_key: Ed25519PublicKey, progress: Progress | None = None
) -> Findings:
    """Whether `events` (as `stored_events` gives them) are what was written, by the chain and by signed `checkpoints`.

    `checkpoints` are the lines of the file, read before the events are. `progress` is told, every few thousand, how
    many events were looked at. An event that came after the last checkpoint of its door is not provable yet: those are
    the `windows`. The time this takes grows with the events; the memory with the checkpoints alone.
    """
    problems = Problems()
    signed = proof.read(checkpoints, public_key, problems)
    return _follow(events, signed, problems, progress)


def verify_spans(
    spans: Mapping[str, tuple[int, int]], checkpoints: Iterable[bytes], public_key: Ed25519PublicKey
) -> list[tuple[Span, Findings]]:
    """By door, whether the events from a first to a last sequence are what was written, without reading all others.

    Followed from the last checkpoint before them to the first after them; what a later checkpoint proves of the whole
    log is not looked at.
    """
    problems = Problems()
    signed = proof.read(checkpoints, public_key, problems)
    found = []
    for door, (first, last) in sorted(spans.items()):
        known = signed.digests.get(door, {})
        begin = max((sequence for sequence in known if sequence < first), default=0)
        end = min((sequence for sequence in known if sequence >= last), default=None)
        within = {at: known[at] for at in known if begin <= at and (end is None or at <= end)}
        part = proof.Proof(len(within), {door: within}, {door: {begin: known[begin]} if begin else {}})
        events = Event.objects.filter(door=door, sequence__gt=begin)
        if end is not None:
            events = events.filter(sequence__lte=end)
        findings = _follow(_rows(events), part, problems, None)
        found.append((Span(door, first, last, begin, end), replace(findings, pruned={})))
    return found


def _rows(events: QuerySet[Event]) -> Iterator[Row]:
    columns: list[Any] = [_MomentText("at") if name == "at" else name for name in FIELDS]
    return events.order_by("door", "sequence").values_list(*columns, "digest").iterator(chunk_size=_CHUNK)


def _follow(events: Iterable[Row], signed: proof.Proof, problems: Problems, progress: Progress | None) -> Findings:
    chains: dict[str, _Chain] = {}
    current: _Chain | None = None
    count = 0
    for count, row in enumerate(events, start=1):
        if current is None or current.door != row[0]:
            current = chains.setdefault(row[0], _Chain(str(row[0]), signed, problems))
        current.follow(row)
        if progress is not None and count % _CHUNK == 0:
            progress(count)
    if progress is not None:
        progress(count)
    for door in [door for door in signed.digests if door not in chains]:
        chains[door] = _Chain(door, signed, problems)
    for one in chains.values():
        one.finish()
    return Findings(
        events=count,
        checkpoints=signed.lines,
        problems=problems.all(),
        windows=tuple(one.window for one in chains.values() if one.window is not None),
        unwatched=tuple(window for one in chains.values() for window in one.unwatched),
        restores=tuple(signed.restores),
        pruned={one.door: one.pruned_through for one in chains.values() if one.pruned_through},
        unfinished_lines=tuple(signed.unfinished_lines),
    )


class _Chain:
    """How far one door's events were followed."""

    def __init__(self, door: str, signed: proof.Proof, problems: Problems) -> None:
        self.door = door
        self.pruned_through = 0
        self.window: Window | None = None
        self.unwatched: list[Window] = []
        self._digests: Mapping[int, bytes] = signed.digests.get(door, {})
        self._starts: Mapping[int, bytes] = signed.starts.get(door, {})
        self._problems = problems
        self._sequence = 0
        # None where the event before is not there: what follows it can't be told from it.
        self._digest: bytes | None = GENESIS
        self._proved_through = 0
        self._waiting_since = ""
        self._latest = ""

    def follow(self, row: Row) -> None:
        """The next event of this door."""
        sequence, at, digest = row[1], row[_AT], row[-1]
        if type(digest) is not bytes:
            digest = bytes(digest) if isinstance(digest, memoryview) else b""
        if type(sequence) is not int:
            # SQLite lets any value be put in any column.
            self._problems.add(What.CHANGED, self.door, self._sequence + 1)
            return
        if sequence != self._sequence + 1:
            self._jump(sequence)
        if self._digest is not None and not _follows(self._digest, row, digest):
            self._problems.add(What.CHANGED, self.door, sequence)
        self._sequence, self._digest = max(sequence, self._sequence), digest
        self._waiting_since = self._waiting_since or str(at)
        self._latest = str(at)
        if sequence in self._digests:
            self._compare(sequence, digest)

    def finish(self) -> None:
        """After the last event: is the end there, and what is not provable yet?"""
        signed_through = max(self._digests, default=0)
        if signed_through > self._sequence:
            self._problems.add(What.CUT, self.door, self._sequence + 1, signed_through)
        if self._sequence > self._proved_through:
            # After a cut, what is left since the checkpoint before it is no better proved than what just came in.
            self.window = Window(self.door, self._proved_through + 1, self._sequence, self._waiting_since)
            if signed_through < self._sequence and _is_long(self._waiting_since, self._latest):
                self._problems.add(What.LATE, self.door, self.window.first, self.window.last)

    def _jump(self, sequence: int) -> None:
        """The chain does not go on at the next number."""
        if self._sequence == 0 and sequence - 1 in self._starts:
            self.pruned_through = self._proved_through = sequence - 1
            self._digest = self._starts[sequence - 1]
        elif sequence <= self._sequence:
            self._problems.add(What.REPEATED, self.door, sequence)
            self._digest = None
        else:
            self._problems.add(What.MISSING, self.door, self._sequence + 1, sequence - 1)
            self._digest = self._digests.get(sequence - 1)

    def _compare(self, sequence: int, digest: bytes) -> None:
        """A checkpoint was signed at this event."""
        first = min(self._proved_through + 1, sequence)
        if self._digests[sequence] != digest:
            self._problems.add(What.REWRITTEN, self.door, first, sequence)
        if _is_long(self._waiting_since, self._latest):
            self.unwatched.append(Window(self.door, first, sequence, self._waiting_since))
        self._proved_through, self._waiting_since = sequence, ""


def _follows(previous: bytes, row: Row, digest: bytes) -> bool:
    try:
        return link(previous, row[:-1]) == digest
    except (TypeError, ValueError):
        return False


def _is_long(since: str, until: str) -> bool:
    """Whether more than the window's length lies between two moments; no, when tampering left them unreadable."""
    try:
        return datetime.fromisoformat(until) - datetime.fromisoformat(since) > _WINDOW
    except (TypeError, ValueError):
        return False
