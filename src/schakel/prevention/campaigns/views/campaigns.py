"""Every campaign, and one: what it was for, what came of it, its pictures."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.prevention.campaigns import actions, pictures, queries, words
from schakel.prevention.campaigns.actions import Meanwhile
from schakel.prevention.campaigns.forms import CampaignForm, as_it_stands
from schakel.prevention.campaigns.models import Campaign, Result


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """The newest first, with how often each was shown."""
    rows = []
    for campaign in queries.campaigns_for(viewer(request)):
        found = queries.total(queries.channels(campaign))
        rows.append((campaign, words.in_thousands(found.shown), words.in_thousands(found.responded)))
    return render(request, "prevention/campaigns/campaigns.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a campaign down."""
    who = viewer(request)
    queries.campaigns_for(who)
    form = CampaignForm(request.POST if request.method == "POST" else None, catalogue=queries.to_choose())
    if form.is_bound and form.is_valid():
        made = actions.begin(said=form.said(), used=form.used(), by=who)
        messages.success(request, "De campagne is bewaard.")
        return see_other("campaign", made.pk)
    return render(request, "prevention/campaigns/form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def campaign(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """Everything about one."""
    who = viewer(request)
    found = get(who, campaign_id)
    channels = queries.channels(found)
    context: dict[str, Any] = {
        "campaign": found,
        "places": words.places(found.municipalities),
        "forms": words.forms(found.forms),
        "cost": words.euros(found.cost_cents),
        "used": queries.materials_of(found),
        "channels": [_shown(one) for one in channels],
        "total": _shown(queries.total(channels)),
        "rows": [(row, _numbers(row)) for row in Result.objects.filter(campaign=found).select_related("entered_by")],
        "weeks": queries.reports_by_week(found, viewer=who),
        "sizes": pictures.SIZES.values() if found.headline else (),
        "alternative": pictures.alternative(found),
    }
    return render(request, "prevention/campaigns/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """Write it down anew."""
    who = viewer(request)
    found = get(who, campaign_id)
    catalogue = queries.to_choose(found)
    if request.method != "POST":
        form = CampaignForm(initial=as_it_stands(found), catalogue=catalogue)
        return render(request, "prevention/campaigns/form.html", {"form": form, "campaign": found})
    form = CampaignForm(request.POST, catalogue=catalogue)
    context: dict[str, Any] = {"form": form, "campaign": found}
    if not form.is_valid():
        return render(request, "prevention/campaigns/form.html", context, status=422)
    try:
        actions.write(
            campaign=found, said=form.said(), used=form.used(), version=form.cleaned_data["version"] or 0, by=who
        )
    except Meanwhile as refusal:
        # The same words, in a form that knows of what the other kept: keeping them again is then a choice.
        typed = request.POST.copy()
        typed["version"] = str(refusal.kept.version)
        context = {"form": CampaignForm(typed, catalogue=catalogue), "campaign": found, "kept": refusal.kept}
        context["differences"] = _differences(form, refusal.kept)
        return render(request, "prevention/campaigns/form.html", context, status=409)
    messages.success(request, "De campagne is bewaard.")
    return see_other("campaign", found.pk)


@require_safe
def picture(request: HttpRequest, campaign_id: uuid.UUID, size: str) -> HttpResponse:
    """One picture, to look at or to take along."""
    found = get(viewer(request), campaign_id)
    if size not in pictures.SIZES or not found.headline:
        raise Http404
    response = HttpResponse(pictures.picture(found, pictures.SIZES[size]), content_type="image/png")
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="campagne-{size}.png"'
    return response


def get(who: User, campaign_id: uuid.UUID) -> Campaign:
    """This campaign, for who may see it. Raises Http404."""
    found = queries.campaigns_for(who).filter(pk=campaign_id).first()
    if found is None:
        raise Http404
    return found


def _shown(one: queries.Channel) -> dict[str, Any]:
    return {"name": one.name, "rows": one.rows, **_numbers(one)}


def _numbers(one: Any) -> dict[str, str]:
    told = {name: words.in_thousands(getattr(one, name)) for name in ("shown", "reached", "responded")}
    return told | {"spent": words.euros(one.spent_cents)}


def _differences(form: CampaignForm, kept: Campaign) -> list[dict[str, str]]:
    """Field by field what the other kept and what was typed here, where they differ."""
    theirs = as_it_stands(kept)
    found = []
    for name, field in form.fields.items():
        names = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        mine, other = _said(form[name].value(), names), _said(theirs.get(name), names)
        if name != "version" and mine != other:
            found.append({"label": str(field.label), "theirs": other, "mine": mine})
    return found


def _said(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(sorted(names.get(str(one), str(one)) for one in value))
    if isinstance(value, bool):
        return "ja" if value else ""
    return "\n".join(str("" if value is None else value).split("\r\n")).strip()
