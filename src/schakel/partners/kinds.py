"""What an organisation is: its domain, its kind, its place under the Wgs, and how an address was checked."""

from django.db import models


class Domain(models.TextChoices):
    CARE = "care", "zorg"
    SAFETY = "safety", "veiligheid"
    JUSTICE = "justice", "straf en recht"
    MUNICIPALITY = "municipality", "gemeente"
    OTHER = "other", "anders"


class OrganisationKind(models.TextChoices):
    POLICE = "police", "politie"
    PROSECUTION = "prosecution", "Openbaar Ministerie"
    MILITARY_POLICE = "military_police", "Koninklijke Marechaussee"
    LABOUR_INSPECTORATE = "labour_inspectorate", "Arbeidsinspectie"
    PROBATION = "probation", "reclassering"
    LAWYER = "lawyer", "advocaat"
    MUNICIPALITY = "municipality", "gemeente"
    SAFETY_HOUSE = "safety_house", "Zorg- en Veiligheidshuis"
    RIEC = "riec", "RIEC"
    NEIGHBOURHOOD_TEAM = "neighbourhood_team", "wijkteam"
    CARE_PROVIDER = "care_provider", "zorgaanbieder"
    MENTAL_HEALTH = "mental_health", "ggz"
    PUBLIC_HEALTH = "public_health", "GGD"
    SHELTER = "shelter", "opvang"
    YOUTH_PROTECTION = "youth_protection", "jeugdbescherming"
    SAFE_HOME = "safe_home", "Veilig Thuis"
    VICTIM_SUPPORT = "victim_support", "Slachtofferhulp"
    COMENSHA = "comensha", "CoMensha"
    REFUGEE_SUPPORT = "refugee_support", "asiel en vluchtelingen"
    INTERPRETER = "interpreter", "tolkdienst"
    EMPLOYER = "employer", "werkgever of uitzendbureau"
    HOUSING = "housing", "woningcorporatie"
    SCHOOL = "school", "school"
    OTHER = "other", "anders"


class Standing(models.TextChoices):
    """Whether it takes part under the Wgs by itself; a `derde` attends now and then and sees what it needs (Wgs 2.27)."""

    PARTY = "party", "Wgs-partij"
    THIRD = "third", "derde"


class How(models.TextChoices):
    """How somebody made sure that an address belongs to a professional; what they typed themselves proves nothing."""

    CALLED = "called", "gebeld op het nummer dat al bekend was"
    MET = "met", "persoonlijk gesproken"
    MAILED = "mailed", "antwoord gekregen vanaf dit e-mailadres"
