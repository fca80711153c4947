"""Material for professionals: the catalogue, an order without an account, and the page that tells how it stands."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.policies import NotPossible
from schakel.prevention import asking, pictures
from schakel.prevention.materials import queries
from schakel.prevention.materials.actions import orders
from schakel.prevention.materials.forms import OrderForm, field_of
from schakel.prevention.materials.kinds import OrderState
from schakel.prevention.materials.shelf import shelf
from schakel.publicsite import pacing
from schakel.publicsite.pages import database_may_fail, page_for_professionals

_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
@database_may_fail
def catalogue(request: HttpRequest) -> HttpResponse:
    """What there is: everything, or what somebody looks for."""
    shown, offered = shelf(queries.catalogue(), request.GET)
    context = {
        "materials": shown,
        "pictures": queries.with_picture(shown),
        "offered": offered,
        "is_narrowed": any(one.chosen for one in offered),
    }
    return page_for_professionals(request, "materials", context)


@require_safe
@database_may_fail
def material(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    """One of them."""
    found = queries.listed(material_id)
    context = {
        "material": found,
        "has_picture": bool(queries.with_picture([found])),
        "downloads": queries.downloads_of(found),
    }
    return page_for_professionals(request, "material", context)


@require_safe
@database_may_fail
def picture(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    """Its picture, drawn anew when it came in."""
    return pictures.served(queries.picture_of(queries.listed(material_id)))


@require_safe
@database_may_fail
def download(request: HttpRequest, material_id: uuid.UUID, material_file_id: uuid.UUID) -> HttpResponse:
    """Something to keep."""
    found = queries.download(queries.listed(material_id), material_file_id)
    content = bytes(found.content)
    response = HttpResponse(content, content_type=pictures.media_type(content))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    response["Content-Security-Policy"] = _SANDBOX
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def order(request: HttpRequest) -> HttpResponse:
    """How many of what, for whom, and where it goes."""
    materials = queries.catalogue()
    if request.method != "POST":
        first = {field_of(one.pk): 1 for one in materials if str(one.pk) == request.GET.get("materiaal")}
        return _form(request, OrderForm(materials=materials, initial={"token": asking.new_token(), **first}))
    form = OrderForm(request.POST, materials=materials)
    if not form.is_valid():
        return _form(request, form, status=422)
    if not pacing.requests.take():
        return _form(request, form, busy=True, status=429)
    token = form.cleaned_data["token"]
    token = token if asking.is_token(token) else asking.new_token()
    try:
        orders.order(said=form.who(), municipality=form.cleaned_data["municipality"], wanted=form.wanted(), token=token)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _form(request, form, status=409)
    response = redirect("own_order", token=token)
    response.status_code = 303
    response["Location"] += "?ontvangen=ja"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def own_order(request: HttpRequest, token: str) -> HttpResponse:
    """How it stands, for whoever has the link; and taking it back."""
    own = queries.own_order(token)
    refusal = ""
    if request.method == "POST":
        try:
            orders.withdraw(order=own.order)
            return redirect("own_order", token=token)
        except NotPossible as error:
            refusal = str(error)
    context = {
        "own": own,
        "came_in": request.GET.get("ontvangen") == "ja" and own.order.state == OrderState.NEW,
        "address": request.build_absolute_uri(request.path),
        "refusal": refusal,
    }
    return page_for_professionals(request, "own_order", context, status=409 if refusal else 200)


def _form(request: HttpRequest, form: OrderForm, *, busy: bool = False, status: int = 200) -> HttpResponse:
    context = {"form": form, "busy": busy, "pictures": queries.with_picture(form.materials)}
    return page_for_professionals(request, "order", context, status=status)
