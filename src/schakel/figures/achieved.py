"""What the rooms have to tell of a year, proposed for the factsheet's list; frozen with the publication that is proposed."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.core.achieved import Achieved, Row
from schakel.figures.models import AchievedThen
from schakel.mailing import achieved as mailing
from schakel.prevention import achieved as prevention
from schakel.prevention.campaigns import achieved as campaigns
from schakel.publications import queries
from schakel.publications.models import Publication
from schakel.training import achieved as training

_ROOMS = (training.of_year, prevention.of_year, campaigns.of_year, mailing.of_year)


def of_year(year: int, *, viewer: User | None = None) -> list[Achieved]:
    """Every sentence that could stand in the list, with the number in it and what stands behind that.

    For a viewer who does not do that work, without links to its pages.
    """
    found = [one for room in _ROOMS for one in room(year)]
    if viewer is None or viewer.may(Permission.PREVENT):
        return found
    return [Achieved(one.key, one.sentence, one.number, [Row(row.text) for row in one.rows]) for one in found]


@dataclass(frozen=True)
class Frozen:
    """What was laid beside a proposal: each sentence with the list behind it, and what was told and not used."""

    lines: list[tuple[str, Achieved | None]] = field(default_factory=list)
    unused: list[Achieved] = field(default_factory=list)


def freeze(publication: Publication) -> str:
    """Keep what the rooms tell now, and which of it each sentence came from; what was kept, for the digest."""
    told = [asdict(one) for one in of_year(publication.year)]
    behind = [one.source for one in queries.achievements(publication.year)]
    content = json.dumps({"told": told, "behind": behind}, ensure_ascii=False)
    AchievedThen.objects.create(publication=publication, content=content)
    return content


def content_of(publication: Publication) -> str:
    """What was kept beside a proposal, as it is approved with it."""
    row = AchievedThen.objects.filter(publication=publication).first()
    return row.content if row else ""


def frozen(publication: Publication, *, viewer: User) -> Frozen:
    """What they told then. The sentences of the factsheet may say it in other words."""
    content = content_of(publication)
    if not content:
        return Frozen()
    kept = json.loads(content)
    if isinstance(kept, list):
        # Frozen before sentences knew their list.
        return Frozen(unused=_told(kept, viewer))
    told = {one.key: one for one in _told(kept["told"], viewer)}
    lines = list(zip(publication.factsheet.achievements, map(told.get, kept["behind"]), strict=True))
    return Frozen(lines, [one for key, one in told.items() if key not in kept["behind"]])


def _told(kept: Iterable[dict[str, Any]], viewer: User) -> list[Achieved]:
    links = viewer.may(Permission.PREVENT)
    return [
        Achieved(
            one.get("key", ""),
            one["sentence"],
            one["number"],
            [Row(behind["text"], behind["url"] if links else "") for behind in one["rows"]],
        )
        for one in kept
    ]
