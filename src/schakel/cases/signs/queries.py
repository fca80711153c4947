"""Reading signs for a viewer: who there are, what each source said, what follows from all of it, and how it went."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404

from schakel.access.models import User
from schakel.access.queries import ground_of
from schakel.audit.record import record
from schakel.cases.life.involved import rows_of
from schakel.cases.models import Case, SignSource
from schakel.cases.plan import contents
from schakel.cases.plan.models import Version
from schakel.cases.queries import case_for
from schakel.cases.signs import catalogue, policies, said
from schakel.cases.signs.catalogue import Offered
from schakel.cases.signs.earlier import earlier
from schakel.cases.signs.people import Human, human_for, humans_of, whose
from schakel.cases.signs.said import Said
from schakel.methods.indicators import Derivation, Form, Indicator, Value, derive
from schakel.vault import records


@dataclass(frozen=True)
class Source:
    """A source with what it said; `said` is None where the words were destroyed."""

    row: SignSource
    said: Said | None
    of_case: str = ""  # the number of the case that it stands in, where that is an earlier one

    @property
    def title(self) -> str:
        return self.said.origin.title if self.said is not None else records.DESTROYED

    @property
    def observed(self) -> int:
        return sum(value is Value.OBSERVED for value in self.said.answers.values()) if self.said is not None else 0


@dataclass(frozen=True)
class FormSigns:
    """What is known of one form about somebody, and what follows from it."""

    form: Form
    sources: tuple[Source, ...]
    derivation: Derivation
    # The day on which their age decides which rule holds: the earliest of the sources.
    day: date

    @property
    def critical(self) -> list[Indicator]:
        """What asks for attention at once, whatever else is known."""
        return list(self.derivation.strong_signs)


@dataclass(frozen=True)
class Line:
    """Somebody in the list of a case, with each form that something is filled in for."""

    human: Human
    forms: tuple[FormSigns, ...]


@dataclass(frozen=True)
class Moment:
    """One change of one answer: by whom, when, from which source, what it was and became."""

    at: datetime
    by: User | None
    source: Source
    before: Value | None
    after: Value | None
    words: str


def case_with_signs(viewer: User, case_id: uuid.UUID) -> Case:
    """The case whose signs this viewer may read, or 404."""
    if not policies.sees_signs(viewer):
        raise Http404
    return case_for(viewer, case_id)


def somebody(viewer: User, case: Case, involvement_id: uuid.UUID) -> Human:
    """Somebody of that case whom the viewer may see, or 404."""
    return human_for(viewer, case, involvement_id)


def source_for(human: Human, source_id: uuid.UUID) -> SignSource:
    """One source about them in this case, or 404."""
    rows = SignSource.objects.filter(case=human.case, involvement__in=human.rows, pk=source_id)
    found = rows.select_related("case__compartment", "involvement__person").first()
    if found is None:
        raise Http404
    return found


def read_source(source: SignSource, viewer: User) -> Said | None:
    """What it said, or nothing where the words were destroyed; recorded."""
    _record("sign:read", source.case, viewer, sources=[source.id], persons=_persons([source]))
    return said.read_if_left(source)


def lines(case: Case, viewer: User) -> list[Line]:
    """Everybody in the case, each with what follows per form; recorded."""
    told = []
    people = humans_of(case, viewer)
    sources, offered = _sources(case, viewer), catalogue.every_form()
    for human in people:
        forms = _forms(human, sources.get(whose(human.row), []), offered)
        if human.is_here or forms:
            told.append(Line(human, tuple(forms)))
    _record_read(case, viewer, people, [one for found in sources.values() for one in found])
    return told


def forms_of(human: Human, viewer: User) -> list[FormSigns]:
    """What follows for somebody, per form that anything is filled in for; recorded."""
    found = _sources(human.case, viewer).get(whose(human.row), [])
    _record_read(human.case, viewer, [human], found)
    return _forms(human, found, catalogue.every_form())


def said_of(human: Human, form: Form, viewer: User, *, but: SignSource | None = None) -> list[Said]:
    """What the sources of one form say about somebody, for what depends on all of them; it is shown to nobody."""
    told = _sources(human.case, viewer).get(whose(human.row), [])
    return [one.said for one in told if one.said is not None and one.said.form is form and one.row != but]


def history_of(one: FormSigns) -> list[tuple[Indicator, list[Moment]]]:
    """How each sign went, over all its sources, oldest first. Whoever reads the signs reads this: recorded with them."""
    moments: dict[str, list[Moment]] = {}
    versions = _versions_of(one.sources)
    with records.at_hand({source.row.case.data_key for source in one.sources}):
        for source in one.sources:
            for key, moment in _moments(source, versions[source.row.id]):
                moments.setdefault(key, []).append(moment)
    listed = [sign for sign in one.derivation.catalogue.indicators if sign.id in moments]
    return [(sign, sorted(moments[sign.id], key=lambda moment: moment.at)) for sign in listed]


def _versions_of(sources: Iterable[Source]) -> Mapping[uuid.UUID, list[Version]]:
    """Every version of each source, oldest first."""
    found: dict[uuid.UUID, list[Version]] = defaultdict(list)
    subjects = {source.row.id: source.row.case_id for source in sources}
    rows = Version.objects.filter(case__in=set(subjects.values()), subject_id__in=list(subjects))
    for version in rows.select_related("by").order_by("revision"):
        found[version.subject_id].append(version)
    return found


def _moments(source: Source, versions: Iterable[Version]) -> Iterator[tuple[str, Moment]]:
    """Each change of each answer in one source, version by version."""
    before: Said | None = None
    for version in versions:
        now = said.from_json(contents.read_version(version, source.row.case.data_key))
        for key in now.changed_since(before):
            was = before.answers.get(key) if before is not None else None
            yield key, Moment(version.at, version.by, source, was, now.answers.get(key), now.words.get(key, ""))
        before = now


def _sources(case: Case, viewer: User) -> dict[uuid.UUID, list[Source]]:
    """Every source of the case and of those that it came from, by human being, as far as the viewer may see whom it is about."""
    found: dict[uuid.UUID, list[Source]] = {}
    here: dict[uuid.UUID, uuid.UUID] = {}
    for one in earlier(case, viewer):
        # Who is described in a case only has no row but those of that case: their new one tells that it is them.
        became = {old: here.get(new, new) for old, new in one.became.items()}
        seen = {row.pk: became.get(row.pk, whose(row)) for row in rows_of(one.case, viewer) if one.holds(row)}
        here = seen if one.case.pk == case.pk else here
        rows = SignSource.objects.filter(case=one.case, involvement__in=seen).select_related("case", "added_by")
        elsewhere = one.case.number if one.case.pk != case.pk else ""
        with records.at_hand([one.case.data_key]):
            for row in rows:
                source = Source(row, said.read_if_left(row), elsewhere)
                found.setdefault(seen[row.involvement_id], []).append(source)
    return found


def _forms(human: Human, sources: Iterable[Source], offered: Mapping[Form, Offered]) -> list[FormSigns]:
    return list(_by_form(human, [one for one in sources if one.said is not None], offered))


def _by_form(human: Human, sources: list[Source], offered: Mapping[Form, Offered]) -> Iterator[FormSigns]:
    for form in Form:
        ours = [(one, one.said) for one in sources if one.said is not None and one.said.form is form]
        if not ours:
            continue
        # What befell a child is judged as what befell a child, also when they came of age since.
        day = min(told.origin.seen_on for _, told in ours)
        listed = catalogue.for_rule(offered[form], [told for _, told in ours])
        observations = [one for _, told in ours for one in told.observations]
        derivation = derive(listed, observations, age=human.age_on(day))
        yield FormSigns(form, tuple(one for one, _ in ours), derivation, day)


def _record_read(case: Case, viewer: User, people: Iterable[Human], sources: Iterable[Source]) -> None:
    persons = [row.person_id for human in people for row in human.rows if row.person_id]
    _record("sign:read", case, viewer, sources=[one.row.id for one in sources], persons=list(dict.fromkeys(persons)))


def _persons(sources: Iterable[SignSource]) -> list[uuid.UUID]:
    return [one.involvement.person_id for one in sources if one.involvement.person_id]


def _record(tag: str, case: Case, viewer: User, **detail: Any) -> None:
    record(tag, by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **detail)
