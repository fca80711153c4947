"""Fills the demo: an invented 2025 and a part of 2026 live through the real chain, no figure is stored by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases import actions as cases
from schakel.cases import advice, assigning
from schakel.cases.models import Case
from schakel.cases.states import CaseUrgency, Outcome
from schakel.core import time
from schakel.demo import (
    campaigns,
    conferences,
    disclosures,
    documents,
    files,
    life,
    partners,
    phones,
    plans,
    portal,
    prevention,
    referrals,
    signs,
    talks,
    training,
    work,
)
from schakel.demo import texts as demo_texts
from schakel.demo.accounts import create_personas
from schakel.demo.wishes import wish
from schakel.figures import achieved
from schakel.figures import actions as publishing
from schakel.intake import actions as intake
from schakel.intake import receipts, visits
from schakel.intake.content import (
    Body,
    Content,
    Ground,
    HearBack,
    PersonDescription,
    ReporterCategory,
    Routing,
    Way,
    Wish,
)
from schakel.intake.models import Answered, Channel, Report
from schakel.methods import synthetic
from schakel.people import details as described
from schakel.people.models import Person

SEED = 2025
_WAYS = {
    ReporterCategory.VICTIM.value: Way.HELP,
    ReporterCategory.OTHER.value: Way.WORRIED,
    ReporterCategory.MUNICIPALITY.value: Way.MUNICIPALITY,
}
_AT_WORK = (Way.PROFESSIONAL, Way.MUNICIPALITY)
# What waits beside the reports: a question, and somebody who wants to stop.
_OTHER_WAYS = (
    Content(
        Routing(ReporterCategory.CARE, "GM0153", way=Way.ADVICE),
        Body(
            "Een jongere komt steeds met nieuwe kleren en twee telefoons. Hoe begin ik het gesprek?",
            organisation="Jongerenwerk",
            reporter_name="Mees Verzonnen",
        ),
    ),
    Content(
        Routing(ReporterCategory.OTHER, "unknown", way=Way.STOPPING),
        Body("Ik reed meisjes naar afspraken. Ik wil dit niet meer.", wishes=(Wish.STOP, Wish.LAWYER)),
    ),
)
Progress = Callable[[str, int, int], None]

# What the published factsheet of 2025 names: a network event, information sessions, headsets, praatplaat, posters, campaign.
_TOLD = ("netwerkbijeenkomst", "voorlichting", "VR-bril", "praatplaten", "posters", "campagne")
_STILL_WAITING = timedelta(days=3)
_THANKS = "Dank je wel. Wij hebben je bericht gelezen. Weet je nog iets? Schrijf het hier erbij."
# By the real clock: whoever tries the demo finds the partner's case for a good while.
_PARTICIPATION = timedelta(days=90)


@dataclass
class _Region:
    """What the filling has made so far, by the keys of the invented year."""

    staff: dict[str, User]
    today: date
    cases: dict[str, Case] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    coordinated: int = 0

    def next_coordinator(self) -> User:
        self.coordinated += 1
        return self.staff["tarik" if self.coordinated % 2 else "petra"]


def fill(progress: Progress) -> None:
    """Live through 2025, publish its factsheet, and live through 2026 up to the pinned day."""
    past, present = invented_years(time.today())
    made = _Region(create_personas(), time.today())
    reports = [*past.reports, *present.reports]
    for number, report in enumerate(reports, start=1):
        _live_through(report, made)
        if number % 5 == 0 or number == len(reports):
            progress("Meldingen", number, len(reports))
    _ask_other_things()
    phones.hand_in_from_a_phone()
    files.send_some()
    plans.tend(made.cases.values(), progress)
    life.live(made.cases.values(), tarik=made.staff["tarik"], petra=made.staff["petra"])
    _refresh(made)
    _let_in_and_shut_out(made)
    demo_texts.change(writer=made.staff["bram"], colleague=made.staff["noor"])
    talks.leave_some_work(author=made.staff["sanne"], keeper=made.staff["tarik"])
    work.share(made.staff)
    partners.introduce(made.staff)
    plans.write(made.cases.values(), made.staff)
    disclosures.tell(made.cases.values(), made.staff)
    referrals.ask(made.cases.values(), made.staff)
    conferences.write(made.cases.values(), made.staff)
    signs.write(made.cases.values(), made.staff)
    documents.write(made.cases.values(), made.staff)
    portal.share(made.staff)
    prevention.work(made.staff)
    campaigns.hold(made.staff)
    training.teach(made.staff)
    progress("Factsheet", 0, 1)
    _publish(synthetic.PUBLISHED_2025.year, made)
    this_year = time.today().year
    with transaction.atomic():
        publishing.write_achievements(year=this_year, texts=_worth_telling(this_year), by=made.staff["bram"])
    progress("Factsheet", 1, 1)


def invented_years(today: date) -> tuple[synthetic.Year, synthetic.Year]:
    """The published year and the one that is going on, up to `today`; the same every time."""
    past = synthetic.invent_year(synthetic.PUBLISHED_2025, seed=SEED, municipalities=synthetic.TWENTE)
    present = synthetic.invent_year(
        replace(synthetic.MARGINS_2026, year=today.year),
        seed=SEED + 1,
        municipalities=synthetic.TWENTE,
        until=today,
        known=past,
    )
    return past, present


def _ask_other_things() -> None:
    """This morning somebody asked something, and somebody wants to stop."""
    for hours, said in enumerate(_OTHER_WAYS, start=1):
        with time.travel(time.now() - timedelta(hours=hours)):
            intake.hand_in(visit_key=visits.new_key(), said=said, language="nl")


@transaction.atomic
def _live_through(invented: synthetic.InventedReport, made: _Region) -> None:
    worker = made.staff["sanne"]
    with time.travel(invented.received_at):
        report = _receive(invented, worker)
    if invented.triage is None:
        return
    with time.travel(_next_morning(invented.received_at)):
        said = intake.open_report(report=report, by=worker)
        _judge(invented, invented.triage, report, said, made)
        report.refresh_from_db()
        for direction, text in invented.conversation:
            if direction == "centre":
                intake.answer(report=report, text=text, by=worker, language=invented.language)
            else:
                intake.add_from_reporter(report=report, text=text)
        if invented.conversation:
            intake.read_conversation(report=report, by=worker)
        # Who reported in the last days still waits.
        if made.today - invented.received_at.date() > _STILL_WAITING:
            _tell_the_reporter(invented, report, worker)
    talks.come_back(invented, report)


def _tell_the_reporter(invented: synthetic.InventedReport, report: Report, worker: User) -> None:
    """Whoever reported hears something, in the conversation or by telephone."""
    report.refresh_from_db()
    if report.answered_at is not None:
        return
    if invented.channel == "form":
        intake.answer(report=report, text=_THANKS, by=worker)
    else:
        assigning.close_answer(report=report, how=Answered.CONTACT, by=worker)


def _receive(invented: synthetic.InventedReport, worker: User) -> Report:
    said = _content(invented)
    if invented.channel == "form":
        code = intake.hand_in(visit_key=visits.new_key(), said=said, language=invented.language)
        return Report.objects.get(lookup=receipts.lookup_of(code))
    report, _code = intake.enter(said=said, channel=Channel(invented.channel), by=worker, language=invented.language)
    return report


def _judge(
    invented: synthetic.InventedReport,
    judged: synthetic.TriageDecision,
    report: Report,
    said: Content,
    made: _Region,
) -> None:
    """Triage as the invented year says: known people are linked through the same action that staff use."""
    outcome = Outcome(judged.outcome)
    recognised = []
    for mentioned, description in zip(invented.people, said.body.people, strict=True):
        details = described.from_description(description, on=invented.received_at.date())
        if judged.victim_status:
            details = replace(details, status=judged.victim_status)
        recognised.append(cases.Recognised(details, made.people.get(mentioned.identity_key)))
    decision = cases.Decision(
        fits_purpose=judged.fits_purpose,
        reason=judged.reason,
        urgency=CaseUrgency(judged.urgency),
        outcome=outcome,
        case=made.cases.get(judged.case_key or ""),
        coordinator=made.next_coordinator() if outcome == Outcome.NEW_CASE else None,
    )
    if outcome == Outcome.ADVICE and not recognised:
        advice.handle(report=report, handled=talks.advised(invented), by=made.staff["sanne"])
        return
    triage = cases.triage(report=report, decision=decision, people_named=recognised, by=made.staff["sanne"])
    if triage.case is not None and judged.case_key:
        made.cases[judged.case_key] = triage.case
        if judged.note:
            cases.add_note(case=triage.case, text=judged.note, by=triage.case.coordinator)
    for mentioned, person in zip(invented.people, report.people.order_by("created_at"), strict=True):
        made.people.setdefault(mentioned.identity_key, person)


def _content(invented: synthetic.InventedReport) -> Content:
    contact, way = invented.contact, _way(invented)
    return Content(
        Routing(
            category=invented.reporter_category,
            municipality=invented.municipality,
            danger_today=invented.danger_today,
            under_18=bool(invented.under_18),
            way=way,
        ),
        Body(
            story=invented.story,
            place=invented.place,
            since=invented.since,
            forms=invented.forms,
            people=tuple(_description(person) for person in invented.people),
            hear_back=HearBack(contact.how),
            hear_back_detail=contact.detail,
            ground=Ground.TASK if way in _AT_WORK else "",
            contact=wish(contact.how, contact.detail),
        ),
    )


def _way(invented: synthetic.InventedReport) -> Way:
    """Which way in somebody of this category takes; a professional who only got advice came for that."""
    way = _WAYS.get(invented.reporter_category, Way.PROFESSIONAL)
    was_advice = invented.triage is not None and Outcome(invented.triage.outcome) == Outcome.ADVICE
    return Way.ADVICE if was_advice and way in _AT_WORK else way


def _description(person: synthetic.MentionedPerson) -> PersonDescription:
    if person.birth_date:
        age = f"{person.birth_date.day}-{person.birth_date.month}-{person.birth_date.year}"
    else:
        age = str(person.birth_year or ("" if person.age is None else person.age)) or person.age_words
    return PersonDescription(
        name=" ".join(part for part in (person.given_name, person.family_name) if part),
        nickname=person.nickname,
        age=age,
        gender=person.gender,
        phone=person.phone,
        address=person.address,
    )


def _next_morning(received: datetime) -> datetime:
    """The next working day at half past nine, never later than now."""
    day = time.add_working_days(received.date(), 1)
    return min(datetime(day.year, day.month, day.day, 9, 30, tzinfo=time.REGION_ZONE), time.now())


def _refresh(made: _Region) -> None:
    """The cases as they stand now that they have lived."""
    for case in made.cases.values():
        case.refresh_from_db()


@transaction.atomic
def _let_in_and_shut_out(made: _Region) -> None:
    """A partner in one case, a colleague shut out of another, and an emergency that the privacy officer must judge."""
    tarik, petra = made.staff["tarik"], made.staff["petra"]
    shared, kept, urgent = [case for case in made.cases.values() if case.is_open and case.coordinator == tarik][-3:]
    access.let_participate(
        compartment=shared.compartment,
        user=made.staff["hanna"],
        need="Biedt opvang, en moet weten voor wie er gevaar is.",
        until=time.real_now() + _PARTICIPATION,
        by=tarik,
    )
    access.exclude(compartment=kept.compartment, user=petra, by=tarik)
    access.break_glass(
        compartment=urgent.compartment,
        reason="De melder belde: het meisje is weg. Tarik was niet te bereiken.",
        duration=timedelta(hours=4),
        by=petra,
    )


def _worth_telling(year: int) -> list[str]:
    """Of what the rooms propose for a year, what an analyst takes over."""
    return [one.sentence for one in achieved.of_year(year) if any(word in one.sentence for word in _TOLD)]


def _publish(year: int, made: _Region) -> None:
    """The past year's factsheet: drafted and proposed by one analyst in January, approved by another."""
    drafter, approver = made.staff["bram"], made.staff["noor"]
    january = datetime(year + 1, 1, 15, 10, 0, tzinfo=time.REGION_ZONE)
    with time.travel(january):
        publishing.write_achievements(year=year, texts=_worth_telling(year), by=drafter)
        publication = publishing.propose(publication=publishing.draft(year=year, by=drafter), by=drafter)
        publishing.approve(publication=publication, digest=publication.digest, by=approver)
