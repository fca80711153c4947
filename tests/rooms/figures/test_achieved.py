"""What the rooms tell of a year: proposed beside the list of the factsheet, taken over, and frozen with it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.figures import achieved, actions
from schakel.figures.models import AchievedThen
from schakel.people.details import PersonDetails
from schakel.publications.models import Achievement, Publication
from tests.personas import account_of
from tests.rooms import chain
from tests.rooms.prevention.campaigning import campaign, result

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SENTENCE = "werd 1.200 keer getoond en kreeg 30 reacties."


@pytest.fixture
def lotte() -> User:
    return chain.account(Role.PREVENTION_OFFICER, "Lotte")


@pytest.fixture
def publication(bram: User, lotte: User) -> Publication:
    """Bram's draft of the year in which Lotte held a campaign."""
    result(campaign(by=lotte), by=lotte)
    return actions.draft(year=2026, by=bram)


def test_a_sentence_is_proposed_taken_over_and_edited(publication: Publication, bram: User, desk: Desk) -> None:
    url = f"/publicaties/{publication.pk}/"
    page = desk(bram).get(url).content.decode()
    assert SENTENCE in page
    assert "Instagram: 1.200 keer getoond" in page
    # Bram has no pages of campaigns to go to.
    assert "/campagnes/" not in page
    [told] = achieved.of_year(2026)
    typed = {"introduction": "Wij kijken terug.", "achievements": "Wij maakten posters.", "take": told.sentence}
    page = desk(bram).post(url, typed, follow=True).content.decode()
    assert "De zin staat onderaan de lijst" in page
    assert "staat in de lijst" in page
    assert [one.text for one in Achievement.objects.all()] == ["Wij maakten posters.", told.sentence]
    # What staff make of it is theirs, and keeps the list behind it.
    edited = told.sentence.replace("1.200 keer", "ruim duizend keer")
    desk(bram).post(url, typed | {"achievements": f"{edited}\nWij maakten posters.", "take": ""})
    assert linked() == [(edited, told.key), ("Wij maakten posters.", "")]
    # Written anew it is like nothing that was there: staff say which list it is.
    desk(bram).post(url, typed | {"achievements": "Duizend jongeren zagen het.", "take": ""})
    assert linked() == [("Duizend jongeren zagen het.", "")]
    name = f"list-{Achievement.objects.get().pk}"
    desk(bram).post(url, typed | {"achievements": "Duizend jongeren zagen het.", "take": "", name: told.key})
    assert linked() == [("Duizend jongeren zagen het.", told.key)]


def linked() -> list[tuple[str, str]]:
    return [(one.text, one.source) for one in Achievement.objects.all()]


def test_a_draft_that_is_not_right_keeps_what_was_taken(publication: Publication, bram: User, desk: Desk) -> None:
    [told] = achieved.of_year(2026)
    page = desk(bram).post(f"/publicaties/{publication.pk}/", {"introduction": "", "take": told.sentence})
    assert page.status_code == 422
    assert page.context["form"]["achievements"].value() == told.sentence


def test_it_is_frozen_with_the_publication(publication: Publication, bram: User, lotte: User, desk: Desk) -> None:
    chain.person(PersonDetails(date(2026, 3, 1), name="Ion Popa"), by=account_of("sanne"))
    text = SENTENCE.replace("1.200", "ruim duizend")
    [told] = achieved.of_year(2026)
    actions.write_achievements(year=2026, texts=[told.sentence], by=bram)
    actions.write_achievements(
        year=2026, texts=[told.sentence.replace("1.200", "ruim duizend"), "Wij hielpen."], by=bram
    )
    proposed = actions.propose(publication=publication, by=bram)
    later = campaign(by=lotte, title="Later")
    assert len(achieved.of_year(2026)) == 2
    [(sentence, told_then), (other, nothing)] = achieved.frozen(proposed, viewer=lotte).lines
    assert sentence.endswith(text)
    assert (other, nothing) == ("Wij hielpen.", None)
    assert told_then is not None
    told = told_then
    assert (told.number, told.rows[0].text) == (1200, "Instagram: 1.200 keer getoond")
    assert told.rows[0].url.startswith("/campagnes/")
    page = desk(bram).get(f"/publicaties/{publication.pk}/").content.decode()
    assert "Waaruit dat blijkt: 1200" in page
    assert SENTENCE in page
    assert later.title not in page
    actions.send_back(publication=proposed, by=account_of("noor"))
    assert achieved.frozen(proposed, viewer=lotte) == achieved.Frozen()
    again = actions.propose(publication=publication, by=bram)
    assert [one.sentence for one in achieved.frozen(again, viewer=bram).unused] == [
        one.sentence for one in achieved.of_year(2026) if later.title in one.sentence
    ]


def test_the_lists_are_part_of_what_is_approved(publication: Publication, bram: User) -> None:
    proposed = actions.propose(publication=publication, by=bram)
    shown = proposed.digest
    kept = AchievedThen.objects.get()
    AchievedThen.objects.update(content=kept.content.replace("1200", "1300"))
    with pytest.raises(actions.NotPossible, match="veranderd sinds u het zag"):
        actions.approve(publication=proposed, digest=shown, by=account_of("noor"))
    AchievedThen.objects.update(content=kept.content)
    actions.approve(publication=proposed, digest=shown, by=account_of("noor"))
