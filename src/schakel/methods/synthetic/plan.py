"""Planning a year's counted persons, so that the margins come out exactly, and the reports that follow them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from schakel.methods.synthetic.draws import Urn, shares
from schakel.methods.synthetic.margins import ADULTHOOD, REPORTER_CATEGORIES, Margins, age_total
from schakel.methods.synthetic.names import choose_origin
from schakel.methods.synthetic.openings import relation_named
from schakel.methods.synthetic.people import (
    AgePool,
    age_on,
    birth_date_for,
    hint,
    invent_ages,
    invent_person,
    mention,
    returning_mention,
)
from schakel.methods.synthetic.records import Person
from schakel.methods.synthetic.region import Municipality, choose_municipality, invent_address
from schakel.methods.synthetic.situations import (
    Situation,
    any_day,
    choose_language,
    choose_relation,
    in_danger,
    receive,
)

_THEMES = {"sexual": 0.40, "labour": 0.245, "criminal": 0.245, "organ": 0.010, "unknown": 0.10}
_GENDERS: Mapping[str, Mapping[str, float]] = {
    "sexual": {"woman": 3, "man": 0.4}, "labour": {"man": 2.5}, "criminal": {"man": 3}, "organ": {"woman": 2},
}  # fmt: skip
_AGES: Mapping[str, Mapping[str, float]] = {
    "labour": {"minor": 0.05}, "criminal": {"minor": 2}, "sexual": {"minor": 1.3}, "organ": {"minor": 0.01},
}  # fmt: skip

_GROUPS_PER_PERSON = 0.1
_REPEATED_SHARE = 0.19
# Of those who are reported once, alone, by somebody who sees no documents.
_NAMELESS_SHARE = 0.12
_ADVICE_FIRST_SHARE = 0.02
# Nobody who is first reported in December need be reported again in the same year.
_LAST_MONTH_TO_FOLLOW = 11


@dataclass
class _Slot:
    """Persons of one first report while their traits are still being drawn."""

    category: str
    size: int
    day: date
    theme: str
    returning: Person | None = None
    gender: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()


def _group_sizes(rng: Random, margins: Margins) -> list[tuple[str, int]]:
    """Every counted person once, in first reports of one category: some about two to six people, the rest about one."""
    left = {category: margins.reporters.get(category, 0) for category in REPORTER_CATEGORIES}
    sizes: list[tuple[str, int]] = []
    for _ in range(round(_GROUPS_PER_PERSON * margins.persons)):
        # Who reports for themselves reports one person.
        able = [category for category in REPORTER_CATEGORIES if category != "victim" and left[category] > 1]
        if not able:
            break
        category = rng.choices(able, [left[c] for c in able])[0]
        size = min(left[category], rng.choices((2, 3, 4, 5, 6), (54, 25, 11, 6, 4))[0])
        left[category] -= size
        sizes.append((category, size))
    singles = [(category, 1) for category in REPORTER_CATEGORIES for _ in range(left[category])]
    rng.shuffle(singles)
    return sizes + singles


def _slots(rng: Random, margins: Margins) -> list[_Slot]:
    sizes = _group_sizes(rng, margins)
    themes = Urn(shares(len(sizes), _THEMES)) if sizes else Urn({})
    first, last = date(margins.year, 1, 1), date(margins.year, 12, 31)
    slots = []
    for category, size in sizes:
        liking = {"labour": 3.0, "organ": 0.0, "unknown": 0.5} if size > 1 else {}
        slots.append(_Slot(category, size, any_day(rng, first, last), themes.draw(rng, liking)))
    return slots


def _age_label(person: Person, on: date) -> str:
    if person.birth_date is None:
        return "unknown"
    return "minor" if age_on(person.birth_date, on) < ADULTHOOD else "adult"


def _gender_label(person: Person) -> str:
    return person.gender if person.gender in ("woman", "man") else "other"


class _Cast:
    """Gives the slots their people: traits from urns, so that every total of the margins is used up."""

    def __init__(self, rng: Random, margins: Margins) -> None:
        self._rng = rng
        self._margins = margins
        self._genders = Urn(margins.gender)
        grown = margins.known_age - margins.minors
        self._ages = Urn({"minor": margins.minors, "adult": grown, "unknown": margins.unknown_age})
        self._settled = 0
        self._invented = 0

    def take_back(self, slot: _Slot, person: Person) -> bool:
        """Put somebody known from before in the slot, if the margins leave room; says whether it was done."""
        gender, label = _gender_label(person), _age_label(person, slot.day)
        age = age_on(person.birth_date, slot.day) if person.birth_date else 0
        minors = self._ages.left("minor") - (label == "minor")
        adults = self._ages.left("adult") - (label == "adult")
        fits = age_total(self._margins, minors, adults, self._settled + age) is not None
        if not (self._genders.left(gender) and self._ages.left(label) and fits):
            return False
        self._genders.take(gender)
        self._ages.take(label)
        self._settled += age
        slot.returning = person
        return True

    def draw_traits(self, slots: Sequence[_Slot]) -> None:
        """Draw gender and age group for everybody new; people in one report resemble each other."""
        for slot in slots:
            if slot.returning:
                continue
            for _ in range(slot.size):
                gender_liking = dict(_GENDERS.get(slot.theme, {}))
                age_liking = dict(_AGES.get(slot.theme, {}))
                if slot.gender:
                    gender_liking[slot.gender[0]] = 8 * gender_liking.get(slot.gender[0], 1)
                    unlike = ("adult", "unknown") if slot.ages[0] == "minor" else ("minor",)
                    age_liking.update(dict.fromkeys(unlike, 0.03))
                slot.gender = (*slot.gender, self._genders.draw(self._rng, gender_liking))
                slot.ages = (*slot.ages, self._ages.draw(self._rng, age_liking))

    def age_pool(self, slots: Sequence[_Slot]) -> AgePool:
        """The ages of everybody new, so that the year's average comes out."""
        labels = [label for slot in slots for label in slot.ages]
        minors, adults = labels.count("minor"), labels.count("adult")
        total = age_total(self._margins, minors, adults, self._settled, self._rng.uniform(-0.9, 0.9))
        if total is None:
            raise ValueError("The average age cannot be reached with the persons who came back.")
        return invent_ages(self._rng, minors=minors, adults=adults, total=total)

    def people(self, slot: _Slot, pool: AgePool) -> tuple[Person, ...]:
        """The people of one slot: those of one report share an origin, and often an address."""
        if slot.returning:
            return (slot.returning,)
        rng = self._rng
        origin = choose_origin(rng, slot.theme)
        shared = invent_address(rng) if slot.size > 1 and rng.random() < 0.8 else ""
        people = []
        for gender, label in zip(slot.gender, slot.ages, strict=True):
            self._invented += 1
            said = rng.choice(["unknown", "unknown", "other"]) if gender == "other" else gender
            born = None
            if label != "unknown":
                born = birth_date_for(rng, pool.give(rng, slot.theme, minor=label == "minor"), slot.day)
            key = f"person-{self._margins.year}-{self._invented:04d}"
            people.append(invent_person(rng, key, origin, gender=said, birth_date=born, living_at=shared))
        return tuple(people)


def _first_report(rng: Random, slot: _Slot, people: tuple[Person, ...], municipality: str) -> Situation:
    relation = choose_relation(rng, slot.category, slot.theme, people, slot.day)
    received_at, channel = receive(rng, relation, slot.day)
    say = returning_mention if slot.returning else mention
    return Situation(
        kind="sign",
        received_at=received_at,
        relation=relation,
        channel=channel,
        theme=slot.theme,
        municipality=municipality,
        people=people,
        mentions=tuple(say(rng, person, slot.day, careful=relation.careful) for person in people),
        language=choose_language(rng, relation, slot.theme, people, channel),
        danger=in_danger(rng),
    )


def plan_first_reports(
    rng: Random, margins: Margins, municipalities: Sequence[Municipality], known: Sequence[Person]
) -> list[Situation]:
    """The first report of the year about every counted person; `known` were counted in an earlier year.

    Together they hold exactly the margins. At most `margins.returning` of the known come back, as far as these allow.
    """
    slots = _slots(rng, margins)
    cast = _Cast(rng, margins)
    singles = [slot for slot in slots if slot.size == 1 and slot.category != "victim"]
    candidates = rng.sample(known, len(known)) if margins.returning else []
    for slot in rng.sample(singles, min(margins.returning, len(singles))):
        while candidates and not cast.take_back(slot, candidates.pop()):
            pass
    cast.draw_traits(slots)
    pool = cast.age_pool(slots)
    return [
        _first_report(rng, slot, cast.people(slot, pool), choose_municipality(rng, municipalities)) for slot in slots
    ]


def _other_category(rng: Random, first: Situation, people: Sequence[Person]) -> str:
    """Who reports somebody again: mostly another sort of reporter than the first one."""
    weights = {
        "care": 3,
        "municipality": 4,
        "police": 4,
        "comensha": 1,
        "other": 5,
        "victim": 1 if len(people) == 1 else 0,
    }
    if rng.random() < 0.8:
        weights[first.relation.category] = 0
    return rng.choices(list(weights), list(weights.values()))[0]


def _follow_up(rng: Random, first: Situation, positions: Sequence[int], day: date) -> Situation:
    people = tuple(first.people[position] for position in positions)
    theme = (
        first.theme if first.theme != "unknown" or rng.random() < 0.4 else rng.choice(["sexual", "labour", "criminal"])
    )
    relation = choose_relation(rng, _other_category(rng, first, people), theme, people, day)
    received_at, channel = receive(rng, relation, day)
    mentions = tuple(
        mention(rng, first.people[p], day, careful=relation.careful, first=(first.mentions[p], first.day))
        for p in positions
    )
    return Situation(
        kind="sign",
        received_at=received_at,
        relation=relation,
        channel=channel,
        theme=theme,
        municipality=first.municipality,
        people=people,
        mentions=mentions,
        language=choose_language(rng, relation, theme, people, channel),
        danger=in_danger(rng),
    )


def plan_follow_ups(rng: Random, margins: Margins, firsts: Sequence[Situation]) -> list[Situation]:
    """Later reports in the same year about a fifth of the persons: one to three more, spelled otherwise."""
    last = date(margins.year, 12, 31)
    wanted = round(_REPEATED_SHARE * margins.persons)
    followed: list[Situation] = []
    for first in rng.sample(firsts, len(firsts)):
        if wanted <= 0:
            break
        if first.day.month > _LAST_MONTH_TO_FOLLOW:
            continue
        positions = sorted(rng.sample(range(len(first.people)), rng.randint(1, min(3, len(first.people)))))
        wanted -= len(positions)
        day = first.day
        for _ in range(rng.choices((1, 2, 3), (45, 33, 22))[0]):
            if day < last:
                day = any_day(rng, day + timedelta(days=1), min(last, day + timedelta(days=75)))
                followed.append(_follow_up(rng, first, positions, day))
    return followed


def leave_some_nameless(rng: Random, firsts: Sequence[Situation], followed: Sequence[Situation]) -> list[Situation]:
    """The first reports, of which some only describe the person: nobody who comes up again, and the gender is seen."""
    again = {person.identity_key for situation in followed for person in situation.people}
    described = []
    for first in firsts:
        person = first.people[0]
        alone = len(first.people) == 1 and person.identity_key not in again and not first.relation.careful
        if alone and person.gender in ("woman", "man") and rng.random() < _NAMELESS_SHARE:
            said = replace(first.mentions[0], given_name="", family_name="", nickname="", phone="")
            described.append(replace(first, mentions=(said,)))
        else:
            described.append(first)
    return described


def plan_advice_first(rng: Random, margins: Margins, firsts: Sequence[Situation]) -> list[Situation]:
    """Somebody asked for advice before the first counted report: it names the person, and must not be counted."""
    earlier = []
    able = [s for s in firsts if len(s.people) == 1 and s.day >= date(margins.year, 2, 1) and s.mentions[0].given_name]
    for first in rng.sample(able, min(len(able), round(_ADVICE_FIRST_SHARE * margins.persons))):
        relation = relation_named(rng.choice(["school", "wijkteam", "friend"]))
        received_at, channel = receive(rng, relation, first.day - timedelta(days=rng.randint(3, 20)))
        earlier.append(
            Situation("advice_naming", received_at, relation, channel, first.theme, first.municipality,
                      people=first.people, mentions=(hint(first.people[0]),))
        )  # fmt: skip
    return earlier
