"""Reading partners, always for a viewer. What other rooms need stands first: one, its people, contact persons, choices."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.audit.record import record
from schakel.core import region
from schakel.core.region import Municipality
from schakel.partners import policies
from schakel.partners.described import CovenantFields, OrganisationFields, ProfessionalFields
from schakel.partners.kinds import OrganisationKind
from schakel.partners.models import ContactPerson, Covenant, NameToken, Organisation, Professional
from schakel.partners.names import key_of, words_of
from schakel.partners.sealing import (
    Known,
    domain_token,
    mail_token,
    read_professional,
    read_professionals,
    search_token,
    tokens_of_word,
)

# What can be asked about covenants.
WITHOUT_COVENANT, COVENANT_ENDS = "geen", "loopt-af"
MOST_ALIKE = 5


@dataclass(frozen=True)
class Town:
    """A municipality of the region and who to call there; nobody when there is no row, or when they left."""

    municipality: Municipality
    row: ContactPerson | None = None
    person: Known | None = None
    stand_in: Known | None = None

    @property
    def has_nobody(self) -> bool:
        """Whether there is nobody to call: none was named, or both left."""
        return not any(known is not None and known.is_active for known in (self.person, self.stand_in))


def organisation(viewer: User, organisation_id: uuid.UUID) -> Organisation:
    """One organisation, active or ended, or 404. Raises NotAllowed."""
    policies.check_reads(viewer)
    found = Organisation.objects.filter(pk=organisation_id).select_related("changed_by").first()
    if found is None:
        raise Http404
    return found


def professional(viewer: User, professional_id: uuid.UUID) -> Known:
    """One professional in words, or 404; recorded as a read. Raises NotAllowed."""
    policies.check_reads(viewer)
    row = _professionals().filter(pk=professional_id).first()
    if row is None:
        raise Http404
    record("partner:read", by=viewer, about=row.organisation, professionals=[row.id])
    return Known(row, read_professional(row))


def professionals_named(viewer: User, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Known]:
    """These professionals by id, active or not, for a page that names them; recorded. Raises NotAllowed."""
    policies.check_reads(viewer)
    wanted = set(ids)
    known = read_professionals(_professionals().filter(pk__in=wanted)) if wanted else []
    if known:
        record("partner:people_listed", by=viewer, professionals=[one.row.id for one in known])
    return {one.row.id: one for one in known}


def professionals_of(viewer: User, organisation: Organisation) -> list[Known]:
    """Everybody of an organisation, who left last; recorded as a read of it. Raises NotAllowed."""
    policies.check_reads(viewer)
    known = read_professionals(_professionals().filter(organisation=organisation))
    record("partner:read", by=viewer, about=organisation, professionals=[one.row.id for one in known])
    return known


def contact_persons(viewer: User, municipality: str = "") -> list[Town]:
    """Who to call, for every municipality of the region or for one (by its code); recorded. Raises NotAllowed."""
    policies.check_reads(viewer)
    rows = {row.municipality: row for row in ContactPerson.objects.select_related("changed_by")}
    towns = [town for town in region.current().municipalities if municipality in ("", town.code)]
    named = {one for row in rows.values() for one in (row.person_id, row.stand_in_id) if one}
    known = {one.row.id: one for one in read_professionals(_professionals().filter(pk__in=named))}
    told = [_town(town, rows.get(town.code), known) for town in towns]
    seen = [one.row.id for town in told for one in (town.person, town.stand_in) if one]
    record("partner:people_listed", by=viewer, professionals=seen)
    return told


def organisation_choices(viewer: User) -> list[tuple[str, str]]:
    """The active organisations for a select box: id and name. Raises NotAllowed."""
    policies.check_reads(viewer)
    rows = Organisation.objects.filter(ended_on=None).values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def professional_choices(
    viewer: User, organisation: Organisation | None = None, *, municipality: str = ""
) -> list[tuple[str, str]]:
    """The active professionals for a select box (id; name, function, organisation), of one organisation or municipality.

    Recorded, since names are shown. Raises NotAllowed.
    """
    chosen = professionals_to_choose(viewer, organisation, municipality=municipality)
    return [(str(row.id), words) for row, words in chosen]


def professionals_to_choose(
    viewer: User, organisation: Organisation | None = None, *, municipality: str = ""
) -> list[tuple[Professional, str]]:
    """The same as rows, for a form that needs them; recorded. Raises NotAllowed."""
    policies.check_reads(viewer)
    rows = _professionals().filter(ended_on=None, organisation__ended_on=None)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if municipality:
        of_town = Q(organisation__municipality=municipality, organisation__kind=OrganisationKind.MUNICIPALITY)
        rows = rows.filter(Q(municipality=municipality) | of_town)
    known = read_professionals(rows)
    record("partner:people_listed", by=viewer, professionals=[one.row.id for one in known])
    return [(one.row, f"{one.fields.title} ({one.row.organisation.name})") for one in known]


# What follows is for the pages of this room.


@dataclass(frozen=True)
class Asked:
    """What a list of organisations is asked for; an empty answer asks nothing."""

    name: str = ""
    domain: str = ""
    kind: str = ""
    municipality: str = ""
    standing: str = ""
    covenant: str = ""  # WITHOUT_COVENANT or COVENANT_ENDS
    unverified: bool = False
    is_ended: bool = False


@dataclass(frozen=True)
class Row:
    """An organisation in a list: how many work there, how many of these are to be checked, and its covenant of today."""

    organisation: Organisation
    people: int
    unchecked: int
    covenant: Covenant | None

    @property
    def covenant_ends_soon(self) -> bool:
        until = self.covenant.until_day if self.covenant else None
        return until is not None and until <= policies.covenant_warning_day()


def organisations(viewer: User, asked: Asked) -> QuerySet[Organisation]:
    """The organisations that are asked for, by name. Raises NotAllowed."""
    policies.check_reads(viewer)
    rows = Organisation.objects.filter(ended_on__isnull=not asked.is_ended)
    exact = {"domain": asked.domain, "kind": asked.kind, "municipality": asked.municipality, "standing": asked.standing}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in key_of(asked.name).split():
        rows = rows.filter(name_key__contains=word)
    if asked.covenant == WITHOUT_COVENANT:
        rows = rows.exclude(pk__in=Covenant.objects.filter(policies.covenant_in_force()).values("organisation"))
    elif asked.covenant == COVENANT_ENDS:
        rows = rows.filter(pk__in=[covenant.organisation_id for covenant in ending_covenants(viewer)])
    if asked.unverified:
        unchecked = Professional.objects.filter(policies.unverified(), ended_on=None)
        rows = rows.filter(pk__in=unchecked.values("organisation"))
    return rows


def rows_of(page: Iterable[Organisation]) -> list[Row]:
    """What a list says of these organisations, in three queries however many they are."""
    shown = list(page)
    here = Professional.objects.filter(organisation__in=shown, ended_on=None).order_by()
    counted = dict(here.values_list("organisation").annotate(Count("pk")))
    unchecked = dict(here.filter(policies.unverified()).values_list("organisation").annotate(Count("pk")))
    covenants: dict[uuid.UUID, Covenant] = {}
    for covenant in Covenant.objects.filter(policies.covenant_in_force(), organisation__in=shown):
        known = covenants.get(covenant.organisation_id)
        if known is None or _lasts(covenant) > _lasts(known):
            covenants[covenant.organisation_id] = covenant
    return [Row(one, counted.get(one.pk, 0), unchecked.get(one.pk, 0), covenants.get(one.pk)) for one in shown]


def ending_covenants(viewer: User) -> list[Covenant]:
    """The covenants that end within the profile's term and that none follows, the first to end first."""
    policies.check_reads(viewer)
    day = policies.covenant_warning_day()
    ending = Covenant.objects.filter(
        policies.covenant_in_force(), organisation__ended_on=None, until_day__lte=day
    ).select_related("organisation")
    later = Covenant.objects.filter(Q(until_day=None) | Q(until_day__gt=day))
    followed = set(later.values_list("organisation", flat=True))
    return sorted((one for one in ending if one.organisation_id not in followed), key=_lasts)


def count_unverified(viewer: User) -> int:
    """How many professionals nobody checked within the term."""
    policies.check_reads(viewer)
    here = Professional.objects.filter(policies.unverified(), ended_on=None, organisation__ended_on=None)
    return here.count()


def covenants_of(viewer: User, organisation: Organisation) -> list[Covenant]:
    """Every covenant with an organisation, the newest first."""
    policies.check_reads(viewer)
    return list(organisation.covenants.all())


def covenant(viewer: User, covenant_id: uuid.UUID) -> Covenant:
    """One covenant, or 404."""
    policies.check_reads(viewer)
    found = Covenant.objects.filter(pk=covenant_id).select_related("organisation", "changed_by").first()
    if found is None:
        raise Http404
    return found


def find_professionals(viewer: User, typed: str) -> list[Known]:
    """Everybody whose name has all these words; the search is recorded, never its words. Raises NotAllowed."""
    policies.check_reads(viewer)
    rows = _professionals()
    for word in words_of(typed):
        rows = rows.filter(pk__in=NameToken.objects.filter(token__in=tokens_of_word(word)).values("professional"))
    known = read_professionals(rows) if words_of(typed) else []
    record("partner:searched", by=viewer, query=search_token(typed), professionals=[one.row.id for one in known])
    return known


def named_as(name: str) -> Organisation | None:
    """The organisation with that name, an active one before one that was ended."""
    rows = Organisation.objects.filter(name_key=key_of(name)).order_by(F("ended_on").desc(nulls_first=True), "id")
    return rows.first()


def like_organisation(known: OrganisationFields, *, apart_from: uuid.UUID | None = None) -> list[Organisation]:
    """Organisations of the same name, or with mail at the same domain: perhaps this one is known already."""
    same = Q(name_key=key_of(known.name))
    token = domain_token(known.email)
    if token is not None:
        same |= Q(mail_token=token)
    found = Organisation.objects.filter(same)[: MOST_ALIKE + 1]
    return [one for one in found if one.pk != apart_from][:MOST_ALIKE]


def like_professional(
    known: ProfessionalFields, organisation: Organisation, *, apart_from: uuid.UUID | None = None
) -> list[Known]:
    """Professionals with the same mail address anywhere, or of the same name at this organisation."""
    token = mail_token(known.email)
    same = _professionals().filter(email_token=token) if token is not None else _professionals().none()
    here = read_professionals(_professionals().filter(organisation=organisation))
    found = read_professionals(same) + [one for one in here if key_of(one.fields.name) == key_of(known.name)]
    return list({one.row.id: one for one in found if one.row.id != apart_from}.values())


def contact_for_change(viewer: User, municipality: str) -> Town:
    """One municipality of the region, or 404."""
    found = contact_persons(viewer, municipality) if municipality else []
    if not found:
        raise Http404
    return found[0]


def covenant_fields(row: Covenant) -> CovenantFields:
    """A covenant as it is typed and compared."""
    return CovenantFields(row.covers, row.from_day, row.signed_on, row.until_day)


def towns_of(people: Iterable[Professional]) -> dict[uuid.UUID, list[str]]:
    """By professional, the municipalities for which they are contact person or stand-in, by name."""
    wanted = {one.pk for one in people}
    found: dict[uuid.UUID, list[str]] = {}
    for row in ContactPerson.objects.filter(Q(person__in=wanted) | Q(stand_in__in=wanted)):
        for one in wanted & {row.person_id, row.stand_in_id}:
            found.setdefault(one, []).append(region.current().municipality_name(row.municipality))
    return found


def _professionals() -> QuerySet[Professional]:
    return Professional.objects.select_related("organisation", "verified_by", "changed_by")


def _town(town: Municipality, row: ContactPerson | None, known: dict[uuid.UUID, Known]) -> Town:
    if row is None:
        return Town(town)
    person, stand_in = (known.get(one) if one else None for one in (row.person_id, row.stand_in_id))
    return Town(town, row, person, stand_in)


def _lasts(covenant: Covenant) -> date:
    return covenant.until_day or date.max
