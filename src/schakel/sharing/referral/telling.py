"""A version of a referral as fields in words: to lay two beside each other, and to tell how it came to be."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from schakel.access.models import User
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.plan import contents as versions
from schakel.cases.plan.history import Change
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import Version
from schakel.cases.plan.views.changed import Row, Told
from schakel.core.templatetags.work import day
from schakel.partners.models import Professional
from schakel.sharing.models import Disclosure
from schakel.sharing.policies import title_of
from schakel.sharing.referral.contents import Asked, whose_of
from schakel.sharing.referral.models import Referral
from schakel.sharing.referral.states import ReferralKind, ReferralState
from schakel.vault import records

_LABELS = {
    "kind": "Wat",
    "whose": "Voor wie",
    "asked": "De vraag",
    "professional": "Bij wie daar",
    "disclosure": "Verstrekking",
    "remind_on": "Herinneren op",
    "state": "Stand",
}


def told_of(row: Referral, revision: int, asked: Asked, viewer: User) -> tuple[dict[str, str], Told]:
    """What the form goes on with, and what to tell whoever comes second; `revision` is the version they began with."""
    row.refresh_from_db()
    base = versions.version_of(row, revision) or {}
    merged, differences = merge(base, versions.now(row, versions.read(row)), asked.flat())
    names = _names(row, viewer)
    rows = [
        Row(
            _LABELS[one.field],
            _words(one.field, one.before, names),
            _words(one.field, one.theirs, names),
            _words(one.field, one.mine, names),
            one.is_conflict,
        )
        for one in differences
    ]
    latest = Version.objects.select_related("by").get(subject_id=row.id, revision=row.revision)
    return merged, Told(latest, tuple(rows))


def history_of(row: Referral, viewer: User) -> list[Change]:
    """Every version, the latest first. Whoever reads the referral reads its history: that is recorded with it."""
    rows = list(Version.objects.filter(case=row.case, subject_id=row.id).select_related("by"))
    changes, before, names = [], dict[str, str](), _names(row, viewer)
    with records.at_hand([row.case.data_key]):
        for version in rows:
            try:
                after = versions.read_version(version, row.case.data_key)
            except records.Destroyed:
                return []
            by = version.by.name if version.by is not None else "het systeem"
            changes.append(Change(version, by, tuple(_changed(before, after, names))))
            before = after
    return changes[::-1]


def _changed(
    before: Mapping[str, str], after: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for field, label in _LABELS.items():
        old, new = before.get(field, ""), after.get(field, "")
        if old != new:
            yield label, _words(field, old, names), _words(field, new, names)


def _names(row: Referral, viewer: User) -> dict[str, str]:
    return {str(one.row.pk): one.details.display_name for one in in_words(rows_of(row.case, viewer))}


def _words(field: str, value: str, names: Mapping[str, str]) -> str:
    if not value:
        return ""
    if field == "whose":
        return ", ".join(names.get(one, "iemand anders") for one in whose_of({"whose": value}))
    return _WORDS[field](value) if field in _WORDS else value


def _professional(value: str) -> str:
    return title_of(Professional.objects.filter(pk=uuid.UUID(value)).first())


def _disclosure(value: str) -> str:
    return Disclosure.objects.filter(pk=uuid.UUID(value)).values_list("number", flat=True).first() or ""


_WORDS: Mapping[str, Callable[[str], str]] = {
    "kind": lambda value: str(ReferralKind(value).label),
    "state": lambda value: str(ReferralState(value).label),
    "remind_on": lambda value: day(date.fromisoformat(value)),
    "professional": _professional,
    "disclosure": _disclosure,
}
