"""What is known of an organisation, a professional and a covenant: what is typed, compared, and partly encrypted."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

# How to reach an organisation says where a shelter is; it is encrypted, as everything about a professional is.
ORGANISATION_SEALED = ("email", "telephone", "address", "website")
PROFESSIONAL_SEALED = ("name", "function", "email", "telephone")


@dataclass(frozen=True)
class OrganisationFields:
    """An organisation; `municipality` is a code of the profile, "elsewhere", or "" for the whole region."""

    name: str
    domain: str
    kind: str
    standing: str
    municipality: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    website: str = ""


@dataclass(frozen=True)
class ProfessionalFields:
    """Somebody who works at an organisation; `municipality` is where they work, if it is one."""

    name: str
    function: str = ""
    email: str = ""
    telephone: str = ""
    municipality: str = ""

    @property
    def title(self) -> str:
        """How a list calls them: name and function."""
        return f"{self.name}, {self.function}" if self.function else self.name

    def reaches_otherwise(self, other: "ProfessionalFields") -> bool:
        """Whether the other is reached at another address: then what was checked no longer holds."""
        return (self.email.lower(), self.telephone) != (other.email.lower(), other.telephone)


@dataclass(frozen=True)
class CovenantFields:
    """What was agreed, signed on, and in force from a day until a day (none: until it is ended)."""

    covers: str
    from_day: date
    signed_on: date | None = None
    until_day: date | None = None


Fields = OrganisationFields | ProfessionalFields | CovenantFields


def sealed_part(known: OrganisationFields | ProfessionalFields) -> dict[str, Any]:
    """What of it is encrypted, as JSON can hold it."""
    names = ORGANISATION_SEALED if isinstance(known, OrganisationFields) else PROFESSIONAL_SEALED
    return {name: value for name, value in asdict(known).items() if name in names}


def differing(one: Fields, other: Fields) -> list[str]:
    """The names of the fields in which two descriptions of one kind differ."""
    return [field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)]
