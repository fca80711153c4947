"""What an invented centre did in a year for prevention, training and policy."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Literal

from schakel.methods.synthetic.records import Activity
from schakel.methods.synthetic.region import Municipality

Kind = Literal["network_event", "information_session", "vr_headset", "talking_board", "poster", "campaign"]

# (month, kind, title, whether it is held in one municipality, people reached from, to; 0 when nobody can know)
_CALENDAR: tuple[tuple[int, Kind, str, bool, int, int], ...] = (
    (1, "information_session", "Voorlichting voor wijkcoaches: signalen herkennen", True, 14, 30),
    (2, "vr_headset", "VR-brillen in gebruik genomen: meekijken door de ogen van een slachtoffer", False, 20, 45),
    (3, "information_session", "Voorlichting voor medewerkers van hotels en vakantieparken", True, 12, 28),
    (3, "talking_board", "Praatplaat gepresenteerd, een hulpmiddel om het gesprek te beginnen", False, 0, 0),
    (4, "information_session", "Voorlichting voor team burgerzaken", True, 8, 20),
    (5, "poster", "Posters verspreid met de aandachtsfunctionarissen van de gemeenten", False, 0, 0),
    (5, "information_session", "Gastles en gesprek met mentoren van het mbo", True, 25, 70),
    (6, "network_event", "Netwerkbijeenkomst over seksuele uitbuiting voor professionals", True, 90, 160),
    (9, "information_session", "Voorlichting voor huisartsen en praktijkondersteuners", True, 10, 26),
    (9, "vr_headset", "VR-bril uitgeleend aan een middelbare school", True, 40, 120),
    (10, "campaign", "Campagne voor jongeren over seksuele en criminele uitbuiting", False, 18000, 42000),
    (10, "talking_board", "Praatplaat uitgedeeld aan wijkteams en scholen", False, 150, 400),
    (11, "information_session", "Voorlichting voor vrijwilligers van de voedselbank", True, 9, 24),
    (11, "information_session", "Voorlichting voor toezichthouders en vergunningverleners", True, 12, 30),
    (12, "poster", "Posters over arbeidsuitbuiting in vijf talen opgehangen", True, 0, 0),
)


def invent_activities(
    rng: Random, year: int, municipalities: Sequence[Municipality], until: date
) -> tuple[Activity, ...]:
    """The year's activities on working days up to and including `until`, by date."""
    held = []
    for month, kind, title, local, low, high in _CALENDAR:
        day = date(year, month, rng.randint(3, 24))
        # A weekend becomes the Monday after it.
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
        place = rng.choices([m.code for m in municipalities], [m.weight for m in municipalities])[0] if local else None
        held.append(Activity(day, kind, title, place, rng.randint(low, high) if high else None))
    return tuple(sorted((a for a in held if a.date <= until), key=lambda a: (a.date, a.title)))
