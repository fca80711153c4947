"""Reading publications: the frozen ones for everybody, drafts for those who make them."""

import uuid

from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.publications.models import Achievement, Publication, PublicationFile, PublicationState


def published_years() -> list[int]:
    """The years with a published factsheet, newest first."""
    years = Publication.objects.filter(state=PublicationState.PUBLISHED).values_list("year", flat=True)
    return sorted(set(years), reverse=True)


def published(year: int) -> Publication | None:
    """The latest published revision of a year."""
    frozen = Publication.objects.filter(year=year, state=PublicationState.PUBLISHED)
    # No more than the public door may read: not who proposed and approved.
    return frozen.only("year", "revision", "state", "content").order_by("-revision").first()


def is_frozen(year: int) -> bool:
    """Whether the newest revision of a year was proposed or published: its numbers stand as they were then.

    It is held until the end of the transaction, so that nobody proposes it before a number is changed for good.
    """
    newest = Publication.objects.select_for_update(of=("self",)).filter(year=year).order_by("-revision").first()
    return newest is not None and newest.state != PublicationState.DRAFT


def files(year: int) -> dict[str, bytes]:
    """The frozen files of the latest published revision, by name; empty when the year is not published."""
    publication = published(year)
    if publication is None:
        return {}
    return frozen_files(publication)


def file_of(year: int, name: str) -> bytes | None:
    """One frozen file of the latest published revision."""
    publication = published(year)
    found = PublicationFile.objects.filter(publication=publication, name=name) if publication else None
    content = found.values_list("content", flat=True).first() if found is not None else None
    return bytes(content) if content is not None else None


def revisions(viewer: User) -> list[Publication]:
    """All revisions of all years, drafts included, for those who read figures."""
    check_may(viewer, Permission.READ_FIGURES)
    return list(Publication.objects.select_related("proposed_by", "approved_by"))


def publication_for(viewer: User, publication_id: uuid.UUID) -> Publication:
    """One revision, for those who read figures, or 404."""
    check_may(viewer, Permission.READ_FIGURES)
    found = Publication.objects.select_related("proposed_by", "approved_by").filter(pk=publication_id).first()
    if found is None:
        raise Http404
    return found


def frozen_files(publication: Publication) -> dict[str, bytes]:
    """The files of one revision, by name; none before it is published."""
    return {name: bytes(content) for name, content in publication.files.order_by("name").values_list("name", "content")}


def unfinished(year: int) -> Publication | None:
    """The revision of a year that is still being made."""
    return Publication.objects.filter(year=year).exclude(state=PublicationState.PUBLISHED).first()


def achievements(year: int) -> list[Achievement]:
    """What was achieved in a year, in order."""
    return list(Achievement.objects.filter(year=year))
