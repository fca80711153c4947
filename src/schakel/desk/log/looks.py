"""Who looked in somebody's data, when, in which function and on which ground, for them to read; no third party in it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from schakel.access.models import Grant, LogReading, User
from schakel.audit.models import Event
from schakel.audit.reading import Selection, each
from schakel.audit.record import record
from schakel.core import region, time
from schakel.desk.log.subjects import Subject, hidden_from
from schakel.desk.log.words import role_words
from schakel.publications.render import words as printed
from schakel.publications.render.press import typeset

# What was seen, in words for the person themself, and for a list about a case. Other reads show nothing of anybody.
SEEN: Mapping[str, tuple[str, str]] = {
    "case:read": ("las het dossier", "las het dossier"),
    "case:timeline_read": ("las het verloop van het dossier", "las het verloop van het dossier"),
    "case:risks_read": ("las de risico-inschatting", "las de risico-inschatting"),
    "case:involved_read": ("las wie er betrokken is", "las wie er betrokken is"),
    "case:overview_taken": ("haalde uw dossier op één bladzijde op", "haalde het dossier op één bladzijde op"),
    "comensha:read": ("las uw registratie bij CoMensha", "las een registratie bij CoMensha"),
    "comensha:listed": ("zag wie bij CoMensha is geregistreerd", "zag wie bij CoMensha is geregistreerd"),
    "comensha:taken": ("downloadde uw registratie bij CoMensha", "downloadde een registratie bij CoMensha"),
    "referral:read": ("las naar wie u bent doorverwezen", "las een doorverwijzing"),
    "referral:listed": ("zag welke doorverwijzingen er zijn", "zag welke doorverwijzingen er zijn"),
    "referral:receipt_taken": ("downloadde een ontvangstbewijs", "downloadde een ontvangstbewijs"),
    "disclosure:read": ("las wat over u is verstrekt", "las een verstrekking"),
    "disclosure:listed": ("zag welke verstrekkingen er zijn", "zag welke verstrekkingen er zijn"),
    "disclosure:taken": ("downloadde wat is verstrekt", "downloadde wat is verstrekt"),
    "disclosure:overview_read": ("las wie gegevens over u kreeg", "las wie gegevens van iemand kreeg"),
    "disclosure:overview_given": ("maakte voor u een overzicht", "maakte voor iemand een overzicht"),
    "disclosure:seen": ("las als ontvanger wat over u is verstrekt", "las als ontvanger een verstrekking"),
    "case:shared_read": ("las wat met een partner is gedeeld", "las wat met een partner is gedeeld"),
    "contribution:read": ("las wat een partner over de casus vertelde", "las wat een partner toevoegde"),
    "person:read": ("las uw gegevens", "las gegevens van een persoon"),
    "report:opened": ("las een melding", "las een melding"),
    "report:read": ("las een melding", "las een melding"),
    "report:conversation_read": ("las berichten bij een melding", "las berichten bij een melding"),
    "contact:read": ("las hoe een melder te bereiken is", "las hoe een melder te bereiken is"),
    "report:drafts_read": ("las een antwoord aan de melder", "las een antwoord aan de melder"),
    "report:advice_read": ("las een adviesvraag", "las een adviesvraag"),
    "file:listed": ("zag welke bestanden bij een melding zijn", "zag welke bestanden bij een melding zijn"),
    "file:mosaic_seen": ("bekeek een grof beeld van een bestand", "bekeek een grof beeld van een bestand"),
    "file:copy_read": ("bekeek de kopie van een bestand", "bekeek de kopie van een bestand"),
    "file:original_taken": ("downloadde een bestand", "downloadde een bestand"),
    "case:listed": ("zag de casus in een lijst", "zag de casus in een lijst"),
    "conference:read": ("las een overleg over de casus", "las een overleg over de casus"),
    "conference:listed": ("zag de overleggen van de casus", "zag de overleggen van de casus"),
    "conference:sheet_taken": ("drukte een blad bij de casus af", "drukte een blad bij de casus af"),
    "sign:read": ("las signalen over u", "las signalen over personen"),
    "document:read": ("las een document van de casus", "las een document van de casus"),
    "document:listed": ("zag de documenten van de casus", "zag de documenten van de casus"),
    "document:mosaic_seen": ("bekeek een grof beeld van een document", "bekeek een grof beeld van een document"),
    "document:copy_read": ("downloadde de kopie van een document", "downloadde de kopie van een document"),
    "document:original_taken": ("downloadde een document", "downloadde een document"),
    "minutes:read": ("las een verslag van een overleg", "las een verslag van een overleg"),
    "minutes:taken": ("downloadde een verslag van een overleg", "downloadde een verslag van een overleg"),
    "plan:read": ("las het plan van de casus", "las het plan van de casus"),
    "plan:listed": ("zag de casus in een lijst van termijnen", "zag de casus in een lijst van termijnen"),
    "calendar:read": ("haalde de dagen van termijnen op", "haalde de dagen van termijnen op"),
    "case:searched": ("vond de casus bij zoeken op nummer", "vond de casus bij zoeken op nummer"),
    "words:searched": ("vond het dossier bij zoeken op woorden", "vond het dossier bij zoeken op woorden"),
    "report:listed": ("zag een melding in een lijst", "zag een melding in een lijst"),
    "report:alike_listed": ("zag een melding in een lijst", "zag een melding in een lijst"),
    "person:match_cards": ("zag dat uw naam al bekend was", "zag dat een naam al bekend was"),
    "person:searched": ("vond u bij zoeken op naam", "vond iemand bij zoeken op naam"),
    "figures:list_read": ("zag u in een lijst achter een cijfer", "zag iemand in een lijst achter een cijfer"),
}
_GROUNDS: Mapping[str, str] = {
    Grant.Ground.COORDINATOR: "leidt de casus",
    Grant.Ground.STAND_IN: "neemt waar voor wie de casus leidt",
    Grant.Ground.PARTICIPANT: "werkt mee aan de casus",
    Grant.Ground.TRIAGE: "beoordeelde de melding",
    Grant.Ground.BREAK_GLASS: "opende het dossier in nood",
}
_BY_ROLE = "hoort bij het werk van deze functie"
_TO_MATCH = "keek of iemand al bekend was"
_LAYOUT = Path(__file__).with_name("looks.typ")


@dataclass(frozen=True)
class Look:
    """What one colleague saw on one day, on one ground, and how many times."""

    day: date
    name: str
    function: str
    what: str
    ground: str
    times: int

    def who(self, *, by_name: bool) -> str:
        return f"{self.name}, {self.function}" if by_name else self.function


def looks(subject: Subject, *, viewer: User) -> list[Look]:
    """Everybody who saw something of the subject, newest day first."""
    selection = Selection(tags=tuple(SEEN), naming=subject.ids, hidden=hidden_from(viewer))
    grants = _grants(subject)
    users = {user.actor_id: user for user in User.objects.all()}
    counted: dict[tuple[date, str, str, str, str], int] = defaultdict(int)
    for event in each(selection):
        user = users.get(event.actor_id)
        if user is None:  # the system, and whoever reports
            continue
        day = event.at.astimezone(time.REGION_ZONE).date()
        what, ground = SEEN[event.tag][subject.kind != "person"], _ground(event, grants)
        counted[day, user.name, role_words(event.actor_role), what, ground] += 1
    found = [Look(*key, times) for key, times in counted.items()]
    return sorted(found, key=lambda look: (-look.day.toordinal(), look.name, look.what))


def read_looks(subject: Subject, *, reading: LogReading, viewer: User) -> list[Look]:
    """The looks for the officer's page; that they were read is recorded."""
    found = looks(subject, viewer=viewer)
    record("log:subject_read", by=viewer, about=reading, count=len(found), asked={subject.kind: subject.key})
    return found


def hand_out(subject: Subject, *, by_name: bool, reading: LogReading, viewer: User) -> bytes:
    """The list as a PDF to hand over (PDF/UA-1); that it was made is recorded."""
    found = looks(subject, viewer=viewer)
    record(
        "log:subject_list_given",
        by=viewer,
        about=reading,
        count=len(found),
        names="namen" if by_name else "functies",
        asked={subject.kind: subject.key},
    )
    return pdf(subject, found, by_name=by_name, on=time.real_now().date(), since=_beginning())


def pdf(subject: Subject, found: list[Look], *, by_name: bool, on: date, since: date) -> bytes:
    """The list as a tagged PDF, made on a day, of a log that begins on a day; equal lists give equal bytes."""
    return typeset(
        _LAYOUT,
        _content(subject, found, by_name=by_name, on=on, since=since),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )


def _content(subject: Subject, found: list[Look], *, by_name: bool, on: date, since: date) -> dict[str, Any]:
    profile = region.current()
    is_person = subject.kind == "person"
    whose = "uw gegevens" if is_person else subject.title
    demo = {
        "mark": printed.DEMO_MARK,
        "sentence": "Dit centrum en dit overzicht zijn bedacht. Is er nu gevaar? Bel 112.",
    }
    return {
        "title": f"Wie keek in {whose}?",
        "centre": profile.name,
        "made": f"gemaakt op {printed.day(on)}",
        "demo": demo if settings.SCHAKEL_DEMO else None,
        "introduction": [
            f"Wij schrijven op wie van ons in {whose} kijkt. U heeft het recht om dat te weten.",
            "In dit overzicht staat wie keek, op welke dag en waarom. "
            + ("U ziet de naam en de functie." if by_name else "U ziet de functie, geen namen."),
            f"Wij weten dit vanaf {printed.day(since)}.",
        ],
        "nobody": "In die tijd heeft niemand gekeken.",
        "rows": [[printed.day(look.day), look.who(by_name=by_name), _what(look), look.ground] for look in found],
        "contact": [
            "Klopt er iets niet, of wilt u meer weten? Neem contact met ons op.",
            f"Telefoon: {profile.telephone} ({profile.hours['nl']}). E-mail: {profile.email}.",
        ],
    }


def _beginning() -> date:
    """The day of the oldest event that is still there."""
    first = Event.objects.order_by("at").values_list("at", flat=True).first()
    return (first or time.real_now()).astimezone(time.REGION_ZONE).date()


def _what(look: Look) -> str:
    return f"{look.what} ({look.times} keer)" if look.times > 1 else look.what


def _grants(subject: Subject) -> dict[str, list[Grant]]:
    grants: dict[str, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.filter(compartment__in=subject.compartments).defer("reason"):
        grants[str(grant.user_id)].append(grant)
    return grants


def _ground(event: Event, grants: Mapping[str, list[Grant]]) -> str:
    """Why this colleague could look at that moment: the strongest of their grants, else their role."""
    held = {grant.ground for grant in _in_force(grants.get(event.actor_id, []), event.at)}
    for ground, words in _GROUNDS.items():
        if ground in held:
            return words
    return _TO_MATCH if event.tag == "person:match_cards" else _BY_ROLE


def _in_force(grants: list[Grant], at: datetime) -> Iterator[Grant]:
    for grant in grants:
        if grant.starts_at <= at and (grant.ends_at is None or at < grant.ends_at):
            yield grant
