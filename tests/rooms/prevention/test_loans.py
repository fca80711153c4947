"""Lending: no thing is promised twice for a day, whoever asks at once; it goes out, comes back, breaks, or never returns."""

from datetime import date, timedelta

import pytest

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.core import time
from schakel.prevention import asking
from schakel.prevention.loans import queries
from schakel.prevention.loans.actions import loans, things
from schakel.prevention.loans.calendars import Month
from schakel.prevention.loans.kinds import LoanState, ThingState
from schakel.prevention.loans.models import Loan, LoanKind, Thing, ThingDay
from tests.rooms import chain
from tests.rooms.meanwhile import before_held
from tests.rooms.prevention import stocked

A_DAY = timedelta(days=1)
NOVEMBER = date(2026, 11, 19)


@pytest.fixture(autouse=True)
def _november(settings: object) -> None:
    settings.SCHAKEL_PINNED_DAY = NOVEMBER  # type: ignore[attr-defined]


def days_of(thing: Thing) -> list[tuple[str, bool]]:
    return [(f"{row.day:%m-%d}", row.is_cleaning) for row in thing.days.order_by("day")]


def test_a_loan_across_the_end_of_a_month_keeps_the_days_of_cleaning(headset: Thing, lotte: User) -> None:
    loan = stocked.asked(headset.kind, date(2026, 11, 29), date(2026, 12, 1))
    loans.confirm(loan=loan, thing=headset, by=lotte)
    taken, cleaning = ["11-29", "11-30", "12-01"], ["12-02", "12-03"]
    assert days_of(headset) == [(day, False) for day in taken] + [(day, True) for day in cleaning]
    free = queries.free(headset.kind, date(2026, 11, 28), date(2026, 12, 4))
    assert list(free.values()) == [1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("first", "last", "answer"),
    [(21, 22, "free"), (20, 23, "taken"), (26, 27, "taken"), (27, 28, "taken"), (28, 29, "free"), (24, 24, "taken")],
)
def test_days_that_somebody_has_or_that_are_for_cleaning_are_refused(
    headset: Thing, lotte: User, first: int, last: int, answer: str
) -> None:
    """It is promised from the 25th to the 25th, and cleaned until the 27th; who has it before is cleaned up after too."""
    mine = stocked.asked(headset.kind, date(2026, 11, 25), date(2026, 11, 25))
    loans.confirm(loan=mine, thing=headset, by=lotte)
    other = stocked.asked(headset.kind, date(2026, 11, first), date(2026, 11, last))
    assert (headset in queries.free_things(other, viewer=lotte)) == (answer == "free")
    if answer == "free":
        loans.confirm(loan=other, thing=headset, by=lotte)
        return
    with pytest.raises(NotPossible, match="al bezet"):
        loans.confirm(loan=other, thing=headset, by=lotte)
    other.refresh_from_db()
    assert (other.state, other.days.count()) == (LoanState.ASKED, 0)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_five_who_are_promised_the_same_thing_at_once_one_gets_it(headset: Thing, lotte: User) -> None:
    asked = [
        stocked.asked(
            headset.kind, NOVEMBER + number * A_DAY, NOVEMBER + (number + 4) * A_DAY, email=f"{number}@a.example"
        )
        for number in range(5)
    ]

    def confirm(loan: Loan) -> object:
        return loans.confirm(loan=loan, thing=headset, by=lotte)

    outcomes = chain.at_once(*(lambda loan=loan: confirm(loan) for loan in asked))
    refused = [one for one in outcomes if isinstance(one, Exception)]
    assert len(refused) == 4
    assert all(isinstance(one, NotPossible) for one in refused), refused
    assert Loan.objects.filter(state=LoanState.CONFIRMED).count() == 1
    assert ThingDay.objects.count() == 7


def test_what_is_asked_must_be_days_to_come_and_not_too_many(headsets: LoanKind) -> None:
    for first, last, words in (
        (-1, 1, "voorbij"),
        (3, 2, "voor de eerste"),
        (1, 30, "ten hoogste 21"),
        (370, 371, "jaar"),
    ):
        with pytest.raises(NotPossible, match=words):
            stocked.asked(headsets, NOVEMBER + first * A_DAY, NOVEMBER + last * A_DAY)


def test_it_goes_out_and_comes_back_early_and_the_rest_is_free(headset: Thing, lotte: User) -> None:
    loan = stocked.lent(headset, 10, by=lotte)
    with time.travel(time.now() + 2 * A_DAY):
        loans.take_back(loan=loan, words="Schoon en heel.", photo=stocked.picture(), by=lotte)
        assert days_of(headset)[-3:] == [("11-21", False), ("11-22", True), ("11-23", True)]
    with time.travel(time.now() + 3 * A_DAY):
        things.cleaned(thing=headset, by=lotte)
    assert not headset.days.filter(is_cleaning=True, day__gt=date(2026, 11, 21)).exists()
    history = queries.history_of(headset, viewer=lotte)
    assert [row.what for row in history] == ["cleaned", "returned", "handed_out"]
    assert queries.photo_of(lotte, history[1].pk).startswith(b"\xff\xd8")


def test_damage_takes_it_out_of_the_calendar_and_shows_what_was_promised_of_it(headset: Thing, lotte: User) -> None:
    loan = stocked.lent(headset, by=lotte)
    later = stocked.asked(headset.kind, date(2026, 12, 10), date(2026, 12, 12))
    loans.confirm(loan=later, thing=headset, by=lotte)
    with pytest.raises(NotPossible, match="wat er stuk"):
        loans.take_back(loan=loan, words="", is_damaged=True, by=lotte)
    loans.take_back(loan=loan, words="Band gescheurd.", is_damaged=True, by=lotte)
    headset.refresh_from_db()
    assert headset.state == ThingState.MAINTENANCE
    assert queries.kinds() == []
    (troubled,) = queries.work(lotte).troubled
    assert (troubled.loan, troubled.trouble) == (later, "VR-01 is in onderhoud")
    spare = stocked.thing(headset.kind, "VR-02", by=lotte)
    loans.confirm(loan=later, thing=spare, by=lotte)
    assert queries.work(lotte).troubled == []
    things.back_in_use(thing=headset, words="Nieuwe band.", by=lotte)
    assert [kind.in_use for kind in queries.kinds()] == [2]  # type: ignore[attr-defined]


def test_what_is_late_stays_taken_and_what_never_returns_is_written_off_with_a_reason(
    headset: Thing, lotte: User
) -> None:
    loan = stocked.lent(headset, 3, by=lotte)
    later = stocked.asked(headset.kind, date(2026, 11, 30), date(2026, 12, 1))
    loans.confirm(loan=later, thing=headset, by=lotte)
    with time.travel(time.now() + 6 * A_DAY):
        loans.keep_calendar()
        assert queries.free(headset.kind, time.today(), time.today() + 2 * A_DAY) == {
            date(2026, 11, day): 0 for day in (25, 26, 27)
        }
        assert [one.loan for one in queries.work(lotte).overdue] == [loan]
    with time.travel(time.now() + 11 * A_DAY):
        assert [one.trouble for one in queries.work(lotte).troubled] == ["VR-01 is nog niet terug van de vorige lener"]
        with pytest.raises(NotPossible, match="nog niet terug"):
            loans.hand_out(loan=later, words="", by=lotte)
        with pytest.raises(NotPossible, match="waarom"):
            things.write_off(thing=headset, words="", by=lotte)
        things.write_off(thing=headset, words="Niet teruggekomen, drie keer gevraagd.", by=lotte)
        loan.refresh_from_db()
        assert loan.state == LoanState.LOST
        assert [one.trouble for one in queries.work(lotte).troubled] == ["VR-01 is afgeschreven"]
        assert queries.calendar(lotte, Month(date(2026, 12, 1))) == []


def test_what_went_along_a_moment_ago_is_not_written_off_unseen(
    headset: Thing, lotte: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = stocked.asked(headset.kind, NOVEMBER, NOVEMBER)
    loans.confirm(loan=loan, thing=headset, by=lotte)
    before_held(monkeypatch, Thing, lambda: loans.hand_out(loan=loan, words="", by=lotte))
    with pytest.raises(NotPossible, match="intussen meegegeven"):
        things.write_off(thing=headset, words="Scherm stuk.", by=lotte)
    headset.refresh_from_db()
    assert headset.state == ThingState.AVAILABLE


def test_they_keep_it_longer_if_nobody_else_has_those_days(headset: Thing, lotte: User) -> None:
    loan = stocked.lent(headset, 3, by=lotte)
    later = stocked.asked(headset.kind, date(2026, 11, 28), date(2026, 11, 28))
    loans.confirm(loan=later, thing=headset, by=lotte)
    loans.extend(loan=loan, last_day=date(2026, 11, 25), by=lotte)
    with pytest.raises(NotPossible, match="za 28 nov al bezet"):
        loans.extend(loan=loan, last_day=date(2026, 11, 26), by=lotte)
    loan.refresh_from_db()
    assert (loan.last_day, headset.days.filter(loan=loan).count()) == (date(2026, 11, 25), 9)


def test_taken_back_at_the_public_door_frees_the_days_when_the_worker_comes_by(headset: Thing, lotte: User) -> None:
    token = asking.new_token()
    loan = stocked.asked(headset.kind, date(2026, 12, 1), date(2026, 12, 2), token=token)
    loans.confirm(loan=loan, thing=headset, by=lotte)
    loans.withdraw(loan=queries.own_loan(token))
    loans.keep_calendar()
    assert days_of(headset) == []
    with pytest.raises(NotPossible, match="niet meer"):
        loans.withdraw(loan=loan)


def test_a_refusal_says_why_and_a_guest_lends_nothing(headset: Thing, lotte: User, hanna: User, gijs: User) -> None:
    loan = stocked.asked(headset.kind, date(2026, 12, 1), date(2026, 12, 2))
    for guest in (hanna, gijs):
        with pytest.raises(NotAllowed):
            loans.confirm(loan=loan, thing=headset, by=guest)
    loans.move(loan=loan, verb="refuse", why="Dan is de bril op een beurs.", by=lotte)
    seen = queries.read(queries.loan_for(lotte, loan.pk), viewer=lotte)
    assert (seen.loan.state, seen.said["why"]) == (LoanState.REFUSED, "Dan is de bril op een beurs.")
    assert queries.loans_of_municipality(gijs)[0].pk == loan.pk


def test_two_things_never_carry_the_same_label(headset: Thing, lotte: User) -> None:
    with pytest.raises(NotPossible, match="label"):
        stocked.thing(headset.kind, headset.label, by=lotte)
