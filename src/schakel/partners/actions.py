"""Keeping organisations, covenants, professionals and contact persons: each change names the version it was made from."""

from typing import TypeVar

from django.db import IntegrityError, transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import region, time
from schakel.partners import accounts, policies, sealing
from schakel.partners.described import CovenantFields, OrganisationFields, ProfessionalFields, differing
from schakel.partners.kinds import How
from schakel.partners.models import Changed, ContactPerson, Covenant, NameToken, Organisation, Professional
from schakel.partners.queries import covenant_fields

Kept = TypeVar("Kept", bound=Changed)


class SomebodyWasFirst(NotPossible):
    """Somebody else changed the row since it was read; nothing was stored, and nothing of theirs is lost."""


_FIRST = "Iemand anders heeft dit intussen gewijzigd. Hieronder staat wat er verschilt. Kies wat er moet staan."
_NOT_THEIRS = "Dit account hoort niet bij deze organisatie, of al bij iemand anders."


@transaction.atomic
def add(*, known: OrganisationFields, by: User) -> Organisation:
    """A new organisation. Raises NotAllowed."""
    policies.check_keeps(by)
    row = Organisation(changed_by=by)
    sealing.write_organisation(row, known)
    row.save(force_insert=True)
    record("partner:added", by=by, about=row)
    return row


@transaction.atomic
def change(*, organisation: Organisation, known: OrganisationFields, version: int, by: User) -> Organisation:
    """Replace what is known of an organisation. Raises NotAllowed; SomebodyWasFirst when it is not at that version."""
    policies.check_keeps(by)
    row = _at(Organisation, organisation, version)
    changed = differing(sealing.read_organisation(row), known)
    if changed:
        sealing.write_organisation(row, known)
        _save(row, by)
        record("partner:changed", by=by, about=row, version=row.version, fields=changed)
    return row


@transaction.atomic
def end(*, organisation: Organisation, by: User) -> None:
    """The centre no longer works with it, from today. What it did stays. Raises NotAllowed."""
    policies.check_keeps(by)
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if row.ended_on is None:
        row.ended_on = time.today()
        _save(row, by)
        record("partner:ended", by=by, about=row)


@transaction.atomic
def restore(*, organisation: Organisation, by: User) -> None:
    """The centre works with it again. Raises NotAllowed."""
    policies.check_keeps(by)
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if row.ended_on is not None:
        row.ended_on = None
        _save(row, by)
        record("partner:restored", by=by, about=row)


@transaction.atomic
def add_covenant(*, organisation: Organisation, known: CovenantFields, by: User) -> Covenant:
    """A covenant with an organisation. Raises NotAllowed, NotPossible."""
    policies.check_keeps(by)
    policies.check_is_active(organisation)
    _check_order(known)
    row = Covenant(organisation=organisation, changed_by=by)
    _fill(row, known)
    row.save(force_insert=True)
    record("covenant:added", by=by, about=row, organisation=organisation.id)
    return row


@transaction.atomic
def change_covenant(*, covenant: Covenant, known: CovenantFields, version: int, by: User) -> Covenant:
    """Correct a covenant, or end it on another day. Raises NotAllowed, NotPossible, SomebodyWasFirst."""
    policies.check_keeps(by)
    _check_order(known)
    row = _at(Covenant, covenant, version)
    changed = differing(covenant_fields(row), known)
    if changed:
        _fill(row, known)
        _save(row, by)
        record("covenant:changed", by=by, about=row, organisation=row.organisation_id, fields=changed)
    return row


@transaction.atomic
def add_professional(*, organisation: Organisation, known: ProfessionalFields, by: User) -> Professional:
    """Somebody who works there; nobody checked the addresses yet. Raises NotAllowed, NotPossible."""
    policies.check_keeps(by)
    policies.check_is_active(organisation)
    row = Professional(organisation=organisation, changed_by=by)
    sealing.write_professional(row, known)
    row.save(force_insert=True)
    _index(row, known)
    record("professional:added", by=by, about=row, organisation=organisation.id)
    return row


@transaction.atomic
def change_professional(
    *, professional: Professional, known: ProfessionalFields, version: int, by: User
) -> Professional:
    """Replace what is known of somebody; another address is unverified again. Raises NotAllowed, SomebodyWasFirst."""
    policies.check_keeps(by)
    row = _at(Professional, professional, version)
    before = sealing.read_professional(row)
    changed = differing(before, known)
    if not changed:
        return row
    sealing.write_professional(row, known)
    is_elsewhere = before.reaches_otherwise(known) and row.verified_at is not None
    if is_elsewhere:
        row.verified_at, row.verified_by, row.verified_how = None, None, ""
    _save(row, by)
    row.name_tokens.all().delete()
    _index(row, known)
    record("professional:changed", by=by, about=row, version=row.version, fields=changed, unverified=is_elsewhere)
    return row


@transaction.atomic
def verify(*, professional: Professional, how: How, version: int, by: User) -> Professional:
    """Somebody made sure that these addresses are theirs. Raises NotAllowed, NotPossible, SomebodyWasFirst."""
    policies.check_keeps(by)
    row = _at(Professional, professional, version)
    policies.check_can_be_reached(row)
    known = sealing.read_professional(row)
    if not (known.email or known.telephone):
        raise NotPossible("Er is geen e-mailadres of telefoonnummer om na te gaan. Vul dat eerst in.")
    if how == How.MAILED and not known.email:
        raise NotPossible("Er is geen e-mailadres bekend. Kies hoe u het wel bent nagegaan.")
    if how == How.CALLED and not known.telephone:
        raise NotPossible("Er is geen telefoonnummer bekend. Kies hoe u het wel bent nagegaan.")
    row.verified_at, row.verified_by, row.verified_how = time.now(), by, how
    _save(row, by)
    record("professional:verified", by=by, about=row, how=how, version=row.version)
    return row


@transaction.atomic
def link_account(*, professional: Professional, account: User | None, version: int, by: User) -> Professional:
    """This professional signs in with that account, or with none. Raises NotAllowed, NotPossible, SomebodyWasFirst."""
    policies.check_keeps(by)
    row = _at(Professional, professional, version)
    if account is not None:
        policies.check_can_be_reached(row)
        if account not in accounts.could_be(row):
            raise NotPossible(_NOT_THEIRS)
    before = row.account_id
    row.account = account
    try:
        with transaction.atomic():
            _save(row, by)
    except IntegrityError as error:
        # Somebody else got it by a moment: the constraint says so.
        raise NotPossible(_NOT_THEIRS) from error
    record("professional:account_linked", by=by, about=row, account=row.account_id, before=before)
    return row


@transaction.atomic
def end_professional(*, professional: Professional, by: User) -> None:
    """They no longer work there, from today. Raises NotAllowed."""
    policies.check_keeps(by)
    row = Professional.objects.select_for_update(of=("self",)).get(pk=professional.pk)
    if row.ended_on is None:
        row.ended_on = time.today()
        _save(row, by)
        record("professional:ended", by=by, about=row, organisation=row.organisation_id)


@transaction.atomic
def restore_professional(*, professional: Professional, by: User) -> None:
    """They are back; after an absence their addresses are checked anew. Raises NotAllowed."""
    policies.check_keeps(by)
    row = Professional.objects.select_for_update(of=("self",)).get(pk=professional.pk)
    if row.ended_on is not None:
        row.ended_on = None
        row.verified_at, row.verified_by, row.verified_how = None, None, ""
        _save(row, by)
        record("professional:restored", by=by, about=row, organisation=row.organisation_id)


@transaction.atomic
def name_contact(
    *, municipality: str, person: Professional | None, stand_in: Professional | None, version: int, by: User
) -> None:
    """Who to call in a municipality of the region, and who stands in; nobody takes the contact person away.

    `version` is 0 where there was nobody. Raises NotAllowed, NotPossible, SomebodyWasFirst.
    """
    policies.check_keeps(by)
    if municipality not in {town.code for town in region.current().municipalities}:
        raise NotPossible("Deze gemeente hoort niet bij de regio.")
    if person is None and stand_in is not None:
        raise NotPossible("Kies eerst een contactpersoon, en dan wie waarneemt.")
    if person is not None and person == stand_in:
        raise NotPossible("De contactpersoon kan niet voor zichzelf waarnemen. Kies iemand anders.")
    for one in (person, stand_in):
        if one is not None:
            policies.check_can_be_reached(one)
    row = ContactPerson.objects.select_for_update(of=("self",)).filter(municipality=municipality).first()
    if (row.version if row else 0) != version:
        raise SomebodyWasFirst(_FIRST)
    if row is not None:
        row.person, row.stand_in = person, stand_in
        _save(row, by)
    else:
        _first_contact(ContactPerson(municipality=municipality, person=person, stand_in=stand_in, changed_by=by))
    named = [one.id for one in (person, stand_in) if one]
    record("municipality:contact_named", by=by, municipality=municipality, professionals=named)


def _first_contact(row: ContactPerson) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        # Another one was named by a moment: the constraint says so.
        raise SomebodyWasFirst(_FIRST) from error


def _at(kind: type[Kept], seen: Kept, version: int) -> Kept:
    """The row as it stands now, held until the end of the change, if it still is the version that was seen."""
    manager = kind._default_manager  # noqa: SLF001  (Django's name for it)
    row = manager.select_for_update(of=("self",)).get(pk=seen.pk)
    if row.version != version:
        raise SomebodyWasFirst(_FIRST)
    return row


def _save(row: Changed, by: User) -> None:
    row.version += 1
    row.changed_at, row.changed_by = time.now(), by
    row.save()


def _fill(row: Covenant, known: CovenantFields) -> None:
    row.covers, row.signed_on, row.from_day, row.until_day = (
        known.covers,
        known.signed_on,
        known.from_day,
        known.until_day,
    )


def _check_order(known: CovenantFields) -> None:
    if known.until_day is not None and known.until_day < known.from_day:
        raise NotPossible("De laatste dag van het convenant ligt voor de eerste.")


def _index(row: Professional, known: ProfessionalFields) -> None:
    tokens = sealing.name_tokens(known.name)
    NameToken.objects.bulk_create(NameToken(professional=row, token=token) for token in tokens)
