"""A person with everything that joins there: descriptions, reports, cases, links and who else this may be."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may, reads_reports
from schakel.access.roles import Permission
from schakel.cases.naming import card_words
from schakel.cases.queries import MatchCard, cases_of, match_cards
from schakel.people import actions, queries
from schakel.people.details import PersonDetails, combine
from schakel.people.models import Person


@require_safe
def show(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """One human being, as far as this viewer may see."""
    who = viewer(request)
    person = queries.person_for(who, person_id)
    rows = queries.same_person(who, person.identity)
    descriptions = queries.read_all_recorded(rows, viewer=who)
    known = combine([details for _, details in descriptions])
    context = {
        "person": person,
        "rows": rows,
        "reads_reports": reads_reports(who),
        "may_triage": who.may(Permission.TRIAGE),
        "may_break_glass": who.may(Permission.BREAK_GLASS),
        "known": known,
        "descriptions": descriptions,
        "cases": cases_of(rows, who),
        "links": queries.links_among(rows),
        "cards": [(card, card_words(card)) for card in _proposed(person, known, who)],
    }
    return render(request, "desk/person.html", context)


@require_POST
def link(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say that this is the same human being as one of those proposed."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    person = queries.person_for(who, person_id)
    known = combine([details for _, details in queries.read_all(queries.same_person(who, person.identity))])
    wanted = request.POST.get("other", "")
    if wanted in {str(row.id) for row in queries.same_person(who, person.identity)}:  # a double click comes twice
        messages.warning(request, "Dit is al dezelfde persoon.")
        return see_other("person", person.id)
    others = {str(card.proposal.person.id): card.proposal.person for card in _proposed(person, known, who)}
    other = others.get(wanted)
    if other is None:
        raise Http404
    try:
        actions.link(one=person, other=other, by=who)
    except ValueError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Gekoppeld: dit telt nu als één persoon. Het kan ongedaan worden gemaakt.")
    return see_other("person", person.id)


def _proposed(person: Person, known: PersonDetails, who: User) -> list[MatchCard]:
    if not who.may(Permission.TRIAGE):
        return []
    return match_cards(known, viewer=who, apart_from=person.identity)
