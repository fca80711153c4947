"""Creating persons from what was reported, correcting them, linking and unlinking."""

import uuid

from django.db import transaction

from schakel.access.models import Compartment, User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.core.turns import take_turn
from schakel.intake.models import Report
from schakel.people.details import PersonDetails
from schakel.people.models import Link, NameToken, Person
from schakel.people.queries import mark_of, name_tokens, write

_LINKING = uuid.uuid5(uuid.NAMESPACE_OID, "linking persons")


@transaction.atomic
def create(*, report: Report, details: PersonDetails, compartment: Compartment, by: User) -> Person:
    """A person out of what a report says about somebody."""
    person = Person(report=report, compartment=compartment)
    person.identity = person.id
    write(person, details)
    person.save(force_insert=True)
    _index(person, details)
    record("person:created", by=by, about=person, report=report.id)
    return person


class SomebodyWasFirst(NotPossible):
    """Somebody else corrected the person since the page was made; nothing was stored, and nothing of theirs is lost."""


@transaction.atomic
def correct(*, person: Person, details: PersonDetails, by: User, seen: str = "") -> None:
    """Replace what is known of a person; `seen` is the mark of what the page showed, if one did.

    Raises NotAllowed: whoever only takes part in a case changes no facts. And SomebodyWasFirst.
    """
    check_may(by, Permission.TRIAGE)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if seen and seen != mark_of(person):
        raise SomebodyWasFirst(
            "Iemand anders heeft dit intussen gewijzigd. Kijk wat er verschilt, en bewaar dan opnieuw."
        )
    write(person, details)
    person.save(update_fields=["details", "data_key"])
    person.name_tokens.all().delete()
    _index(person, details)
    record("person:corrected", by=by, about=person)


def wait_to_link(*people: Person) -> None:
    """Take turns with whoever else links, and hold these and whom they are linked with.

    Before anything is recorded: whoever corrects one of them holds it while they wait for the log.
    """
    take_turn(_LINKING)
    found = Person.objects.filter(identity__in={_identity_of(one) for one in people}).order_by("pk")
    list(found.select_for_update(of=("self",)).values_list("pk", flat=True))


@transaction.atomic
def link(*, one: Person, other: Person, by: User) -> Link:
    """Say that two descriptions are the same human being. Raises NotAllowed, and ValueError when they already are."""
    check_may(by, Permission.TRIAGE)
    wait_to_link(one, other)
    made = Link(one=one, other=other, made_by=by)
    # Since writers take turns, what follows sees every link made before, and works on whole groups.
    identities = {_identity_of(one), _identity_of(other)}
    if len(identities) == 1:
        raise ValueError("Dit is al dezelfde persoon.")
    made.save(force_insert=True)
    record("person:linked", by=by, about=one, other=other.id, link=made.id)
    _regroup(identities)
    return made


@transaction.atomic
def undo_link(*, link: Link, by: User) -> None:
    """Take a link back: whoever was one person only through it becomes two again. Raises ValueError when done before."""
    check_may(by, Permission.TRIAGE)
    wait_to_link(link.one)
    link = Link.objects.select_for_update(of=("self",)).select_related("one").get(pk=link.pk)
    if link.undone_at is not None:
        raise ValueError("Deze koppeling is al ongedaan gemaakt.")
    link.undone_by, link.undone_at = by, time.now()
    link.save()
    record("person:unlinked", by=by, about=link.one, other=link.other_id, link=link.id)
    _regroup({_identity_of(link.one)})


def _index(person: Person, details: PersonDetails) -> None:
    NameToken.objects.bulk_create(NameToken(person=person, token=token) for token in sorted(name_tokens(details)))


def _identity_of(person: Person) -> uuid.UUID:
    return Person.objects.values_list("identity", flat=True).get(pk=person.pk)


def _regroup(identities: set[uuid.UUID]) -> None:
    """Give every connected group of descriptions the id of its earliest member as identity."""
    members = list(Person.objects.filter(identity__in=identities).order_by("created_at", "id"))
    group = {member.id: member.id for member in members}

    def root(person_id: uuid.UUID) -> uuid.UUID:
        while group[person_id] != person_id:
            person_id = group[person_id]
        return person_id

    position = {member.id: number for number, member in enumerate(members)}
    for one, other in Link.objects.filter(one__in=members, undone_at=None).values_list("one", "other"):
        first, second = sorted((root(one), root(other)), key=position.__getitem__)
        group[second] = first
    for member in members:
        member.identity = root(member.id)
    Person.objects.bulk_update(members, ["identity"])
