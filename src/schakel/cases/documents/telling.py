"""A version of a document as fields in words: to lay two beside each other."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.cases.conference.telling import flat
from schakel.cases.documents.actions.filing import YES
from schakel.cases.documents.kinds import DocumentKind
from schakel.cases.documents.models import Document
from schakel.cases.documents.queries import people_of
from schakel.cases.plan import contents
from schakel.cases.plan.history import Change
from schakel.cases.plan.models import Version
from schakel.core.templatetags.work import day
from schakel.vault import records

LABELS: Mapping[str, str] = {
    "title": "Titel",
    "kind": "Soort",
    "about": "Over wie",
    "is_police": "Komt van de politie",
    "received_from": "Van wie gekregen",
    "received_on": "Gekregen op",
    "conditions": "Voorwaarden",
    "recipient": "Aan",
    "body": "Tekst",
    "reason": "Apart gelegd, want",
}


def names_for(document: Document, viewer: User) -> dict[str, str]:
    """Who is in the case, by the id of their row; recorded with the document."""
    return {str(one.row.pk): one.details.display_name for one in people_of(document.case, viewer)}


def words_of(field: str, value: str, names: Mapping[str, str]) -> str:
    """A field's value, as a page writes it."""
    if field == "kind" and value:
        return str(DocumentKind(value).label)
    if field == "about":
        return ", ".join(names.get(one, "iemand anders") for one in value.split(",") if one)
    return day(date.fromisoformat(value)) if field == "received_on" and value else value


def is_hidden(said: Mapping[str, Any], names: Mapping[str, str], viewer: User) -> bool:
    """Whether a version was about somebody whom the viewer may not see, or from the police and they may not see that.

    Whoever unties a suspect from a document shows it to more people, and not what it was called before.
    """
    about = {one for one in said.get("about", "").split(",") if one}
    return bool(about - names.keys()) or (said.get("is_police") == YES and not viewer.may(Permission.POLICE_DATA))


def history_of(document: Document, names: Mapping[str, str], viewer: User) -> list[Change]:
    """Every version that the viewer may read, the latest first, without the texts of letters: of those that they changed."""
    rows = Version.objects.filter(case=document.case, subject_id=document.id).select_related("by")
    changes, before = [], dict[str, Any]()
    with records.at_hand([document.case.data_key]):
        for version in rows:
            try:
                after = contents.read_version(version, document.case.data_key)
            except records.Destroyed:
                return []
            if is_hidden(after, names, viewer):
                continue
            by = version.by.name if version.by is not None else "het systeem"
            changes.append(Change(version, by, tuple(_changed(flat(before), flat(after), names))))
            before = after
    return changes[::-1]


def _changed(
    before: Mapping[str, str], after: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for field, label in LABELS.items():
        old, new = before.get(field, ""), after.get(field, "")
        if old != new:
            is_text = field == "body"
            yield label, "" if is_text else words_of(field, old, names), "" if is_text else words_of(field, new, names)
