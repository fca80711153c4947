"""The list of signs as the desk uses it: the one that is shipped, and what the centre added to it.

The shipped lists (`methods/indicators`) are never changed here. What was answered once stays in the list that is read with
it, as it read then, also when the centre took it out of use since: nothing that was seen stops counting.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from schakel.cases.signs.models import OwnSign, OwnSignVersion
from schakel.cases.signs.said import Asked
from schakel.methods.indicators import Catalogue, Dimension, Form, Indicator, Weight, load

_OWN = "own-"


@dataclass(frozen=True)
class Offered:
    """The list of a form, and which version of each sign it is."""

    catalogue: Catalogue
    versions: Mapping[str, str]
    retired: frozenset[str] = frozenset()

    def asked(self, key: str) -> Asked:
        """A sign as it reads today. Raises KeyError."""
        return Asked.now(self.catalogue.indicator(key), self.versions[key])


@dataclass(frozen=True)
class Own:
    """One of the centre's own signs with its newest version."""

    row: OwnSign
    version: OwnSignVersion
    indicator: Indicator


def is_own(key: str) -> bool:
    """Whether the centre added this sign: nobody validated it."""
    return key.startswith(_OWN)


def own_signs(form: Form | None = None) -> list[Own]:
    """The centre's own signs, those in use and those that were, oldest first."""
    rows = OwnSign.objects.prefetch_related("versions__by")
    rows = rows.filter(form=form.value) if form is not None else rows
    return [_own(row) for row in rows]


def offered(form: Form, also: Collection[str] = ()) -> Offered:
    """What can be answered today; `also` what somebody was already answering when it was taken out of use."""
    shipped = load(form)
    own = [one for one in own_signs(form) if one.row.retired_at is None or one.indicator.id in also]
    versions = dict.fromkeys((one.id for one in shipped.indicators), shipped.version)
    versions |= {one.indicator.id: str(one.row.revision) for one in own}
    indicators = (*shipped.indicators, *(one.indicator for one in own))
    return Offered(replace(shipped, indicators=indicators), versions)


def with_answers(now: Offered, asked: Mapping[str, Asked]) -> Offered:
    """What can be answered today, and what was answered before and is in the list no more."""
    form = now.catalogue.form
    gone = {key: one for key, one in asked.items() if key not in now.versions}
    indicators = (*now.catalogue.indicators, *(one.indicator(key, form) for key, one in gone.items()))
    versions = {**now.versions, **{key: one.version for key, one in gone.items()}}
    return Offered(replace(now.catalogue, indicators=indicators), versions, frozenset(gone))


def for_rule(now: Offered, asked: Iterable[Mapping[str, Asked]]) -> Catalogue:
    """The list as the rule reads it: the centre's own signs as they were when they were last answered."""
    latest: dict[str, Asked] = {}
    for told in asked:
        for key, one in told.items():
            if key not in latest or (is_own(key) and int(one.version) > int(latest[key].version)):
                latest[key] = one
    whole = with_answers(now, latest).catalogue
    as_answered = tuple(
        latest[one.id].indicator(one.id, one.form) if is_own(one.id) and one.id in latest else one
        for one in whole.indicators
    )
    return replace(whole, indicators=as_answered)


def _own(row: OwnSign) -> Own:
    version = row.versions.all()[0]
    indicator = Indicator(
        f"{_OWN}{row.id.hex}",
        Form(row.form),
        Dimension(version.dimension),
        Weight(version.weight),
        Weight(version.child_weight),
        version.term,
        version.explanation or version.term,
        is_public=False,
    )
    return Own(row, version, indicator)
