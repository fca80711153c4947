"""Templates of letters: added, changed into a next version, taken out of use and back."""

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases.documents.letters import unknown_in
from schakel.cases.documents.models import LetterTemplate, LetterTemplateVersion
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible
from schakel.core import time


@transaction.atomic
def write_template(
    *, template: LetterTemplate | None, title: str, body: str, audience: str, version: int, by: User
) -> LetterTemplate:
    """Add a template, or its next version; letters that were made keep theirs. Raises NotAllowed, NotPossible, Changed."""
    check_may(by, Permission.MANAGE_TEMPLATES)
    if unknown := unknown_in(body):
        raise NotPossible(" ".join(fault.sentence for fault in unknown))
    if template is None:
        row = LetterTemplate.objects.create(audience=audience)
    else:
        row = LetterTemplate.objects.select_for_update().get(pk=template.pk)
        if row.versions.latest("number").number != version:
            raise Changed
        row.audience = audience
        row.save(update_fields=["audience"])
    number = row.versions.count() + 1
    LetterTemplateVersion.objects.create(template=row, number=number, title=title, body=body, by=by)
    record("letter_template:written", by=by, about=row, version=number)
    return row


@transaction.atomic
def retire_template(*, template: LetterTemplate, is_retired: bool, by: User) -> None:
    """Take it out of use, or back into it; nothing happens where it is so already. Raises NotAllowed."""
    check_may(by, Permission.MANAGE_TEMPLATES)
    row = LetterTemplate.objects.select_for_update().get(pk=template.pk)
    if is_retired == (row.retired_at is not None):
        return
    row.retired_at = time.now() if is_retired else None
    row.save(update_fields=["retired_at"])
    record("letter_template:retired" if is_retired else "letter_template:restored", by=by, about=row)
