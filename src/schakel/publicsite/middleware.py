"""Around every public page: the language that its address names, and its second address on the Tor network."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from schakel.core import languages, region


class OfferedLanguage(LocaleMiddleware):
    """Speaks the language of the address. One that this region does not offer is a page that does not exist."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if translation.get_language() not in region.current().languages:
            # The page that says so is in Dutch, which every region offers.
            translation.activate(languages.SOURCE)
            raise Http404


class OnionLocation:
    """Tells a browser on the Tor network that this page has an address there, where one was set.

    The browser asks its user first, or goes by what the user chose once (community.torproject.org/onion-services).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.onion = settings.SCHAKEL_ONION

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self.onion and request.get_host() != self.onion:
            response["Onion-Location"] = f"http://{self.onion}{request.get_full_path()}"
        return response
