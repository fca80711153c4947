"""What there is to tell: of everybody in a case and of the case itself, field by field, with the category of each.

The category follows from what the field is, from the role (everything about a suspect is criminal-justice data) and from
where it came from (what the police reported stays police data).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from schakel.access.models import Compartment, User
from schakel.cases.life.content import read_facts
from schakel.cases.life.involved import Somebody, in_words, rows_of
from schakel.cases.life.queries import newest_risk, risks_in
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs
from schakel.core.templatetags.work import day
from schakel.intake.content import Form, Gender, ReporterCategory
from schakel.intake.envelopes import read_routing
from schakel.intake.forms import GENDER_WORDS
from schakel.people.models import Person
from schakel.people.words import birth
from schakel.vault.records import Destroyed

CASE = "case"
ORDINARY, SPECIAL, CRIMINAL, POLICE = "ordinary", "special", "criminal", "police"
# What a form of exploitation says about somebody: their sexual life, their body, or what they were made to do.
_OF_FORM = {Form.SEXUAL: SPECIAL, Form.ORGAN: SPECIAL, Form.CRIMINAL: CRIMINAL}


@dataclass(frozen=True)
class Datum:
    """One thing that can be told."""

    key: str
    label: str
    value: str
    categories: frozenset[str]


@dataclass(frozen=True)
class Subject:
    """Somebody in the case, or the case itself, with what there is to tell. `about` are the ids they are known by."""

    id: str
    name: str
    role: str
    role_words: str
    about: tuple[str, ...]
    data: tuple[Datum, ...]
    person: Person | None = None
    # Which description this is, where there are several of one person.
    source: str = ""


@dataclass(frozen=True)
class Offer:
    """Everything that this viewer could tell, and the rows of who is or was in the case that they may not see."""

    subjects: tuple[Subject, ...]
    hidden: frozenset[str]
    # Whose part is over: nothing of them can be chosen, but they can be told who got what.
    former: tuple[Subject, ...] = ()

    def picked(self, chosen: Iterable[str]) -> list[tuple[Subject, tuple[Datum, ...]]]:
        """What was chosen and is still there, by subject."""
        wanted = set(chosen)
        pairs = [(one, tuple(datum for datum in one.data if datum.key in wanted)) for one in self.subjects]
        return [(one, data) for one, data in pairs if data]

    def is_beyond(self, chosen: Iterable[str]) -> bool:
        """Whether something was chosen of somebody whom this viewer may not see."""
        return any(key.partition(":")[0] in self.hidden for key in chosen)


def on_offer(case: Case, viewer: User) -> Offer:
    """What there is to tell. Whoever shows it records it. Raises Destroyed."""
    seen = rows_of(case, viewer)
    known = in_words(seen)
    people = _told_apart([_somebody(one) for one in known if one.row.until is None])
    gone = [_somebody(one) for one in known if one.row.until is not None]
    former = tuple(replace(one, role_words=f"{one.role_words}, niet meer in de casus") for one in gone)
    return Offer((*people, *_of_case(case, people)), _unseen(case, seen), former)


def unseen_in(case: Case, viewer: User) -> frozenset[str]:
    """The rows of who is or was in the case that this viewer may not see."""
    return _unseen(case, rows_of(case, viewer))


def identity_of(row: Involvement) -> str:
    """By what a human being is known, whatever they are in the case."""
    return str(row.person.identity) if row.person is not None else str(row.pk)


def _unseen(case: Case, seen: Iterable[Involvement]) -> frozenset[str]:
    """Ended rows too: what was chosen and what was agreed speaks of whoever left the case as of whoever is in it."""
    every = case.involvements.values_list("pk", flat=True)
    return frozenset(str(pk) for pk in every) - {str(row.pk) for row in seen}


def _somebody(one: Somebody) -> Subject:
    row, known = one.row, one.details
    kept_apart = {CRIMINAL} if one.is_suspect else set[str]()
    if one.person is not None and _came_from_police(one.person):
        kept_apart.add(POLICE)
    said = (
        ("name", "Naam", known.name),
        ("nickname", "Roepnaam", known.nickname),
        ("birth", "Geboren of leeftijd", "" if birth(known) == "onbekend" else birth(known)),
        ("gender", "Man of vrouw", "" if known.gender == Gender.UNKNOWN else str(GENDER_WORDS[Gender(known.gender)])),
        ("phone", "Telefoon", known.phone),
        ("address", "Adres of verblijfplaats", known.address),
        ("role", "Rol in de casus", str(InvolvedAs(row.role).label)),
        ("relation", "Wie dit is voor de anderen", one.relation),
    )
    categories = frozenset(kept_apart or {ORDINARY})
    data = tuple(Datum(f"{row.pk}:{key}", label, value, categories) for key, label, value in said if value)
    words = str(InvolvedAs(row.role).label)
    return Subject(str(row.pk), known.display_name, row.role, words, (identity_of(row),), data, one.person)


def _told_apart(people: list[Subject]) -> list[Subject]:
    """Descriptions of one person that several reports gave, each with the day of its report."""
    times = Counter(one.about for one in people)
    return [
        replace(one, source=f"melding van {day(one.person.report.received_at)}")
        if one.person is not None and times[one.about] > 1
        else one
        for one in people
    ]


def _of_case(case: Case, people: list[Subject]) -> list[Subject]:
    """What is known of the case as a whole is about those whom it is for."""
    facts, risk = read_facts(case), newest_risk(risks_in(case))
    forms = frozenset(_OF_FORM.get(Form(form), ORDINARY) for form in facts.forms) or frozenset({ORDINARY})
    said = [
        ("municipality", "Gemeente", facts.municipality_name, frozenset({ORDINARY})),
        ("forms", "Vorm van uitbuiting", facts.form_names, forms),
        ("goal", "Doel van de casus", facts.goal, frozenset({ORDINARY})),
    ]
    if risk is not None and not risk[1].is_destroyed:
        words = "\n".join(part for part in (risk[1].level_words, risk[1].at_stake, risk[1].agreements) if part)
        # Who is a danger to somebody is a suspicion of that person.
        said.append(("risk", "Hoe gevaarlijk het is", words, frozenset({CRIMINAL})))
    about = tuple(
        dict.fromkeys(one for subject in people if subject.role == InvolvedAs.VICTIM for one in subject.about)
    )
    data = tuple(Datum(f"{CASE}:{key}", label, value, categories) for key, label, value, categories in said if value)
    return [Subject(CASE, f"Casus {case.number}", CASE, "de casus zelf", about, data)] if data else []


def _came_from_police(person: Person) -> bool:
    """Whether the police told us; of a report that can't be read any more nobody can say that they did not."""
    if person.compartment.kind == Compartment.Kind.POLICE:
        return True
    try:
        return read_routing(person.report).category == ReporterCategory.POLICE
    except Destroyed:
        return True
