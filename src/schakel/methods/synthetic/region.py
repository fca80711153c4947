"""The places of an invented region: its municipalities by weight, and streets and addresses that do not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

ELSEWHERE = "elsewhere"
UNKNOWN = "unknown"

_ELSEWHERE_SHARE = 0.05
_UNKNOWN_SHARE = 0.03


@dataclass(frozen=True)
class Municipality:
    """A municipality with its CBS code; `weight` is its share of the reports, for instance its population."""

    code: str
    name: str
    weight: float


# Weights are populations in thousands, roughly (CBS, 2024).
TWENTE: tuple[Municipality, ...] = (
    Municipality("GM0141", "Almelo", 74),
    Municipality("GM0147", "Borne", 25),
    Municipality("GM1774", "Dinkelland", 27),
    Municipality("GM0153", "Enschede", 162),
    Municipality("GM0158", "Haaksbergen", 24),
    Municipality("GM0163", "Hellendoorn", 36),
    Municipality("GM0164", "Hengelo", 83),
    Municipality("GM1735", "Hof van Twente", 35),
    Municipality("GM0168", "Losser", 23),
    Municipality("GM0173", "Oldenzaal", 32),
    Municipality("GM1742", "Rijssen-Holten", 39),
    Municipality("GM0183", "Tubbergen", 22),
    Municipality("GM1700", "Twenterand", 34),
    Municipality("GM0189", "Wierden", 25),
)

# Streets named after make-believe, so that no address can be a real one.
_STREETS = (
    "Verzonnenstraat", "Bedachtelaan", "Nergenshof", "Denkbeeldweg", "Luchtspiegelpad", "Zogenaamdstraat",
    "Inbeeldingslaan", "Hersenspinhof", "Doenalsofweg", "Welhaasthof", "Schijnbaarstraat", "Nietbestaandestraat",
    "Voorbeeldweg", "Gefingeerdlaan", "Voorwendselpad", "Onvindbaarhof", "Verbeeldingsdijk", "Quasiplein",
)  # fmt: skip
_SPOTS: dict[str, tuple[str, ...]] = {
    "sexual": ("in een flat achter het station", "op het vakantiepark aan de rand van het dorp",
               "in een hotel langs de snelweg", "in een bovenwoning bij het plein", "op steeds andere adressen"),
    "labour": ("op een boerenerf in het buitengebied", "in een loods op het industrieterrein",
               "in een caravan achter een bedrijf", "in een keet bij een bouwplaats", "boven het restaurant",
               "in een slachterij, nachtploeg"),
    "criminal": ("bij het winkelcentrum", "in het park bij de school", "bij het busstation",
                 "op een parkeerplaats bij het zwembad", "in een garagebox", "via de telefoon, overal en nergens"),
    "organ": ("bij iemand thuis", "via een bemiddelaar op internet"),
    "unknown": ("in een rijtjeshuis in een gewone straat", "in een woonwijk, hoekhuis", "boven een leegstaande winkel",
                "bij ons in de flat"),
}  # fmt: skip


def choose_municipality(rng: Random, municipalities: Sequence[Municipality]) -> str:
    """A CBS code by weight, or now and then `elsewhere` or `unknown`."""
    draw = rng.random()
    if draw < _ELSEWHERE_SHARE:
        return ELSEWHERE
    if draw < _ELSEWHERE_SHARE + _UNKNOWN_SHARE:
        return UNKNOWN
    return rng.choices([m.code for m in municipalities], [m.weight for m in municipalities])[0]


def invent_address(rng: Random) -> str:
    """A street that does not exist, with a house number and sometimes a letter."""
    return f"{rng.choice(_STREETS)} {rng.randint(1, 180)}{rng.choice(['', '', '', '', 'a', 'b'])}"


def invent_place(rng: Random, theme: str, address: str) -> str:
    """Where it happens, in a reporter's words; `address` (or '') is named when the reporter knows it."""
    if address and rng.random() < 0.5:
        return address
    return rng.choice(_SPOTS[theme])


def invent_phone(rng: Random) -> str:
    """A mobile number in a range that is given to nobody (06 00 00)."""
    number = f"{rng.randint(0, 9999):04d}"
    return rng.choice([f"06 00 00 {number[:2]} {number[2:]}", f"060000{number}", f"06-0000{number}"])
