"""Pages to read, the quick exit, and the small files that machines ask for."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from schakel.core import region
from schakel.publicsite import visit
from schakel.publicsite.pages import page
from schakel.publicsite.views.report import CHOICES_AT_HOME


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what you can do here, what trafficking is, and whom to call."""
    return page(request, "home", {"choices": CHOICES_AT_HOME})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the centre, and others who help."""
    return page(request, "contact")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with what somebody types here."""
    return page(request, "privacy")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use these pages, and where to say that something doesn't work."""
    return page(request, "accessibility")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """The quick exit: nothing is kept, the browser is asked to forget, and another site opens."""
    visit.forget(request)
    response = HttpResponseRedirect(region.current().exit_url)
    visit.clear(response)
    return response


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; it asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The information may be found; the form and the conversation need no visits from machines."""
    lines = [
        "User-agent: *",
        "Disallow: /melden/",
        "Disallow: /vervolg/",
        "Disallow: /meesturen/",
        "Disallow: /weg/",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
