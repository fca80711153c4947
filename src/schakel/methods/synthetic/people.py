"""Inventing the real humans of a year, their ages to a given total, and how one report mentions one of them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from schakel.methods.synthetic.margins import ADULTHOOD, OLDEST, YOUNGEST
from schakel.methods.synthetic.mistakes import guess_age, written_names
from schakel.methods.synthetic.names import Origin, invent_name
from schakel.methods.synthetic.records import MentionedPerson, Person
from schakel.methods.synthetic.region import invent_address, invent_phone

_NICKNAMES = (
    "Beertje", "Blondie", "Lange", "Kleine", "Poes", "Zus", "Bro", "Skip", "Mimi", "Lulu", "Kas", "Tito", "Rooie",
    "Nena", "Dede", "Bibi", "Jojo", "Flits", "Krul", "Stille",
)  # fmt: skip


def age_on(birth_date: date, day: date) -> int:
    """Completed years of life on `day`; who is born on 29 February turns a year older on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def birth_date_for(rng: Random, age: int, on: date) -> date:
    """A birth date that makes somebody exactly `age` years old on that day."""
    while True:
        born = date(on.year - age, 1, 1) + timedelta(days=rng.randint(-364, 364))
        if age_on(born, on) == age:
            return born


@dataclass(frozen=True)
class AgePool:
    """Ages still to be given out, in years."""

    minors: list[int]
    adults: list[int]

    def give(self, rng: Random, theme: str, *, minor: bool) -> int:
        """Take an age out: of two looked at, the younger, or for labour the older one."""
        pool = self.minors if minor else self.adults
        looked_at = rng.sample(range(len(pool)), min(2, len(pool)))
        older = theme in ("labour", "organ")
        chosen = (max if older else min)(looked_at, key=lambda index: (pool[index], index))
        pool[chosen], pool[-1] = pool[-1], pool[chosen]
        return pool.pop()


def invent_ages(rng: Random, *, minors: int, adults: int, total: int) -> AgePool:
    """So many ages of minors and adults that add up to `total` years (which must be possible)."""
    ages = [max(YOUNGEST, 17 - int(rng.expovariate(0.6))) for _ in range(minors)]
    mean = (total - sum(ages)) / adults if adults else ADULTHOOD
    spread = max(mean - ADULTHOOD, 0.5)
    ages += [min(OLDEST, ADULTHOOD + int(rng.gammavariate(1.7, spread / 1.7) + 0.5)) for _ in range(adults)]
    bounds = [(YOUNGEST, ADULTHOOD - 1)] * minors + [(ADULTHOOD, OLDEST)] * adults
    lacking = total - sum(ages)
    step = 1 if lacking > 0 else -1
    while lacking:
        movable = [i for i, (low, high) in enumerate(bounds) if low <= ages[i] + step <= high]
        # Adults carry the difference as long as they can: the minors' ages stay as they are found.
        chosen = [i for i in movable if i >= minors] or movable
        for index in rng.sample(chosen, min(len(chosen), abs(lacking))):
            ages[index] += step
            lacking -= step
    return AgePool(ages[:minors], ages[minors:])


def invent_person(
    rng: Random, key: str, origin: Origin, *, gender: str, birth_date: date | None, living_at: str = ""
) -> Person:
    """A human with a name, and sometimes a nickname, phone and address; `living_at` is a shared address."""
    name = invent_name(rng, origin, gender)
    return Person(
        identity_key=key,
        origin=origin.name,
        given_name=name.given,
        prefix=name.prefix,
        family_name=name.family,
        nickname=rng.choice(_NICKNAMES) if rng.random() < 0.3 else "",
        gender=gender,
        birth_date=birth_date,
        nationality=name.nationality,
        phone=invent_phone(rng) if rng.random() < 0.5 else "",
        address=living_at or (invent_address(rng) if rng.random() < 0.6 else ""),
    )


@dataclass(frozen=True)
class _AgeSaid:
    birth_date: date | None = None
    birth_year: int | None = None
    age: int | None = None
    age_words: str = ""


def _first_age(rng: Random, born: date | None, on: date, *, careful: bool) -> _AgeSaid:
    """Enough to know the age on that day; a birth year only if the birthday is past and the eighteenth isn't near."""
    if born is None:
        return _AgeSaid()
    age = age_on(born, on)
    draw = rng.random()
    if draw < (0.8 if careful else 0.15):
        return _AgeSaid(birth_date=born)
    if draw < (0.85 if careful else 0.40) and on.year - born.year == age and age != ADULTHOOD:
        return _AgeSaid(birth_year=born.year)
    return _AgeSaid(age=age)


def _later_age(rng: Random, born: date | None, on: date, first: MentionedPerson, first_on: date) -> _AgeSaid:
    """Vaguer or more precise than the first mention, but the same age comes out by whichever of them is kept."""
    if born is None:
        return _AgeSaid()
    draw = rng.random()
    if draw < 0.25:
        return _AgeSaid(birth_date=born)
    counted = age_on(born, first_on)
    if draw < 0.45 and first_on.year - born.year == counted != ADULTHOOD:
        return _AgeSaid(birth_year=born.year)
    if draw < 0.70 and (first.birth_date or first.birth_year):
        return _AgeSaid(age=age_on(born, on))
    if draw < 0.90 and (age_on(born, on) < ADULTHOOD) == (counted < ADULTHOOD):
        return _AgeSaid(age_words=guess_age(rng, age_on(born, on)))
    return _AgeSaid()


def mention(
    rng: Random,
    person: Person,
    on: date,
    *,
    careful: bool,
    first: tuple[MentionedPerson, date] | None = None,
) -> MentionedPerson:
    """What a report of that day says about `person`.

    `first` is the first counted mention and its day, if there was one: it settles gender and age.
    """
    given, family, nickname = written_names(rng, person, careful=careful)
    said = (
        _later_age(rng, person.birth_date, on, *first)
        if first
        else _first_age(rng, person.birth_date, on, careful=careful)
    )
    vague = first is not None and rng.random() < 0.15
    return MentionedPerson(
        identity_key=person.identity_key,
        given_name=given,
        family_name=family,
        nickname=nickname,
        birth_date=said.birth_date,
        birth_year=said.birth_year,
        age=said.age,
        age_words=said.age_words,
        gender="unknown" if vague else person.gender,
        nationality=person.nationality if rng.random() < (0.8 if careful else 0.5) else "",
        phone=person.phone if rng.random() < 0.6 else "",
        address=person.address if rng.random() < 0.7 else "",
    )


def returning_mention(rng: Random, person: Person, on: date, *, careful: bool) -> MentionedPerson:
    """The first mention in a new year of somebody from before: with the birth date, which settles both years."""
    said = mention(rng, person, on, careful=careful)
    return replace(said, birth_date=person.birth_date, birth_year=None, age=None)


def hint(person: Person) -> MentionedPerson:
    """A mention in passing, by somebody who asks advice: a given name and nothing else."""
    return MentionedPerson(identity_key=person.identity_key, given_name=person.given_name)
