"""The page of a municipal contact person: two numbers a year of their own municipality, or a sentence."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.core import time
from schakel.figures import actions as publishing
from schakel.intake.content import PersonDescription
from schakel.prevention.loans.models import Loan
from schakel.prevention.materials.actions import orders
from schakel.prevention.materials.models import Order
from schakel.training.models import TrainingRequest
from tests.personas import account_of, recorded
from tests.rooms import chain
from tests.rooms.prevention import stocked
from tests.rooms.training import teaching

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db

URL = "/mijn-gemeente/"


@pytest.fixture
def published(bram: User, noor: User, tarik: User) -> int:
    """A published year with eight people in Hengelo, three in Borne and six from elsewhere."""
    for town in ["GM0164"] * 8 + ["GM0147"] * 3 + ["elsewhere"] * 6:
        chain.person(by=tarik, content=chain.said(PersonDescription(name="Ana"), municipality=town))
    year = time.today().year
    publishing.write_achievements(year=year, texts=["Iets bereikt."], by=bram)
    publication = publishing.propose(publication=publishing.draft(year=year, by=bram), by=bram)
    publishing.approve(publication=publication, digest=publication.digest, by=noor)
    return year


def text(browser: Client) -> str:
    page = str(browser.get(URL).content.decode())
    return page[page.index("<main") : page.index("</main>")]


def test_the_own_municipality_and_no_other(published: int, gijs: User, desk: Desk) -> None:
    page = text(desk(gijs))
    assert "Gemeente Hengelo" in page
    assert str(published) in page
    assert page.count('<span class="stat__number">8</span>') == 2
    assert "Borne" not in page
    # In the words, not in the markup: a form's token has any two digits now and then.
    assert "17" not in strip_tags(page).split(), "the published total stands in the factsheet, not here"
    (event,) = recorded("figures:municipality_read")
    assert (event.actor_id, event.detail["municipality"]) == (str(gijs.id), "GM0164")


def test_a_small_number_is_a_sentence(published: int, gijs: User, desk: Desk) -> None:
    gijs.municipality = "GM0147"
    gijs.save()
    page = text(desk(gijs))
    assert "minder dan 5, of geen" in page
    assert "stat__number" not in page[page.index("Meldingen, per jaar") :]


def test_empty_states(gijs: User, desk: Desk, otto: User) -> None:
    assert "Er is nog geen jaar gepubliceerd" in text(desk(gijs))
    lost = chain.account(Role.MUNICIPAL_CONTACT)
    page = text(desk(lost))
    assert "staat geen gemeente" in page
    assert otto.name in page


def test_who_approves_sees_what_each_contact_person_will_read(bram: User, noor: User, tarik: User, desk: Desk) -> None:
    for town in ["GM0164"] * 6 + ["elsewhere"] * 5:
        chain.person(by=tarik, content=chain.said(PersonDescription(name="Ana"), municipality=town))
    year = time.today().year
    publishing.write_achievements(year=year, texts=["Iets bereikt."], by=bram)
    draft = publishing.draft(year=year, by=bram)
    browser = desk(noor)
    assert "Per gemeente" not in browser.get(f"/publicaties/{draft.id}/").content.decode()
    publishing.propose(publication=draft, by=bram)
    page = browser.get(f"/publicaties/{draft.id}/").content.decode()
    assert "Per gemeente: niet openbaar" in page
    assert page.count("niet getoond</td>") == 2 * 13


def test_what_was_sent_lent_and_taught_there_beside_a_municipality_of_like_size(gijs: User, desk: Desk) -> None:
    lotte = account_of("lotte")
    poster = stocked.material(by=lotte)
    for town, count in (("GM0164", 12), ("GM0141", 30), ("GM0153", 40)):
        order = stocked.ordered(poster, count)
        Order.objects.filter(pk=order.pk).update(municipality=town)
        orders.move(order=order, verb="approve", by=lotte)
        orders.send(order=Order.objects.get(pk=order.pk), counts={order.lines.get().pk: count}, by=lotte)
    stocked.lent(stocked.thing(stocked.kind(by=lotte), by=lotte), by=lotte)
    session = teaching.planned(lotte, municipality="GM0164", title="Signalen in de wijk")
    teaching.planned(lotte, municipality="GM0153", title="Ergens anders")

    page = text(desk(gijs))

    assert session.title in page
    assert "Ergens anders" not in page
    assert '<span class="stat__number">12</span>' in page
    assert '<th scope="row">Hengelo (u)</th><td class="number">12</td><td class="number">1</td>' in page
    assert '<th scope="row">Almelo</th><td class="number">30</td><td class="number">0</td>' in page
    assert "Enschede" not in page, "it is much larger"


def test_what_it_ordered_before_is_ordered_again_in_two_clicks(gijs: User, desk: Desk) -> None:
    lotte, browser = account_of("lotte"), desk(gijs)
    poster = stocked.material(by=lotte)
    other = stocked.material(by=lotte, title="Andere")
    said = stocked.SAID | {"organisation": "Gemeente Hengelo, wijkteam"}
    orders.order_for_municipality(said=said, wanted=[(poster, 25)], by=gijs)

    # One click on the page of the municipality, and one on what it leads to.
    link = re.search(rf'href="([^"]+{poster.pk})">Bestel 25 × Kijk verder', text(browser))
    assert link is not None
    form = browser.get(unescape(link[1])).context["form"]
    assert form.materials == [poster, other]
    filled = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    assert browser.post("/mijn-gemeente/materiaal/", filled).status_code == 303
    newest = Order.objects.order_by("-created_at")[0]
    assert [(line.material, line.asked) for line in newest.lines.all()] == [(poster, 25)]
    assert {name: newest.read()[name] for name in said} == said | {"contact": gijs.name, "email": gijs.email}
    assert recorded("order:read")[0].actor_id == str(gijs.id)


def test_a_colleague_of_the_same_municipality_is_proposed_its_address_and_no_more(gijs: User, desk: Desk) -> None:
    headset = stocked.thing(stocked.kind(by=account_of("lotte")), by=account_of("lotte"))
    poster = stocked.material(by=account_of("lotte"))
    orders.order_for_municipality(said=stocked.SAID, wanted=[(poster, 5)], by=gijs)
    stocked.ordered(poster, 9, address="Thuis bij iemand", email="iemand@prive.example")
    colleague = chain.account(Role.MUNICIPAL_CONTACT)
    User.objects.filter(pk=colleague.pk).update(municipality=gijs.municipality)
    browser = desk(User.objects.get(pk=colleague.pk))
    form = browser.get("/mijn-gemeente/materiaal/").context["form"]
    assert form["address"].value() == stocked.SAID["address"]
    assert not form["telephone"].value()
    # A loan likewise: the first days on which there is one.
    asked = browser.get(f"/mijn-gemeente/lenen/?soort={headset.kind_id}").context["form"]
    filled = {bound.html_name: str(bound.value()) for bound in asked if bound.value() is not None}
    assert browser.post("/mijn-gemeente/lenen/", filled).status_code == 303
    loan = Loan.objects.get()
    assert (loan.kind, (loan.last_day - loan.first_day).days) == (headset.kind, 2)


def test_a_training_is_asked_for_with_one_button(gijs: User, desk: Desk) -> None:
    browser = desk(gijs)
    assert browser.post(URL, {"course": "", "people": "veel", "wishes": "In mei"}).status_code == 422
    assert browser.post(URL, {"course": "", "people": "15", "wishes": "In mei"}).status_code == 303
    (asked,) = TrainingRequest.objects.all()
    assert (asked.municipality, asked.people, asked.audience) == ("GM0164", 15, "municipality")
    assert asked.read() | {"organisation": ""} == {
        "organisation": "", "name": gijs.name, "email": gijs.email, "telephone": "", "wishes": "In mei"
    }  # fmt: skip
    (event,) = recorded("training:requested")
    assert event.actor_id == str(gijs.id)


def test_who_has_no_municipality_asks_for_nothing(gijs: User, desk: Desk) -> None:
    User.objects.filter(pk=gijs.pk).update(municipality="")
    assert desk(User.objects.get(pk=gijs.pk)).post(URL, {"course": "", "people": "15"}).status_code == 422
    assert not TrainingRequest.objects.exists()
