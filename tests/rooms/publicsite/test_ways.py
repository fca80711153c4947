"""Each way in, from the first page to what the desk opens: only its own questions, in its own words."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.intake import actions, queries, ways
from schakel.intake.content import Content
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]

Pages = dict[str, dict[str, Any]]
CODE = {"hear_back": "code"}
CLIENT = {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0", "people-0-name": "Mila Verzonnen"}
JOURNEYS: dict[str, Pages] = {
    "mij": {
        "wie": {"danger_today": "on"},
        "wat": {"story": "Ik mag niet weg van mijn baas.", "municipality": "GM0141"},
        "vormen": {"forms": ["labour"]},
        "over-jou": {"age": "24", "gender": "woman"},
        "antwoord": CODE,
    },
    "iemand": {
        "wie": {"under_18": "on"},
        "wat": {"story": "De buurjongen brengt pakjes weg.", "municipality": "GM0153", "place": "", "since": "mei"},
        "vormen": {"forms": ["criminal"]},
        "personen": CLIENT,
        "antwoord": CODE,
    },
    "werk": {
        "wie": {"category": "care", "organisation": "Wijkteam Noord", "reporter_name": "Iris"},
        "grond": {"ground": "consent"},
        "wat": {"story": "Mijn cliënt geeft haar loon af.", "municipality": "GM0164"},
        "vormen": {"forms": ["labour"]},
        "personen": CLIENT,
        "antwoord": {"hear_back": "phone", "hear_back_detail": "06 12 34 56 78"},
        "veilig-bellen": {"days": ["every"], "parts": ["morning"]},
    },
    "sparren": {
        "wie": {"category": "police", "organisation": "Wijkagent"},
        "wat": {"story": "Hoe weet ik of dit dwang is?", "municipality": "GM0189"},
        "antwoord": CODE,
    },
    "gemeente": {
        "wie": {"own_municipality": "GM1742", "organisation": "Toezicht"},
        "grond": {"ground": "wgs"},
        "wat": {"story": "In een pand slapen tien mensen.", "municipality": "own"},
        "vormen": {"forms": []},
        "personen": {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0"},
        "antwoord": CODE,
    },
    "gedaan": {
        "wie": {},
        "wat": {"story": "Ik bracht meisjes naar hotels. Ik wil niet meer.", "municipality": "unknown"},
        "hulp": {"wishes": ["stop", "lawyer"]},
        "antwoord": CODE,
    },
}


def words(response: Any) -> str:
    return unescape(response.content.decode())


def walk(client: Client, way: str, **changed: dict[str, Any]) -> None:
    """Answer every page of a way, and look that each is the next one."""
    invented.begin(client, way=way)
    pages = {**JOURNEYS[way], **changed}
    following = [*list(pages)[1:], "controle"]
    for (slug, answers), then in zip(pages.items(), following, strict=True):
        assert client.get(f"/melden/{slug}/").status_code == 200
        response = client.post(f"/melden/{slug}/", answers)
        assert response.status_code == 303, words(response)
        assert response.headers["Location"] == f"/melden/{then}/"


def arrived(client: Client) -> Content:
    """Send, and what the desk reads."""
    report = queries.report_by_code(invented.send(client))
    assert report is not None
    staff = User.objects.create(email="medewerker@kenniscentrum.example", role=Role.INTAKE_WORKER)
    return actions.open_report(report=report, by=staff)


def test_every_way_has_a_journey_here() -> None:
    assert set(JOURNEYS) == set(ways.BY_SLUG)
    for slug, path in ways.BY_SLUG.items():
        assert [step.slug for step in path.steps if not step.only_for or step.slug in JOURNEYS[slug]] == list(
            JOURNEYS[slug]
        )


@pytest.mark.parametrize(
    ("way", "name", "category", "municipality"),
    [
        ("mij", "help", "victim", "GM0141"),
        ("iemand", "worried", "other", "GM0153"),
        ("werk", "professional", "care", "GM0164"),
        ("sparren", "advice", "police", "GM0189"),
        ("gemeente", "municipality", "municipality", "GM1742"),
        ("gedaan", "stopping", "other", "unknown"),
    ],
)
def test_a_way_arrives_whole(client: Client, way: str, name: str, category: str, municipality: str) -> None:
    walk(client, way)
    page = words(client.get("/melden/controle/"))
    assert page.count("?wijzig=ja") == len(JOURNEYS[way]), "every page can be changed"
    assert str(JOURNEYS[way].get("wat", JOURNEYS[way]["wie"])["story"]) in page
    said = arrived(client)
    assert (said.routing.way, said.routing.category, said.routing.municipality) == (name, category, municipality)


def test_who_needs_help_is_asked_neither_who_nor_what_kind_of_reporter(client: Client) -> None:
    walk(client, "mij")
    asked = " ".join(words(client.get(f"/melden/{slug}/")) for slug in JOURNEYS["mij"])
    for field in ("category", "reporter_name", "organisation", "ground", "people-0-name"):
        assert f'name="{field}"' not in asked
    said = arrived(client)
    assert said.urgency == "danger_today"
    assert [(person.name, person.age, person.gender) for person in said.body.people] == [("", "24", "woman")]


def test_who_tells_nothing_of_themselves_is_no_person_yet(client: Client) -> None:
    walk(client, "mij", **{"over-jou": {"age": "", "gender": "unknown"}})
    assert "Je vulde niets in. Dat mag." in words(client.get("/melden/controle/"))
    assert arrived(client).body.people == ()


def test_a_professional_says_on_what_ground_before_any_name(client: Client) -> None:
    slugs = list(JOURNEYS["werk"])
    assert slugs.index("grond") < slugs.index("wat") < slugs.index("personen")
    walk(client, "werk")
    page = words(client.get("/melden/grond/"))
    assert "geen melding bij Veilig Thuis" in page
    assert "Kies sparren" in page
    said = arrived(client)
    assert (said.body.ground, said.body.organisation, said.body.reporter_name) == ("consent", "Wijkteam Noord", "Iris")
    assert said.body.people[0].name == "Mila Verzonnen"


def test_without_a_ground_sparring_is_offered_and_nothing_refused(client: Client) -> None:
    walk(client, "werk", grond={"ground": "unknown"})
    assert "Noem liever geen naam" in words(client.get("/melden/personen/"))
    assert "Mag je deze naam noemen?" in words(client.get("/melden/controle/"))
    assert arrived(client).body.people[0].name == "Mila Verzonnen"


def test_the_warning_about_names_stays_away_where_there_is_nothing_to_warn_of(client: Client) -> None:
    walk(client, "werk")
    assert "Mag je deze naam noemen?" not in words(client.get("/melden/controle/"))
    assert "Noem liever geen naam" not in words(client.get("/melden/personen/"))


def test_sparring_asks_nothing_about_the_client(client: Client) -> None:
    walk(client, "sparren")
    asked = " ".join(words(client.get(f"/melden/{slug}/")) for slug in JOURNEYS["sparren"])
    for field in ("people-0-name", "forms", "ground", "under_18", "place"):
        assert f'name="{field}"' not in asked
    assert "Noem geen naam, adres of geboortedatum van je cliënt." in asked


def test_who_wants_to_stop_is_promised_nothing_and_told_why(client: Client) -> None:
    walk(client, "gedaan")
    page = words(client.get("/melden/wie/"))
    for sentence in ("Wij zijn geen politie.", "Wij beloven je niets.", "Je mag anoniem blijven.", "advocaat"):
        assert sentence in page
    assert arrived(client).body.wishes == ("stop", "lawyer")


def test_a_municipality_may_mean_another_one(client: Client) -> None:
    walk(client, "gemeente", wat={"story": "In Almelo zag ik iets.", "municipality": "GM0141"})
    assert arrived(client).routing.municipality == "GM0141"


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_kept_the_address_of_a_request_comes_to_the_pages_for_professionals(client: Client, method: str) -> None:
    answer = getattr(client, method)("/en/melden/?wie=aanvraag")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/professionals/")
    page = words(client.get("/professionals/"))
    for url in ("agenda/", "training-aanvragen/", "materiaal/", "lenen/"):
        assert f'href="/professionals/{url}"' in page
    assert 'href="/contact/"' in page, "for what fits nowhere"


@pytest.mark.parametrize("way", JOURNEYS)
def test_every_page_of_every_way_has_112_and_a_way_to_stop_that_says_what_is_kept(client: Client, way: str) -> None:
    walk(client, way)
    for slug in (*JOURNEYS[way], "controle"):
        page = words(client.get(f"/melden/{slug}/"))
        assert page.index('href="tel:112"') < page.index("<main"), "above everything"
        assert "Stoppen – hier wordt niets bewaard. Je telefoon kan dit nog onthouden" in page
        assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("way", "changed"),
    [
        ("mij", {"wat": {"story": "Ik ben 16 en ik mag niet weg.", "municipality": "unknown"}}),
        ("mij", {"over-jou": {"age": "17", "gender": "unknown"}}),
        ("iemand", {"wie": {}, "personen": {**CLIENT, "people-0-age": "geboren in 2011"}}),
        ("gedaan", {"wat": {"story": "She is 15 years old.", "municipality": "unknown"}}),
    ],
)
def test_an_age_under_18_is_asked_about_before_sending(client: Client, way: str, changed: Pages) -> None:
    walk(client, way, **changed)
    assert "Gaat het om iemand onder de 18?" in words(client.get("/melden/controle/"))
    assert client.post("/melden/controle/", {"is_minor": "yes"}).status_code == 303
    report = queries.report_by_code(invented.code_on(client))
    assert report is not None
    assert report.urgency == ("danger_today" if way == "mij" else "under_18")


@pytest.mark.parametrize("answer", ["no", "", "misschien"])
def test_no_and_no_answer_send_as_well(client: Client, answer: str) -> None:
    walk(client, "iemand", wie={}, wat={"story": "Zij is 16.", "municipality": "unknown"})
    assert client.post("/melden/controle/", {"is_minor": answer}).status_code == 303
    report = queries.report_by_code(invented.code_on(client))
    assert report is not None
    assert report.urgency == ""


def test_the_age_is_not_asked_when_the_mark_was_set_or_the_way_has_none(client: Client) -> None:
    walk(client, "iemand", wat={"story": "Zij is 16.", "municipality": "unknown"})
    page = words(client.get("/melden/controle/"))
    assert "Gaat het om iemand onder de 18?" not in page
    assert "Wij zien meteen dat het om iemand onder de 18 gaat." in page
    walk(client, "sparren", wat={"story": "Een meisje van 16. Wat nu?", "municipality": "unknown"})
    assert "Gaat het om iemand onder de 18?" not in words(client.get("/melden/controle/"))


def test_a_page_of_another_way_leads_to_this_one(client: Client) -> None:
    invented.begin(client, way="sparren")
    assert client.get("/melden/personen/").headers["Location"] == "/melden/wie/"
    assert client.get("/melden/over-jou/").headers["Location"] == "/melden/wie/"


def test_what_was_typed_in_another_window_stays_on_the_page(client: Client) -> None:
    invented.begin(client, way="sparren")
    typed = {"weg": "gedaan", "story": "Dit typte ik eerder.", "municipality": "unknown"}
    response = client.post("/melden/wat/", typed)
    assert response.status_code == 409
    assert "Dit typte ik eerder." in words(response)
    assert "Je bent in een ander venster opnieuw begonnen." in words(response)


@pytest.mark.parametrize("way", JOURNEYS)
def test_a_page_that_ran_out_goes_on_in_the_same_way(client: Client, way: str) -> None:
    slug = list(JOURNEYS[way])[-2]
    client.post(f"/melden/{slug}/", {"weg": way, **JOURNEYS[way][slug]})
    first = client.get(f"/melden/{next(iter(JOURNEYS[way]))}/")
    assert first.context["path"].slug == way
