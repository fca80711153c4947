"""A registration with CoMensha: what each type of dossier needs, what is missing, and the same in the shape of HTCDS.

Fields: design of the registration form as CoMensha publishes it (sector, origin, age, sex, who reported, region, minor,
Dutch or not). HTCDS: Human Trafficking Case Data Standard 2.0, International Organization for Migration, CC BY 4.0; this is
not endorsed by IOM.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

HTCDS_VERSION = "2.0"
# What the standard has no code for stands under this prefix, so that nobody takes it for part of the standard.
OWN = "x_schakel_"


class Dossier(Enum):
    """What CoMensha is asked: to count, to find shelter, or to think along. Value and name on screen."""

    REGISTRATION = ("registration", "Registratie")
    SHELTER = ("shelter", "Registratie en opvang")
    ADVICE = ("advice", "Registratie en informatie of advies")

    @property
    def key(self) -> str:
        return self.value[0]

    @property
    def label(self) -> str:
        return self.value[1]


BY_KEY: Mapping[str, Dossier] = {one.key: one for one in Dossier}

# On what the registration rests. Sources conflict on whether others than police, KMar and Arbeidsinspectie need consent
# for registration alone: the ground is written down, and only shelter asks for consent here.
GROUNDS: Mapping[str, str] = {
    "consent": "toestemming",
    "task": "taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    "vital": "vitaal belang (AVG art. 6 lid 1 onder d)",
}


@dataclass(frozen=True)
class Registration:
    """What is registered of one person. Empty is "not filled in"; what was asked and is not known is "unknown"."""

    dossier: str
    ground: str = ""
    name: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    age: str = ""  # in words, where neither is known
    is_minor: bool | None = None
    gender: str = ""  # woman, man, other, unknown
    nationality: str = ""  # ISO 3166-1 alpha-2, "unknown" or "stateless"
    forms: tuple[str, ...] = ()  # sexual, labour, criminal, organ
    reporter: str = ""
    region: str = ""
    status: str = "possible"  # possible, confirmed, not_a_victim
    language: str = ""
    shelter_need: str = ""
    safety: str = ""
    question: str = ""
    consent_on: date | None = None

    @property
    def is_dutch(self) -> bool | None:
        """Whether somebody is Dutch; None when that is not known."""
        return None if self.nationality in ("", "unknown") else self.nationality == "NL"


# Field, name on screen, and of which dossiers it is a part. An attribute that holds the answer.
_ALWAYS = tuple(Dossier)
FIELDS: tuple[tuple[str, str, tuple[Dossier, ...]], ...] = (
    ("forms", "sector: vorm van uitbuiting", _ALWAYS),
    ("nationality", "nationaliteit", _ALWAYS),
    ("age_known", "geboortedatum, geboortejaar of leeftijd", _ALWAYS),
    ("is_minor", "minderjarig of niet", _ALWAYS),
    ("gender", "man of vrouw", _ALWAYS),
    ("reporter", "wie meldde", _ALWAYS),
    ("region", "regio", _ALWAYS),
    ("ground", "waarop de registratie rust", _ALWAYS),
    ("name", "naam", (Dossier.SHELTER,)),
    ("language", "taal", (Dossier.SHELTER,)),
    ("shelter_need", "wat voor opvang er nodig is", (Dossier.SHELTER,)),
    ("safety", "wat er voor de veiligheid nodig is", (Dossier.SHELTER,)),
    ("question", "de vraag aan CoMensha", (Dossier.ADVICE,)),
)


def missing(said: Registration) -> list[str]:
    """The names of the fields that this type of dossier needs and that are not filled in, in the order of the form."""
    dossier = BY_KEY[said.dossier]
    return [name for field, name, needed in FIELDS if dossier in needed and not _is_filled(said, field)]


def blocked_by(said: Registration) -> list[str]:
    """Why this may not be sent, a sentence each: what is missing, and for shelter the consent of whom it is about."""
    reasons = [f"Vul nog in: {name}." for name in missing(said)]
    if said.dossier == Dossier.SHELTER.key and said.consent_on is None:
        reasons.append("Voor opvang is toestemming nodig. Leg die eerst vast.")
    if said.ground == "consent" and said.consent_on is None and said.dossier != Dossier.SHELTER.key:
        reasons.append("De grond is toestemming, en die is niet vastgelegd.")
    return reasons


def needs_name(dossier: str) -> bool:
    """Whether the person is named: counting and advice need no name and no day of birth (AVG art. 5)."""
    return dossier == Dossier.SHELTER.key


_GENDERS = {"woman": "Feminine", "man": "Masculine", "other": "NonConforming", "unknown": "NonSpecifiedUnknown"}
_STATUSES = {
    "possible": "PossibleVictimOfTrafficking",
    "confirmed": "ActualVictimOfTrafficking",
    "not_a_victim": "NotAVictimOfTrafficking",
}
# The standard has no code for criminal exploitation: "Other", with what it is beside it.
_FORMS = {"sexual": "SexualExploitation", "labour": "ForcedLabour", "organ": "OrganRemoval", "criminal": "Other"}


def as_htcds(said: Registration, *, number: str, case_state: str, sent_on: date, centre: str) -> dict[str, Any]:
    """The registration with the field names and codes of HTCDS 2.0; what it has no field for under `OWN`.

    `case_state` is Active, Closed or ClosedReferred. A field that is not known is left out, never filled with a guess.
    """
    forms = sorted({_FORMS[form] for form in said.forms})
    found: dict[str, Any] = {
        "prs_Gender": _GENDERS.get(said.gender),
        "prs_Citizenship": said.nationality if len(said.nationality) == 2 else None,
        "vic_TraffickingStatus": _STATUSES[said.status],
        "vic_TypeOfExploitation": ";".join(forms) or None,
        "cas_Status": case_state,
        "cas_ReferringOrganisation": centre,
        "cas_ReferredOrganisation": "CoMensha",
        "cas_OutgoingReferralDate": sent_on.isoformat(),
        "cas_ReasonForOutgoingReferral": "AdditionalServicesRequired"
        if said.dossier == Dossier.SHELTER.key
        else "Other",
        "con_Consent": said.consent_on is not None,
    }
    if needs_name(said.dossier):
        first, _, last = said.name.partition(" ")
        found |= {
            "prs_FirstName": first or None,
            "prs_SecondName": last or None,
            "prs_Birthdate": said.birth_date.isoformat() if said.birth_date else None,
            # The standard's own field asks for a code of ISO 639-2; these are words.
            f"{OWN}language": said.language or None,
        }
    own = {
        "standard": f"HTCDS {HTCDS_VERSION} (IOM, CC BY 4.0), fields that begin with {OWN} are no part of it",
        "dossier": said.dossier,
        "number": number,
        "ground": said.ground or None,
        "birth_year": said.birth_date.year if said.birth_date else said.birth_year,
        "is_minor": said.is_minor,
        "is_dutch": said.is_dutch,
        "is_stateless": True if said.nationality == "stateless" else None,
        "region": said.region or None,
        "reporter": said.reporter or None,
        "exploitation_detail": "criminal exploitation" if "criminal" in said.forms else None,
    }
    found |= {f"{OWN}{key}": value for key, value in own.items()}
    return {key: value for key, value in found.items() if value is not None}


def _is_filled(said: Registration, field: str) -> bool:
    if field == "age_known":
        return bool(said.birth_date or said.birth_year or said.age)
    value = getattr(said, field)
    return value is not None and value not in ("", ())
