"""What I may see, and why: every role's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.queries import colleagues
from schakel.access.role_words import SEES, authorisation_words, work_words
from schakel.access.roles import GUESTS, Permission, Role, sees_content
from schakel.desk.queries.sight import sight_of


@require_safe
def sight(request: HttpRequest) -> HttpResponse:
    """The records this viewer may see, by ground; their role in words; and whom to ask for more."""
    who = viewer(request)
    role = Role(who.role)
    context = {
        "grounds": sight_of(who),
        "role": role.label,
        "sees": SEES[role],
        "work": work_words(role),
        "authorisation": authorisation_words(role),
        "is_guest": role in GUESTS,
        "sees_content": sees_content(role),
        "administrators": colleagues(Permission.MANAGE_USERS),
        "officers": colleagues(Permission.REVIEW_LAWFULNESS),
    }
    return render(request, "desk/sight.html", context)
