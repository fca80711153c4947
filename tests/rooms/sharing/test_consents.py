"""Consent for one purpose: who gives it at which age, and what a withdrawal stops and leaves."""

from datetime import date
from typing import Any

import pytest
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.cases.life import lineage, people
from schakel.cases.models import Case
from schakel.core import time
from schakel.sharing import needs
from schakel.sharing.actions import agreeing, giving
from schakel.sharing.contents import Agreement, read_given
from schakel.sharing.models import Consent
from schakel.sharing.queries import consent_for, read_sharing
from tests.personas import recorded
from tests.rooms.sharing import telling
from tests.rooms.sharing.telling import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def test_consent_as_the_ground_blocks_until_it_is_there_for_this_purpose(case: Case, tarik: User) -> None:
    row_of = telling.victim(case)
    row = telling.drafted(case, telling.shelter(tarik), telling.whole(row_of, ground="consent"), by=tarik)
    sentence = "Er is geen geldige toestemming voor dit doel van Marek Nowak."
    assert telling.missing(row, tarik) == [sentence]
    telling.agreed(case, row_of, by=tarik, purpose="registration")
    assert telling.missing(row, tarik) == [sentence]
    telling.agreed(case, row_of, by=tarik)
    assert telling.missing(row, tarik) == []


def test_a_withdrawal_stops_what_is_new_and_shows_what_rests_on_it(case: Case, tarik: User) -> None:
    row_of, here = telling.victim(case), telling.shelter(tarik)
    consent = telling.agreed(case, row_of, by=tarik)
    done = telling.given(case, here, telling.whole(row_of, ground="consent"), by=tarik)
    (event,) = recorded("disclosure:given")
    assert event.consent == str(consent.id)
    waiting = telling.drafted(case, here, telling.whole(row_of, ground="consent"), by=tarik)
    agreeing.withdraw_consent(consent=consent, on=TODAY, because="Hij wil niet meer.", by=tarik)
    with pytest.raises(NotPossible, match="geen geldige toestemming"):
        giving.give(disclosure=waiting, how="secure_mail", by=tarik)
    (agreed,) = read_sharing(case, tarik).agreed
    assert not agreed.said.is_in_force
    assert agreed.rests == (done,)
    with pytest.raises(NotPossible, match="al ingetrokken"):
        agreeing.withdraw_consent(consent=consent, on=TODAY, because="", by=tarik)


def test_what_is_given_rests_on_the_consent_that_was_looked_at(
    case: Case, tarik: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_of = telling.victim(case)
    consent = telling.agreed(case, row_of, by=tarik)
    row = telling.drafted(case, telling.shelter(tarik), telling.whole(row_of, ground="consent"), by=tarik)
    look = needs.missing

    def look_just_before(there: needs.Standing) -> list[str]:
        found = look(there)
        agreeing.withdraw_consent(consent=consent, on=TODAY, because="Toch niet.", by=tarik)
        return found

    monkeypatch.setattr(needs, "missing", look_just_before)
    giving.give(disclosure=row, how="secure_mail", by=tarik)
    row.refresh_from_db()
    given = read_given(row)
    assert given is not None
    assert given.consents == (str(consent.id),)


def test_everybody_whom_it_is_about_says_yes_themselves(case: Case, tarik: User) -> None:
    row_of, other = telling.victim(case), telling.suspect(case, tarik)
    telling.agreed(case, row_of, by=tarik)
    chosen = (telling.key_of(row_of, "name"), telling.key_of(other, "name"))
    whole = telling.whole(row_of, ground="consent", chosen=chosen)
    row = telling.drafted(case, telling.shelter(tarik), whole, by=tarik)
    assert "Er is geen geldige toestemming voor dit doel van Boris Baas." in telling.missing(row, tarik)


@pytest.mark.parametrize(
    ("age", "giver", "sentence"),
    [
        (9, "self", "jonger dan 12"),
        (13, "self", "12 tot en met 15"),
        (13, "parents", "12 tot en met 15"),
        (30, "parents", "16 jaar of ouder"),
    ],
)
def test_the_wrong_yes_is_refused_with_who_should_say_it(
    tarik: User, sanne: User, age: int, giver: str, sentence: str
) -> None:
    case = telling.case_of(tarik, sanne, age=age)
    with pytest.raises(NotPossible, match=sentence):
        telling.agreed(case, telling.victim(case), by=tarik, giver=giver)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("age", "giver"),
    [(9, "parents"), (9, "representative"), (13, "both"), (13, "representative"), (30, "self"), (30, "representative")],
)
def test_the_right_yes_is_kept(tarik: User, sanne: User, age: int, giver: str) -> None:
    case = telling.case_of(tarik, sanne, age=age)
    telling.agreed(case, telling.victim(case), by=tarik, giver=giver)
    (agreed,) = read_sharing(case, tarik).agreed
    assert agreed.said.is_in_force
    assert agreed.name == "Marek Nowak"


def test_the_yes_of_parents_is_no_longer_enough_when_the_child_turned_twelve(tarik: User, sanne: User) -> None:
    case = telling.case_of(tarik, sanne, age=9)
    row_of = telling.victim(case)
    telling.agreed(case, row_of, by=tarik, giver="parents")
    row = telling.drafted(case, telling.shelter(tarik), telling.whole(row_of, ground="consent"), by=tarik)
    assert telling.missing(row, tarik) == []
    with time.travel(time.start_of(date(2030, 6, 1))):
        assert "Er is geen geldige toestemming voor dit doel van Marek Nowak." in telling.missing(row, tarik)


def test_who_spoke_for_somebody_is_named_and_days_make_sense(case: Case, tarik: User) -> None:
    row_of = telling.victim(case)
    nameless = Agreement("care", "representative", "written")
    with pytest.raises(NotPossible, match="namens"):
        agreeing.record_consent(case=case, row=row_of, agreement=nameless, said_on=TODAY, by=tarik)
    own = Agreement("care", "self", "written")
    with pytest.raises(NotPossible, match="nog komen"):
        agreeing.record_consent(case=case, row=row_of, agreement=own, said_on=date(2026, 11, 25), by=tarik)
    consent = telling.agreed(case, row_of, by=tarik)
    with pytest.raises(NotPossible, match="vóór de dag"):
        agreeing.withdraw_consent(consent=consent, on=date(2026, 11, 23), because="", by=tarik)


def test_the_yes_of_whoever_left_the_case_is_for_whoever_may_see_them(case: Case, tarik: User, sanne: User) -> None:
    colleague, moved, boris = (
        telling.colleague_in(case),
        telling.second_victim(case, sanne),
        telling.suspect(case, tarik),
    )
    hers, his = (
        telling.agreed(case, moved, by=tarik),
        telling.agreed(case, boris, by=tarik, purpose="safety", giver="both"),
    )
    lineage.split(case=case, rows=[moved], reports=[], why="Twee verhalen.", by=tarik)
    people.end(row=boris, because="Hij was het niet.", by=tarik)
    assert {one.said.row for one in read_sharing(case, tarik).agreed} == {hers, his}
    assert [one.said.row for one in read_sharing(case, colleague).agreed] == [his]
    # She judges reports and sees no suspects.
    assert his not in [one.said.row for one in read_sharing(case, sanne).agreed]
    for who, consent in ((colleague, hers), (sanne, his)):
        with pytest.raises(Http404):
            consent_for(who, case.id, consent.id)
    assert consent_for(tarik, case.id, hers.id) == hers
