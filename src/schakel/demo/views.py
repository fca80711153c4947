"""Signing in as one of the invented staff; this page exists only in the demo."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other
from schakel.access.models import User
from schakel.demo.personas import PERSONAS
from schakel.signin.edge import sign_in as sign_in_as
from schakel.signin.models import How


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page of personas, and signing in as the one that was chosen."""
    target = _where_to(request)
    if request.method != "POST":
        return render(request, "demo/sign_in.html", {"personas": PERSONAS, "next": target})
    chosen = next((persona for persona in PERSONAS if persona.key == request.POST.get("persona")), None)
    user = User.objects.filter(email=chosen.email, is_active=True).first() if chosen else None
    if user is None:
        raise Http404
    sign_in_as(request, user, How.PERSONA)
    return see_other(target)


def _where_to(request: HttpRequest) -> str:
    """The page that asked for signing in, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
