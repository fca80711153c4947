"""Sending files along: before the report is sent, or later with the code. Works as a plain form."""

import uuid
from collections.abc import Mapping

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from schakel.attachments import actions, queries, uploads
from schakel.attachments.uploads import NotTaken, SealingHandler, Taken
from schakel.intake import actions as intake
from schakel.intake import receipts
from schakel.intake.queries import report_by_code
from schakel.methods.attachments.kinds import ACCEPTED, Why
from schakel.publicsite import pacing, visit
from schakel.publicsite.pages import database_may_fail, day, note_failure, page
from schakel.publicsite.visit import Visit

# Each after the name of the file, and a colon.
_WHY: Mapping[str, object] = {
    Why.EMPTY.value: gettext_lazy("dit bestand is leeg."),
    Why.PROGRAM.value: gettext_lazy("dit is een programma. Dat nemen wij niet aan."),
    Why.ARCHIVE.value: gettext_lazy("dit is een ingepakt bestand. Pak het uit en stuur de bestanden los."),
    Why.PHONE_PHOTO.value: gettext_lazy("dit soort foto kunnen wij niet openen. Maak er een JPG van, of een schermafdruk."),
    Why.OLD_OFFICE.value: gettext_lazy("dit is een oud soort document. Bewaar het als PDF en stuur dat."),
    Why.OTHER_THAN_NAMED.value: gettext_lazy("dit bestand is iets anders dan de naam zegt. Daarom nemen wij het niet aan."),
    Why.UNKNOWN.value: gettext_lazy("dit soort bestand kennen wij niet. Stuur een foto, film, geluid, tekst of PDF."),
    uploads.TOO_LARGE: gettext_lazy("dit bestand is te groot. Een bestand mag 50 MB zijn."),
    uploads.TOO_MANY: gettext_lazy("je kunt 10 bestanden sturen. Dit is er één te veel."),
}  # fmt: skip
# What stands at the end of the form: without it the sending broke off on the way.
_END = "einde"
_IN_THE_CONVERSATION = "De melder stuurde bestanden mee: {}."


@csrf_exempt  # the form's token is checked all the same, by `_receive`: only after it is known where the files go
@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def files(request: HttpRequest) -> HttpResponse:
    """What was sent along so far, and a way to send more."""
    held = visit.current(request)
    if held is None or held.is_sent:
        return _nowhere(request, held)
    if held.code and report_by_code(held.code) is None:
        return redirect("follow_up")
    if request.method != "POST":
        return _drawn(request, held)
    room = uploads.MOST_FILES - len(queries.sent_with(_lookup(held)))
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if uploads.is_far_too_large(int(length) if length.isdecimal() else 0, room=room):
        return _drawn(
            request, held, sentences=[_("Dit is te veel om in één keer te sturen. Stuur de bestanden los.")], status=413
        )
    if not pacing.uploads.enter():
        return _drawn(
            request, held, sentences=[_("Het is nu druk. Wacht een minuut en stuur het bestand opnieuw.")], status=503
        )
    try:
        # Before anything of the form is read, or Django would keep the files in its own way.
        handler = SealingHandler(room=room)
        request.upload_handlers = [handler]
        return _receive(request, held, handler)
    finally:
        pacing.uploads.leave()


@csrf_protect
def _receive(request: HttpRequest, held: Visit, handler: SealingHandler) -> HttpResponse:
    """The form was read; every file that arrived whole stands in pieces, and becomes a file now."""
    if request.POST.get(_END) != "ja":
        return _drawn(
            request,
            held,
            sentences=[_("Het versturen brak af. Er is niets aangekomen. Probeer het opnieuw.")],
            status=400,
        )
    sentences = [_sentence(one) for one in handler.not_taken]
    if not handler.taken and not sentences:
        sentences = [_("Kies eerst een bestand.")]
    try:
        attached = _attach(held, handler.taken)
    except DatabaseError as error:
        note_failure(error)
        return _drawn(request, held, not_received=True, status=503)
    if attached is None:
        return _nowhere(request, None)
    names = {one.id for one in attached}
    sentences += [_sentence(NotTaken(one.name, uploads.TOO_MANY)) for one in handler.taken if one.id not in names]
    if sentences:
        return _drawn(request, visit.renewed(held), sentences=sentences, came=len(attached), status=422)
    response = redirect("files")
    response.status_code = 303
    response["Location"] += f"?ontvangen={len(attached)}"
    return response


@require_POST
@database_may_fail
def remove(request: HttpRequest) -> HttpResponse:
    """Take a file back, as long as the report was not sent."""
    held = visit.current(request)
    if held is None or held.is_sent or held.code:
        return _nowhere(request, held)
    try:
        chosen = uuid.UUID(request.POST.get("bestand", ""))
    except ValueError:
        return redirect("files")
    actions.take_back(lookup=_lookup(held), file_id=chosen)
    held.content["files"] = [one for one in held.content.get("files", []) if one["id"] != str(chosen)]
    held.save()
    response = redirect("files")
    response.status_code = 303
    return response


def _attach(held: Visit, taken: list[Taken]) -> list[Taken] | None:
    """Make files of what arrived; None when the visit was ended meanwhile, by its visitor or by the clock."""
    if visit.loaded_again(held) is None:
        return None
    attached = actions.attach(lookup=_lookup(held), taken=taken)
    if held.code and attached:
        report = report_by_code(held.code)
        if report is not None:
            # A turn of the conversation, so that the desk sees that something new came.
            intake.add_from_reporter(report=report, text=_IN_THE_CONVERSATION.format(len(attached)))
    now = visit.renewed(held)
    if not now.is_sent:
        known = now.content.setdefault("files", [])
        known += [{"id": str(one.id), "name": one.name, "size": one.size} for one in attached]
        now.save()
    return attached


def _drawn(
    request: HttpRequest,
    held: Visit,
    *,
    sentences: list[str] | None = None,
    came: int = 0,
    not_received: bool = False,
    status: int = 200,
) -> HttpResponse:
    if status == 200:
        said = request.GET.get("ontvangen", "")
        came = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0
    named = {one["id"]: one for one in held.content.get("files", [])}
    sent = queries.sent_with(_lookup(held))
    context = {
        "sent": [(one, named.get(str(one.id)), day(one.sent_at)) for one in sent],
        "is_conversation": bool(held.code),
        "room": uploads.MOST_FILES - len(sent),
        "accepted": ACCEPTED,
        "sentences": sentences or [],
        "came": ngettext("Er is één bestand aangekomen.", "Er zijn %(count)s bestanden aangekomen.", came)
        % {"count": came}
        if came
        else "",
        "not_received": not_received,
    }
    return page(request, "files", context, status=status)


def _nowhere(request: HttpRequest, held: Visit | None) -> HttpResponse:
    """There is no report that files could go with: it was sent, or the visit ran out."""
    if held is not None:
        return redirect("conversation" if held.code else "receipt")
    if request.method == "POST":
        return page(request, "ran_out", {"was_received": False}, status=410)
    return redirect("report")


def _sentence(one: NotTaken) -> str:
    return _("%(name)s: %(why)s") % {"name": one.name, "why": _WHY[one.why]}


def _lookup(held: Visit) -> bytes:
    return receipts.lookup_of(held.code or receipts.from_visit(held.key))
