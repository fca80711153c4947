"""Reading persons for a viewer, and proposing who is already known."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from schakel.access.compiled import Asked, asked_by, compiled
from schakel.access.models import Compartment, User
from schakel.access.policies import reads_whole_cases
from schakel.access.queries import ground_of, matchable, rule_of_sight, sees_any
from schakel.audit.record import record
from schakel.people import details as described
from schakel.people.details import PersonDetails
from schakel.people.models import Link, NameToken, Person
from schakel.people.names import normalise
from schakel.vault import records, tokens

_LABEL, _NAME = "person", "name"
_IS_OF_A_VICTIM = Q(compartment__kind=Compartment.Kind.ORDINARY)


@dataclass(frozen=True)
class Proposal:
    """Somebody already known who may be the same person, and what speaks for it. A human decides."""

    person: Person
    details: PersonDetails
    reason: str
    strength: int  # 2: name and birth year agree; 1: name agrees, a birth year is missing


def persons_for(viewer: User) -> QuerySet[Person]:
    """Every description of a person this viewer may see: none for a guest, who reads what was told of somebody."""
    is_staff = reads_whole_cases(viewer) and sees_any(viewer)
    return _persons_seen(viewer.role, asked_by(viewer.pk)) if is_staff else Person.objects.none()


def _persons_seen(role: str, asked: Asked) -> QuerySet[Person]:
    return Person.objects.filter(compartment__in=compiled(rule_of_sight, role, asked)).select_related("report")


def victims_for(viewer: User) -> QuerySet[Person]:
    """Those whom a search for a victim may reach: never what is kept of offenders or came from the police.

    Whoever may see such data finds them where they belong, not by looking for somebody else.
    """
    return persons_for(viewer).filter(_IS_OF_A_VICTIM)


def victims_seen(role: str, asked: Asked) -> QuerySet[Person]:
    """The same as a rule, for whoever `sees_any` and reads whole cases."""
    return _persons_seen(role, asked).filter(_IS_OF_A_VICTIM)


def person_for(viewer: User, person_id: uuid.UUID) -> Person:
    """One description, or 404."""
    person = persons_for(viewer).filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def same_person(viewer: User, identity: uuid.UUID) -> list[Person]:
    """All descriptions of one human being that this viewer may see, oldest first."""
    return list(persons_for(viewer).filter(identity=identity).order_by("report__received_at", "id"))


def links_among(people: Iterable[Person]) -> list[Link]:
    """The links in force between these descriptions."""
    ids = [person.id for person in people]
    return list(
        Link.objects.filter(one__in=ids, other__in=ids, undone_at=None).select_related("made_by").order_by("made_at")
    )


def link_for(viewer: User, link_id: uuid.UUID) -> Link:
    """A link, in force or taken back, between two descriptions that this viewer may see, or 404."""
    seen = persons_for(viewer)
    found = Link.objects.filter(pk=link_id, one__in=seen, other__in=seen).select_related("made_by").first()
    if found is None:
        raise Http404
    return found


def find_by_name(name: str, *, viewer: User) -> list[tuple[Person, PersonDetails]]:
    """Persons this viewer may see with that name or nickname, each once. The search is recorded, never its words."""
    wanted = normalise(name)
    tokened = tokened_as(name).values("person")
    found: dict[uuid.UUID, Person] = {}
    for person in victims_for(viewer).filter(pk__in=tokened).order_by("report__received_at", "id"):
        found.setdefault(person.identity, person)
    known = _combined(victims_for(viewer).filter(identity__in=found))
    record(
        "person:searched",
        by=viewer,
        query=tokens.token("search", wanted).hex(),
        persons=[person.id for person in found.values()],
    )
    return [(person, known[identity]) for identity, person in found.items() if not known[identity].is_destroyed]


def tokened_as(name: str) -> QuerySet[NameToken]:
    """The tokens of everybody with that name or nickname, whoever may see them: for a query that narrows it down."""
    return NameToken.objects.filter(token__in=tokens.every_token(_NAME, normalise(name)))


def read_recorded(person: Person, *, viewer: User) -> PersonDetails:
    """The description in words, for a page about this person."""
    record("person:read", by=viewer, about=person, authorisation=ground_of(viewer, person.compartment_id))
    return read(person)


def read(person: Person) -> PersonDetails:
    """The description in words, or one that says it was destroyed. Whoever shows it records that it was shown."""
    try:
        raw = records.decrypt(person.data_key, person.details, label=_LABEL, record_id=person.id)
    except records.Destroyed:
        return PersonDetails(person.created_at.date(), is_destroyed=True)
    return described.from_json(raw)


def read_all_recorded(people: Iterable[Person], *, viewer: User) -> list[tuple[Person, PersonDetails]]:
    """Several descriptions in words, for a page about these persons; each is recorded."""
    shown = read_all(people)
    for person, _ in shown:
        record("person:read", by=viewer, about=person, authorisation=ground_of(viewer, person.compartment_id))
    return shown


def read_all(people: Iterable[Person]) -> list[tuple[Person, PersonDetails]]:
    """These descriptions in words, their keys fetched together. Whoever shows them records it."""
    rows = list(people)
    with records.at_hand(person.data_key for person in rows):
        return [(person, read(person)) for person in rows]


def write(person: Person, details: PersonDetails) -> None:
    """Encrypt `details` into the row (the caller saves and records). Raises Destroyed when it was destroyed before."""
    if person.data_key is None:
        person.data_key = records.create_data_key()
    person.details = records.encrypt(person.data_key, described.to_json(details), label=_LABEL, record_id=person.id)


def mark_of(person: Person) -> str:
    """What tells one description of a person from the next: each is encrypted with another nonce, also in the same words."""
    return hashlib.sha256(person.details).hexdigest()


def name_tokens(details: PersonDetails) -> set[bytes]:
    """What a person will be found by: the normalised name and the nickname, keyed; other ones each time."""
    return {tokens.one_token(_NAME, name) for name in _names(details)}


def proposals(details: PersonDetails, *, viewer: User, apart_from: uuid.UUID | None = None) -> list[Proposal]:
    """Persons already known with the same normalised name and no other birth year, the strongest first.

    This is the one opening in the access rule (the match card): it also finds persons outside the viewer's cases, in
    every compartment that `access.queries.matchable` allows.
    """
    wanted = [token for name in _names(details) for token in tokens.every_token(_NAME, name)]
    allowed = matchable(viewer)
    found = NameToken.objects.filter(token__in=wanted, person__compartment__in=allowed)
    identities = set(found.values_list("person__identity", flat=True)) - {apart_from}
    rows = Person.objects.filter(identity__in=identities, compartment__in=allowed).select_related("compartment")
    first: dict[uuid.UUID, Person] = {}
    for person in rows:
        first.setdefault(person.identity, person)
    cards = [_weigh(details, known, first[identity]) for identity, known in _combined(rows).items()]
    return sorted((card for card in cards if card), key=lambda card: (-card.strength, str(card.person.id)))


def _names(details: PersonDetails) -> set[str]:
    return {normalise(details.name), normalise(details.nickname)} - {""}


def _combined(people: QuerySet[Person]) -> dict[uuid.UUID, PersonDetails]:
    """What is known of each human being among these descriptions, by identity."""
    groups: dict[uuid.UUID, list[PersonDetails]] = defaultdict(list)
    for person, details in read_all(people):
        groups[person.identity].append(details)
    return {identity: described.combine(group) for identity, group in groups.items()}


def _weigh(details: PersonDetails, known: PersonDetails, person: Person) -> Proposal | None:
    if known.is_destroyed:
        return None
    here, there = details.known_birth_year, known.known_birth_year
    if here is not None and there is not None:
        if here != there:
            return None
        return Proposal(person, known, "zelfde naam en geboortejaar", 2)
    return Proposal(person, known, "zelfde naam, geboortejaar niet van beiden bekend", 1)
