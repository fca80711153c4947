"""What the rooms have to tell of a year, proposed for the factsheet's list; frozen with the publication that is proposed."""

import json
from dataclasses import asdict

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.core.achieved import Achieved, Row
from schakel.figures.models import AchievedThen
from schakel.mailing import achieved as mailing
from schakel.prevention import achieved as prevention
from schakel.prevention.campaigns import achieved as campaigns
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
    return [Achieved(one.sentence, one.number, [Row(row.text) for row in one.rows]) for one in found]


def freeze(publication: Publication) -> None:
    """Keep what the rooms tell now, beside the publication that is proposed."""
    told = json.dumps([asdict(one) for one in of_year(publication.year)], ensure_ascii=False)
    AchievedThen.objects.create(publication=publication, content=told)


def frozen(publication: Publication, *, viewer: User) -> list[Achieved]:
    """What they told then. The sentences of the factsheet may say it in other words."""
    row = AchievedThen.objects.filter(publication=publication).first()
    if row is None:
        return []
    links = viewer.may(Permission.PREVENT)
    return [
        Achieved(
            one["sentence"],
            one["number"],
            [Row(behind["text"], behind["url"] if links else "") for behind in one["rows"]],
        )
        for one in json.loads(row.content)
    ]
