"""Partners as tests know them: an organisation with somebody who works there, and a covenant."""

from datetime import date, timedelta
from typing import Any

from schakel.access.models import User
from schakel.core import time
from schakel.partners import actions
from schakel.partners.described import CovenantFields, OrganisationFields, ProfessionalFields
from schakel.partners.kinds import Domain, OrganisationKind, Standing
from schakel.partners.models import Covenant, Organisation, Professional

HENGELO, ALMELO = "GM0164", "GM0141"


def haven(**changed: Any) -> OrganisationFields:
    """What is known of a shelter that does not exist."""
    fields = {
        "name": "Opvang De Haven", "domain": Domain.CARE, "kind": OrganisationKind.SHELTER, "standing": Standing.PARTY,
        "email": "info@haven.example", "telephone": "088 – 000 11 11",
    }  # fmt: skip
    return OrganisationFields(**(fields | changed))


def organisation(*, by: User, **changed: Any) -> Organisation:
    return actions.add(known=haven(**changed), by=by)


def ilse(**changed: Any) -> ProfessionalFields:
    """What is known of somebody who does not exist."""
    fields = {"name": "Ilse Bedacht", "function": "zorgcoördinator", "email": "ilse@haven.example", "telephone": "06 – 00 00 00 01"}  # fmt: skip
    return ProfessionalFields(**(fields | changed))


def professional(here: Organisation, *, by: User, **changed: Any) -> Professional:
    return actions.add_professional(organisation=here, known=ilse(**changed), by=by)


def covenant(here: Organisation, *, by: User, ends_in: int | None = 400, begins: date | None = None) -> Covenant:
    """A covenant that ends so many days from today (never, if None)."""
    until = None if ends_in is None else time.today() + timedelta(days=ends_in)
    known = CovenantFields("opvang van slachtoffers", begins or time.today() - timedelta(days=100), until_day=until)
    return actions.add_covenant(organisation=here, known=known, by=by)


def ids(*, by: User) -> dict[str, Any]:
    """One of everything, by the names that addresses give them."""
    here = organisation(by=by)
    return {
        "organisation_id": here.id, "professional_id": professional(here, by=by).id,
        "covenant_id": covenant(here, by=by).id, "municipality_code": HENGELO,
    }  # fmt: skip


def posted(fields: OrganisationFields | ProfessionalFields, **changed: Any) -> dict[str, Any]:
    """What the form sends for these fields."""
    return {**vars(fields), "version": 0} | changed
