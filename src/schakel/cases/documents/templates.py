"""The templates that a letter can begin with: those that came with the software, and those of staff."""

import uuid

from django.http import Http404

from schakel.cases.documents.kinds import Audience
from schakel.cases.documents.letters import Template, shipped
from schakel.cases.documents.models import LetterTemplate, LetterTemplateVersion


def to_choose_from() -> list[Template]:
    """Every template in use, those of staff after those that came along."""
    rows = LetterTemplate.objects.filter(retired_at=None).prefetch_related("versions")
    return [*shipped().values(), *(_told(row) for row in rows)]


def template_called(key: str) -> Template:
    """The template with that key, as it is now, or 404."""
    found = next((one for one in to_choose_from() if one.key == key), None)
    if found is None:
        raise Http404
    return found


def own() -> list[tuple[LetterTemplate, Template]]:
    """What staff wrote, in use or not."""
    return [(row, _told(row)) for row in LetterTemplate.objects.prefetch_related("versions")]


def own_with(template_id: uuid.UUID) -> LetterTemplate:
    """One of them, or 404."""
    found = LetterTemplate.objects.filter(pk=template_id).first()
    if found is None:
        raise Http404
    return found


def versions_of(template: LetterTemplate) -> list[LetterTemplateVersion]:
    """What it said from one change to the next, the latest first."""
    return list(template.versions.select_related("by"))


def _told(row: LetterTemplate) -> Template:
    newest = row.versions.all()[0]
    return Template(str(row.pk), newest.title, Audience(row.audience), newest.number, newest.body)
