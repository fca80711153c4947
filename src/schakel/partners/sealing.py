"""Between the rows and what they say: the encrypted parts of an organisation and of a professional."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from schakel.partners.described import OrganisationFields, ProfessionalFields, sealed_part
from schakel.partners.models import Organisation, Professional
from schakel.partners.names import key_of, mail_domain, words_of
from schakel.partners.policies import is_verified
from schakel.vault import records, tokens

_ORGANISATION, _PROFESSIONAL = "partner organisation", "partner professional"
_DOMAIN, _MAIL, _WORD = "partner mail domain", "partner mail", "partner name"


@dataclass(frozen=True)
class Known:
    """A professional in words."""

    row: Professional
    fields: ProfessionalFields

    @property
    def is_active(self) -> bool:
        """Whether they still work there, and the centre still works with their organisation."""
        return self.row.ended_on is None and self.row.organisation.ended_on is None

    @property
    def is_verified(self) -> bool:
        return is_verified(self.row)


def read_organisation(row: Organisation) -> OrganisationFields:
    """What is known of an organisation. Whoever shows it records that it was shown."""
    return OrganisationFields(
        name=row.name,
        domain=row.domain,
        kind=row.kind,
        standing=row.standing,
        municipality=row.municipality,
        **_opened(row, _ORGANISATION),
    )


def read_professional(row: Professional) -> ProfessionalFields:
    """What is known of a professional; their name says so when it was destroyed. Whoever shows it records that."""
    said = _opened(row, _PROFESSIONAL) or {"name": records.DESTROYED}
    return ProfessionalFields(municipality=row.municipality, **said)


def called(row: Professional) -> str:
    """How a page names somebody of elsewhere: name, function and organisation. Whoever shows it records that."""
    return f"{read_professional(row).title} ({row.organisation.name})"


def read_organisations(rows: Iterable[Organisation]) -> list[tuple[Organisation, OrganisationFields]]:
    """Many organisations, their keys fetched together."""
    every = list(rows)
    with records.at_hand(row.data_key for row in every):
        return [(row, read_organisation(row)) for row in every]


def read_professionals(rows: Iterable[Professional]) -> list[Known]:
    """Many professionals in words, by name; their keys fetched together."""
    every = list(rows)
    with records.at_hand(row.data_key for row in every):
        known = [Known(row, read_professional(row)) for row in every]
    return sorted(known, key=lambda one: (not one.is_active, key_of(one.fields.name), str(one.row.id)))


def write_organisation(row: Organisation, known: OrganisationFields) -> None:
    """Put what is known into the row; the caller saves and records. Raises Destroyed."""
    row.name, row.name_key = known.name, key_of(known.name)
    row.domain, row.kind, row.standing, row.municipality = known.domain, known.kind, known.standing, known.municipality
    _seal(row, known, _ORGANISATION)
    row.mail_token = domain_token(known.email)


def write_professional(row: Professional, known: ProfessionalFields) -> None:
    """Put what is known into the row; the caller saves, indexes and records. Raises Destroyed."""
    row.municipality = known.municipality
    _seal(row, known, _PROFESSIONAL)
    row.email_token = mail_token(known.email)


def domain_token(address: str) -> bytes | None:
    """What an organisation with mail at this domain is found by; None where the domain tells nothing."""
    domain = mail_domain(address)
    return tokens.token(_DOMAIN, domain) if domain else None


def mail_token(address: str) -> bytes | None:
    """What a professional with this mail address is found by."""
    return tokens.token(_MAIL, address.lower()) if address else None


def name_tokens(name: str) -> list[bytes]:
    """What a professional will be found by: a token of each word of the name, other ones each time."""
    return [tokens.one_token(_WORD, word) for word in sorted(words_of(name))]


def tokens_of_word(word: str) -> list[bytes]:
    """Every token that a word of a name can stand under."""
    return tokens.every_token(_WORD, word)


def search_token(typed: str) -> str:
    """What the log keeps of a search."""
    return tokens.token("search", key_of(typed)).hex()


def _opened(row: Organisation | Professional, label: str) -> dict[str, Any]:
    try:
        said: dict[str, Any] = records.decrypt(row.data_key, row.details, label=label, record_id=row.id)
    except records.Destroyed:
        return {}
    return said


def _seal(row: Organisation | Professional, known: OrganisationFields | ProfessionalFields, label: str) -> None:
    if row.data_key is None:
        row.data_key = records.create_data_key()
    row.details = records.encrypt(row.data_key, sealed_part(known), label=label, record_id=row.id)
