"""The texts at the desk: the list, writing a draft, looking at it as a visitor will, publishing, and going back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.core import region
from schakel.texts import actions, comparing, markup, queries
from schakel.texts.catalogue import PAGES, SOURCE_LANGUAGE
from schakel.texts.forms import DraftForm, PublishForm, VersionForm
from schakel.texts.queries import State

_KINDS = ("versie", "concept")
# Below this a text is too hard for the public door; see docs/explanation/texts.md.
EASY_ENOUGH = 60


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Every page in every language, with what asks for work."""
    states = queries.states(viewer(request))
    pages = [[state for state in states if state.key == key] for key in PAGES]
    return render(
        request,
        "texts/list.html",
        {"pages": pages, "easy_enough": EASY_ENOUGH, "unread": region.current().unread_languages},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, text_page: str, text_language: str) -> HttpResponse:
    """One text: write its draft, see its figures and its history."""
    who = viewer(request)
    state = queries.state_for(who, text_page, text_language)
    if request.method != "POST":
        return _draw(request, state, _draft_form(request, who, state))
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _draw(request, state, form, status=422)
    try:
        actions.keep(
            page=text_page,
            language=text_language,
            content=form.cleaned_data["content"],
            version=form.cleaned_data["version"],
            by=who,
        )
    except actions.SomebodyWasFirst as first:
        return _both(request, who, state, form, str(first))
    messages.success(request, "Het concept is bewaard. Bezoekers zien nog de oude tekst.")
    return see_other(reverse("text", args=[text_page, text_language]))


@require_safe
def preview(request: HttpRequest, text_page: str, text_language: str) -> HttpResponse:
    """The draft as a visitor will see it; without a draft, the text as it is."""
    state = queries.state_for(viewer(request), text_page, text_language)
    known = state.draft or state.current
    if known is None:
        raise Http404
    back = reverse("text", args=[text_page, text_language])
    try:
        article = markup.read(known.content, text_language)
    except markup.TextError as error:
        messages.warning(request, str(error))
        return see_other(back)
    context = {
        "shown": queries.Shown(article, text_language),
        "is_draft": state.draft is not None,
        "back": back,
        "leave_url": back,
        "home_url": back,
    }
    with translation.override(text_language):
        return render(request, "texts/preview.html", context)


@require_POST
def publish(request: HttpRequest, text_page: str, text_language: str) -> HttpResponse:
    """Put the draft on the public door."""
    who = viewer(request)
    state = queries.state_for(who, text_page, text_language)
    form = PublishForm(request.POST, is_translation=text_language != SOURCE_LANGUAGE)
    if not form.is_valid():
        return _draw(request, state, _draft_form(request, who, state), publishing=form, status=422)
    try:
        actions.publish(page=text_page, language=text_language, by=who, **form.cleaned_data)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, state, _draft_form(request, who, state), publishing=form, status=409)
    messages.success(request, "De tekst is gepubliceerd en staat op de website.")
    return see_other(reverse("text", args=[text_page, text_language]))


@require_POST
def discard(request: HttpRequest, text_page: str, text_language: str) -> HttpResponse:
    """Throw the draft away."""
    who = viewer(request)
    queries.state_for(who, text_page, text_language)
    form = VersionForm(request.POST)
    # A form without a version means none of the drafts there are.
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        actions.discard(page=text_page, language=text_language, version=seen, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Het concept is weggegooid. De website bleef zoals hij was.")
    return see_other(reverse("text", args=[text_page, text_language]))


@require_safe
def version(request: HttpRequest, text_page: str, text_language: str, kind: str, version: int) -> HttpResponse:
    """An older version and what it changed; from here one goes back to it."""
    who = viewer(request)
    if kind not in _KINDS:
        raise Http404
    content, before = queries.version_for(who, text_page, text_language, kind, version)
    state = queries.state_for(who, text_page, text_language)
    context = {
        "state": state,
        "kind": kind,
        "version": version,
        "lines": comparing.compare(before, content),
        "is_first": version == 0,
    }
    return render(request, "texts/version.html", context)


def _draft_form(request: HttpRequest, who: User, state: State) -> DraftForm:
    """The form with the draft in it, or what a draft begins from: the text of now, or the version that was asked for."""
    draft = state.draft
    words = draft.content if draft else state.current.content if state.current else _dutch(state)
    kind, _colon, number = request.GET.get("van", "").partition(":")
    if kind in _KINDS and number.isdecimal() and len(number) < 10:
        words, _before = queries.version_for(who, state.key, state.language, kind, int(number))
    return DraftForm(initial={"content": words, "version": draft.version if draft else 0})


def _dutch(state: State) -> str:
    """What a translator begins from."""
    now = queries.current(state.key, SOURCE_LANGUAGE)
    return now.content if now else ""


def _both(request: HttpRequest, who: User, state: State, form: DraftForm, sentence: str) -> HttpResponse:
    """Both texts, after somebody else kept one meanwhile: mine in the form, theirs beside it."""
    state = queries.state_for(who, state.key, state.language)
    mine = form.cleaned_data["content"]
    theirs = state.draft.content if state.draft else (state.current.content if state.current else "")
    # Keeping it again is a choice now: it follows the version that is shown beside it.
    again = DraftForm({"content": mine, "version": state.draft.version if state.draft else 0})
    again.add_error(None, sentence)
    lines = comparing.compare(theirs, mine)
    return _draw(request, state, again, status=409, theirs=theirs, lines=lines)


def _draw(
    request: HttpRequest,
    state: State,
    form: DraftForm,
    *,
    publishing: PublishForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    who = viewer(request)
    is_translation = state.language != SOURCE_LANGUAGE
    draft = state.draft
    if draft is not None and publishing is None:
        publishing = PublishForm(initial={"version": draft.version}, is_translation=is_translation)
    context = {
        "state": state,
        "form": form,
        "publishing": publishing if draft else None,
        "history": queries.history_for(who, state.key, state.language),
        "kept": queries.kept_for(who, state.key, state.language),
        "changed": comparing.compare(state.current.content, draft.content) if draft and state.current else None,
        "draft_figure": queries.figure_of(draft.content, state.language) if draft else None,
        "easy_enough": EASY_ENOUGH,
        "places": sorted(markup.facts(state.language)),
        "blocks": sorted(markup.BLOCKS),
        "most": markup.MOST_CHARACTERS,
        "is_translation": is_translation,
        "is_right_to_left": translation.get_language_info(state.language)["bidi"],
        **more,
    }
    return render(request, "texts/text.html", context, status=status)
