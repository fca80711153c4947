"""Disclosures from the other side: what was given to somebody, and may still be used, as they read it themselves."""

import uuid

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.queries import ground_of, visible
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.core import time
from schakel.partners.accounts import professional_of
from schakel.sharing import rules
from schakel.sharing.contents import Given, read_given
from schakel.sharing.models import Disclosure, Taking
from schakel.sharing.states import DisclosureState


def given_to(viewer: User, case: Case) -> list[Disclosure]:
    """What was given to this guest, or to their organisation as a whole, and is neither recalled nor past its last day."""
    rows = _for(viewer, case).filter(state=DisclosureState.GIVEN, expires_on__gte=time.today())
    return list(rows.order_by("-given_at", "id"))


def recalled_from(viewer: User, case: Case) -> list[Disclosure]:
    """What was recalled after this guest read it here: they are told that they may not use it any more."""
    seen = Taking.objects.filter(taken_by=viewer, is_look=True).values("disclosure")
    return list(_for(viewer, case).filter(state=DisclosureState.RECALLED, pk__in=seen).order_by("-ended_at", "id"))


@transaction.atomic
def look(*, case: Case, disclosure_id: uuid.UUID, by: User) -> tuple[Disclosure, Given]:
    """Read what was given; each time is kept, so that a recall shows what was seen. Raises Http404, Destroyed."""
    rows = _for(by, case).select_for_update(of=("self",))
    row = rows.filter(pk=disclosure_id, case__compartment__in=visible(by)).first()
    if row is None or row.state != DisclosureState.GIVEN or row.has_expired:
        raise Http404
    given = read_given(row)
    if given is None:
        raise Http404
    Taking.objects.create(disclosure=row, taken_by=by, is_look=True)
    ground = ground_of(by, case.compartment_id)
    record("disclosure:seen", by=by, about=case, authorisation=ground, disclosure=row.id)
    return row, given


def purpose_of(given: Given) -> str:
    """What it was given for, in words."""
    return rules.book().purposes[given.purpose].name


def _for(viewer: User, case: Case) -> QuerySet[Disclosure]:
    somebody = professional_of(viewer)
    if somebody is None:
        return Disclosure.objects.none()
    rows = Disclosure.objects.filter(case=case, organisation=somebody.organisation_id)
    rows = rows.filter(Q(professional=None) | Q(professional=somebody))
    return rows.select_related("case", "organisation", "professional")
