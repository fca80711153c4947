"""Looking for words, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import viewer
from schakel.search import queries
from schakel.search.forms import SearchForm
from schakel.search.queries import check_searches


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Words in what this viewer may see. What is searched is posted, so that it stands in no address and no log."""
    who = viewer(request)
    check_searches(who)
    form = SearchForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "search/search.html", {"form": form})
    if not form.is_valid():
        return render(request, "search/search.html", {"form": form}, status=422)
    found = queries.find(form.cleaned_data["words"], viewer=who)
    return render(request, "search/search.html", {"form": form, "found": found})
