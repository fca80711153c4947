"""A source of signs: where it comes from, and its answers, a part at a time."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.life.queries import reports_of
from schakel.cases.models import Case, SignSource
from schakel.cases.plan import contents
from schakel.cases.plan.forms import RevisionForm
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import Version
from schakel.cases.plan.policies import Changed
from schakel.cases.plan.views.changed import Row, Told
from schakel.cases.policies import NotPossible
from schakel.cases.signs import catalogue, policies, queries, said
from schakel.cases.signs.actions import sources as actions
from schakel.cases.signs.forms import AnswersForm, BeginForm, label_of, shown_values, today, words_of
from schakel.cases.signs.people import Human
from schakel.cases.signs.said import READ, VALUE, WORDS, Asked, Said, Whose
from schakel.core import time
from schakel.intake.models import Report
from schakel.methods.indicators import Age, Basis, Dimension, Form, Indicator, Weight

_BOTH = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class SignRow:
    """One sign on the form."""

    sign: Indicator
    weight: str
    is_strong: bool
    is_own: bool
    is_retired: bool
    was_asked: str  # how it read when it was answered, where it reads otherwise now
    version: str  # which is on this page
    value: BoundField
    words: BoundField

    @property
    def is_explained(self) -> bool:
        return bool(self.words.value())


@dataclass(frozen=True)
class Group:
    """The signs of one dimension, and where the button under them leads."""

    dimension: Dimension
    rows: list[SignRow]
    next: str

    @property
    def filled(self) -> int:
        return sum(bool(row.value.value()) for row in self.rows)


@require_http_methods(_BOTH)
def begin(request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID) -> HttpResponse:
    """A source: for which form, seen or told, whose, of which day. A report of the case can be one, on somebody's word."""
    who, case, human = _to_write(request, case_id, involvement_id)
    reports = reports_of(case, who)
    form = BeginForm(request.POST or None, initial=_initial(reports, request.GET.get("melding", "")))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            source = _begin(human, form, reports, who)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return see_other("signs_source", case.id, human.row.id, source.id)
    record("case:involved_read", by=who, about=case, persons=[row.person_id for row in human.rows if row.person_id])
    context = {"case": case, "human": human, "form": form, "reports": reports, "is_wrong": status != 200}
    return render(request, "cases/signs/begin.html", context, status=status)


@require_http_methods(_BOTH)
def fill_in(request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID, source_id: uuid.UUID) -> HttpResponse:
    """The answers of a source. Whoever comes second sees what another answered to the same sign."""
    who, case, human = _to_write(request, case_id, involvement_id)
    source = queries.source_for(human, source_id)
    known = queries.read_source(source, who)
    if known is None:
        return render(request, "cases/signs/gone.html", {"case": case, "human": human}, status=410)
    page = _Page(request, who, human, source, known)
    if request.method == "POST":
        return _store(page, who)
    return page.draw(page.form(initial=shown_values(known.flat(), page.offered)))


def _store(page: "_Page", who: User) -> HttpResponse:
    """What was filled in is kept, or the page says what stands in the way beside everything that was typed."""
    posted, source = page.request.POST, page.source
    form, revision = page.form(posted), RevisionForm.posted(posted)
    # What they read stays what they read, until the page says that it reads otherwise.
    read = {said.key_of(name): str(value) for name, value in posted.items() if name.startswith(READ)}
    if not form.is_valid():
        return page.draw(form, 422, revision=revision, read=read)
    try:
        found = actions.fill_in(source=source, filled=form.filled(), revision=revision, by=who, read_as=read)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return page.draw(form, 409, revision=revision, read=read)
    except actions.Reworded as other:
        return page.draw(form, 409, revision=revision, reworded=other.signs)
    except Changed:
        merged, told = _told_of(source, revision, form.filled(), page.signs)
        return page.draw(page.form(merged), 409, told=told, revision=told.version.revision, read=read)
    _tell(page.request, found)
    where = (page.human.case.id, page.human.row.id)
    onward = posted.get("next", "")
    if onward in {one.value for one in Dimension}:
        return see_other(f"{reverse('signs_source', args=[*where, source.id])}#{onward}")
    return see_other("signs_of", *where)


@dataclass(frozen=True)
class _Page:
    """The page of a source, with whatever form is being filled in."""

    request: HttpRequest
    who: User
    human: Human
    source: SignSource
    known: Said

    @property
    def offered(self) -> catalogue.Offered:
        also = {said.key_of(name) for name in self.request.POST}
        return catalogue.with_answers(catalogue.offered(self.known.form, also), self.known.asked)

    @property
    def signs(self) -> dict[str, Indicator]:
        return {one.id: one for one in self.offered.catalogue.indicators}

    def form(self, *arguments: Any, **options: Any) -> AnswersForm:
        return AnswersForm(*arguments, offered=self.offered, **options)

    def draw(
        self,
        form: AnswersForm,
        status: int = 200,
        *,
        told: Told | None = None,
        revision: int | None = None,
        read: Mapping[str, str] | None = None,
        reworded: Sequence[tuple[Asked | None, Asked]] = (),
    ) -> HttpResponse:
        offered = self.offered
        offered = replace(offered, versions={**offered.versions, **(read or {})})
        context = {
            "case": self.human.case,
            "human": self.human,
            "source": self.source,
            "known": self.known,
            "form": form,
            "groups": list(_groups(form, offered, self.known, self.human.age_on(self._day))),
            "told": told,
            "reworded": reworded,
            "revision": self.source.revision if revision is None else revision,
            "is_wrong": form.is_bound and not form.is_valid(),
        }
        return render(self.request, "cases/signs/source.html", context, status=status)

    @property
    def _day(self) -> date:
        """The day that decides which weights hold: the earliest of all sources, as where it says what follows."""
        others = queries.said_of(self.human, self.known.form, self.who, but=self.source)
        return min(one.origin.seen_on for one in (self.known, *others))


def _groups(form: AnswersForm, offered: catalogue.Offered, known: Said, age: Age) -> Iterator[Group]:
    dimensions = list(Dimension)
    for number, dimension in enumerate(dimensions, start=1):
        rows = [_row(form, one, offered, known, age) for one in offered.catalogue.of(dimension)]
        yield Group(dimension, rows, dimensions[number].value if number < len(dimensions) else "")


def _row(form: AnswersForm, one: Indicator, offered: catalogue.Offered, known: Said, age: Age) -> SignRow:
    asked, weight = known.asked.get(one.id), one.weight_for(age)
    return SignRow(
        one,
        weight.words,
        weight is Weight.STRONG,
        catalogue.is_own(one.id),
        one.id in offered.retired,
        asked.term if asked is not None and asked.term != one.term else "",
        offered.versions[one.id],
        form[f"{VALUE}{one.id}"],
        form[f"{WORDS}{one.id}"],
    )


def _to_write(request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID) -> tuple[User, Case, Human]:
    who = viewer(request)
    case = queries.case_with_signs(who, case_id)
    human = queries.somebody(who, case, involvement_id)
    policies.check_may_write(who)
    return who, case, human


def _initial(reports: list[Report], asked: str) -> dict[str, Any]:
    """What a new source begins with: today, or the report that somebody chose."""
    report = next((one for one in reports if str(one.pk) == asked), None)
    if report is None:
        return {"seen_on": today()}
    received = report.received_at.astimezone(time.REGION_ZONE).date()
    told = {"basis": Basis.STATEMENT.value, "whose": Whose.REPORTER.value, "report": report.pk}
    return {**told, "seen_on": received.isoformat()}


def _begin(human: Human, form: BeginForm, reports: list[Report], who: User) -> SignSource:
    report = form.report_id()
    if report is not None and report not in {one.pk for one in reports}:
        raise Http404
    kind = Form(form.cleaned_data["form"])
    return actions.begin(case=human.case, about=human.row, form=kind, origin=form.origin(), report=report, by=who)


def _told_of(
    source: SignSource, revision: int, mine: Mapping[str, str], signs: Mapping[str, Indicator]
) -> tuple[dict[str, str], Told]:
    """What the form goes on with, and what another changed meanwhile."""
    source.refresh_from_db()
    base = contents.version_of(source, revision)
    before = said.from_json(base).flat() if base is not None else {}
    merged, differences = merge(before, said.read(source).flat(), mine)
    rows = tuple(
        Row(
            label_of(one.field, signs),
            words_of(one.field, one.before),
            words_of(one.field, one.theirs),
            words_of(one.field, one.mine),
            one.is_conflict,
        )
        for one in differences
    )
    latest = Version.objects.select_related("by").get(subject_id=source.id, revision=source.revision)
    return merged, Told(latest, rows)


def _tell(request: HttpRequest, found: list[Indicator]) -> None:
    messages.success(request, "Bewaard.")
    if found:
        terms = "; ".join(one.term for one in found)
        messages.warning(
            request,
            f"Kritiek signaal: {terms}. Kijk nu wat nodig is. De urgentie is ten minste zo hoog als dit vraagt.",
        )
