"""Writing a campaign down, and what its channels say: by hand, or from a table of a platform."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.prevention.campaigns import queries, table
from schakel.prevention.campaigns.models import Campaign, MaterialUsed, Result
from schakel.prevention.campaigns.table import Line, Table

NUMBERS = ("shown", "reached", "responded", "spent_cents")


class Meanwhile(NotPossible):
    """Somebody else kept something after this page was opened; `kept` is what stands now."""

    def __init__(self, kept: Campaign) -> None:
        super().__init__(f"{kept.written_by.name} bewaarde intussen iets anders. Wat u typte, staat er nog.")
        self.kept = kept


@dataclass(frozen=True)
class Step:
    """What a row of a table would do: bring something new, change what stood there, or nothing."""

    line: Line
    row: Result
    before: Result | None
    is_same: bool


@dataclass
class Plan:
    """What reading a table in would do; nothing at all while there are problems."""

    table: Table
    channel: str
    steps: list[Step] = field(default_factory=list)

    @property
    def new(self) -> int:
        return sum(step.before is None for step in self.steps)

    @property
    def changed(self) -> int:
        return sum(step.before is not None and not step.is_same for step in self.steps)


Used = Mapping[uuid.UUID, int | None]


@transaction.atomic
def begin(*, said: Mapping[str, Any], used: Used | None = None, by: User) -> Campaign:
    """A new campaign; `used` says of materials in the catalogue how many, where that is known. Raises NotAllowed."""
    check_may(by, Permission.PREVENT)
    made = Campaign.objects.create(**said, written_by=by)
    _use(made, used or {})
    record("campaign:written", by=by, about=made, version=made.version)
    return made


@transaction.atomic
def write(*, campaign: Campaign, said: Mapping[str, Any], used: Used | None = None, version: int, by: User) -> Campaign:
    """Change one that was read in this version; without `used` its materials stay. Raises NotAllowed, Meanwhile."""
    check_may(by, Permission.PREVENT)
    row = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    is_same = used is None or dict(used) == queries.used(row)
    if is_same and all(getattr(row, name) == value for name, value in said.items()):
        return row
    if row.version != version:
        raise Meanwhile(row)
    for name, value in said.items():
        setattr(row, name, value)
    row.version, row.written_by, row.written_at = row.version + 1, by, time.now()
    row.save()
    if not is_same:
        _use(row, used or {})
    record("campaign:written", by=by, about=row, version=row.version)
    return row


@transaction.atomic
def enter(*, campaign: Campaign, channel: str, said: Mapping[str, Any], by: User) -> Result:
    """What a channel says of a day, or of all of it; what was entered for that before is replaced. Raises NotAllowed."""
    check_may(by, Permission.PREVENT)
    # Two who enter the same at once: the second replaces what the first brought.
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    day = said.get("day")
    before = _known(campaign, channel).get(day)
    row = before or Result(campaign=campaign, channel=channel, day=day or campaign.last_day, is_whole=day is None)
    row.entered_by = by
    for name in NUMBERS:
        setattr(row, name, said.get(name))
    row.save()
    record("campaign:result_entered", by=by, about=campaign, result=row.id, again=before is not None)
    return row


@transaction.atomic
def remove(*, result: Result, by: User) -> None:
    """Take a row of results away. Raises NotAllowed."""
    check_may(by, Permission.PREVENT)
    record("campaign:result_removed", by=by, about=result.campaign, result=result.id)
    result.delete()


def _known(campaign: Campaign, channel: str) -> dict[date | None, Result]:
    """What stands there of this channel by day, and under None what is about all of it.

    That has the campaign's last day, which may have moved since: it is still the same row.
    """
    rows = Result.objects.filter(campaign=campaign, channel=channel).order_by("created_at")
    return {None if row.is_whole else row.day: row for row in rows}


def plan(*, campaign: Campaign, channel: str, text: str, by: User) -> Plan:
    """What a table would bring for one channel. Raises NotAllowed, and table.WrongTable."""
    check_may(by, Permission.PREVENT)
    made = Plan(table.read(text), channel)
    known = _known(campaign, channel)
    seen: dict[date | None, int] = {}
    for line in made.table.lines:
        if line.day in seen:
            made.table.problems.append(
                f"Regel {line.number} gaat over dezelfde dag als regel {seen[line.day]}. "
                "Laat per dag één regel staan, of tel ze in het werkblad op."
            )
            continue
        seen[line.day] = line.number
        before = known.get(line.day)
        said = {name: getattr(line, name) for name in NUMBERS}
        day, is_whole = line.day or campaign.last_day, line.day is None
        row = Result(campaign=campaign, channel=channel, day=day, is_whole=is_whole, entered_by=by, **said)
        is_same = before is not None and all(getattr(before, name) == value for name, value in said.items())
        made.steps.append(Step(line, row, before, is_same))
    return made


@transaction.atomic
def store(*, campaign: Campaign, channel: str, text: str, by: User) -> Plan:
    """Keep what the table brings: all of it or nothing. Raises as `plan`, and NotPossible."""
    # Two tables stored at once: the second sees what the first brought.
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    made = plan(campaign=campaign, channel=channel, text=text, by=by)
    if made.table.problems:
        raise NotPossible("Er klopt iets niet in het bestand. Er is niets bewaard.")
    for step in made.steps:
        if step.before is None:
            step.row.save(force_insert=True)
        elif not step.is_same:
            Result.objects.filter(pk=step.before.pk).update(
                entered_by=by, **{name: getattr(step.row, name) for name in NUMBERS}
            )
    record("campaign:results_read_in", by=by, about=campaign, new=made.new, changed=made.changed)
    return made


def _use(campaign: Campaign, used: Used) -> None:
    MaterialUsed.objects.filter(campaign=campaign).delete()
    MaterialUsed.objects.bulk_create(
        MaterialUsed(campaign=campaign, material_id=material, amount=amount) for material, amount in used.items()
    )
