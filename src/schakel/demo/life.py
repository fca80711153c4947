"""The lives of the demo's cases: one in every state, one that was split, two that became one, a victim who is a suspect too."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from schakel.access.models import User
from schakel.cases.life import actions, lineage, people
from schakel.cases.life.content import Risk, Said, read_facts
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case, Involvement
from schakel.cases.states import (
    CaseUrgency,
    ClosingOutcome,
    ClosingReason,
    InvolvedAs,
    RiskLevel,
)
from schakel.core import time
from schakel.people.details import PersonDetails

_LIFE = timedelta(days=150)
# How many closed cases went the whole way; the ones before them ended early, which is quicker to fill.
_WHOLE_LIVES = 8
_GOALS = (
    "Zij woont veilig en beslist zelf over haar geld.",
    "Hij is los van de groep en gaat weer naar school.",
    "Zij krijgt haar achterstallige loon en een eigen kamer.",
    "De schuld is van tafel en het dreigen stopt.",
)
_WORDS = {
    "check_purpose": "Er is dwang en er verdient iemand aan. Zorg, gemeente en politie zijn alle drie nodig.",
    "gather": "Bij de huisarts en de woningcorporatie navragen wat zij zien. De politie kijkt naar het adres.",
    "choose_participants": "Opvang voor een veilige plek, gemeente voor inkomen, politie voor het gevaar van buiten.",
    "confer": "Wie belt, waar kan zij vannacht terecht, en wat doen we als hij voor de deur staat.",
    "execute": "Opvang vanaf maandag, rekening op eigen naam, politie rijdt deze week langs.",
    "evaluate": "Veilige plek gelukt. Het loon is nog niet betaald.",
    "close": "Zij woont op zichzelf. Het wijkteam belt elke maand.",
    "stop": "Nu geen hulp gewenst. Het wijkteam weet ons te vinden.",
}
_RISKS = (
    Risk(RiskLevel.HIGH, "Hij weet waar zij werkt en dreigde gisteren.", "Zij fietst niet alleen. Belt hij, dan 112."),
    Risk(RiskLevel.RAISED, "De groep zoekt contact via school.", "De mentor let op en belt het meldpunt."),
    Risk(RiskLevel.LOW, "Geen contact meer sinds twee weken.", ""),
)
_TO_CLOSE = ("check_purpose", "gather", "choose_participants", "confer", "execute", "evaluate", "close")


def end(case: Case) -> None:
    """An old case ended early, in the demo's own past."""
    by = case.coordinator
    actions.make_move(case=case, key="check_purpose", said=_said("check_purpose"), by=by)
    ending = Said(_WORDS["stop"], ClosingOutcome.CARED_FOR, ClosingReason.NO_COOPERATION)
    actions.make_move(case=case, key="stop", said=ending, by=by)


def live(cases: Iterable[Case], *, tarik: User, petra: User) -> None:
    """Give the demo's cases their lives: old ones ended, one shielded and one redirected, the open ones on their way."""
    every = sorted(cases, key=lambda case: case.number)
    old = [case for case in every if time.now() - case.opened_at > _LIFE]
    ongoing = [case for case in every if case not in old]
    for case in old[:-_WHOLE_LIVES]:
        with transaction.atomic(), time.travel(case.opened_at + _LIFE):
            end(case)
    for number, case in enumerate(old[-_WHOLE_LIVES:]):
        with transaction.atomic():
            _go(case, _TO_CLOSE, number, until=case.opened_at + _LIFE)
    _leave_the_chain(old[-_WHOLE_LIVES:], ongoing)
    for number, case in enumerate(ongoing[1:]):
        with transaction.atomic():
            # The newest stand at the beginning of the chain.
            _go(case, _TO_CLOSE[: (len(ongoing) - number) % 7], number, until=time.now() - timedelta(days=1))
    with transaction.atomic():
        _special(ongoing[1:], tarik=tarik, petra=petra)


def _go(case: Case, keys: Sequence[str], number: int, *, until: datetime) -> None:
    """Make these moves, with what each needs, at even distances between the opening and `until`."""
    by, step = case.coordinator, max((until - case.opened_at) / (len(keys) + 1), timedelta(minutes=1))
    for place, key in enumerate(keys, start=1):
        with time.travel(_at_work(case, place, case.opened_at + place * step)):
            if key == "gather":
                _tell(case, number)
            if key in ("choose_participants", "close"):
                risk = _RISKS[number % 3] if key == "choose_participants" else _RISKS[2]
                actions.assess_risk(case=case, risk=risk, on=time.today(), by=by)
            actions.make_move(case=case, key=key, said=_said(key), by=by)


def _at_work(case: Case, place: int, moment: datetime) -> datetime:
    """Some time in the morning of the last working day before, and after what happened before."""
    day = moment.astimezone(time.REGION_ZONE).date()
    while not time.is_working_day(day):
        day -= timedelta(days=1)
    morning = time.start_of(day) + timedelta(hours=10, minutes=7 * place)
    return max(morning, case.opened_at + timedelta(minutes=place))


def _tell(case: Case, number: int) -> None:
    """What the report left open: a goal always, a municipality where nobody named one."""
    known = read_facts(actions.as_it_is(case))
    actions.change_facts(
        case=case,
        municipality=known.municipality or "GM0153",
        forms=known.forms or ("labour",),
        goal=_GOALS[number % len(_GOALS)],
        by=case.coordinator,
    )


def _leave_the_chain(closed: Sequence[Case], ongoing: Sequence[Case]) -> None:
    """The oldest that went the whole way is shielded, the next came back; the oldest open one went to another region."""
    shielded, again, elsewhere = closed[0], closed[1], ongoing[0]
    with transaction.atomic(), time.travel(time.now() - timedelta(days=9)):
        said = Said("Gesloten en geëvalueerd. Niemand werkt er nog aan.")
        actions.make_move(case=shielded, key="shield", said=said, by=shielded.coordinator)
        said = Said("Zij belde zelf: hij staat weer voor de deur.")
        actions.make_move(case=again, key="reopen", said=said, by=again.coordinator)
        actions.change_urgency(
            case=again, urgency=CaseUrgency.SOON, because="Hij heeft haar nieuwe adres.", by=again.coordinator
        )
        said = Said("Naar het centrum in de regio waar zij nu woont. Overgedragen met haar instemming.")
        actions.make_move(case=elsewhere, key="redirect", said=said, by=elsewhere.coordinator)


def _special(ongoing: Sequence[Case], *, tarik: User, petra: User) -> None:
    """Somebody who is victim and suspect at once, two cases that became one, and one that was split."""
    every = [case for case in (actions.as_it_is(case) for case in ongoing) if case.is_open]
    mine, hers = ([case for case in every if case.coordinator == who] for who in (tarik, petra))
    yesterday = time.now() - timedelta(days=1)
    with time.travel(yesterday):
        _two_roles(mine[0])
        lineage.join(
            origin=mine[1],
            successor=mine[2],
            why="Dezelfde man, hetzelfde huis: dit is één verhaal.",
            keeps=set(),
            by=tarik,
        )
        _split(next((case for case in (*hers, *mine[3:-3]) if _victims(case).count() > 1), None))


def _two_roles(case: Case) -> None:
    by = case.coordinator
    row = _victims(case).select_related("person").first()
    if row is None:
        return
    relation = "moest van de groep anderen werven"
    people.add(case=case, newcomer=Newcomer(person=row.person, relation=relation), role=InvolvedAs.SUSPECT, by=by)
    for name, relation, role in (
        ("Verzonnen Broer", "broer van het slachtoffer", InvolvedAs.FAMILY),
        ("Bedachte Buur", "hoort ’s nachts auto’s en ruzie", InvolvedAs.WITNESS),
    ):
        details = PersonDetails(time.today(), name=name)
        people.add(case=case, newcomer=Newcomer(details=details, relation=relation), role=role, by=by)


def _split(case: Case | None) -> None:
    if case is None:
        return
    row = _victims(case).last()
    if row is not None:
        why = "Het bleken twee verhalen: een ander huis en een andere baas."
        lineage.split(case=case, rows=[row], reports=[], why=why, by=case.coordinator)


def _victims(case: Case) -> QuerySet[Involvement]:
    return case.involvements.filter(role=InvolvedAs.VICTIM, until=None)


def _said(key: str) -> Said:
    if key == "close":
        return Said(_WORDS[key], ClosingOutcome.SAFE, ClosingReason.GOALS_MET)
    return Said(_WORDS[key])
