"""A thousand random alterations of the stored log, clumsy and clever ones: each is found, and where."""

import random
from collections.abc import Callable
from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from schakel.audit import checkpoints
from schakel.audit.chain import FIELDS, GENESIS
from schakel.audit.findings import Findings
from schakel.audit.models import Event
from schakel.audit.record import digest_of
from schakel.audit.verify import stored_events, verify
from tests.rooms.audit.log import KEY, checkpoint_file, write

pytestmark = pytest.mark.django_db

ALTERATIONS = 1_000
Log = list[Event]
# What was altered: the door's events as they are left, and the place of the first that is not as it was.
Altered = tuple[Log, int]


def change_a_value(log: Log, signed: int, chance: random.Random) -> Altered:
    event = log[chance.randrange(signed)]
    name = chance.choice([name for name in (*FIELDS, "digest") if name not in {"door", "sequence"}])
    value = getattr(event, name)
    if name == "at":
        value += timedelta(microseconds=chance.choice([-1, 1, 3_600_000_000]))
    elif name == "digest":
        value = bytes([value[0] ^ 1, *value[1:]])
    else:
        value = value[:-1] if value and chance.random() < 0.5 else f"{value}1"
    setattr(event, name, value)
    return log, event.sequence


def delete_some(log: Log, signed: int, chance: random.Random) -> Altered:
    first = chance.randrange(signed)
    return log[:first] + log[min(first + chance.randint(1, 4), signed) :], first + 1


def swap_two(log: Log, signed: int, chance: random.Random) -> Altered:
    one, other = sorted(chance.sample(range(signed), 2))
    log[one], log[other] = log[other], log[one]
    log[one].sequence, log[other].sequence = log[other].sequence, log[one].sequence
    return log, one + 1


def put_one_in(log: Log, signed: int, chance: random.Random) -> Altered:
    place = chance.randrange(signed)
    strange = copy(chance.choice(log))
    strange.actor_id = "nobody"
    return renumbered([*log[:place], strange, *log[place:]]), place + 1


def cut_off_the_end(log: Log, signed: int, chance: random.Random) -> Altered:
    place = chance.randrange(signed)
    return log[:place], place + 1


def renumbered(log: Log) -> Log:
    """As whoever closes a gap would number them."""
    for sequence, event in enumerate(log, start=1):
        event.sequence = sequence
    return log


def rechained(log: Log) -> Log:
    """As whoever knows how the chain is computed would mend it."""
    previous = GENESIS
    for event in log:
        event.digest = previous = digest_of(event, previous)
    return log


def kept(log: Log) -> Log:
    return log


def gone_on(log: Log) -> Log:
    """Mended, and longer than it ever was."""
    more = [copy(log[-1]) for _ in range(20)] if log else []
    return rechained(renumbered([*log, *more]))


def mended(log: Log) -> Log:
    return rechained(renumbered(log))


KINDS: list[Callable[[Log, int, random.Random], Altered]] = [
    change_a_value, delete_some, swap_two, put_one_in, cut_off_the_end,
]  # fmt: skip
COVER_UPS: list[Callable[[Log], Log]] = [kept, renumbered, rechained, mended, gone_on]


def test_a_thousand_alterations_are_all_found(settings: Any, tmp_path: Path) -> None:
    file = checkpoint_file(tmp_path)
    for events in (3, 1, 4, 2):
        for door in ("desk", "public"):
            write(settings, events, door)
        checkpoints.write_due(file)
    signed = 10
    write(settings, 2, "desk")
    lines = file.path.read_bytes().splitlines()
    untouched = {door: list(Event.objects.filter(door=door).order_by("sequence")) for door in ("desk", "public")}
    chance = random.Random(7513)

    for number in range(ALTERATIONS):
        door = chance.choice(["desk", "public"])
        alter, cover_up = KINDS[number % 5], COVER_UPS[number // 5 % 5]
        altered, place = alter([copy(event) for event in untouched[door]], signed, chance)
        if altered[place - 1 : place] and is_same_but_for_digest(altered[place - 1], untouched[door][place - 1]):
            # A changed digest that is computed anew would be no alteration.
            cover_up = kept
        with transaction.atomic():
            put(door, cover_up(altered))
            findings = verify(stored_events(), lines, KEY.public_key())
            transaction.set_rollback(True)
        how = (number, alter.__name__, cover_up.__name__, door, place)
        assert is_placed(findings, door, place), (how, findings.problems)

    assert verify(stored_events(), lines, KEY.public_key()).is_sound


def is_same_but_for_digest(one: Event, other: Event) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in FIELDS)


def put(door: str, log: Log) -> None:
    Event.objects.filter(door=door).delete()
    Event.objects.bulk_create(log)


def is_placed(findings: Findings, door: str, place: int) -> bool:
    """Whether problems are told of this door and no other, and the place lies in a stretch that is said to be unproved.

    A changed digest shows at the event itself or at the next, which no longer follows from it. After a cut, the
    events since the checkpoint before it are told as an open window.
    """
    stretches = [(problem.first, problem.last) for problem in findings.problems]
    stretches += [(window.first, window.last) for window in findings.windows if window.door == door]
    return {problem.door for problem in findings.problems} == {door} and any(
        first <= place + 1 and place <= last for first, last in stretches
    )
