"""A case in short fields, for whoever must enter it once more elsewhere."""

from dataclasses import dataclass

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.life.content import read_facts
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.models import Case
from schakel.cases.plan.models import Clock
from schakel.cases.plan.queries import sheet_of_clock
from schakel.cases.plan.states import UNENDED
from schakel.cases.states import InvolvedAs
from schakel.core.templatetags.work import day
from schakel.intake.content import Gender
from schakel.intake.forms import GENDER_WORDS
from schakel.people.details import VictimStatus
from schakel.people.words import birth
from schakel.vault import records

Lines = list[tuple[str, str]]


@dataclass(frozen=True)
class Overview:
    """Label and value: of the case, of everybody who is in it now, and of the terms that run."""

    case: Lines
    people: list[tuple[str, Lines]]
    clocks: Lines
    is_destroyed: bool = False


def read_overview(case: Case, viewer: User) -> Overview:
    """As far as this viewer may see the people in it; recorded as taken out."""
    rows = [row for row in rows_of(case, viewer) if row.until is None]
    persons = [row.person_id for row in rows if row.person_id]
    record("case:overview_taken", by=viewer, about=case, persons=persons)
    facts = read_facts(case)
    with records.at_hand([case.data_key]):
        clocks = [
            sheet_of_clock(clock) for clock in Clock.objects.filter(case=case, state__in=UNENDED).select_related("case")
        ]
    told = [
        ("Casusnummer", case.number),
        ("Geopend", day(case.opened_at)),
        ("Staat", str(case.get_state_display())),
        ("Dringend", str(case.get_urgency_display())),
        ("Procesregisseur", case.coordinator.name),
        ("Gemeente", facts.municipality_name),
        ("Vorm van uitbuiting", facts.form_names),
        ("Doel", facts.goal),
        ("Gesloten", day(case.closed_at) if case.closed_at else ""),
        ("Afloop", facts.outcome_words),
    ]
    people = []
    for one in in_words(rows):
        known = one.details
        gender = "" if known.gender == Gender.UNKNOWN else str(GENDER_WORDS[Gender(known.gender)])
        status = str(VictimStatus(known.status).label) if one.is_victim else ""
        lines = [
            ("Rol", str(InvolvedAs(one.row.role).label)),
            ("Slachtofferschap", status),
            ("Geboren of leeftijd", "" if birth(known) == "onbekend" else birth(known)),
            ("Man of vrouw", gender),
            ("Telefoon", known.phone),
            ("Adres of verblijfplaats", known.address),
        ]
        people.append((known.display_name, _filled(lines)))
    terms = [(sheet.title, f"t/m {day(sheet.clock.last_day)}") for sheet in clocks]
    return Overview(_filled(told), people, terms, facts.is_destroyed)


def _filled(lines: Lines) -> Lines:
    return [(label, value) for label, value in lines if value]
