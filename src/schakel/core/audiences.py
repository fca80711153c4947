"""For whom a training, material or mailing is."""

from django.db.models import TextChoices


class Audience(TextChoices):
    CARE = "care", "zorg en hulpverlening"
    MUNICIPALITY = "municipality", "gemeente"
    POLICE = "police", "politie, justitie en toezicht"
    SCHOOL = "school", "onderwijs en jongerenwerk"
    HOTEL = "hotel", "hotel en horeca"
    EMPLOYER = "employer", "werkgevers en uitzendbureaus"
    CHAIN = "chain", "ketenpartners"
    YOUNG = "young", "jongeren"
    PUBLIC = "public", "inwoners"
    OTHER = "other", "andere professionals"
