"""Reports that count nobody: advice requests, signals about a place, misfits, referrals; and the unread inbox."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from schakel.methods.synthetic.draws import Urn, shares
from schakel.methods.synthetic.margins import ADULTHOOD, Margins
from schakel.methods.synthetic.names import choose_origin, origin_named
from schakel.methods.synthetic.openings import relation_named
from schakel.methods.synthetic.people import birth_date_for, invent_person, mention
from schakel.methods.synthetic.records import Person
from schakel.methods.synthetic.region import ELSEWHERE, Municipality, choose_municipality
from schakel.methods.synthetic.situations import Situation, any_day, receive

_PER_PERSON = 0.28
_KINDS = {"advice_only": 45, "signal": 15, "smuggling_question": 9, "spam": 9, "nuisance": 9, "redirected": 13}
_ADVISED = (
    "wijkteam",
    "general_practitioner",
    "youth_worker",
    "enforcement",
    "school_attendance",
    "school",
    "social_investigator",
)
_ANYBODY = ("neighbour", "anonymous", "friend")

# The inbox is read within this many days, so only reports of the last days wait.
WAITING_DAYS = 6


def plan_uncounted(rng: Random, margins: Margins, municipalities: Sequence[Municipality]) -> list[Situation]:
    """About one such report for every four counted persons, over the whole year."""
    number = round(_PER_PERSON * margins.persons)
    urn = Urn(shares(number, _KINDS))
    first, last = date(margins.year, 1, 1), date(margins.year, 12, 31)
    planned = []
    for index in range(number):
        kind = urn.draw(rng)
        relation = relation_named(rng.choice(_ADVISED if kind == "advice_only" else _ANYBODY))
        received_at, channel = receive(rng, relation, any_day(rng, first, last))
        people: tuple[Person, ...] = ()
        municipality = choose_municipality(rng, municipalities)
        if kind == "redirected":
            municipality = ELSEWHERE
            people = (_newcomer(rng, f"passer-by-{margins.year}-{index:04d}", received_at.date(), "unknown"),)
        mentions = tuple(mention(rng, person, received_at.date(), careful=False) for person in people)
        planned.append(
            Situation(kind, received_at, relation, channel, "unknown", municipality, people=people, mentions=mentions)
        )
    return planned


def _newcomer(
    rng: Random, key: str, on: date, theme: str, *, minor: bool = False, origin: str = "", gender: str = ""
) -> Person:
    age = rng.randint(14, ADULTHOOD - 1) if minor else rng.randint(19, 45)
    found = origin_named(origin) if origin else choose_origin(rng, theme)
    gender = gender or rng.choice(["woman", "woman", "man"])
    return invent_person(rng, key, found, gender=gender, birth_date=birth_date_for(rng, age, on))


# What waits in the inbox, newest last: (relation, form, language, how many people, minors, origin, danger today).
_INBOX: tuple[tuple[str, str, str, int, bool, str, bool], ...] = (
    ("neighbour", "labour", "nl", 4, False, "romanian", False),
    ("school", "criminal", "nl", 1, True, "", False),
    ("colleague", "labour", "en", 1, False, "filipino", False),
    ("self", "labour", "pl", 1, False, "polish", False),
    ("wijkteam", "sexual", "nl", 1, False, "", False),
    ("friend", "sexual", "ar", 1, False, "syrian", False),
    ("enforcement", "labour", "nl", 2, False, "bulgarian", False),
    ("hotel", "sexual", "nl", 1, False, "hungarian", False),
    ("community_officer", "criminal", "nl", 1, False, "", False),
    ("anonymous", "unknown", "nl", 1, False, "", False),
    ("family", "sexual", "nl", 1, True, "dutch", True),
)


def plan_inbox(
    rng: Random,
    margins: Margins,
    until: date,
    municipalities: Sequence[Municipality],
    firsts: Sequence[Situation],
) -> list[Situation]:
    """`margins.waiting` reports of the last days up to `until`; the first is about somebody known from `firsts`."""
    known = [first for first in firsts if len(first.people) == 1 and first.mentions[0].family_name]
    waiting = []
    for index in range(margins.waiting):
        day = max(
            until - timedelta(days=WAITING_DAYS * (margins.waiting - 1 - index) // margins.waiting),
            date(margins.year, 1, 1),
        )
        if index == 0 and known:
            waiting.append(_about_known(rng, rng.choice(known), day))
            continue
        # From the second on, the table in its order, and again when more wait than it has rows.
        name, theme, language, size, minor, origin, danger = _INBOX[(index - 1) % len(_INBOX)]
        together = origin or choose_origin(rng, theme).name
        people = tuple(
            _newcomer(rng, f"waiting-{margins.year}-{index:02d}-{position}", day, theme, minor=minor, origin=together,
                      gender="man" if theme != "sexual" else "woman")
            for position in range(size)
        )  # fmt: skip
        relation = relation_named(name)
        mentions = tuple(mention(rng, person, day, careful=relation.careful) for person in people)
        municipality = choose_municipality(rng, municipalities)
        received_at, _ = receive(rng, relation, day)
        waiting.append(
            Situation("sign", received_at, relation, "form", theme, municipality, people, mentions, language, danger)
        )
    # The last day has only just begun.
    return [
        s if s.day < until else replace(s, received_at=s.received_at.replace(hour=rng.randint(7, 8))) for s in waiting
    ]


def _about_known(rng: Random, first: Situation, day: date) -> Situation:
    relation = relation_named("volunteer")
    said = mention(rng, first.people[0], day, careful=False, first=(first.mentions[0], first.day))
    return Situation(
        kind="sign",
        received_at=receive(rng, relation, day)[0],
        relation=relation,
        channel="form",
        theme=first.theme,
        municipality=first.municipality,
        people=first.people,
        mentions=(said,),
    )
