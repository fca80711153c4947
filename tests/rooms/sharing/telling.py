"""A case, somebody to tell, and a disclosure that lacks nothing, for the tests of disclosures."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases.life import people
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs, Outcome
from schakel.core import time
from schakel.intake.content import PersonDescription, ReporterCategory
from schakel.partners.kinds import Domain, OrganisationKind, Standing
from schakel.partners.models import Organisation
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import read
from schakel.sharing.actions import agreeing, drafts, giving
from schakel.sharing.contents import Agreement, Wording, read_draft
from schakel.sharing.models import Consent, Disclosure
from schakel.sharing.offer import on_offer
from schakel.sharing.queries import read_disclosure
from tests.rooms import chain
from tests.rooms.partners import known as partners

TODAY = date(2026, 11, 24)  # a Tuesday
PHONE, ADDRESS = "06 – 55 00 12 34", "Verzonnenstraat 7, Nergenshuizen"


def case_of(coordinator: User, judge: User, *, age: int = 27, category: str = ReporterCategory.OTHER) -> Case:
    """A new case about Marek, whom somebody of this category reported."""
    marek = PersonDetails(date(2026, 3, 1), name="Marek Nowak", low=age, high=age, phone=PHONE, address=ADDRESS)
    made = chain.person(
        marek,
        by=judge,
        content=chain.said(PersonDescription(name="Marek Nowak"), category=category),
        outcome=Outcome.NEW_CASE,
        coordinator=coordinator,
    )
    case: Case = made.involvements.select_related("case__compartment").get().case
    return case


def victim(case: Case) -> Involvement:
    """The row of whom the case is about."""
    (row,) = victims(case)
    return row


def victims(case: Case) -> list[Involvement]:
    """The rows of all whom it is about."""
    rows = case.involvements.filter(role=InvolvedAs.VICTIM).select_related("case", "person__report")
    return list(rows.order_by("created_at"))


def suspect(case: Case, by: User, name: str = "Boris Baas") -> Involvement:
    """Somebody whom the case keeps the victim safe from."""
    described = PersonDetails(TODAY, name=name, phone="06 – 99 99 99 99")
    return people.add(case=case, newcomer=Newcomer(details=described), role=InvolvedAs.SUSPECT, by=by)


def second_victim(case: Case, judge: User) -> Involvement:
    """Lena, of another report, whom the case is about as well."""
    lena = PersonDetails(TODAY, name="Lena Verzonnen", low=30, high=30, phone="06 – 88 88 88 88")
    made = chain.person(
        lena,
        by=judge,
        content=chain.said(PersonDescription(name="Lena Verzonnen")),
        outcome=Outcome.ADD_TO_CASE,
        case=case,
    )
    return case.involvements.select_related("case", "person__report").get(person=made)


def of_elsewhere(case: Case, judge: User) -> Involvement:
    """A brother who lives in another case of the same coordinator: who sees this case need not see him."""
    piotr = PersonDetails(TODAY, name="Piotr Nowak", phone="06 – 77 77 77 77")
    by = case.coordinator
    made = chain.person(
        piotr,
        by=judge,
        content=chain.said(PersonDescription(name="Piotr Nowak")),
        outcome=Outcome.NEW_CASE,
        coordinator=by,
    )
    return people.add(case=case, newcomer=Newcomer(made, relation="broer"), role=InvolvedAs.FAMILY, by=by)


def shelter(by: User, **changed: Any) -> Organisation:
    """A shelter that is a party."""
    return partners.organisation(by=by, **changed)


def third(by: User) -> Organisation:
    """A housing corporation: outside the parties."""
    return partners.organisation(
        by=by, name="Woningstichting Denkbeeld", domain=Domain.OTHER, kind=OrganisationKind.HOUSING,
        standing=Standing.THIRD, email="post@wonen.example",
    )  # fmt: skip


def key_of(row: Involvement, field: str) -> str:
    return f"{row.pk}:{field}"


def read_phone(row: Involvement) -> str:
    return read(row.person).phone if row.person is not None else ""


def whole(row: Involvement, **changed: Any) -> Wording:
    """Everything that is always asked: the name and the telephone number, on the ground of working together."""
    said = Wording(
        purpose="care",
        ground="cooperation",
        chosen=(key_of(row, "name"), *((key_of(row, "phone"),) if read_phone(row) else ())),
        necessity="De opvang moet hem kunnen bellen.",
        proportionality="Alleen zijn naam en nummer.",
        subsidiarity="Hij belt zelf niet.",
        expires_on=(time.today() + timedelta(days=60)).isoformat(),
    )
    return replace(said, **changed)


def for_third(**changed: Any) -> dict[str, Any]:
    """What the law asks besides, of somebody outside the parties."""
    return {
        "basis": "Zijn taak als verhuurder.", "committee": "approved", "committee_on": "2026-11-20",
        "objections": "nobody", "objections_asked_on": "2026-11-19",
    } | changed  # fmt: skip


def drafted(case: Case, to: Organisation, wording: Wording, *, by: User) -> Disclosure:
    """A draft with everything that stands in `wording`."""
    row = drafts.draft(
        case=case, organisation=to, purpose=wording.purpose, is_representative=wording.is_representative, by=by
    )
    write(row, wording, by=by)
    return row


def write(row: Disclosure, wording: Wording, *, by: User) -> None:
    row.refresh_from_db()
    drafts.change(disclosure=row, professional=None, wording=wording, revision=row.revision, by=by)
    row.refresh_from_db()


def given(case: Case, to: Organisation, wording: Wording, *, by: User) -> Disclosure:
    """Something that was told."""
    row = drafted(case, to, wording, by=by)
    giving.give(disclosure=row, how="secure_mail", by=by)
    row.refresh_from_db()
    return row


def read_by(row: Disclosure, colleague: User, *, by: User) -> None:
    """A colleague agrees with what is there."""
    giving.submit(disclosure=row, by=by)
    giving.approve(disclosure=row, digest=read_disclosure(row, colleague).digest, by=colleague)


def colleague_in(case: Case, role: Role = Role.CASE_COORDINATOR) -> User:
    """Somebody who takes part in the case."""
    user = chain.account(role)
    until = time.real_now() + timedelta(days=7)
    access.let_participate(compartment=case.compartment, user=user, need="Leest mee.", until=until, by=case.coordinator)
    return user


def agreed(case: Case, row: Involvement, *, by: User, purpose: str = "care", giver: str = "self") -> Consent:
    """A yes to one purpose."""
    agreement = Agreement(purpose, giver, "spoken", "" if giver == "self" else "Moeder Nowak")
    return agreeing.record_consent(case=case, row=row, agreement=agreement, said_on=time.today(), by=by)


def missing(row: Disclosure, viewer: User) -> list[str]:
    return list(read_disclosure(row, viewer).missing)


def wording_of(row: Disclosure) -> Wording:
    return read_draft(row)


def values(case: Case, viewer: User) -> dict[str, str]:
    """What there is to tell, by key."""
    return {datum.key: datum.value for subject in on_offer(case, viewer).subjects for datum in subject.data}


def victim_details(case: Case, viewer: User) -> PersonDetails:
    """What is known of whom the case is about."""
    person = victim(case).person
    assert person is not None
    return read(person)


def reported_again(judge: User, *, coordinator: User | None = None) -> Person:
    """Another description of Marek, that nobody linked yet; in a case of its own where somebody leads that."""
    known = PersonDetails(date(2026, 2, 1), name="Marek Nowak", low=27, high=27, phone=PHONE)
    content = chain.said(PersonDescription(name="Marek Nowak"))
    if coordinator is None:
        return chain.person(known, by=judge, content=content)
    return chain.person(known, by=judge, content=content, outcome=Outcome.NEW_CASE, coordinator=coordinator)
