"""What of the publications everybody reads, and what only those who make them."""

import pytest

from schakel.access.policies import NotAllowed
from schakel.access.roles import Permission, Role
from schakel.publications import queries
from schakel.publications.models import Achievement, Publication, PublicationFile, PublicationState
from tests.rooms import chain

pytestmark = pytest.mark.django_db


def publication(year: int, revision: int, state: PublicationState) -> Publication:
    made = Publication.objects.create(year=year, revision=revision, state=state)
    PublicationFile.objects.create(publication=made, name="a.csv", content=f"{year}-{revision}".encode())
    return made


def test_only_published_years_exist_for_everybody_newest_first() -> None:
    for year, state in ((2023, "published"), (2025, "published"), (2026, "draft"), (2024, "proposed")):
        publication(year, 1, PublicationState(state))
    assert queries.published_years() == [2025, 2023]
    assert queries.published(2026) is None
    assert queries.files(2024) == {}
    assert queries.file_of(2026, "a.csv") is None


def test_the_latest_published_revision_is_the_one_that_is_read() -> None:
    first = publication(2025, 1, PublicationState.PUBLISHED)
    second = publication(2025, 2, PublicationState.PROPOSED)
    assert queries.published(2025) == first
    assert queries.unfinished(2025) == second
    Publication.objects.filter(pk=second.pk).update(state=PublicationState.PUBLISHED)
    assert queries.published(2025) == second
    assert queries.files(2025) == {"a.csv": b"2025-2"}
    assert queries.file_of(2025, "a.csv") == b"2025-2"
    assert queries.unfinished(2025) is None


@pytest.mark.parametrize("role", Role)
def test_drafts_are_listed_for_who_reads_figures(role: Role) -> None:
    draft = publication(2026, 1, PublicationState.DRAFT)
    viewer = chain.account(role)
    if viewer.may(Permission.READ_FIGURES):
        assert queries.revisions(viewer) == [draft]
    else:
        with pytest.raises(NotAllowed):
            queries.revisions(viewer)


def test_achievements_come_in_their_order_and_of_their_year() -> None:
    for year, position, text in ((2025, 1, "tweede"), (2025, 0, "eerste"), (2024, 0, "eerder")):
        Achievement.objects.create(year=year, position=position, text=text)
    assert [achievement.text for achievement in queries.achievements(2025)] == ["eerste", "tweede"]
