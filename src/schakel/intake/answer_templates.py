"""Standard words to begin an answer with: written, changed and retired by staff, filled in with the centre's own data."""

import re
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import translation

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import region, time
from schakel.duty import words
from schakel.intake.models import AnswerTemplate

MOST_TITLE, MOST_BODY = 120, 4_000
# What may stand between braces, and what that is replaced by.
PLACEHOLDERS = {
    "centrum": "de naam van het centrum",
    "telefoon": "het telefoonnummer",
    "leestijden": "wanneer wij meldingen lezen",
}
_BRACES = re.compile(r"\{([^{}]*)\}")


def in_use() -> QuerySet[AnswerTemplate]:
    """The templates that an answer can begin with."""
    return AnswerTemplate.objects.filter(retired_at=None)


def retired() -> QuerySet[AnswerTemplate]:
    """The templates that nobody uses any more, the last one first."""
    return AnswerTemplate.objects.exclude(retired_at=None).order_by("-retired_at", "id")


def template_with(template_id: uuid.UUID) -> AnswerTemplate:
    """One template, or 404."""
    found = AnswerTemplate.objects.filter(pk=template_id).first()
    if found is None:
        raise Http404
    return found


def filled(template: AnswerTemplate) -> str:
    """The words of a template, with the centre's own data in the template's language."""
    profile = region.current()
    with translation.override(template.language):
        hours = words.hours()
    known = {
        "centrum": profile.name,
        "telefoon": profile.telephone,
        "leestijden": hours,
    }
    return _BRACES.sub(lambda found: known.get(found[1], found[0]), template.body)


def unknown_placeholders(body: str) -> list[str]:
    """What stands between braces in these words and is not known."""
    return [name for name in _BRACES.findall(body) if name not in PLACEHOLDERS]


@transaction.atomic
def write(*, title: str, language: str, body: str, by: User, template: AnswerTemplate | None = None) -> AnswerTemplate:
    """Add a template, or change one; answers that were sent keep their words. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.MANAGE_TEMPLATES)
    if unknown := unknown_placeholders(body):
        raise NotPossible(f"Dit kennen wij niet: {{{unknown[0]}}}. Gebruik alleen de woorden die hieronder staan.")
    row = template or AnswerTemplate()
    row.title, row.language, row.body = title, language, body
    # Not whether it is in use: a colleague may have retired it since the page was made.
    row.save(update_fields=["title", "language", "body"] if template else None)
    record("template:written", by=by, about=row)
    return row


@transaction.atomic
def retire(*, template: AnswerTemplate, by: User) -> None:
    """Take a template out of use; it stays, to be taken up again."""
    check_may(by, Permission.MANAGE_TEMPLATES)
    AnswerTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=time.now())
    record("template:retired", by=by, about=template)


@transaction.atomic
def restore(*, template: AnswerTemplate, by: User) -> None:
    """Take a retired template into use again."""
    check_may(by, Permission.MANAGE_TEMPLATES)
    AnswerTemplate.objects.filter(pk=template.pk).update(retired_at=None)
    record("template:restored", by=by, about=template)
