"""The demo's partners: invented organisations and people of the region, covenants, and who to call in each municipality."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

from anyascii import anyascii
from django.db import transaction

from schakel.access.models import User
from schakel.core import region, time
from schakel.partners import actions
from schakel.partners.described import CovenantFields, OrganisationFields, ProfessionalFields
from schakel.partners.kinds import Domain, How, OrganisationKind, Standing
from schakel.partners.models import Organisation, Professional

_FIRST = ("Aïcha", "Bart", "Carmen", "Daniël", "Els", "Fatih", "Greetje", "Harm", "Ilse", "Joris", "Kübra", "Lars", "Mieke")  # fmt: skip
_LAST = ("Bedacht", "Verzinsel", "Fantasie", "van Nergens", "Denkbeeld", "Proefman", "Schijnbaar", "ten Onrechte", "Nietecht", "van der Verzonnen", "Gefingeerd")  # fmt: skip
_WITHOUT_CONTACT = ("GM0183", "GM1774")
_A_YEAR = timedelta(days=365)

# Name, kind, domain, standing, where, the functions of its people, and what its covenant is about (none: no covenant).
_PARTY, _THIRD = Standing.PARTY, Standing.THIRD
_ORGANISATIONS: tuple[tuple[str, OrganisationKind, Domain, Standing, str, tuple[str, ...], str], ...] = (
    ("Politie Eenheid Voorbeeld", OrganisationKind.POLICE, Domain.JUSTICE, _PARTY, "", ("AVIM, operationeel specialist", "AVIM, teamchef", "wijkagent mensenhandel"), "delen van signalen over mensenhandel"),
    ("Openbaar Ministerie Voorbeeld", OrganisationKind.PROSECUTION, Domain.JUSTICE, _PARTY, "", ("officier van justitie mensenhandel", "parketsecretaris"), "delen van signalen over mensenhandel"),
    ("Marechaussee Grensteam Verzonnen", OrganisationKind.MILITARY_POLICE, Domain.JUSTICE, _PARTY, "", ("rechercheur migratiecriminaliteit",), ""),
    ("Arbeidsinspectie Team Proef", OrganisationKind.LABOUR_INSPECTORATE, Domain.JUSTICE, _THIRD, region.ELSEWHERE, ("inspecteur arbeidsuitbuiting",), ""),
    ("Reclassering De Nieuwe Bladzijde", OrganisationKind.PROBATION, Domain.JUSTICE, _PARTY, "", ("reclasseringswerker",), "afspraken bij de daderaanpak"),
    ("Zorg- en Veiligheidshuis Voorbeeld", OrganisationKind.SAFETY_HOUSE, Domain.SAFETY, _PARTY, "", ("procesregisseur", "manager"), "procesregie bij complexe casuïstiek"),
    ("RIEC Denkbeeldig Oosten", OrganisationKind.RIEC, Domain.SAFETY, _PARTY, "", ("accountmanager", "jurist"), "bestuurlijke aanpak van uitbuiting"),
    ("Veilig Thuis Voorbeeld", OrganisationKind.SAFE_HOME, Domain.CARE, _PARTY, "", ("vertrouwensarts", "medewerker advies en melding"), "afstemmen van meldingen"),
    ("Opvang De Denkbeeldige Haven", OrganisationKind.SHELTER, Domain.CARE, _PARTY, "", ("zorgcoördinator", "teamleider opvang", "maatschappelijk werker"), "opvang van slachtoffers"),
    ("Stichting Jeugdbescherming De Brug", OrganisationKind.YOUTH_PROTECTION, Domain.CARE, _PARTY, "", ("jeugdbeschermer", "gedragswetenschapper"), ""),
    ("GGZ Het Stille Water", OrganisationKind.MENTAL_HEALTH, Domain.CARE, _PARTY, "", ("psychiater", "casemanager trauma"), "voorrang bij traumazorg"),
    ("CoMensha (voorbeeld)", OrganisationKind.COMENSHA, Domain.CARE, _THIRD, region.ELSEWHERE, ("medewerker aanmelding",), "aanmelden van slachtoffers"),
    ("Wijkteam De Verzonnen Wijk", OrganisationKind.NEIGHBOURHOOD_TEAM, Domain.CARE, _PARTY, "GM0153", ("wijkcoach", "wijkcoach jeugd"), ""),
    ("Advocatenkantoor Fictief & Recht", OrganisationKind.LAWYER, Domain.JUSTICE, _THIRD, "GM0164", ("slachtofferadvocaat", "advocaat vreemdelingenrecht"), ""),
    ("Tolkdienst Alle Talen", OrganisationKind.INTERPRETER, Domain.OTHER, _THIRD, region.ELSEWHERE, ("planner",), "tolken binnen een dag"),
    ("Uitzendbureau Eerlijk Werk", OrganisationKind.EMPLOYER, Domain.OTHER, _THIRD, "GM0141", ("vertrouwenspersoon",), ""),
    ("Het Voorbeeldcollege", OrganisationKind.SCHOOL, Domain.OTHER, _THIRD, "GM0164", ("zorgcoördinator", "verzuimbegeleider"), ""),
)  # fmt: skip


@transaction.atomic
def introduce(staff: dict[str, User]) -> None:
    """Do it as the staff would: a coordinator keeps the chain, the analyst the municipalities and the covenants."""
    _Chain(staff, time.today()).introduce()


class _Chain:
    """The partners in the making. `today` is the demo's day, whatever day is being lived through."""

    def __init__(self, staff: dict[str, User], today: date) -> None:
        self._staff, self._today = staff, today
        self._names = _names()
        self._people: list[Professional] = []

    def introduce(self) -> None:
        with time.travel(_morning(self._today - 2 * _A_YEAR)):
            self._organisations(self._staff["tarik"])
        with time.travel(_morning(self._today - _A_YEAR)):
            self._municipalities(self._staff["bram"])
        self._verify()

    def _organisations(self, keeper: User) -> None:
        for number, (name, kind, domain, standing, town, functions, covers) in enumerate(_ORGANISATIONS):
            known = OrganisationFields(name, domain, kind, standing, town, **_reached(name, number))
            here = actions.add(known=known, by=keeper)
            if covers:
                # The first one ends soon, and nobody made the next.
                ends = self._today + (timedelta(days=45) if number == 0 else 2 * _A_YEAR)
                actions.add_covenant(organisation=here, known=_covenant(covers, ends), by=keeper)
            for function in functions:
                self._employ(here, function, keeper)

    def _municipalities(self, keeper: User) -> None:
        """In most of them there is somebody to call, in half of these with a stand-in."""
        for number, town in enumerate(region.current().municipalities):
            name, kind = f"Gemeente {town.name}", OrganisationKind.MUNICIPALITY
            reached = _reached(name, 40 + number)
            known = OrganisationFields(name, Domain.MUNICIPALITY, kind, Standing.PARTY, town.code, **reached)
            here = actions.add(known=known, by=keeper)
            agreed = _covenant("regionale aanpak van mensenhandel", self._today + 2 * _A_YEAR)
            actions.add_covenant(organisation=here, known=agreed, by=keeper)
            first = self._employ(here, "aandachtsfunctionaris mensenhandel", keeper, town.code)
            other = self._employ(here, "adviseur openbare orde en veiligheid", keeper, town.code)
            if town.code not in _WITHOUT_CONTACT:
                stand_in = other if number % 2 == 0 else None
                actions.name_contact(municipality=town.code, person=first, stand_in=stand_in, version=0, by=keeper)

    def _employ(self, here: Organisation, function: str, by: User, town: str = "") -> Professional:
        name, number = next(self._names), len(self._people)
        mail = f"{anyascii(name).lower().replace(' ', '.')}@{_domain(here.name)}"
        known = ProfessionalFields(name, function, mail, f"06 – 00 00 {number:02d} 00", town)
        self._people.append(actions.add_professional(organisation=here, known=known, by=by))
        return self._people[-1]

    def _verify(self) -> None:
        """Most were made sure of this year, some too long ago, some never."""
        for number, professional in enumerate(self._people):
            if number % 5 == 4:
                continue
            ago = 420 if number % 8 == 7 and not professional.municipality else 20 + 5 * number
            keeper = "bram" if professional.municipality else ("tarik", "petra")[number % 2]
            with time.travel(_morning(self._today - timedelta(days=ago))):
                how = list(How)[number % len(How)]
                actions.verify(professional=professional, how=how, version=1, by=self._staff[keeper])


def _names() -> Iterator[str]:
    """Invented names, all different for as long as anybody needs: the lengths of the two lists share no factor."""
    for number in count():
        yield f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]}"


def _reached(name: str, number: int) -> dict[str, str]:
    domain = _domain(name)
    return {"email": f"info@{domain}", "telephone": f"088 – 000 {number:02d} 00", "website": f"www.{domain}"}


def _domain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())[:30] + ".example"


def _covenant(covers: str, until: date) -> CovenantFields:
    begin = date(until.year - 4, 1, 1)
    return CovenantFields(covers, begin, begin - timedelta(days=20), until)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 15, tzinfo=time.REGION_ZONE)
