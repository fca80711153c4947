"""A registration with CoMensha: what is missing, what blocks it, and its shape as HTCDS."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schakel.methods import comensha
from schakel.methods.comensha import Dossier, Registration

FULL = Registration(
    dossier="registration", ground="task", name="Ana Bos", birth_year=2004, is_minor=False, gender="woman",
    nationality="BG", forms=("labour",), reporter="wijkteam", region="Twente",
)  # fmt: skip


def test_a_registration_that_is_complete_is_blocked_by_nothing() -> None:
    assert comensha.missing(FULL) == []
    assert comensha.blocked_by(FULL) == []


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"forms": ()}, "sector: vorm van uitbuiting"),
        ({"nationality": ""}, "nationaliteit"),
        ({"birth_year": None}, "geboortedatum, geboortejaar of leeftijd"),
        ({"is_minor": None}, "minderjarig of niet"),
        ({"gender": ""}, "man of vrouw"),
        ({"reporter": ""}, "wie meldde"),
        ({"region": ""}, "regio"),
        ({"ground": ""}, "waarop de registratie rust"),
    ],
)
def test_what_is_missing_is_named(change: dict[str, object], name: str) -> None:
    assert comensha.missing(replace(FULL, **change)) == [name]


def test_what_was_asked_and_is_not_known_is_filled_in() -> None:
    assert (
        comensha.missing(replace(FULL, gender="unknown", nationality="unknown", birth_year=None, age="rond 20")) == []
    )


def test_shelter_asks_more_and_consent_and_counting_does_not() -> None:
    asked = replace(FULL, dossier=Dossier.SHELTER.key)
    assert comensha.missing(asked) == ["taal", "wat voor opvang er nodig is", "wat er voor de veiligheid nodig is"]
    filled = replace(asked, language="Bulgaars", shelter_need="Veilig huis.", safety="Adres geheim.")
    assert comensha.blocked_by(filled) == ["Voor opvang is toestemming nodig. Leg die eerst vast."]
    assert comensha.blocked_by(replace(filled, consent_on=date(2026, 11, 20))) == []
    assert comensha.missing(replace(FULL, dossier=Dossier.ADVICE.key)) == ["de vraag aan CoMensha"]


def test_consent_as_ground_must_be_there() -> None:
    assert comensha.blocked_by(replace(FULL, ground="consent")) == [
        "De grond is toestemming, en die is niet vastgelegd."
    ]


def htcds(said: Registration) -> dict[str, object]:
    return comensha.as_htcds(said, number="CM-1", case_state="Active", sent_on=date(2026, 11, 20), centre="Centrum")


def test_counting_carries_no_name_and_no_birth_date() -> None:
    sent = htcds(replace(FULL, birth_date=date(2004, 5, 6)))
    assert "Ana" not in str(sent)
    assert "2004-05-06" not in str(sent)
    assert sent["x_schakel_birth_year"] == 2004
    assert sent["prs_Citizenship"] == "BG"
    assert sent["con_Consent"] is False


def test_shelter_carries_the_name() -> None:
    sent = htcds(replace(FULL, dossier=Dossier.SHELTER.key, birth_date=date(2004, 5, 6), consent_on=date(2026, 11, 1)))
    assert (sent["prs_FirstName"], sent["prs_SecondName"], sent["prs_Birthdate"]) == ("Ana", "Bos", "2004-05-06")
    assert sent["cas_ReasonForOutgoingReferral"] == "AdditionalServicesRequired"


def test_criminal_exploitation_has_no_code_and_is_told_beside_it() -> None:
    sent = htcds(replace(FULL, forms=("criminal", "labour")))
    assert sent["vic_TypeOfExploitation"] == "ForcedLabour;Other"
    assert sent["x_schakel_exploitation_detail"] == "criminal exploitation"


def test_what_is_not_known_is_left_out() -> None:
    assert "prs_Citizenship" not in htcds(replace(FULL, nationality="unknown"))
    assert "x_schakel_is_dutch" not in htcds(replace(FULL, nationality="unknown"))


# The field names and codes of HTCDS 2.0 that are used here, from the field list of IOM (UNMigration/HTCDS, CC BY 4.0).
STANDARD = Path(__file__).with_name("htcds_fields.csv")


def test_every_field_and_code_is_one_of_the_standard() -> None:
    with STANDARD.open(encoding="utf-8", newline="") as file:
        codes = {row["field"]: set(filter(None, row["codes"].split(";"))) for row in csv.DictReader(file)}
    shelter = replace(
        FULL, dossier=Dossier.SHELTER.key, birth_date=date(2004, 5, 6), forms=("sexual", "labour", "criminal", "organ")
    )
    for gender in ("woman", "man", "other", "unknown"):
        for status in ("possible", "confirmed", "not_a_victim"):
            for field, value in htcds(replace(shelter, gender=gender, status=status)).items():
                if field.startswith(comensha.OWN):
                    continue
                assert field in codes, field
                assert not codes[field] or set(str(value).split(";")) <= codes[field], field
