"""Rules that are put into SQL once: they say the same for everybody and at every moment that a queryset of their own would."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.access import compiled
from schakel.access.models import Grant, User
from schakel.access.queries import live_in
from schakel.cases import actions as cases
from schakel.cases.life.involved import rows_of
from schakel.cases.models import Case, Note
from schakel.cases.queries import case_for
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.people.details import PersonDetails
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(tarik: User, sanne: User) -> Case:
    person = chain.person(
        PersonDetails(date(2026, 3, 1), name="Ana Bos"), by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik
    )
    return Case.objects.select_related("compartment", "coordinator").get(compartment=person.compartment_id)


def _notes_of(_kind: str, asked: compiled.Asked) -> "compiled.QuerySet[Note]":
    return Note.objects.filter(case=asked.record).select_related("case").prefetch_related("author")


def _others_of(_kind: str, asked: compiled.Asked) -> "compiled.QuerySet[Note]":
    return Note.objects.filter(case=asked.record).exclude(author=asked.user).order_by().values("pk")


def test_rows_come_whole_for_whoever_asks_about_whatever(case: Case, tarik: User, sanne: User) -> None:
    for text in ("Eerste.", "Tweede."):
        cases.add_note(case=case, text=text, by=tarik)
    for _ in range(2):
        asked = compiled.asked_by(tarik.pk, record=case.pk)
        rows = list(compiled.fetched(_notes_of, "", asked))
        assert rows == list(case.notes.all())
        with CaptureQueriesContext(connection) as more:
            assert {(row.case, row.author) for row in rows} == {(case, tarik)}
        assert len(more) == 0
        assert list(compiled.fetched(_notes_of, "", compiled.asked_by(tarik.pk))) == []


def _written_in(_kind: str, asked: compiled.Asked) -> "compiled.QuerySet[Note]":
    return Note.objects.filter(case=asked.record).values_list("written_at", "pk", "about_on")


def test_columns_come_as_django_reads_them(case: Case, tarik: User) -> None:
    cases.add_note(case=case, text="Over gisteren.", about_on=time.today() - timedelta(days=1), by=tarik)
    cases.add_note(case=case, text="Over nu.", by=tarik)
    for _ in range(2):
        found = compiled.listed(_written_in, "", compiled.asked_by(tarik.pk, record=case.pk))
        assert found == list(case.notes.values_list("written_at", "pk", "about_on"))
        assert len(found) == 2
        assert compiled.listed(_written_in, "", compiled.asked_by(tarik.pk)) == []


def _with_ids(_kind: str, asked: compiled.Asked) -> "compiled.QuerySet[Note]":
    return Note.objects.filter(pk__in=compiled.among(asked)).order_by("written_at", "pk").values_list("pk")


def test_as_many_records_are_asked_about_as_one_likes(case: Case, tarik: User) -> None:
    for text in ("Eerste.", "Tweede.", "Derde."):
        cases.add_note(case=case, text=text, by=tarik)
    first, second, _ = case.notes.order_by("written_at", "pk").values_list("pk", flat=True)
    for ids in ([], [first], [second, first], [first, second, *(uuid.uuid4() for _ in range(3_000))]):
        found = compiled.listed(_with_ids, "", compiled.asked_by(tarik.pk, records=ids))
        assert found == [(pk,) for pk in (first, second) if pk in ids]


ODD = "100%s van 'ons' \\ %% ; --"


def _odd(_kind: str, asked: compiled.Asked) -> "compiled.QuerySet[Note]":
    return Note.objects.filter(case=asked.record).annotate(said=Value(ODD)).filter(said=ODD).values_list("said")


def _within(_kind: str, asked: compiled.Asked) -> "compiled.QuerySet[Note]":
    odd = compiled.compiled(_odd, "", asked)
    return Note.objects.filter(case=asked.record).annotate(said=Value(ODD)).filter(said__in=odd).values_list("said")


def test_words_that_are_always_the_same_arrive_as_they_are(case: Case, tarik: User) -> None:
    cases.add_note(case=case, text="Een.", by=tarik)
    for rule in (_odd, _within):
        assert compiled.listed(rule, "", compiled.asked_by(tarik.pk, record=case.pk)) == [(ODD,)]
        assert compiled.listed(rule, "", compiled.asked_by(tarik.pk)) == []


def test_several_are_counted_in_one_statement(case: Case, tarik: User, sanne: User) -> None:
    cases.add_note(case=case, text="Van Tarik.", by=tarik)
    rules = ((_notes_of, ""), (_others_of, ""))
    with CaptureQueriesContext(connection) as asked:
        of_tarik = compiled.counted(compiled.asked_by(tarik.pk, record=case.pk), *rules)
        of_sanne = compiled.counted(compiled.asked_by(sanne.pk, record=case.pk), *rules)
    assert (of_tarik, of_sanne, len(asked)) == ([1, 0], [1, 1], 2)


def test_what_ended_is_no_longer_found(case: Case, tarik: User, sanne: User) -> None:
    assert {grant.user for grant in live_in(case.compartment_id)} == {tarik, sanne}
    assert [case_for(tarik, case.pk), len(rows_of(case, tarik))] == [case, 1]
    Grant.objects.filter(user=tarik).update(ends_at=time.real_now())
    assert [grant.user for grant in live_in(case.compartment_id)] == [sanne]
    assert rows_of(case, tarik) == []
    with pytest.raises(Http404):
        case_for(tarik, case.pk)


def test_no_rule_holds_a_moment_or_somebody(
    case: Case, tarik: User, sanne: User, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a rule takes from the clock instead of from whoever asks would stay in its SQL as long as the process lives."""
    used: set[tuple[compiled.Rule, str]] = set()
    kept = compiled._once  # noqa: SLF001  (nothing else sees every rule)

    def noted(rule: compiled.Rule, kind: str) -> object:
        used.add((rule, kind))
        return kept(rule, kind)

    monkeypatch.setattr(compiled, "_once", noted)
    pages = (
        "/",
        "/meldingen/",
        "/berichten/",
        "/casussen/",
        "/casussen/?lijst=nieuws",
        "/termijnen/",
        "/termijnen/?van=alle",
    )
    for who in (tarik, sanne):
        for page in (*pages, f"/casussen/{case.pk}/", f"/casussen/{case.pk}/verloop/", f"/casussen/{case.pk}/plan/"):
            assert desk(who).get(page).status_code in (200, 404), page
        assert desk(who).post("/zoeken/", {"words": "iets"}).status_code == 200
    assert len(used) > 20
    for rule, kind in used:
        said = []
        for moment in (datetime(2001, 2, 3, tzinfo=UTC), datetime(2041, 5, 6, 7, tzinfo=UTC)):
            monkeypatch.setattr(time, "real_now", lambda moment=moment: moment)
            with time.travel(moment):
                said.append(rule(kind, compiled.SOMEBODY).query.sql_with_params())
        assert said[0] == said[1], rule.__qualname__
