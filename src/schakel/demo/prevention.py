"""The demo's prevention: posters that went to the municipalities, praatplaten for schools, headsets that were bought and lent."""

import io
from datetime import date, datetime, timedelta

from django.db import transaction
from PIL import Image, ImageDraw

from schakel.access.models import User
from schakel.core import region, time
from schakel.prevention import asking, opening
from schakel.prevention.loans.actions import loans, things
from schakel.prevention.loans.models import Loan, LoanKind, Thing
from schakel.prevention.materials.actions import catalogue, orders
from schakel.prevention.materials.models import Material, Order

_NAMES = ("Aafke Bedacht", "Bilal Verzinsel", "Corrie van Nergens", "Driss Denkbeeld", "Esmee Proefman", "Floor Schijnbaar", "Güler Nietecht")  # fmt: skip
_SCHOOLS = ("Het Voorbeeldcollege", "ROC De Verzonnen Brug", "Scholengroep Nergens", "Praktijkschool Het Kompas")
_PETROL, _AMBER, _PAPER = "#0f4c57", "#f2b441", "#f8f5ef"

# Title, kind, audience, form, languages, summary, alternative, stock, warned at, most at once.
_CATALOGUE = (
    ("Zie jij het ook?", "poster", "municipality", "", "Nederlands, Engels, Pools, Roemeens, Bulgaars", "Poster voor de publieksbalie, de bibliotheek en het buurthuis. A2, met ons telefoonnummer en een code naar de website.", "Twee open ringen op een donkere achtergrond, een ervan licht op.", 1_400, 150, 60),
    ("Werk is geen dwang", "poster", "employer", "labour", "Nederlands, Pools, Bulgaars, Roemeens", "Poster over arbeidsuitbuiting, voor kantines en uitzendbureaus. A3.", "Een werkhandschoen tussen twee ringen.", 60, 80, 40),
    ("Praatplaat: wat zie je?", "board", "school", "", "Nederlands", "Praatplaat op A1 om met een klas over uitbuiting te praten. Met een handleiding voor de docent.", "Een straat met acht kleine scènes om over te praten.", 90, 20, 10),
    ("Signalen in de wijk", "leaflet", "care", "criminal", "Nederlands", "Folder voor wijkteams en jongerenwerk: welke signalen zijn er, en wat doet u als u ze ziet?", "Een huis met een open deur.", 700, 100, 100),
)  # fmt: skip
_LENT_2025 = ((3, 17, 4, "GM0164"), (4, 14, 2, "GM0153"), (5, 12, 5, "GM0141"), (9, 8, 4, "GM0164"), (9, 29, 5, "GM0158"), (10, 13, 3, "GM0153"), (11, 28, 6, "GM0173"))  # fmt: skip


@transaction.atomic
def work(staff: dict[str, User]) -> None:
    """Do it as Lotte would, a year and a half long."""
    lotte, today = staff["lotte"], time.today()
    with time.travel(_at(date(2025, 1, 14))):
        materials = [_material(number, lotte) for number in range(len(_CATALOGUE))]
    _distribute(materials, lotte, staff["gijs"])
    with time.travel(_at(date(2025, 2, 18))):
        headsets = _kind(
            "VR-bril",
            "Bril met een korte film: u kijkt mee door de ogen van een slachtoffer. In een koffer, met oplader. Geschikt vanaf 14 jaar.",
            1,
            21,
            lotte,
            alternative="Een bril met twee glazen en een band.",
        )
        brillen = [
            _thing(headsets, f"VR-{number:02}", "koffer, oplader, twee controllers", lotte) for number in range(1, 5)
        ]
        banners = _kind(
            "Rolbanner",
            "Banner van twee meter hoog, voor een markt of bijeenkomst. Past in de auto.",
            0,
            14,
            lotte,
            alternative="Een smalle staande banner met twee ringen.",
        )
        _thing(banners, "RB-01", "draagtas", lotte)
    for number, (month, day, days, place) in enumerate(_LENT_2025):
        _live_through(brillen[number % len(brillen)], date(2025, month, day), days, place, number=number, lotte=lotte)
    _now(materials, brillen, today, lotte)


def _distribute(materials: list[Material], lotte: User, gijs: User) -> None:
    """In spring every municipality gets posters, through its contact person; in autumn schools ask for praatplaten."""
    for number, town in enumerate(region.current().municipalities):
        when = _at(date(2025, 5, 6) + timedelta(days=number % 4))
        who = f"Gemeente {town.name}"
        by = gijs if town.code == gijs.municipality else None
        _sent(when, [(materials[0], 40 + 10 * (number % 3))], who, town.code, number=number, lotte=lotte, by=by)
    for number, school in enumerate(_SCHOOLS):
        when = _at(date(2025, 10, 6) + timedelta(days=number))
        code = region.current().municipalities[number * 3].code
        _sent(when, [(materials[2], 5 + number)], school, code, number=number, lotte=lotte)
        _sent(
            when + timedelta(days=130),
            [(materials[3], 50), (materials[0], 10)],
            school,
            code,
            number=number,
            lotte=lotte,
        )


def _now(materials: list[Material], brillen: list[Thing], today: date, lotte: User) -> None:
    """This week: orders that wait, a headset that is late, one that is out, one promised, one asked for."""
    for number, (material, count) in enumerate(((materials[1], 40), (materials[2], 6), (materials[0], 25))):
        with time.travel(time.now() - timedelta(hours=3 * number + 1)):
            order = _order([(material, count)], _SCHOOLS[number], region.current().municipalities[number].code, number)
            if number == 2:
                orders.move(order=order, verb="approve", by=lotte)
    late, out, promised = brillen[0], brillen[1], brillen[2]
    with time.travel(_at(today - timedelta(days=12))):
        _handed_out(late, today - timedelta(days=12), 8, "GM0164", number=1, lotte=lotte)
    with time.travel(_at(today - timedelta(days=2))):
        _handed_out(out, today - timedelta(days=2), 10, "GM0153", number=2, lotte=lotte)
    month_ends = (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    loan = _ask(promised.kind, month_ends - timedelta(days=1), 4, "GM0141", 3)
    loans.confirm(loan=loan, thing=promised, by=lotte)
    _ask(promised.kind, today + timedelta(days=9), 3, "GM0158", 4)
    with time.travel(_at(today - timedelta(days=5))):
        things.maintain(thing=brillen[3], words="De band is gescheurd. Bij de leverancier voor reparatie.", by=lotte)
    loans.keep_calendar()


def _sent(
    when: datetime,
    wanted: list[tuple[Material, int]],
    who: str,
    place: str,
    *,
    number: int,
    lotte: User,
    by: User | None = None,
) -> None:
    with time.travel(when):
        order = _order(wanted, who, place, number, by)
        orders.move(order=order, verb="approve", by=lotte)
    with time.travel(when + timedelta(days=1)):
        counts = {line.pk: line.asked for line in order.lines.all()}
        orders.send(order=order, counts=counts, by=lotte)


def _order(wanted: list[tuple[Material, int]], who: str, place: str, number: int, by: User | None = None) -> Order:
    """At the public door, or `by` a contact person who is signed in."""
    token, said = asking.new_token(), _said(who, place, number)
    if by is not None:
        own = {"contact": by.name, "email": by.email}
        return orders.order_for_municipality(said=said | own, wanted=wanted, by=by)
    orders.order(said=said, municipality=place, wanted=wanted, token=token)
    opening.open_waiting()
    return Order.objects.get(lookup=asking.lookup_of(token))


def _live_through(thing: Thing, first: date, days: int, place: str, *, number: int, lotte: User) -> None:
    with time.travel(_at(first)):
        loan = _handed_out(thing, first, days, place, number=number, lotte=lotte)
    with time.travel(_at(first + timedelta(days=days - 1))):
        loans.take_back(loan=loan, words="Heel en compleet.", by=lotte)


def _handed_out(thing: Thing, first: date, days: int, place: str, *, number: int, lotte: User) -> Loan:
    loan = _ask(thing.kind, first, days, place, number)
    loans.confirm(loan=loan, thing=thing, by=lotte)
    return loans.hand_out(loan=loan, words="Heel, schoon en opgeladen.", by=lotte)


def _ask(kind: LoanKind, first: date, days: int, place: str, number: int) -> Loan:
    token, last = asking.new_token(), first + timedelta(days=days - 1)
    said = _said(_SCHOOLS[number % len(_SCHOOLS)], place, number)
    loans.ask(kind=kind, first_day=first, last_day=last, said=said, municipality=place, token=token)
    opening.open_waiting()
    return Loan.objects.get(lookup=asking.lookup_of(token))


def _said(who: str, place: str, number: int) -> dict[str, str]:
    town = region.current().municipality_name(place)
    return {
        "organisation": who,
        "contact": _NAMES[number % len(_NAMES)],
        "email": f"contact{number}@verzonnen.example",
        "address": f"Voorbeeldstraat {number + 1}\n0000 AA {town}",
    }


def _material(number: int, lotte: User) -> Material:
    title, kind, audience, form, languages, summary, alternative, stock, low_at, most = _CATALOGUE[number]
    said = {
        "title": title, "kind": kind, "audience": audience, "form": form, "languages": languages, "summary": summary,
        "alternative": alternative, "is_listed": True, "low_at": low_at, "most_at_once": most,
    }  # fmt: skip
    made = catalogue.add(said=said, stock=stock, by=lotte)
    catalogue.put_file(material=made, name=title, content=_picture(number), is_picture=True, by=lotte)
    return made


def _kind(
    name: str, description: str, cleaning_days: int, most_days: int, lotte: User, *, alternative: str
) -> LoanKind:
    said = {
        "name": name, "description": description, "cleaning_days": cleaning_days, "most_days": most_days, "is_listed": True,
        "alternative": alternative,
    }  # fmt: skip
    made = things.add_kind(said=said, by=lotte)
    things.put_picture(kind=made, content=_drawn(made), by=lotte)
    return made


def _drawn(kind: LoanKind) -> bytes:
    """A headset from the front, or a banner on its foot."""
    picture = Image.new("RGB", (600, 600), _PAPER)
    draw = ImageDraw.Draw(picture)
    if kind.name == "VR-bril":
        draw.rounded_rectangle((20, 270, 580, 330), radius=20, fill=_AMBER)
        draw.rounded_rectangle((90, 190, 510, 410), radius=70, fill=_PETROL)
        for left in (160, 330):
            draw.ellipse((left, 245, left + 110, 355), fill=_PAPER)
    else:
        draw.rectangle((200, 60, 400, 520), fill=_PETROL)
        draw.rounded_rectangle((150, 520, 450, 550), radius=12, fill=_AMBER)
        draw.ellipse((230, 180, 320, 270), outline=_PAPER, width=14)
        draw.ellipse((280, 230, 370, 320), outline=_AMBER, width=14)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def _thing(kind: LoanKind, label: str, remark: str, lotte: User) -> Thing:
    said = {"label": label, "serial": f"VERZONNEN-{label}", "remark": remark, "bought_on": time.today()}
    return things.add_thing(kind=kind, said=said, by=lotte)


def _picture(number: int) -> bytes:
    """A poster without words: two links of a chain, each time otherwise."""
    ground, ring = ((_PETROL, _PAPER), (_AMBER, _PETROL), (_PAPER, _PETROL), ("#0a3842", _AMBER))[number % 4]
    picture = Image.new("RGB", (600, 600), ground)
    draw = ImageDraw.Draw(picture)
    shift = 30 * number
    draw.ellipse((90 + shift, 170, 350 + shift, 430), outline=ring, width=34)
    draw.ellipse((250, 170 + shift, 510, 430 + shift), outline=_AMBER if ring != _AMBER else _PAPER, width=34)
    if number == 2:
        for place in range(8):
            left, top = 40 + 140 * (place % 4), 40 + 460 * (place // 4)
            draw.rounded_rectangle((left, top, left + 100, top + 60), radius=12, fill=_PETROL)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def _at(day: date) -> datetime:
    """Mid-morning."""
    return datetime(day.year, day.month, day.day, 10, 30, tzinfo=time.REGION_ZONE)
