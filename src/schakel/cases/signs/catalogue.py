"""The list of signs as the desk uses it: the one that is shipped, and what the centre added to it.

The shipped lists (`methods/indicators`) are never changed here. What was answered once stays in the list that is read with
it, as it read then, also when the centre took it out of use since: nothing that was seen stops counting.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from schakel.cases.signs.models import OwnSign, OwnSignVersion
from schakel.cases.signs.said import Asked, Said
from schakel.methods.indicators import Catalogue, Dimension, Form, Indicator, Value, Weight, load

_OWN = "own-"
_BY_WEIGHT = (Weight.WEAK, Weight.MEDIUM, Weight.STRONG)


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
    return _offered(form, own_signs(form), also)


def every_form() -> dict[Form, Offered]:
    """The same of every form, read once for a page about several people."""
    own = own_signs()
    return {form: _offered(form, [one for one in own if one.indicator.form is form]) for form in Form}


def _offered(form: Form, own: Iterable[Own], also: Collection[str] = ()) -> Offered:
    shipped = load(form)
    own = [one for one in own if one.row.retired_at is None or one.indicator.id in also]
    versions = dict.fromkeys((one.id for one in shipped.indicators), shipped.version)
    versions |= {one.indicator.id: str(one.row.revision) for one in own}
    indicators = (*shipped.indicators, *(one.indicator for one in own))
    return Offered(replace(shipped, indicators=indicators), versions)


def as_read(key: str, version: str) -> Asked | None:
    """One of the centre's own signs as that version reads; nothing where there is none."""
    if not version.isdecimal():
        return None
    rows = OwnSignVersion.objects.filter(sign=uuid.UUID(key.removeprefix(_OWN)), revision=int(version))
    row = rows.select_related("sign").first()
    return Asked.now(_indicator(row.sign, row), version) if row is not None else None


def with_answers(now: Offered, asked: Mapping[str, Asked]) -> Offered:
    """What can be answered today, and what was answered before and is in the list no more."""
    form = now.catalogue.form
    gone = {key: one for key, one in asked.items() if key not in now.versions}
    indicators = (*now.catalogue.indicators, *(one.indicator(key, form) for key, one in gone.items()))
    versions = {**now.versions, **{key: one.version for key, one in gone.items()}}
    return Offered(replace(now.catalogue, indicators=indicators), versions, frozenset(gone))


def for_rule(now: Offered, sources: Iterable[Said]) -> Catalogue:
    """The list as the rule reads it: the centre's own signs as they were when somebody observed them.

    Where they were observed under several versions, they read as in the last and weigh as in the heaviest: an answer that
    is added never takes attention away.
    """
    every: dict[str, list[Asked]] = {}
    observed: dict[str, list[Asked]] = {}
    for told in sources:
        for key, one in told.asked.items():
            every.setdefault(key, []).append(one)
            if told.answers.get(key) is Value.OBSERVED:
                observed.setdefault(key, []).append(one)
    counts = {key: _together(observed.get(key) or asked, key) for key, asked in every.items()}
    whole = with_answers(now, counts).catalogue
    as_answered = tuple(
        counts[one.id].indicator(one.id, one.form) if is_own(one.id) and one.id in counts else one
        for one in whole.indicators
    )
    return replace(whole, indicators=as_answered)


def _together(asked: list[Asked], key: str) -> Asked:
    """One sign out of the versions that it was asked in."""
    last = max(asked, key=lambda one: int(one.version)) if is_own(key) else asked[0]
    return replace(last, weight=_heaviest(one.weight for one in asked), child=_heaviest(one.child for one in asked))


def _heaviest(weights: Iterable[str]) -> str:
    return max(weights, key=lambda weight: _BY_WEIGHT.index(Weight(weight)))


def _own(row: OwnSign) -> Own:
    version = row.versions.all()[0]
    return Own(row, version, _indicator(row, version))


def _indicator(row: OwnSign, version: OwnSignVersion) -> Indicator:
    return Indicator(
        f"{_OWN}{row.id.hex}",
        Form(row.form),
        Dimension(version.dimension),
        Weight(version.weight),
        Weight(version.child_weight),
        version.term,
        version.explanation or version.term,
        is_public=False,
    )
