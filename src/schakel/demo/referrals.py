"""The demo's referrals: one that a shelter said yes to, one refused, and two that wait, of which one too long."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.cases.life.involved import rows_of
from schakel.cases.models import Case
from schakel.cases.states import InvolvedAs
from schakel.core import time
from schakel.partners.models import Organisation, Professional
from schakel.sharing.models import Disclosure
from schakel.sharing.referral import actions
from schakel.sharing.referral.contents import Answered, Asked
from schakel.sharing.referral.models import Referral
from schakel.sharing.states import DisclosureState

_SHELTER, _THERAPIST, _TEAM = "Opvang De Denkbeeldige Haven", "GGZ Het Stille Water", "Wijkteam De Verzonnen Wijk"


@transaction.atomic
def ask(cases: Iterable[Case], staff: dict[str, User]) -> None:
    """In the case of which the shelter was told something, and in an open case of each coordinator."""
    told = Disclosure.objects.filter(organisation__name=_SHELTER, state=DisclosureState.GIVEN).first()
    if told is not None:
        _refused(told.case, told.case.coordinator)
        _accepted(told.case, told.case.coordinator, told)
    still_open = [case for case in cases if case.is_open and (told is None or case.pk != told.case_id)]
    for key, days_ago, kind in (("tarik", 12, "transfer"), ("petra", 3, "referral")):
        mine = [case for case in still_open if case.coordinator == staff[key] and _victims(case, staff[key])]
        if mine:
            _waiting(mine[0], staff[key], kind, days_ago)


def _refused(case: Case, by: User) -> None:
    row = _asked(case, _THERAPIST, "Kan er binnen twee weken een intake voor traumazorg zijn?", by, days_ago=20)
    with time.travel(_morning(16)):
        said = Answered("de planning", "phone", time.today(), "De wachttijd is nu vier maanden.")
        actions.refuse(referral=row, said=said, revision=row.revision, by=by)


def _accepted(case: Case, by: User, told: Disclosure) -> None:
    row = _asked(case, _SHELTER, "Is er een plek met begeleiding, voor drie maanden?", by, days_ago=9, told=told)
    with time.travel(_morning(5)):
        said = Answered("de zorgcoördinator", "phone", time.today(), "Er is vanaf maandag een kamer.")
        actions.accept(referral=row, said=said, revision=row.revision, by=by)


def _waiting(case: Case, by: User, kind: str, days_ago: int) -> None:
    words = (
        "Kan het wijkteam de begeleiding overnemen?" if kind == "transfer" else "Kan een wijkcoach elke week langsgaan?"
    )
    _asked(case, _TEAM, words, by, days_ago=days_ago, kind=kind)


def _asked(
    case: Case,
    name: str,
    words: str,
    by: User,
    *,
    days_ago: int,
    kind: str = "referral",
    told: Disclosure | None = None,
) -> Referral:
    here = Organisation.objects.get(name=name)
    with time.travel(_morning(days_ago)):
        asked = Asked(kind, _victims(case, by)[:1], words, time.today() + timedelta(days=7), _somebody(here), told)
        return actions.propose(case=case, organisation=here, asked=asked, by=by)


def _victims(case: Case, by: User) -> tuple[str, ...]:
    rows = [row for row in rows_of(case, by) if row.role == InvolvedAs.VICTIM and row.until is None]
    return tuple(str(row.pk) for row in rows)


def _somebody(here: Organisation) -> Professional | None:
    return here.professionals.filter(ended_on=None).order_by("created_at", "id").first()


def _morning(days_ago: int) -> datetime:
    day: date = time.today() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, 11, 20, tzinfo=time.REGION_ZONE)
