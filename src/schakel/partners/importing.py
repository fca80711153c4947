"""Reading a table of partners in: first what would happen, then all of it or nothing. And writing the table out."""

from dataclasses import dataclass, field
from itertools import zip_longest

from django.conf import settings
from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record, wait_for_chain
from schakel.partners import actions, policies, queries, sheet
from schakel.partners.described import CovenantFields, OrganisationFields, ProfessionalFields, differing
from schakel.partners.models import Covenant, Organisation, Professional
from schakel.partners.names import key_of
from schakel.partners.sealing import read_organisation, read_organisations, read_professionals


@dataclass
class Part:
    """What a table brings about one organisation. `known` is the one that is here already; it stays as it is."""

    fields: OrganisationFields
    known: Organisation | None = None
    professionals: list[ProfessionalFields] = field(default_factory=list)
    covenants: list[CovenantFields] = field(default_factory=list)
    passed_over: int = 0  # professionals and covenants that are here already
    names: set[str] = field(default_factory=set)  # of the professionals who are here, or came by earlier in the table
    agreed: list[CovenantFields] = field(default_factory=list)  # the same for covenants
    alike: list[Organisation] = field(default_factory=list)
    is_different: bool = False  # here with other words than the table's

    @property
    def brings_something(self) -> bool:
        return self.known is None or bool(self.professionals or self.covenants)


@dataclass(frozen=True)
class Plan:
    """What reading a table in would do; nothing at all while there are problems."""

    parts: list[Part]
    problems: list[str]

    @property
    def organisations(self) -> int:
        return sum(part.known is None for part in self.parts)

    @property
    def professionals(self) -> int:
        return sum(len(part.professionals) for part in self.parts)

    @property
    def covenants(self) -> int:
        return sum(len(part.covenants) for part in self.parts)

    @property
    def is_empty(self) -> bool:
        return not any(part.brings_something for part in self.parts)


def plan(text: str, *, by: User) -> Plan:
    """What a table would add. Raises NotAllowed, and sheet.WrongTable for one that can't be read at all."""
    policies.check_keeps(by)
    table = sheet.read(text)
    parts: dict[str, Part] = {}
    for entry in table.entries:
        key = key_of(entry.organisation.name)
        if key not in parts:
            parts[key] = _part(entry.organisation)
        _add(parts[key], entry)
    problems = list(table.problems)
    problems += [
        f"De samenwerking met {part.known.name} is beëindigd. Neem die eerst weer op, of haal de regels weg."
        for part in parts.values()
        if part.known is not None and part.known.ended_on is not None and part.brings_something
    ]
    return Plan(list(parts.values()), problems)


@transaction.atomic
def store(text: str, *, by: User) -> Plan:
    """Add everything that the table brings and that is not here yet; what was done. Raises as `plan`, and NotPossible."""
    # Two tables with the same organisation, stored at once, would both bring it: the second waits for the first.
    wait_for_chain(settings.SCHAKEL_DOOR)
    made = plan(text, by=by)
    if made.problems:
        raise NotPossible("Er klopt iets niet in het bestand. Er is niets bewaard.")
    for part in made.parts:
        here = part.known or actions.add(known=part.fields, by=by)
        for known in part.professionals:
            actions.add_professional(organisation=here, known=known, by=by)
        for covenant in part.covenants:
            actions.add_covenant(organisation=here, known=covenant, by=by)
    record(
        "partner:imported",
        by=by,
        organisations=made.organisations,
        professionals=made.professionals,
        covenants=made.covenants,
    )
    return made


def export(*, by: User) -> bytes:
    """The table of every active organisation with its active professionals and its covenants. Raises NotAllowed."""
    policies.check_keeps(by)
    active = read_organisations(Organisation.objects.filter(ended_on=None))
    people = read_professionals(
        Professional.objects.filter(ended_on=None, organisation__ended_on=None).select_related("organisation")
    )
    covenants = list(Covenant.objects.filter(organisation__ended_on=None))
    entries = []
    for row, known in active:
        who = [one.fields for one in people if one.row.organisation_id == row.pk]
        agreed = [queries.covenant_fields(one) for one in covenants if one.organisation_id == row.pk]
        pairs = list(zip_longest(who, agreed)) or [(None, None)]
        entries += [sheet.Entry(0, known, one, covenant) for one, covenant in pairs]
    record("partner:exported", by=by, organisations=len(active), professionals=len(people))
    return sheet.write(entries)


def _part(said: OrganisationFields) -> Part:
    known = queries.named_as(said.name)
    if known is None:
        return Part(said, alike=queries.like_organisation(said))
    people = read_professionals(known.professionals.select_related("organisation"))
    return Part(
        said,
        known,
        names={key_of(one.fields.name) for one in people},
        agreed=[queries.covenant_fields(one) for one in known.covenants.all()],
        is_different=_says_otherwise(said, read_organisation(known)),
    )


def _says_otherwise(said: OrganisationFields, here: OrganisationFields) -> bool:
    """Whether the table has another value; what it leaves empty says nothing."""
    return any(getattr(said, name) for name in differing(said, here) if name != "name")


def _add(part: Part, entry: sheet.Entry) -> None:
    """Put what a row says beside what is there already, in the table and here."""
    who, covenant = entry.professional, entry.covenant
    if who is not None and key_of(who.name) in part.names:
        part.passed_over += 1
    elif who is not None:
        part.names.add(key_of(who.name))
        part.professionals.append(who)
    if covenant is not None and covenant in part.agreed:
        part.passed_over += 1
    elif covenant is not None:
        part.agreed.append(covenant)
        part.covenants.append(covenant)
