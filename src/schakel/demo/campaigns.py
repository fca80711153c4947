"""The invented centre's campaign for young people of 2025, and who asked for its mailing."""

from datetime import date, datetime, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.core import time
from schakel.core.audiences import Audience
from schakel.mailing import actions as mailing
from schakel.mailing import letters, queries, subscribing, worker
from schakel.mailing.models import DeliveryState, Subscription
from schakel.prevention.campaigns import actions as campaigns
from schakel.prevention.campaigns.models import Campaign
from schakel.prevention.materials.models import Material

_FIRST, _LAST = date(2025, 9, 22), date(2025, 10, 19)
_YOUTH = {
    "title": "Niemand is jouw baas",
    "goal": "Jongeren herkennen dat iemand hen gebruikt voor seks of voor misdaad, en weten bij wie ze terechtkunnen.",
    "audience": "jongeren van 14 tot 18 jaar",
    "channels": ["Instagram", "TikTok", "Abri's bij scholen"],
    "first_day": _FIRST,
    "last_day": _LAST,
    "municipalities": [],
    "forms": ["sexual", "criminal"],
    "materials": "Een opstelling in de hal van zeven scholen.",
    "cost_cents": 846_000,
    "headline": "Als hij zegt dat je hem iets schuldig bent",
    "call": "Praat erover. Je hoeft je naam niet te zeggen.",
}
# Nobody counted the posters that schools had left.
_USED = {"Zie jij het ook?": None, "Praatplaat: wat zie je?": 7}
_SUBSCRIBERS: tuple[tuple[str, tuple[Audience, ...]], ...] = (
    ("mees@jongerenwerk.example", (Audience.SCHOOL, Audience.CARE)),
    ("zorgteam@voorbeeldcollege.example", (Audience.SCHOOL,)),
    ("receptie@hotel-nergens.example", (Audience.HOTEL,)),
    ("wijkteam@gemeente-verzonnen.example", (Audience.MUNICIPALITY, Audience.CARE)),
    ("hr@uitzendbureau-fictie.example", (Audience.EMPLOYER,)),
    ("agent@politie-verzonnen.example", (Audience.POLICE,)),
)
_NEVER_CONFIRMED, _GONE = "misschien@opvang.example", "oud-adres@voorbeeldschool.example"


@transaction.atomic
def hold(staff: dict[str, User]) -> None:
    """The campaign as it ran, with what its channels said; a mailing that went out, and a draft of the next."""
    lotte = staff["lotte"]
    with time.travel(datetime(2025, 9, 8, 10, tzinfo=time.REGION_ZONE)):
        used = {one.pk: _USED[one.title] for one in Material.objects.filter(title__in=_USED)}
        youth = campaigns.begin(said=_YOUTH, used=used, by=lotte)
    with time.travel(datetime(2025, 10, 27, 10, tzinfo=time.REGION_ZONE)):
        campaigns.store(campaign=youth, channel="Instagram", text=_by_day(youth), by=lotte)
        for channel, said in (
            ("TikTok", {"shown": 214_300, "reached": 31_200, "responded": 2_940, "spent_cents": 260_000}),
            ("Abri's bij scholen", {"spent_cents": 320_000}),
        ):
            campaigns.enter(campaign=youth, channel=channel, said=said, by=lotte)
    today = time.start_of(time.today())
    with time.travel(today - timedelta(days=75) + timedelta(hours=10)):
        _subscribe(*_SUBSCRIBERS, (_GONE, (Audience.SCHOOL,)))
        _confirm()
    with time.travel(today - timedelta(days=44) + timedelta(hours=10)):
        _send(lotte)
    _subscribe((_NEVER_CONFIRMED, (Audience.CARE,)))
    mailing.begin(
        subject="Nieuw: de praatplaat voor de klas",
        body="Beste collega,\n\nVanaf januari kunt u de praatplaat weer bestellen. Er is een nieuwe versie met een "
        "blad voor ouders.\n\nGraag tot ziens bij een van onze trainingen.",
        lists=[Audience.SCHOOL, Audience.CARE],
        by=lotte,
    )


def _by_day(campaign: Campaign) -> str:
    """A table as a platform exports it: more at weekends, and a little more every week."""
    lines = ["Dag;Weergaven;Bereik;Klikken op link;Besteed bedrag (EUR)"]
    for number in range((campaign.last_day - campaign.first_day).days + 1):
        day = campaign.first_day + timedelta(days=number)
        shown = 5_200 + 110 * number + (2_300 if day.weekday() >= 5 else 0)
        lines.append(f"{day:%Y-%m-%d};{shown};{shown * 7 // 10};{shown // 95};95,00")
    return "\n".join(lines)


def _subscribe(*wanted: tuple[str, tuple[Audience, ...]]) -> None:
    for address, lists in wanted:
        subscribing.ask(address=address, lists=lists)
    worker.open_asked()


def _confirm() -> None:
    for row in Subscription.objects.order_by("created_at", "id"):
        subscribing.confirm(row.read()["token"])


def _send(by: User) -> None:
    """As if the demo had a mail server: it arrived, but for one address that is no longer there."""
    made = mailing.begin(
        subject="Na de zomer: twee trainingen en een netwerkbijeenkomst",
        body="Beste collega,\n\nDit najaar geven wij weer trainingen. U vindt ze in de agenda op onze website. Inschrijven "
        "kost een minuut.\n\nTot dan.",
        lists=[Audience.SCHOOL, Audience.CARE, Audience.MUNICIPALITY],
        by=by,
    )
    mailing.lay_down(mailing=made, readers=queries.recipients(made.lists), by=by)
    for one in made.deliveries.select_related("subscription").order_by("created_at", "id"):
        if one.subscription is not None and one.subscription.read()["address"] == _GONE:
            letters.refused(one.pk)
    made.deliveries.filter(state=DeliveryState.WAITING).update(state=DeliveryState.SENT)
    worker.send_on()
