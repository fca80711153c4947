"""Campaigns: written down, counted by hand or from a table, beside the reports of that time, and made into pictures."""

import struct
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.roles import Role
from schakel.core import time
from schakel.prevention.campaigns import achieved, actions, numbers, pictures, queries, table
from schakel.prevention.campaigns.models import Campaign, Result
from schakel.prevention.materials.models import Material
from tests.personas import signed_in
from tests.rooms import chain
from tests.rooms.prevention import stocked
from tests.rooms.prevention.campaigning import SAID, campaign, result

pytestmark = pytest.mark.django_db
ENGLISH = (
    "Reporting starts,Campaign name,Impressions,Reach,Clicks (all),Link clicks,Amount spent (EUR)\n"
    '2026-10-05,Youth,"1,250",900,40,31,"1,012.50"\n2026-10-06,Youth,2000,"1,100",20,12,20\n,Total,3250,,60,43,\n'
)


@pytest.fixture
def lotte() -> User:
    return chain.account(Role.PREVENTION_OFFICER, "Lotte")


@pytest.fixture
def desk(lotte: User) -> Client:
    return signed_in(lotte)


@pytest.fixture
def youth(lotte: User) -> Campaign:
    return campaign(by=lotte)


def words(response: Any) -> str:
    return unescape(response.content.decode())


def typed(**changed: Any) -> dict[str, Any]:
    said = {name: value for name, value in SAID.items() if name not in ("cost_cents", "forms")}
    days = {name: f"{SAID[name]:%Y-%m-%d}" for name in ("first_day", "last_day")}
    return said | days | {"channels": "Instagram\nTikTok\n", "cost": "1.250,50", "kinds": SAID["forms"]} | changed


@pytest.mark.parametrize(
    ("read", "said", "expected"),
    [
        (numbers.count, "1.234", 1234),
        (numbers.count, "1,234,567", 1_234_567),
        (numbers.count, "12 345", 12345),
        (numbers.count, " 7 ", 7),
        (numbers.count, "7.0", 7),
        (numbers.count, "–", None),
        (numbers.cents, "1.234,56", 123_456),
        (numbers.cents, "1,234.56", 123_456),
        (numbers.cents, "€ 12,5", 1250),
        (numbers.cents, "EUR 1.234", 123_400),
        (numbers.cents, "0.99", 99),
        (numbers.cents, "", None),
        (numbers.day, "7-10-2025", date(2025, 10, 7)),
        (numbers.day, "2025-10-07 00:00", date(2025, 10, 7)),
        (numbers.day, "07/10/2025", date(2025, 10, 7)),
    ],
)
def test_reads_dutch_and_english_numbers(read: Callable[[str], Any], said: str, expected: Any) -> None:
    assert read(said) == expected


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (numbers.count, "12.34"),
        (numbers.count, "veel"),
        (numbers.count, "-5"),
        (numbers.count, "9" * 20),
        (numbers.cents, "1.2.3"),
        (numbers.cents, "tien"),
        (numbers.day, "gisteren"),
        (numbers.day, "31-2-2025"),
    ],
)
def test_what_is_no_number_is_not_guessed(read: Callable[[str], Any], said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (which of them is all that is said)
        read(said)


def test_writes_one_down_and_says_what_is_wrong(desk: Client) -> None:
    wrong = typed(last_day="2026-10-01", cost="veel")
    page = desk.post("/campagnes/nieuw/", wrong)
    assert page.status_code == 422
    assert "De laatste dag ligt voor de eerste." in words(page)
    assert "Schrijf een bedrag" in words(page)
    assert SAID["goal"] in words(page)
    for first, last in (("0001-01-01", "2026-10-25"), ("2026-10-05", "9999-12-31")):
        page = desk.post("/campagnes/nieuw/", typed(first_day=first, last_day=last))
        assert "Kies een dag in de jaren 2000 tot en met" in words(page)
    page = desk.post("/campagnes/nieuw/", typed(), follow=True)
    made = Campaign.objects.get()
    assert (made.cost_cents, made.channels, made.forms) == (125_050, ["Instagram", "TikTok"], ["sexual", "criminal"])
    assert "€ 1.250,50" in words(page)
    assert made.title in words(desk.get("/campagnes/"))


def test_of_two_who_write_nobodys_words_are_lost(desk: Client, youth: Campaign) -> None:
    other = chain.account(Role.PREVENTION_OFFICER, "Youssef")
    actions.write(campaign=youth, said=SAID | {"goal": "Zijn doel"}, version=1, by=other)
    page = desk.post(f"/campagnes/{youth.pk}/wijzigen/", typed(goal="Haar doel", version="1"))
    assert page.status_code == 409
    assert all(said in words(page) for said in ("Youssef bewaarde dit", "Zijn doel", "Haar doel"))
    assert page.context["differences"] == [
        {"label": "Wat wilt u bereiken?", "theirs": "Zijn doel", "mine": "Haar doel"}
    ]
    desk.post(f"/campagnes/{youth.pk}/wijzigen/", typed(goal="Haar doel", version="2"))
    youth.refresh_from_db()
    assert youth.goal == "Haar doel"


def test_names_the_materials_of_the_catalogue_it_used(desk: Client, lotte: User) -> None:
    poster, board = stocked.material(by=lotte, title="Poster"), stocked.material(by=lotte, title="Praatplaat")
    chosen = {f"used-{poster.pk}": "on", f"amount-{board.pk}": "7"}
    page = words(desk.post("/campagnes/nieuw/", typed(**chosen), follow=True))
    made = Campaign.objects.get()
    # A number alone says that it was used.
    assert queries.used(made) == {poster.pk: None, board.pk: 7}
    assert f'href="/materiaal/{board.pk}/">Praatplaat</a>: 7' in page
    assert made.title in words(desk.get(f"/materiaal/{poster.pk}/"))
    # What left the catalogue stays in the campaign, and can be taken out.
    Material.objects.filter(pk=board.pk).update(is_listed=False)
    form = words(desk.get(f"/campagnes/{made.pk}/wijzigen/"))
    assert f'name="amount-{board.pk}" value="7"' in form
    again = typed(version="1", **{f"used-{board.pk}": "on", f"amount-{board.pk}": "veel"})
    assert desk.post(f"/campagnes/{made.pk}/wijzigen/", again).status_code == 422
    desk.post(f"/campagnes/{made.pk}/wijzigen/", typed(version="1", **{f"used-{board.pk}": "on"}))
    made.refresh_from_db()
    assert (queries.used(made), made.version) == ({board.pk: None}, 2)


def test_enters_numbers_by_hand_and_what_is_unknown_is_not_zero(desk: Client, youth: Campaign) -> None:
    url = f"/campagnes/{youth.pk}/cijfers/"
    assert "Vul ten minste één getal in" in words(desk.post(url, {"channel": "TikTok"}))
    assert "Schrijf een heel getal" in words(desk.post(url, {"channel": "TikTok", "shown": "veel"}))
    for shown in ("1.000", "1.500"):
        desk.post(url, {"channel": "TikTok", "shown": shown})
    [row] = Result.objects.all()
    assert (row.shown, row.reached, row.is_whole, row.day) == (1500, None, True, youth.last_day)
    desk.post(f"{url}{row.pk}/verwijderen/")
    assert not Result.objects.exists()


def test_what_is_about_all_of_it_is_one_row_and_its_days_are_not_added_to_it(youth: Campaign, lotte: User) -> None:
    result(youth, by=lotte, shown=3_000, responded=None)
    table_of_days = "Datum;Weergaven;Bereik;Klikken\n5-10-2026;1000;700;9\n6-10-2026;2500;900;8\n"
    actions.store(campaign=youth, channel="Instagram", text=table_of_days, by=lotte)
    [one] = queries.channels(youth)
    assert (one.shown, one.reached, one.responded, one.rows) == (3_000, 900, 17, 3)
    longer = actions.write(campaign=youth, said=SAID | {"last_day": date(2026, 11, 1)}, version=1, by=lotte)
    result(longer, by=lotte, shown=3_600, responded=None)
    assert actions.store(campaign=longer, channel="Instagram", text="Weergaven\n3700\n", by=lotte).changed == 1
    [one] = queries.channels(longer)
    assert (one.shown, one.rows) == (3_700, 3)


def test_reads_a_platforms_table_in_after_a_look_at_it(desk: Client, youth: Campaign) -> None:
    url = f"/campagnes/{youth.pk}/inlezen/"
    file = SimpleUploadedFile("export.csv", ENGLISH.encode("utf-16"))
    page = desk.post(url, {"channel": "Instagram", "table": file})
    assert "Er is nog niets bewaard" in words(page)
    assert "Niet gebruikt: Campaign name, Clicks (all)" in words(page)
    assert "dubbel tellen" in words(page)
    assert not Result.objects.exists()
    desk.post(f"{url}bewaren/", {"channel": "Instagram", "content": page.context["content"]})
    [one] = queries.channels(youth)
    assert (one.shown, one.reached, one.responded, one.spent_cents) == (3250, 1100, 43, 103_250)
    again = SimpleUploadedFile("export.csv", ENGLISH.replace("2000", "2500").encode())
    page = desk.post(url, {"channel": "Instagram", "table": again})
    assert (page.context["plan"].new, page.context["plan"].changed) == (0, 1)
    assert "nu: 2.000" in words(page)
    desk.post(f"{url}bewaren/", {"channel": "Instagram", "content": page.context["content"]})
    assert queries.channels(youth)[0].shown == 3750


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Naam;Plaats\nx;y\n", "herkennen wij geen kolom met weergaven, bereik of reacties. Er staat: Naam, Plaats."),
        ("Datum;Bereik\n", "nog geen enkele regel"),
        ("Datum;Bereik\n7-10-2026;veel\n", "Regel 2, bereik: 'veel' is geen heel getal."),
        ("Datum;Bereik\nooit;5\n", "Regel 2: 'ooit' is geen dag."),
        ("Bereik\n5\n6\n", "Regel 3 gaat over dezelfde dag als regel 2."),
        (" \n", "Het bestand is leeg"),
        ("Bereik\n" + "5\n" * 2_001, "Splits het"),
        ("x" * 500_000, "te groot"),
    ],
)
def test_a_table_that_is_wrong_changes_nothing_and_says_why(
    content: str, sentence: str, desk: Client, youth: Campaign, lotte: User
) -> None:
    result(youth, by=lotte)
    file = SimpleUploadedFile("export.csv", content.encode())
    page = desk.post(f"/campagnes/{youth.pk}/inlezen/", {"channel": "TikTok", "table": file})
    assert page.status_code in (413, 422)
    assert sentence in words(page)
    desk.post(f"/campagnes/{youth.pk}/inlezen/bewaren/", {"channel": "TikTok", "content": content})
    assert Result.objects.count() == 1


def test_a_file_without_the_token_of_its_form_is_not_taken(lotte: User, youth: Campaign) -> None:
    strict = signed_in(lotte, client=Client(enforce_csrf_checks=True))
    file = SimpleUploadedFile("export.csv", ENGLISH.encode())
    assert strict.post(f"/campagnes/{youth.pk}/inlezen/", {"channel": "TikTok", "table": file}).status_code == 403


def test_the_dutch_export_is_read_as_well() -> None:
    read = table.read("Dag;Weergaven;Bereik;Klikken op link;Besteed bedrag (EUR)\n5-10-2026;1.250;900;31;12,50\n")
    [line] = read.lines
    assert (line.day, line.shown, line.reached, line.responded, line.spent_cents) == (
        date(2026, 10, 5), 1250, 900, 31, 1250,
    )  # fmt: skip


def test_reports_of_that_time_stand_beside_it_without_a_claim(lotte: User, youth: Campaign, desk: Client) -> None:
    for days in (-7, 3, 3, 40, 90):
        moment = datetime(2026, 10, 5, 12, tzinfo=time.REGION_ZONE) + timedelta(days=days)
        with time.travel(moment):
            chain.hand_in()
    with time.travel(datetime(2026, 12, 20, 12, tzinfo=time.REGION_ZONE)):
        weeks = queries.reports_by_week(youth, viewer=lotte)
        page = words(desk.get(f"/campagnes/{youth.pk}/"))
    found = {week.monday: (week.reports, week.is_during) for week in weeks}
    assert found[date(2026, 9, 28)] == (1, False)
    assert found[date(2026, 10, 5)] == (2, True)
    assert found[date(2026, 11, 9)] == (1, False)
    assert (weeks[0].monday, weeks[-1].monday) == (date(2026, 9, 7), date(2026, 11, 16))
    assert "bewijst dat niet dat het door de campagne kwam" in page


@pytest.mark.parametrize("size", pictures.SIZES.values(), ids=lambda size: size.name)
def test_pictures_are_png_of_the_asked_size(size: pictures.Size, desk: Client, youth: Campaign) -> None:
    answer = desk.get(f"/campagnes/{youth.pk}/plaatje/{size.name}/?download")
    assert answer["Content-Type"] == "image/png"
    assert f"campagne-{size.name}.png" in answer["Content-Disposition"]
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.content[16:24]) == (size.width, size.height)


def test_words_in_a_picture_are_words_and_no_commands(lotte: User) -> None:
    wild = campaign(by=lotte, headline='#panic("x") *a* $b$ \\', call="@c <d> [e")
    assert pictures.picture(wild, pictures.SIZES["liggend"]).startswith(b"\x89PNG")


def test_pictures_come_with_words_for_who_cannot_see_them(desk: Client, youth: Campaign, lotte: User) -> None:
    page = words(desk.get(f"/campagnes/{youth.pk}/"))
    alternative = pictures.alternative(youth)
    assert alternative.startswith(f"{SAID['headline']}. {SAID['call']} Afzender: ")
    assert page.count(f'alt="{alternative}"') == len(pictures.SIZES)
    bare = campaign(by=lotte, headline="")
    assert "Schrijf een kop" in words(desk.get(f"/campagnes/{bare.pk}/"))
    assert desk.get(f"/campagnes/{bare.pk}/plaatje/staand/").status_code == 404
    assert desk.get(f"/campagnes/{youth.pk}/plaatje/rond/").status_code == 404


def test_what_it_tells_of_a_year_is_how_often_it_was_shown(youth: Campaign, lotte: User) -> None:
    assert "liep van 5-10-2026 tot en met 25-10-2026" in achieved.of_year(2026)[0].sentence
    result(youth, by=lotte, shown=12_000, responded=300)
    result(youth, by=lotte, channel="TikTok", shown=500, responded=None)
    [told] = achieved.of_year(2026)
    assert told.sentence == (
        "De campagne ‘Niemand is jouw baas’ voor jongeren van 14 tot 18 jaar werd 12.500 keer getoond en kreeg 300 reacties."
    )
    assert (told.number, [row.text for row in told.rows]) == (
        12_500,
        ["Instagram: 12.000 keer getoond", "TikTok: 500 keer getoond"],
    )
    assert achieved.of_year(2025) == []


def test_other_roles_neither_read_nor_write(youth: Campaign) -> None:
    other = chain.account(Role.CASE_COORDINATOR)
    with pytest.raises(NotAllowed):
        queries.campaigns_for(other)
    with pytest.raises(NotAllowed):
        actions.begin(said=SAID, by=other)
    for page in ("", "inlezen/", "plaatje/staand/"):
        assert signed_in(other).get(f"/campagnes/{youth.pk}/{page}").status_code in (403, 404)
