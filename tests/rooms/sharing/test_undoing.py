"""What was agreed, told or registered in a case that another went on in: the joining stays, and nothing of it is lost."""

from collections.abc import Callable

import pytest
from django.db.models import ProtectedError

from schakel.access.models import User
from schakel.cases.life import lineage
from schakel.cases.models import Case, Involvement, Lineage
from schakel.cases.policies import NotPossible
from schakel.sharing.actions import agreeing, giving
from schakel.sharing.comensha import actions as comensha
from schakel.sharing.models import Consent, Disclosure, Registration
from tests.rooms.sharing import telling

pytestmark = pytest.mark.django_db


def joined(case: Case, judge: User) -> tuple[Lineage, Involvement]:
    """Another case of the same coordinator that went on in this one, and the row of whom it brought."""
    other, by = telling.case_of(case.coordinator, judge), case.coordinator
    row = lineage.join(origin=other, successor=case, why="Eén verhaal.", keeps=set(), by=by)
    case.refresh_from_db()
    return row, case.involvements.select_related("case", "person__report").order_by("created_at")[1]


def agree(row: Involvement, by: User) -> None:
    telling.agreed(row.case, row, by=by)


def tell(row: Involvement, by: User) -> None:
    telling.drafted(row.case, telling.shelter(by), telling.whole(row), by=by)


def register(row: Involvement, by: User) -> None:
    comensha.begin(case=row.case, row=row, dossier="registration", by=by)


@pytest.mark.parametrize("do", [agree, tell, register])
def test_a_joining_stays_once_something_was_agreed_told_or_registered(
    case: Case, tarik: User, sanne: User, do: Callable[[Involvement, User], None]
) -> None:
    row, brought = joined(case, sanne)
    assert lineage.why_not_undone(row) == ""
    do(brought, tarik)
    with pytest.raises(NotPossible, match="al iets in een van de casussen gebeurd"):
        lineage.undo_join(row=row, by=tarik)
    assert Consent.objects.count() + Disclosure.objects.count() + Registration.objects.count() == 1


def test_a_joining_stays_once_what_was_there_changed(case: Case, tarik: User, sanne: User) -> None:
    marek = telling.victim(case)
    consent = telling.agreed(case, marek, by=tarik)
    draft = telling.drafted(case, telling.shelter(tarik), telling.whole(marek), by=tarik)
    row, _ = joined(case, sanne)
    assert lineage.why_not_undone(row) == ""
    giving.give(disclosure=draft, how="by_hand", by=tarik)
    assert "al iets" in lineage.why_not_undone(row)
    again, _ = joined(case, sanne)
    assert lineage.why_not_undone(again) == ""
    agreeing.withdraw_consent(consent=consent, on=consent.said_on, because="", by=tarik)
    assert "al iets" in lineage.why_not_undone(again)


def test_what_somebody_agreed_to_goes_with_no_row(case: Case, tarik: User) -> None:
    marek = telling.victim(case)
    telling.agreed(case, marek, by=tarik)
    with pytest.raises(ProtectedError):
        marek.delete()
