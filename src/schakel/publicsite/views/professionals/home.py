"""Where professionals begin: what they can order, borrow, learn and read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.publicsite.pages import page_for_professionals


@require_safe
def professionals(request: HttpRequest) -> HttpResponse:
    """The four things the centre does for them, one line each."""
    return page_for_professionals(request, "home")
