"""A source of signs: begun, and its answers filled in a part at a time. A critical sign raises the urgency in that step."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from django.db import transaction

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.life.actions import as_it_is, change_urgency
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.models import Case, CriticalSign, Involvement, SignSource
from schakel.cases.plan import contents
from schakel.cases.plan.merging import merge
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible
from schakel.cases.signs import catalogue, policies, queries, said
from schakel.cases.signs.people import Human, whose
from schakel.cases.signs.said import VALUE, WORDS, Asked, Origin, Said
from schakel.core import time
from schakel.methods.indicators import Basis, Form, Indicator, Value
from schakel.vault import records

_T = TypeVar("_T")
_CRITICAL = "critical signs"
# Everybody who works on the case reads this, also who may not see whom it is about. It speaks of no sign: who then finds none
# would know that there is somebody they may not see. It is the same for everybody, or the other wording would tell.
RAISED_BECAUSE = "Er kwam informatie bij die vraagt om sneller te handelen."


class Reworded(Changed):
    """Signs of the centre's own read or weigh otherwise than on the page that was filled in: nothing was stored."""

    def __init__(self, signs: list[tuple[Asked | None, Asked]]) -> None:
        super().__init__()
        self.signs = signs


@transaction.atomic
def begin(
    *, case: Case, about: Involvement, form: Form, origin: Origin, by: User, report: uuid.UUID | None = None
) -> SignSource:
    """A source about somebody, without an answer yet. Raises NotAllowed, NotPossible."""
    case = as_it_is(case)
    policies.check_can_write(by, case)
    _check(origin)
    if about.case_id != case.pk:
        raise NotPossible("Deze persoon staat niet in deze casus.")
    source = SignSource(case=case, involvement=about, added_by=by)
    contents.add(source, Said(form, origin, str(report or "")).to_json(), by=by)
    record("sign:source_added", by=by, about=case, source=source.id, involvement=about.id, report=report)
    _alarm(case, source, None, said.read(source), by)
    return source


@transaction.atomic
def fill_in(
    *, source: SignSource, filled: Mapping[str, str], revision: int, by: User, read_as: Mapping[str, str] | None = None
) -> list[Indicator]:
    """Store what somebody filled in since that revision: fields as in `Said.flat`, those that are left out stay.

    Two colleagues who fill in different signs both keep theirs; of the same sign whoever comes second gets Changed. The
    critical signs that came with it are told, and have raised the urgency. `read_as` are the versions of the centre's own
    signs that were on the page. Raises NotAllowed, NotPossible, Changed, Reworded.
    """
    case = as_it_is(source.case)
    policies.check_can_write(by, case)
    source = _as_it_is(source)
    known = said.read(source)
    mine = _changed(source, known, filled, revision)
    if not mine:
        return []
    offered = catalogue.offered(known.form, also={said.key_of(name) for name in mine})
    now = catalogue.with_answers(offered, known.asked)
    if read_as is not None:
        _check_read(known, mine, now, read_as)
    after = _with(known, mine, now)
    _check(after.origin)
    contents.change(source, after.to_json(), by=by)
    record("sign:filled_in", by=by, about=case, source=source.id, answers=len(mine))
    return _alarm(case, source, known, after, by)


def read_critical(row: CriticalSign) -> list[str]:
    """The critical signs that were filled in then, in words; nothing where they were destroyed."""
    try:
        return list(records.decrypt(row.case.data_key, row.content, label=_CRITICAL, record_id=row.id))
    except records.Destroyed:
        return []


def _changed(source: SignSource, known: Said, filled: Mapping[str, str], revision: int) -> dict[str, str]:
    """What was changed of the version that somebody began with. Raises Changed where another changed the same."""
    base = contents.version_of(source, revision)
    if base is None:
        raise Changed
    before, theirs = said.from_json(base).flat(), known.flat()
    mine = {name: value for name, value in filled.items() if value != before.get(name, "")}
    if merge(before, theirs, mine)[1]:
        raise Changed
    return {name: value for name, value in mine.items() if value != theirs.get(name, "")}


def _check_read(known: Said, mine: Mapping[str, str], now: catalogue.Offered, read_as: Mapping[str, str]) -> None:
    """An answer counts as its sign was asked, so it must be asked as it was read. Raises Reworded."""
    told = [name for name, value in mine.items() if value and name.startswith((VALUE, WORDS))]
    keys = {said.key_of(name) for name in told if name.startswith(VALUE) or said.key_of(name) not in known.asked}
    other = []
    for key in filter(catalogue.is_own, keys):
        today, version = now.asked(key), read_as.get(key, "")
        read = today if version == today.version else catalogue.as_read(key, version)
        # Out of use and back is a version too, which reads the same.
        if read is None or replace(read, version=today.version) != today:
            other.append((read, today))
    if other:
        raise Reworded(other)


def _with(known: Said, mine: Mapping[str, str], now: catalogue.Offered) -> Said:
    """What it says after the change; an answer names the sign as it reads at that moment."""
    answers, words, asked = dict(known.answers), dict(known.words), dict(known.asked)
    for name, value in mine.items():
        if name.startswith(VALUE):
            key = said.key_of(name)
            _put(answers, key, Value(value) if value else None)
            asked[key] = now.asked(key)
        elif name.startswith(WORDS):
            key = said.key_of(name)
            _put(words, key, value or None)
            asked.setdefault(key, now.asked(key))
    left = {key: one for key, one in asked.items() if key in answers or key in words}
    return replace(
        known, origin=said.origin_in({**known.origin.flat(), **mine}), answers=answers, words=words, asked=left
    )


def _put(into: dict[str, _T], key: str, value: _T | None) -> None:
    into.pop(key, None)
    if value is not None:
        into[key] = value


def _alarm(case: Case, source: SignSource, known: Said | None, after: Said, by: User) -> list[Indicator]:
    """What is critical and this source did not observe before; it is told in the story, and raises the urgency.

    The earliest day of all sources decides how old they count as. Where this one makes them a child, what is critical for a
    child only comes along, whichever source observed it.
    """
    human = _human(case, source, by)
    others = queries.said_of(human, after.form, by, but=source)
    before = [*others, known] if known is not None else others
    age = human.age_on(min(one.origin.seen_on for one in (*others, after)))
    was = human.age_on(min(one.origin.seen_on for one in before)) if before else age
    old = {one.id for one in _observed([known] if known is not None else [])}
    found = {one.id: one for one in policies.critical(_observed([after]), age) if one.id not in old}
    if age is not was:
        since = {one.id for one in policies.critical(_observed(before), was)}
        found |= {one.id: one for one in policies.critical(_observed(before), age) if one.id not in since}
    return _raise(case, source, list(found.values()), by) if found else []


def _observed(sources: Iterable[Said]) -> list[Indicator]:
    """What was observed, as it was asked."""
    return [
        told.asked[key].indicator(key, told.form)
        for told in sources
        for key, value in told.answers.items()
        if value is Value.OBSERVED
    ]


def _raise(case: Case, source: SignSource, found: list[Indicator], by: User) -> list[Indicator]:
    """Keep that these critical signs came, and let somebody act as soon as they ask."""
    row = CriticalSign(case=case, source=source, made_by=by)
    row.content = records.encrypt(case.data_key, [one.term for one in found], label=_CRITICAL, record_id=row.id)
    row.save(force_insert=True)
    needed = policies.urgency_of(found)
    record("sign:critical", by=by, about=case, source=source.id, count=len(found))
    if policies.is_higher(needed, case.urgency):
        change_urgency(case=case, urgency=needed, because=RAISED_BECAUSE, by=by)
    return found


def _human(case: Case, source: SignSource, by: User) -> Human:
    """Whom it is about, as far as whoever fills in may know: their age decides what is strong."""
    person = whose(source.involvement)
    return Human(case, tuple(in_words([row for row in rows_of(case, by) if whose(row) == person])))


def _check(origin: Origin) -> None:
    if origin.basis is Basis.STATEMENT and not origin.whose:
        raise NotPossible("Kies wiens verklaring het is.")
    if origin.basis is not Basis.STATEMENT and origin.whose:
        raise NotPossible("Alleen een verklaring is van iemand anders. Laat “van wie” dan leeg.")
    if origin.seen_on > time.today():
        raise NotPossible("De dag van een waarneming kan niet in de toekomst liggen.")


def _as_it_is(source: SignSource) -> SignSource:
    rows = SignSource.objects.select_for_update(of=("self",))
    return rows.select_related("case", "involvement__person").get(pk=source.pk)
