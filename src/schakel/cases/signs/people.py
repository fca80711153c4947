"""The human beings of a case, each once, whatever they are in it: signs are about somebody, not about a role."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from schakel.access.models import User
from schakel.cases.life.involved import Somebody, in_words, rows_of
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs
from schakel.methods.indicators import Age
from schakel.people.details import PersonDetails, combine, is_minor

_ROLES = list(InvolvedAs)


@dataclass(frozen=True)
class Human:
    """Somebody, with every row of theirs that the viewer may see; the first is the one that pages name them by."""

    case: Case
    people: tuple[Somebody, ...]

    @property
    def row(self) -> Involvement:
        return self.people[0].row

    @property
    def rows(self) -> list[Involvement]:
        return [one.row for one in self.people]

    @property
    def details(self) -> PersonDetails:
        return combine([one.details for one in self.people])

    def age_on(self, day: date) -> Age:
        """Which rule holds for them on that day."""
        return age_on((one.details for one in self.people), day)

    @property
    def name(self) -> str:
        return self.details.display_name

    @property
    def roles(self) -> str:
        """What they are in the case now."""
        now = [str(InvolvedAs(one.row.role).label) for one in self.people if one.row.until is None]
        return ", ".join(dict.fromkeys(now)) or "niet meer in deze casus"

    @property
    def is_here(self) -> bool:
        """Whether they are anything in the case now."""
        return any(row.until is None for row in self.rows)


def humans_of(case: Case, viewer: User) -> list[Human]:
    """Everybody in the case whom this viewer may see, victims first. Whoever shows them records it."""
    groups: dict[uuid.UUID, list[Somebody]] = {}
    for one in in_words(sorted(rows_of(case, viewer), key=_order)):
        groups.setdefault(whose(one.row), []).append(one)
    return [Human(case, tuple(people)) for people in groups.values()]


def human_for(viewer: User, case: Case, involvement_id: uuid.UUID) -> Human:
    """Whoever that row is about, or 404 where the viewer may not see it."""
    for human in humans_of(case, viewer):
        if any(row.pk == involvement_id for row in human.rows):
            return human
    raise Http404


def whose(row: Involvement) -> uuid.UUID:
    """The same for every row of one human being, as far as staff linked their descriptions."""
    return row.person.identity if row.person is not None else row.pk


def age_on(descriptions: Iterable[PersonDetails], day: date) -> Age:
    """Which rule holds for somebody on that day. Who may be a minor by any description is treated as one.

    A description that says nothing of their age leaves it to the others.
    """
    told = {is_minor(one, day) for one in descriptions if one.age_precision and not one.is_destroyed}
    return Age.ADULT if told == {False} else Age.MINOR if told == {True} else Age.UNKNOWN


def _order(row: Involvement) -> tuple[bool, int]:
    return row.until is not None, _ROLES.index(InvolvedAs(row.role))
