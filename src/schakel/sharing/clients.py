"""Who got what about one person, as that person is told it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs
from schakel.core import time
from schakel.people.models import Person
from schakel.sharing import rules
from schakel.sharing.contents import Given, Told, read_given
from schakel.sharing.models import Disclosure
from schakel.sharing.offer import Subject, identity_of, unseen_in
from schakel.sharing.queries import ClientLine, offer_of, rows_of_case, tellable
from schakel.sharing.states import DisclosureState
from schakel.vault import records
from schakel.vault.records import Destroyed


@dataclass(frozen=True)
class ClientPage:
    """Who got what about one person. `left_out` is how many disclosures hold data of the police, which they can ask for there."""

    subject: Subject
    lines: list[ClientLine]
    left_out: int
    # Other cases of the same person that are told of too.
    others: tuple[Case, ...] = ()


def client_page(case: Case, subject_id: uuid.UUID, viewer: User, *, handed: bool = False) -> ClientPage:
    """Who got what about one person who is or was in the case, or 404 (of a suspect too).

    From every case of theirs that the viewer sees; recorded in each as read, or as handed out.
    """
    subject = next((one for one in tellable(offer_of(case, viewer)) if one.id == str(subject_id)), None)
    if subject is None:
        raise Http404
    persons = [str(subject.person.pk)] if subject.person is not None else []
    tag = "disclosure:overview_given" if handed else "disclosure:overview_read"
    others = tuple(_others(case, subject, viewer))
    found: list[tuple[ClientLine, bool]] = []
    for one in (case, *others):
        record(tag, by=viewer, about=one, persons=persons)
        found += _told_in(one, subject, viewer)
    lines = sorted((line for line, _ in found if line.what), key=lambda line: line.given_on, reverse=True)
    return ClientPage(subject, lines, sum(is_held_back for _, is_held_back in found), others)


def _others(case: Case, subject: Subject, viewer: User) -> QuerySet[Case]:
    """The other cases of the same person that the viewer sees."""
    if subject.person is None:
        return Case.objects.none()
    theirs = Involvement.objects.filter(person__identity=subject.person.identity).exclude(role=InvolvedAs.SUSPECT)
    cases = Case.objects.filter(pk__in=theirs.values("case"), compartment__in=visible(viewer)).exclude(pk=case.pk)
    return cases.select_related("compartment").order_by("number")


def _told_in(case: Case, subject: Subject, viewer: User) -> Iterator[tuple[ClientLine, bool]]:
    """The lines of one case, the latest first, and whether something from the police is held back of each."""
    rows = list(rows_of_case(case).filter(given_at__isnull=False).order_by("-given_at", "id"))
    try:
        with records.at_hand([case.data_key]):
            given = [(row, said) for row in rows if (said := read_given(row)) is not None]
    except Destroyed:
        return
    known, unseen = _known_as(case, [said for _, said in given]), unseen_in(case, viewer)
    for row, said in given:
        about = [
            told
            for told in said.told
            if told.role != "suspect" and told.subject not in unseen and _whom(told, known) & set(subject.about)
        ]
        if about:
            yield _for_client(row, said, about)


def _known_as(case: Case, given: list[Given]) -> dict[str, str]:
    """By what everybody is known today: by their row, ended or not, and by what they were known by when it was given."""
    then = {one for said in given for one in said.about}
    people = Person.objects.filter(pk__in=then).values_list("pk", "identity")
    now = {str(row.pk): identity_of(row) for row in case.involvements.select_related("person")}
    return {str(pk): str(identity) for pk, identity in people} | now


def _whom(told: Told, known: dict[str, str]) -> set[str]:
    """Whom it is about as they are known today: descriptions are linked and unlinked after it was given."""
    if told.subject in known:
        return {known[told.subject]}
    return {known.get(one, one) for one in told.about}


def _for_client(row: Disclosure, given: Given, about: list[Told]) -> tuple[ClientLine, bool]:
    """The line, and whether something from the police is held back: they ask the police for that (Wpg art. 25)."""
    held_back = False
    what: list[str] = []
    for told in about:
        for label, _, categories in told.lines:
            if "police" in categories:
                held_back = True
            elif label not in what:
                what.append(label)
    if given.text and what:
        what.append("Een toelichting in woorden")
    book = rules.book()
    line = ClientLine(
        given_on=date.fromisoformat(given.given_on),
        organisation=given.organisation,
        what=tuple(what),
        why=book.purposes[given.purpose].client,
        because=book.grounds[given.ground].client,
        until=row.expires_on,
        recalled_on=row.ended_at.astimezone(time.REGION_ZONE).date()
        if row.state == DisclosureState.RECALLED and row.ended_at
        else None,
    )
    return line, held_back
