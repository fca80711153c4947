"""The demo's partner portal: Hanna of the shelter is in the address book, and in her case there is something of everything."""

from datetime import date, datetime, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.cases.conference import queries
from schakel.cases.conference.actions import attendees, holding, minutes, planning
from schakel.cases.conference.actions.planning import When
from schakel.cases.conference.states import Presence
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.actions.steps import Said, plan_step
from schakel.cases.queries import cases_for
from schakel.core import time
from schakel.demo import disclosures
from schakel.partners import actions as partners
from schakel.partners.described import ProfessionalFields
from schakel.partners.models import Organisation, Professional
from schakel.portal import actions
from schakel.portal.states import Onward
from schakel.portal.telling import Said as Told


@transaction.atomic
def share(staff: dict[str, User]) -> None:
    """In the case that she takes part in: what was given to her, an action, minutes to sign, and what she added."""
    hanna, tarik = staff["hanna"], staff["tarik"]
    case = cases_for(hanna).get()
    with time.travel(_ago(15)):
        somebody = _in_the_book(hanna, tarik)
        disclosures.tell_shelter(case, by=tarik)
    with time.travel(_ago(9)):
        _minuted(case, somebody, reader=staff["sanne"])
    with time.travel(_ago(4)):
        _plan(case, somebody)
    with time.travel(_ago(3)):
        _add(case, hanna)


def _in_the_book(hanna: User, by: User) -> Professional:
    """One of the people of the shelter turns out to be her."""
    here = Organisation.objects.get(name=hanna.organisation)
    row = here.professionals.order_by("-created_at", "-id")[0]
    known = ProfessionalFields(hanna.name, "zorgcoördinator nachtopvang", hanna.email, "06 – 00 00 77 00")
    row = partners.change_professional(professional=row, known=known, version=row.version, by=by)
    return partners.link_account(professional=row, account=hanna, version=row.version, by=by)


def _minuted(case: Case, somebody: Professional, *, reader: User) -> None:
    by = case.coordinator
    said = When(time.now(), 60, "Stadhuis, kamer 2.14", by, "Wat is er nodig voor een veilige plek?")
    conference = planning.plan_conference(case=case, said=said, by=by)
    ours = attendees.invite(conference=conference, who=by, need="Zit voor.", until=None, by=by)
    theirs = attendees.invite(conference=conference, who=somebody, need="Of er een plek is.", until=None, by=by)
    present = dict.fromkeys((ours, theirs), Presence.PRESENT)
    holding.hold(conference=conference, held_on=time.today(), present=present, by=by)
    conference.refresh_from_db()
    decided = "De opvang houdt een plek vrij. De begeleider haalt op."
    planning.write_decisions(conference=conference, decisions=decided, revision=conference.revision, by=by)
    draft = minutes.begin(conference=conference, by=by)
    minutes.submit(minutes=draft, revision=draft.revision, by=by)
    draft = queries.minutes_for(conference)
    minutes.approve(minutes=draft, digest=minutes.digest_of(draft, contents.read(draft)), by=reader)


def _plan(case: Case, somebody: Professional) -> None:
    due = time.today() + timedelta(days=9)
    notes = "Liefst een kamer aan de achterkant. Laat het weten als het niet lukt."
    said = Said("Plek vrijhouden", professional=somebody, due_on=due, notes=notes, answers={"with_whom": ""})
    plan_step(case=case, kind="agreement", said=said, by=case.coordinator)


def _add(case: Case, hanna: User) -> None:
    actions.add(
        case=case,
        said=Told(
            origin="Van een begeleider van de nachtopvang.",
            seen="Twee avonden achter elkaar stond dezelfde auto voor de deur.",
            told="Een bewoner zei dat de bestuurder naar haar vroeg.",
            thought="Wij denken dat iemand weet waar zij slaapt.",
            onward=Onward.PARTIES,
            conditions="Noem de begeleider niet.",
        ),
        by=hanna,
    )


def _ago(days: int) -> datetime:
    day: date = time.today() - timedelta(days=days)
    return datetime(day.year, day.month, day.day, 11, 10, tzinfo=time.REGION_ZONE)
