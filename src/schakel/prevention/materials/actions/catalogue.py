"""Keeping the catalogue: material, its files, its stock, and a new edition."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.prevention import editing, pictures
from schakel.prevention.materials.models import Material, MaterialFile
from schakel.prevention.materials.policies import check_prevents

MOST_FILES = 10


@transaction.atomic
def add(*, said: Mapping[str, Any], stock: int = 0, by: User) -> Material:
    """Something new in the catalogue. Raises NotAllowed."""
    check_prevents(by)
    made = Material.objects.create(**said, stock=stock, changed_by=by)
    record("material:added", by=by, about=made, stock=stock)
    return made


@transaction.atomic
def change(*, material: Material, said: Mapping[str, Any], version: int, by: User) -> Material:
    """Change what the catalogue says. Raises NotAllowed, ChangedMeanwhile, NotPossible."""
    check_prevents(by)
    row = _locked(material)
    if said.get("is_listed") and hasattr(row, "successor"):
        raise NotPossible("Van dit materiaal is een nieuwe versie. De oude kan niet terug in de catalogus.")
    changed = editing.keep(row, said, version=version, by=by)
    if changed:
        record("material:changed", by=by, about=row, fields=changed)
    return row


@transaction.atomic
def count_stock(*, material: Material, difference: int, by: User) -> int:
    """So many came in, or (below zero) are missing; how many there are now. Raises NotAllowed, NotPossible."""
    check_prevents(by)
    row = _locked(material)
    if row.stock + difference < 0:
        raise NotPossible(f"Er liggen er {row.stock}. Zoveel kunnen er niet af.")
    row.stock += difference
    row.save(update_fields=["stock"])
    record("material:counted", by=by, about=row, difference=difference, stock=row.stock)
    return row.stock


@transaction.atomic
def supersede(*, material: Material, said: Mapping[str, Any], stock: int = 0, by: User) -> Material:
    """A new edition takes the place of this one, which can't be ordered any more. Raises NotAllowed, NotPossible."""
    check_prevents(by)
    old = _locked(material)
    if hasattr(old, "successor"):
        raise NotPossible("Van dit materiaal is al een nieuwe versie.")
    made = Material.objects.create(
        **said, stock=stock, edition=old.edition + 1, supersedes=old, changed_by=by
    )  # fmt: skip
    for file in old.files.filter(is_picture=True):
        made.files.create(name=file.name, is_picture=True, content=file.content)
    old.is_listed, old.version, old.changed_at, old.changed_by = False, old.version + 1, time.now(), by
    old.save()
    record("material:superseded", by=by, about=old, successor=made.id)
    return made


@transaction.atomic
def put_file(*, material: Material, name: str, content: bytes, is_picture: bool, by: User) -> MaterialFile:
    """The picture (in place of an earlier one), or something to download. Raises NotAllowed, NotUsable, NotPossible."""
    check_prevents(by)
    row = _locked(material)
    content = pictures.drawn_anew(content) if is_picture else pictures.checked_document(content)
    if is_picture:
        row.files.filter(is_picture=True).delete()
    elif row.files.filter(is_picture=False).count() >= MOST_FILES:
        raise NotPossible(f"Er staan al {MOST_FILES} bestanden bij. Haal er eerst een weg.")
    try:
        with transaction.atomic():
            made = row.files.create(name=pictures.file_name(name, content), is_picture=is_picture, content=content)
    except IntegrityError:
        raise NotPossible("Er is al een bestand met deze naam. Haal dat eerst weg, of kies een andere naam.") from None
    record("material:file_put", by=by, about=row, file=made.id)
    return made


@transaction.atomic
def remove_file(*, file: MaterialFile, by: User) -> None:
    """Take a file away. Raises NotAllowed."""
    check_prevents(by)
    gone, _ = MaterialFile.objects.filter(pk=file.pk).delete()
    if gone:
        record("material:file_removed", by=by, about=file.material, file=file.id)


def _locked(material: Material) -> Material:
    return Material.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=material.pk)
