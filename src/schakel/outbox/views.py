"""The list of messages on their way out, for whoever may know of them, without any address."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.access.roles import Permission
from schakel.outbox import actions, queries
from schakel.outbox.models import Outgoing, State
from schakel.outbox.words import trouble

_MOST = 100


@require_safe
def outgoing(request: HttpRequest) -> HttpResponse:
    """The newest messages, and how far each is."""
    who = viewer(request)
    rows = [(row, trouble(row)) for row in queries.shown(who, most=_MOST)]
    context = {
        "rows": rows,
        "stuck": queries.stuck_for(who),
        "most": _MOST,
        "reads_reports": who.may(Permission.TRIAGE),
        "again": (State.FAILED, State.UNSURE),
        "open": (State.WAITING, State.FAILED, State.UNSURE),
    }
    return render(request, "outbox/outgoing.html", context)


@require_POST
def again(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Try once more."""
    return _do(request, message_id, actions.send_again, "Het bericht wordt opnieuw verstuurd.")


@require_POST
def withdraw(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Don't send it any more."""
    return _do(request, message_id, actions.withdraw, "Het bericht is ingetrokken.")


def _do(request: HttpRequest, message_id: uuid.UUID, action: Callable[..., None], done: str) -> HttpResponse:
    who = viewer(request)
    message: Outgoing | None = queries.outgoing_for(who).filter(pk=message_id).first()
    if message is None:
        raise Http404
    try:
        action(message=message, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return see_other("outgoing")
