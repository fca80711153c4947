"""One report in the making: when it came, who tells, about whom; and writing it down as a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from schakel.methods.synthetic.foreign import LANGUAGE_OF
from schakel.methods.synthetic.fragments import SINCE
from schakel.methods.synthetic.margins import ADULTHOOD
from schakel.methods.synthetic.openings import RELATIONS, Relation
from schakel.methods.synthetic.people import age_on
from schakel.methods.synthetic.records import Channel, Contact, InventedReport, MentionedPerson, Person
from schakel.methods.synthetic.region import invent_phone, invent_place
from schakel.methods.synthetic.stories import languages_for, someone, tell, tell_in, tell_uncounted

ZONE = ZoneInfo("Europe/Amsterdam")

_CHANNELS: tuple[Channel, ...] = ("form", "phone", "email", "counter")
_PROFESSIONAL = (35, 33, 30, 2)
_CITIZEN = (72, 19, 5, 4)
_DANGER_SHARE = 0.05
_WEEKEND_SHARE = 0.35
_FOREIGN_SHARE = 0.25
# Only these would write in another language than Dutch.
_MULTILINGUAL = {"self", "friend", "colleague", "family", "anonymous"}
_SECOND_FORM = {"sexual": "criminal", "criminal": "labour", "labour": "criminal", "organ": "criminal"}

# Who sees children, and who sees grown-ups at work or travelling.
_SEES_MINORS = {"school", "youth_worker", "school_attendance"}
_SEES_ADULTS = {"colleague", "hotel", "civil_registry", "social_investigator", "housing", "beauty_salon", "shelter"}
_SEES_FORMS: Mapping[str, tuple[str, ...]] = {
    "hotel": ("sexual", "unknown"), "colleague": ("labour",), "beauty_salon": ("labour", "sexual"),
    "housing": ("labour", "sexual", "criminal"), "enforcement": ("labour", "sexual", "unknown"),
}  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """A report before it is written; `kind` is "sign" (it counts its people) or a sort of uncounted report."""

    kind: str
    received_at: datetime
    relation: Relation
    channel: Channel
    theme: str
    municipality: str
    people: tuple[Person, ...] = ()
    mentions: tuple[MentionedPerson, ...] = ()
    language: str = "nl"
    danger: bool = False

    @property
    def day(self) -> date:
        """The calendar day of receipt in the region."""
        return self.received_at.date()


def is_minor(person: Person, on: date) -> bool:
    """Whether the person is known to be under eighteen on that day."""
    return person.birth_date is not None and age_on(person.birth_date, on) < ADULTHOOD


def any_day(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, seldomer in a weekend."""
    while True:
        day = first + timedelta(days=rng.randint(0, (last - first).days))
        if day.weekday() < 5 or first == last or rng.random() < _WEEKEND_SHARE:
            return day


def receive(rng: Random, relation: Relation, day: date) -> tuple[datetime, Channel]:
    """The moment and the way in: only the form is open outside office hours."""
    channel = rng.choices(_CHANNELS, _PROFESSIONAL if relation.careful and relation.name != "self" else _CITIZEN)[0]
    if day.weekday() >= 5:
        channel = "form"
    opens, closes = (7 * 60, 24 * 60 - 1) if channel == "form" else (9 * 60, 17 * 60 - 1)
    minute = rng.randint(opens, closes)
    return datetime.combine(day, time(minute // 60, minute % 60, rng.randint(0, 59)), ZONE), channel


def choose_relation(rng: Random, category: str, theme: str, people: Sequence[Person], on: date) -> Relation:
    """Who of that category would come across these people."""
    minors = sum(is_minor(person, on) for person in people)
    adults = len(people) - minors

    def liking(relation: Relation) -> float:
        weight = float(relation.weight)
        if relation.name in _SEES_MINORS:
            weight *= 2.5 if minors and not adults else 0.02
        if relation.name in _SEES_ADULTS and minors:
            weight *= 0.02
        if relation.name == "aliens_police" and any(person.nationality == "NL" for person in people):
            weight = 0
        if theme not in _SEES_FORMS.get(relation.name, (theme,)):
            weight *= 0.02
        return weight

    fitting = [relation for relation in RELATIONS if relation.category == category]
    return rng.choices(fitting, [liking(relation) for relation in fitting])[0]


def choose_language(rng: Random, relation: Relation, theme: str, people: Sequence[Person], channel: str) -> str:
    """Dutch mostly; else a language of the reporter's own, when such a reporter could write it."""
    if relation.name not in _MULTILINGUAL or channel not in ("form", "email") or len(people) != 1:
        return "nl"
    own = relation.name == "self"
    languages = list(languages_for(theme, own=own))
    if own or relation.name == "family":
        spoken = LANGUAGE_OF.get(people[0].origin)
        if people[0].origin in ("dutch", "surinamese"):
            return "nl"
        languages = [language for language in languages if language in (spoken, "en")]
    return rng.choice(languages) if languages and rng.random() < _FOREIGN_SHARE else "nl"


def in_danger(rng: Random) -> bool:
    """Whether the reporter says that something will happen today."""
    return rng.random() < _DANGER_SHARE


def choose_forms(rng: Random, theme: str) -> tuple[str, ...]:
    """The forms ticked: now and then a second one, nothing when the reporter doesn't know."""
    if theme == "unknown":
        return ()
    return (theme, _SECOND_FORM[theme]) if rng.random() < 0.14 else (theme,)


def _choose_contact(rng: Random, situation: Situation) -> Contact:
    if situation.channel == "phone" or (situation.channel == "counter" and rng.random() < 0.5):
        return Contact("phone", invent_phone(rng))
    mail = situation.relation.mail.format(number=rng.randint(1, 99))
    if situation.channel == "email":
        return Contact("email", mail)
    if situation.relation.careful and situation.relation.name != "self" and rng.random() < 0.5:
        return Contact("email", mail)
    return Contact("phone", invent_phone(rng)) if rng.random() < 0.12 else Contact("code")


def _under_18(rng: Random, situation: Situation) -> bool | None:
    """Yes when a minor is known, no only when everybody is known to be grown up, else the question stays open."""
    if any(is_minor(person, situation.day) for person in situation.people):
        return True
    everybody_known = bool(situation.people) and all(person.birth_date for person in situation.people)
    return False if everybody_known and rng.random() < 0.7 else None


def write(rng: Random, situation: Situation, names: Mapping[str, str]) -> InventedReport:
    """The report in full, without key or decision; `names` are the municipalities' names by code."""
    relation, day = situation.relation, situation.day
    town = names.get(situation.municipality, situation.municipality)
    people = [
        someone(mentioned, is_minor=is_minor(person, day), gender=person.gender)
        for person, mentioned in zip(situation.people, situation.mentions, strict=True)
    ]
    if situation.kind != "sign":
        story = tell_uncounted(rng, situation.kind, people, relation, town)
    elif situation.language != "nl":
        story = tell_in(rng, situation.language, situation.theme, own=relation.name == "self")
    else:
        story = tell(rng, relation=relation, theme=situation.theme, people=people, town=town, danger=situation.danger)
    tells_more = situation.kind in ("sign", "signal")
    address = next((mentioned.address for mentioned in situation.mentions if mentioned.address), "")
    return InventedReport(
        key="",
        received_at=situation.received_at,
        channel=situation.channel,
        language=situation.language,
        reporter_category=relation.category,
        municipality=situation.municipality,
        danger_today=situation.danger,
        under_18=_under_18(rng, situation),
        story=story,
        place=invent_place(rng, situation.theme, address) if tells_more else "",
        forms=choose_forms(rng, situation.theme) if tells_more else (),
        since=rng.choice(SINCE) if tells_more else "",
        people=situation.mentions,
        contact=_choose_contact(rng, situation),
        triage=None,
        conversation=(),
    )
