"""How a report is drawn: sealed, opened or judged, with whatever form is being filled in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.attachments import actions as attachments
from schakel.attachments.queries import count_of
from schakel.audit.record import record
from schakel.cases import advice, naming, queries
from schakel.cases.contact_words import as_words
from schakel.cases.forms import Problems, ReviseForm, TriageForm
from schakel.cases.models import Case
from schakel.cases.naming import NamedForms
from schakel.cases.terms import term_of
from schakel.cases.views.conversation_page import conversation
from schakel.cases.views.report_work import work
from schakel.core import region, time
from schakel.intake import actions, envelopes
from schakel.intake.content import Content, Form, Gender, Ground, ReporterCategory, Subject, Wish, way_words
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import read_routing
from schakel.outbox.queries import contact_of, news_of
from schakel.people.queries import persons_for, read_all
from schakel.vault.records import Destroyed

_WISHES = dict([*Wish.choices, *Subject.choices])


def draw(request: HttpRequest, report: Report, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a report, as far as it was opened. `forms` are those being filled in: answer, judgement, named, revision."""
    who = viewer(request)
    context: dict[str, Any] = {"report": report, "term": term_of(report)}
    if report.state == ReportState.SEALED:
        context["routing"] = _routing_words(read_routing([report.pk], viewer=who)[0].routing)
        context["file_count"] = count_of(report)
    else:
        context |= _read(report, who, forms)
    context["may_answer"] = who.may(Permission.TRIAGE) and not context.get("is_destroyed")
    context["may_break_glass"] = who.may(Permission.BREAK_GLASS)
    context |= work(report, who, forms)
    context["viewers"] = queries.who_sees(report, "report:opened", "report:read", "report:entered")
    return render(request, "cases/report.html", context, status=status)


def named_forms(report: Report, said: Content, who: User, *arguments: Any, **options: Any) -> NamedForms:
    """The forms for the persons of a report, with the proposals for each."""
    stated_on = report.received_at.astimezone(time.REGION_ZONE).date()
    return naming.named_forms(said.body.people, *arguments, viewer=who, stated_on=stated_on, **options)


def case_choices(named: NamedForms, who: User) -> list[Case]:
    """The open cases a report can be added to: those this viewer sees, and those of the persons proposed."""
    proposed = named.cases()
    seen = {case.id for case in proposed}
    cases = proposed + [case for case in queries.cases_for(who).filter(closed_at=None) if case.id not in seen]
    queries.record_listed(cases, viewer=who)
    return cases


def read_again(report: Report) -> Content:
    """What the report says, for a form whose page was read and recorded already."""
    return envelopes.read_content(report)


def way_of(report: Report) -> str:
    """What the reporter came for, for a form whose page was read and recorded; nothing when it was destroyed."""
    try:
        return envelopes.read_routing(report).way
    except Destroyed:
        return ""


def _read(report: Report, who: User, forms: dict[str, Any]) -> dict[str, Any]:
    """A report that was opened; of one that was destroyed since, what is left."""
    judged = _judged(report, who, forms) if report.state == ReportState.TRIAGED else {}
    try:
        said = actions.open_report(report=report, by=who)
    except Destroyed:
        record("report:remains_read", by=who, about=report)
        return judged | {"is_destroyed": True, "revision": None}
    context = _opened(report, said, who) | judged | conversation(report, who, forms.get("answer"))
    context |= _advice(report, said, who, judged)
    context |= _triage_forms(report, said, who, forms) if report.state == ReportState.OPENED else {}
    if "answer" in forms:
        context["problems"] = Problems(context["answer"])
    return context


def _advice(report: Report, said: Content, who: User, judged: dict[str, Any]) -> dict[str, Any]:
    handled = advice.advice_on(report)
    return {
        "handled": advice.read(handled, viewer=who) if handled is not None else None,
        "is_advice": advice.is_advice(said.routing, judged.get("triage"), handled),
    }


def _opened(report: Report, said: Content, who: User) -> dict[str, Any]:
    return {
        "said": said,
        "routing": _routing_words(said.routing),
        "ground_words": Ground(said.body.ground).label if said.body.ground else "",
        "wish_words": [_WISHES[wish] for wish in said.body.wishes],
        "forms_words": [Form(form).label for form in said.body.forms],
        "described": [(person, Gender(person.gender or Gender.UNKNOWN).label) for person in said.body.people],
        "contact": as_words(contact_of(report, said), news_of(report)),
        "files": attachments.open_files(report=report, by=who),
    }


def _triage_forms(report: Report, said: Content, who: User, forms: dict[str, Any]) -> dict[str, Any]:
    if not who.may(Permission.TRIAGE):
        return {}
    named = forms.get("named") or named_forms(report, said, who)
    judgement = forms.get("judgement") or TriageForm(
        viewer=who, mark=report.urgency, way=said.routing.way, cases=case_choices(named, who)
    )
    return {"named": named, "judgement": judgement, "problems": Problems(judgement, named)}


def _judged(report: Report, who: User, forms: dict[str, Any]) -> dict[str, Any]:
    current = queries.current_triage(report)
    if current is None:
        return {}
    visible_case = queries.cases_for(who).filter(pk=current.case_id).first() if current.case_id else None
    beyond = queries.case_beyond(report, who) if who.may(Permission.BREAK_GLASS) else None
    people = list(persons_for(who).filter(report=report).order_by("created_at", "id"))
    if people:
        record("person:read", by=who, about=report, persons=[person.id for person in people])
    return {
        "triage": current,
        "reason": queries.read_reason(current),
        "case": visible_case,
        "beyond": beyond,
        "decisions": queries.decisions_on(report),
        "persons": read_all(people),
        "revision": (forms.get("revision") or ReviseForm(current=current, way=way_of(report)))
        if who.may(Permission.TRIAGE)
        else None,
        "problems": Problems(*[forms["revision"]] if "revision" in forms else []),
        "is_revising": "revision" in forms,
    }


def _routing_words(routing: Any) -> dict[str, str]:
    if routing is None:
        return {}
    return {
        "way": way_words(routing),
        "category": ReporterCategory(routing.category).label,
        "municipality": region.current().municipality_name(routing.municipality),
    }
