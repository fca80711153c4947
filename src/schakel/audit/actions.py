"""The two things that may happen to a chain besides growing: going on after a restore, and losing its oldest part."""

from django.db import transaction

from schakel.audit import checkpoints
from schakel.audit.chain import GENESIS
from schakel.audit.checkpoints import CheckpointFile, Kind
from schakel.audit.models import Event
from schakel.audit.record import record, tip, wait_for_chain
from schakel.core.actors import Actor


class NothingToPrune(ValueError):
    """The last event of a chain must stay, for the next one follows it; the message is the sentence to show."""


def begin_epoch(*, reason: str, by: Actor, file: CheckpointFile) -> int:
    """Declare that a backup was put back: every chain goes on from where it stands now; the epoch's number.

    What was signed beyond that point is gone from the database, and every verification says so from then on.
    Raises OSError when the checkpoint file can't be written; nothing is declared then.
    """
    with transaction.atomic():
        # Here first, so that no other writer comes between what is signed and the event that tells of it.
        event = record("audit:restored", by=by, reason=reason)
        with checkpoints.pen(file) as pen:
            pen.epoch += 1
            for door in sorted({*checkpoints.doors(), *_doors_in(file)}):
                pen.line(Kind.RESTORED, door, *_standing(door, event), reason=reason)
    checkpoints.write_due(file)
    return pen.epoch


def prune(*, door: str, through: int, by: Actor, file: CheckpointFile) -> int:
    """Destroy a door's events up to and including `through`; how many. A signed line lets the rest be proved.

    Verify before: what is destroyed can't be checked any more. Raises NothingToPrune when `through` is not before
    the last event, and OSError when the checkpoint file can't be written; nothing is destroyed then.
    """
    with transaction.atomic():
        if through >= tip(door)[0]:
            raise NothingToPrune(f"Event {through} is not before the last one of door {door}: that one must stay.")
        last = Event.objects.filter(door=door, sequence=through).first()
        if last is None:
            raise NothingToPrune(f"Door {door} has no event {through}, or no longer.")
        with checkpoints.pen(file) as pen:
            pen.line(Kind.PRUNED, door, through, bytes(last.digest))
        count, _ = Event.objects.filter(door=door, sequence__lte=through).delete()
        record("audit:pruned", by=by, door=door, through=through, count=count)
    checkpoints.write_due(file)
    return count


def _standing(door: str, declaration: Event) -> tuple[int, bytes]:
    """Sequence and digest of a door's last event, the declaration itself left out."""
    if door != declaration.door:
        wait_for_chain(door)
        return tip(door)
    before = Event.objects.filter(door=door, sequence=declaration.sequence - 1).first()
    return (before.sequence, bytes(before.digest)) if before is not None else (0, GENESIS)


def _doors_in(file: CheckpointFile) -> set[str]:
    """Doors that a checkpoint names: in a restored database one may have no event at all."""
    named = set()
    for line in file.path.read_bytes().splitlines() if file.path.exists() else ():
        try:
            named.add(checkpoints.parse(line)[0].door)
        except ValueError:
            continue
    return named
