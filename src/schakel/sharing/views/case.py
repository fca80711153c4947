"""What was shared in a case, the page for the client, and the rules."""

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.edge import viewer
from schakel.access.policies import NotAllowed, NotPossible, check_sees_content
from schakel.cases.plan.queries import numbers_of
from schakel.core import time
from schakel.sharing import clients, paper, policies, queries, rules, table
from schakel.sharing.comensha.queries import client_lines, registrations_of
from schakel.sharing.referral.queries import referrals_of


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Disclosures and consents of one case."""
    who = viewer(request)
    case = queries.case_with_disclosures(who, case_id)
    sharing = queries.read_sharing(case, who)
    may_change = policies.may_write(who) and not sharing.is_destroyed
    context = {
        "case": case,
        "sharing": sharing,
        "registrations": registrations_of(case, who),
        "referrals": referrals_of(case, who),
        "numbers": numbers_of(case, who),
        "may_change": may_change,
        "may_add": may_change and case.is_open,
    }
    return render(request, "sharing/disclosures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def client(request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID) -> HttpResponse:
    """Who got what about one person, in their words; with POST as a document to hand over."""
    who = viewer(request)
    case = queries.case_with_disclosures(who, case_id)
    if request.method == "POST":
        policies.check_may_write(who)
    try:
        page = clients.client_page(case, involvement_id, who, handed=request.method == "POST")
        registered = [line for one in (case, *page.others) for line in client_lines(one, page.subject)]
        page = replace(page, lines=[*page.lines, *registered])
    except NotPossible as refusal:
        return render(request, "sharing/client.html", {"case": case, "refusal": str(refusal)}, status=409)
    if request.method == "POST":
        return _document(paper.client_pdf(page, on=time.today()), "wie-kreeg-gegevens.pdf")
    context = {"case": case, "page": page, "may_hand_out": policies.may_write(who)}
    return render(request, "sharing/client.html", context)


@require_safe
def rule_book(request: HttpRequest) -> HttpResponse:
    """Every rule, and what follows from them for one purpose, for a lawyer to read."""
    who = viewer(request)
    check_sees_content(who)
    if not policies.sees_disclosures(who):
        raise NotAllowed("Deze regels zijn voor medewerkers van het centrum.")
    book = rules.book()
    asked = request.GET.get("doel", "")
    chosen = asked if asked in book.purposes else next(iter(book.purposes))
    context = {
        "book": book,
        "chosen": book.purposes[chosen],
        "groups": table.groups(),
        "matrix": table.matrix(chosen),
        "categories": table.categories(),
        "always": rules.names_of(table.ALWAYS, "requirements"),
    }
    return render(request, "sharing/rules.html", context)


def _document(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
