"""Published factsheets: the list, the year as a page, and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.publications import queries
from schakel.publicsite import figures
from schakel.publicsite.pages import database_may_fail, page

CONTENT_TYPES = {"pdf": "application/pdf", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@require_safe
@database_may_fail
def factsheets(request: HttpRequest) -> HttpResponse:
    """The years that were published."""
    return page(request, "factsheets", {"years": queries.published_years()})


@require_safe
@database_may_fail
def factsheet(request: HttpRequest, year: int) -> HttpResponse:
    """One year, from the same frozen numbers as its files."""
    publication = queries.published(year)
    if publication is None:
        raise Http404
    names = [(f"factsheet-{year}.{ending}", ending.upper()) for ending in CONTENT_TYPES]
    return page(request, "factsheet", {"view": figures.view_of(publication.factsheet), "files": names})


@require_safe
@database_may_fail
def download(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """A frozen file, as it was approved."""
    content_type = CONTENT_TYPES.get(name.rpartition(".")[2])
    content = queries.file_of(year, name) if content_type else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=content_type)
    # The picture is looked at in the page's place; the others are kept.
    kind = "inline" if content_type == "image/png" else "attachment"
    response["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response
