"""What a part of a plan says: its words under the key of the case, and every earlier version of them."""

import uuid
from collections.abc import Mapping
from typing import Any

from schakel.access.models import User
from schakel.cases.models import Case
from schakel.cases.plan.models import InPlan, Version
from schakel.vault import records

_VERSION = "plan version"
Content = dict[str, Any]


def case_as_it_is(case_id: uuid.UUID) -> Case:
    """The case as it stands now, held until the end of the transaction: a page may show it as it was before.

    Before any part of it: whoever closes a case holds that first, and then its clocks.
    """
    return Case.objects.select_for_update().get(pk=case_id)


def read(part: InPlan) -> Content:
    """What it says. Raises Destroyed."""
    content: Content = records.decrypt(part.case.data_key, part.content, label=_label(part), record_id=part.id)
    return content


def read_if_left(part: InPlan) -> Content:
    """What it says, or nothing where the key of the case was destroyed."""
    try:
        return read(part)
    except records.Destroyed:
        return {}


def add(part: InPlan, content: Content, *, by: User | None) -> None:
    """Store a new part with its first version. Raises Destroyed."""
    _encrypt(part, content)
    part.save(force_insert=True)
    _keep_version(part, content, by)


def change(part: InPlan, content: Content, *, by: User | None) -> None:
    """Store another version of it, plain fields too. Raises Destroyed."""
    part.revision += 1
    _encrypt(part, content)
    part.save()
    _keep_version(part, content, by)


def version_of(part: InPlan, revision: int) -> Content | None:
    """How it was at that revision, plain fields included; None where there is none such."""
    version = Version.objects.filter(subject_id=part.id, case=part.case, revision=revision).first()
    return read_version(version, part.case.data_key) if version is not None else None


def read_version(version: Version, data_key: uuid.UUID | None) -> Content:
    """What a version says. Raises Destroyed."""
    content: Content = records.decrypt(data_key, version.content, label=_VERSION, record_id=version.id)
    return content


def now(part: InPlan, content: Mapping[str, Any]) -> Content:
    """What it says with its plain fields: a version as it would be kept."""
    return {**content, **part.plain()}


def _encrypt(part: InPlan, content: Content) -> None:
    part.content = records.encrypt(part.case.data_key, content, label=_label(part), record_id=part.id)


def _keep_version(part: InPlan, content: Content, by: User | None) -> None:
    version = Version(case=part.case, part=part.part, subject_id=part.id, revision=part.revision, by=by)
    version.content = records.encrypt(part.case.data_key, now(part, content), label=_VERSION, record_id=version.id)
    version.save(force_insert=True)


def _label(part: InPlan) -> str:
    return f"plan {part.part.value}"
