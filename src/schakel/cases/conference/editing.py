"""Changing what several people work in at once: stored when nobody else changed the same, told otherwise."""

from collections.abc import Mapping

from schakel.cases.conference.telling import flat
from schakel.cases.plan import contents
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import InPlan
from schakel.cases.plan.policies import Changed


def check_unchanged(part: InPlan, revision: int, mine: Mapping[str, str]) -> None:
    """Raises Changed when one of these fields is no longer as it was at that revision.

    What another wrote in other fields meanwhile stands in nobody's way: the two forms are about different things.
    """
    if part.revision == revision:
        return
    base = contents.version_of(part, revision)
    theirs = flat(contents.now(part, contents.read(part)))
    if base is None or merge(flat(base), theirs, mine)[1]:
        raise Changed
