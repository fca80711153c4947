"""What the case already says of somebody, in the fields of a registration. What it does not say stays empty."""

from schakel.cases.life.content import read_facts
from schakel.cases.life.involved import in_words
from schakel.cases.models import Involvement
from schakel.core import region, time
from schakel.intake.content import Gender, ReporterCategory
from schakel.intake.envelopes import read_routing
from schakel.methods import comensha
from schakel.people import details as described
from schakel.people.details import PersonDetails
from schakel.vault.records import Destroyed

_ADULT = 18


def filled_from(row: Involvement, dossier: str) -> comensha.Registration:
    """A registration of the person in this row. Raises Destroyed."""
    (one,) = in_words([row])
    known, facts = one.details, read_facts(row.case)
    if known.is_destroyed or facts.is_destroyed:
        raise Destroyed("nothing is left to register")
    is_named = comensha.needs_name(dossier)
    return comensha.Registration(
        dossier=dossier,
        name=known.name if is_named else "",
        birth_date=known.birth_date if is_named else None,
        birth_year=known.birth_date.year if known.birth_date and not is_named else known.birth_year,
        age=_age(known),
        is_minor=_is_minor(known),
        gender="" if known.gender == Gender.UNKNOWN else str(known.gender),
        forms=facts.forms,
        reporter=_reporter(row),
        region=region.current().region,
        status=str(known.status),
    )


def _age(known: PersonDetails) -> str:
    """The age in words, where no day or year of birth says it better."""
    span = described.age_range(known, time.today())
    if known.birth_date or known.birth_year or span is None:
        return ""
    low, high = span
    return known.age_words or (f"{low} jaar" if low == high else f"{low} tot {high} jaar")


def _is_minor(known: PersonDetails) -> bool | None:
    span = described.age_range(known, time.today())
    if span is None:
        return None
    low, high = span
    if high < _ADULT:
        return True
    return False if low >= _ADULT else None


def _reporter(row: Involvement) -> str:
    if row.person is None:
        return ""
    try:
        return str(ReporterCategory(read_routing(row.person.report).category).label)
    except Destroyed:
        return ""
