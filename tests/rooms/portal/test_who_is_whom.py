"""Staff say with which account a professional signs in: of their own organisation, one each, and it opens no case."""

from collections.abc import Callable

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import visible
from schakel.cases.models import Case
from schakel.partners import accounts, actions
from schakel.partners.accounts import could_be, professional_of
from schakel.partners.actions import SomebodyWasFirst
from schakel.partners.kinds import OrganisationKind
from schakel.partners.models import Professional
from tests.personas import recorded
from tests.rooms.partners import known
from tests.rooms.portal.sharing_with import HAVEN

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_staff_choose_from_the_accounts_of_that_organisation(
    case: Case, hanna: User, gijs: User, tarik: User, desk: Desk
) -> None:
    row = known.professional(known.organisation(by=tarik, name=HAVEN), by=tarik)
    browser, address = desk(tarik), f"/partners/professionals/{row.id}/account/"
    page = browser.get(address).content.decode()
    assert hanna.email in page
    assert gijs.email not in page
    assert browser.post(address, {"account": str(hanna.id), "version": row.version}).status_code == 303
    assert professional_of(hanna) == row
    assert recorded("professional:account_linked")[0].detail["account"] == str(hanna.id)
    assert not visible(hanna).exists()
    # Another one had the page open from before.
    assert browser.post(address, {"account": "", "version": row.version}).status_code == 409
    row.refresh_from_db()
    assert browser.post(address, {"account": "", "version": row.version}).status_code == 303
    assert professional_of(hanna) is None


def test_an_account_of_another_organisation_or_of_somebody_else_is_refused(
    case: Case, hanna: User, gijs: User, tarik: User, sanne: User
) -> None:
    haven = known.organisation(by=tarik, name=HAVEN)
    one, other = (known.professional(haven, by=tarik, name=name, email="") for name in ("Els Een", "Tom Twee"))
    actions.link_account(professional=one, account=hanna, version=1, by=tarik)
    for account in (hanna, gijs, tarik):
        with pytest.raises(NotPossible):
            actions.link_account(professional=other, account=account, version=1, by=tarik)
    with pytest.raises(NotAllowed):
        actions.link_account(professional=other, account=None, version=1, by=sanne)
    with pytest.raises(SomebodyWasFirst):
        actions.link_account(professional=one, account=None, version=1, by=tarik)


def test_an_account_that_somebody_else_gets_at_the_same_moment_is_refused(
    hanna: User, tarik: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    haven = known.organisation(by=tarik, name=HAVEN)
    one, other = (known.professional(haven, by=tarik, name=name, email="") for name in ("Els Een", "Tom Twee"))

    def read_just_before(professional: Professional) -> list[User]:
        seen = could_be(professional)
        Professional.objects.filter(pk=other.pk).update(account=hanna)
        return seen

    monkeypatch.setattr(accounts, "could_be", read_just_before)
    with pytest.raises(NotPossible, match="al bij iemand anders"):
        actions.link_account(professional=one, account=hanna, version=1, by=tarik)


def test_a_contact_person_belongs_to_their_municipality(gijs: User, tarik: User) -> None:
    town = {"kind": OrganisationKind.MUNICIPALITY, "municipality": "GM0164"}
    hengelo = known.organisation(by=tarik, name="Gemeente Hengelo", **town)
    almelo = known.organisation(by=tarik, name="Gemeente Almelo", **(town | {"municipality": known.ALMELO}))
    assert could_be(known.professional(hengelo, by=tarik)) == [gijs]
    assert could_be(known.professional(almelo, by=tarik)) == []


def test_own_staff_are_nobody_s_professional(tarik: User, hanna: User) -> None:
    row = known.professional(known.organisation(by=tarik, name=HAVEN), by=tarik)
    actions.link_account(professional=row, account=hanna, version=1, by=tarik)
    User.objects.filter(pk=hanna.pk).update(role="case_coordinator")
    hanna.refresh_from_db()
    assert professional_of(hanna) is None
