"""Pages to read, the quick exit, and the small files that machines ask for."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.core import region
from schakel.publicsite import visit
from schakel.publicsite.pages import page
from schakel.texts import queries
from schakel.texts.catalogue import GROUPS, INFORMING

# Texts that have an address, and a name in the URLs, of their own.
_OWN_NAMES = {"contact": "contact", "privacy": "privacy", "toegankelijkheid": "accessibility"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what you can do here, what trafficking is, and whom to call."""
    return page(request, "home")


@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """One more question before a form begins: report or think along, or what somebody wants to know."""
    if slug == "weten":
        return page(request, "choose_more")
    if slug not in ("werk", "gemeente"):
        raise Http404
    return page(request, "choose_work", {"for_municipality": slug == "gemeente"})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything there is to read, in groups."""
    language = get_language() or settings.LANGUAGE_CODE
    groups = [(group.title, [_entry(one.key, language) for one in group.pages]) for group in GROUPS]
    return page(request, "information", {"groups": groups})


@require_safe
def text(request: HttpRequest, key: str) -> HttpResponse:
    """A text to read; what the tab of the browser says does not tell which."""
    if key not in INFORMING:
        raise Http404
    return _text(request, key, _("Informatie"))


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the centre, and others who help."""
    return _text(request, "contact", _("Contact"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with what somebody types here."""
    return _text(request, "privacy", _("Privacy"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use these pages, and where to say that something doesn't work."""
    return _text(request, "toegankelijkheid", _("Toegankelijkheid"))


def _text(request: HttpRequest, key: str, tab: str) -> HttpResponse:
    shown = queries.shown(key, get_language() or settings.LANGUAGE_CODE)
    return page(request, "text", {"shown": shown, "tab": tab})


def _entry(key: str, language: str) -> dict[str, str]:
    """A line of the index; its language where that is another one than the page's."""
    shown = queries.shown(key, language)
    url = reverse("information_text", args=[key]) if key in INFORMING else reverse(_OWN_NAMES[key])
    return {
        "url": url,
        "title": shown.article.title,
        "language": shown.language if shown.language != language else "",
    }


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
        "Disallow: /bewijs/",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
