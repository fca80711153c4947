"""The main job, end to end in real Chromium: two reports, one person already known and one new, and the factsheet."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pdfplumber
import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page

from schakel.config.environment import DEMO_DAY
from schakel.demo.fill import invented_years
from schakel.methods.synthetic import MentionedPerson
from tests.journeys import people
from tests.journeys.people import Telling
from tests.processes import Tree

Opens = Callable[..., BrowserContext]

FIRST_STORY = "Mijn buurvrouw werkt elke nacht en geeft haar loon af. Canarie-een-7731."
SECOND_STORY = "Een jongen in de straat moet pakjes wegbrengen. Canarie-twee-9482."
FIRST_ANSWER = "Dank u wel. Wij kijken hier vandaag naar. Canarie-drie-5120."
SECOND_ANSWER = "Goed dat u belde. Kunt u meer vertellen? Canarie-vier-6604."
ADDED = "Hij heeft nu ook een nieuwe telefoon. Canarie-vijf-8273."
NEW_NAME = "Zebedeus Onbestaan"
CANARIES = ("Canarie-een-7731", "Canarie-twee-9482", "Canarie-drie-5120", "Canarie-vier-6604", "Canarie-vijf-8273")


def somebody_known() -> MentionedPerson:
    """A person of the demo's 2026 with a case, a full name and a birth date, whom nobody else is called after."""
    _, present = invented_years(DEMO_DAY)
    families = [person.family_name for report in present.reports for person in report.people]
    for report in present.reports:
        for person in report.people:
            if (
                report.triage is not None
                and report.triage.outcome == "new_case"
                and person.given_name.isascii()
                and person.family_name.isascii()
                and person.birth_date is not None
                and families.count(person.family_name) == 1
            ):
                return person
    raise AssertionError("nobody in the invented year has a name and a birth date")


def birth_date_as_typed(day: date | None) -> str:
    assert day is not None
    return f"{day.day}-{day.month}-{day.year}"


def answer(page: Page, text: str) -> None:
    page.get_by_label("Antwoord aan de melder").fill(text)
    page.get_by_role("button", name="Verstuur het antwoord").click()
    page.get_by_text(text).wait_for()


def publish_2026(bram: Page, noor: Page, tree: Tree, axe: Callable[[Page], None]) -> None:
    """One analyst drafts and proposes; the proposer can't approve; another does."""
    bram.goto(f"{tree.desk}/publicaties/")
    axe(bram)
    bram.get_by_role("button", name="Stel 2026 op").click()
    axe(bram)
    bram.get_by_role("button", name="Leg voor").click()
    bram.get_by_text("U legde dit zelf voor").wait_for()
    assert bram.get_by_role("button", name="Keur goed").count() == 0
    axe(bram)
    noor.goto(bram.url)
    noor.get_by_role("button", name="Keur goed").click()
    noor.get_by_role("link", name="factsheet-2026.pdf").wait_for()
    axe(noor)


def check_public_files(page: Page, tree: Tree, persons: int, reports: int) -> None:
    """The same frozen numbers on the page, in the PDF and in the CSV."""
    text = re.sub(r"\s+", " ", page.get_by_role("main").inner_text())
    assert f"{persons} personen" in text
    assert f"{reports} meldingen" in text
    files = {
        ending: page.request.get(f"{tree.public}/factsheet/2026/factsheet-2026.{ending}").body()
        for ending in ("pdf", "csv", "png")
    }
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot is not None
        assert str(pdf.Root.Lang).startswith("nl")
        with pdf.open_metadata() as metadata:
            assert "2026" in metadata["dc:title"]
    with pdfplumber.open(io.BytesIO(files["pdf"])) as read:
        printed = " ".join(sheet.extract_text(use_text_flow=True) for sheet in read.pages)
    assert f"{persons}" in printed
    assert f"{reports}" in printed
    assert "DEMO – VERZONNEN" in printed
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig")), delimiter=";"))
    counted = {(row["onderdeel"], row["categorie"]): row["aantal"] for row in rows}
    assert counted["personen", "totaal"] == str(persons)
    assert counted["meldingen", "totaal"] == str(reports)
    assert files["png"].startswith(b"\x89PNG")


@pytest.fixture
def demo_2025(opens: Opens, tree: Tree) -> tuple[int, int]:
    """Persons and reports of 2025 before anything happens in this journey."""
    return people.year_figures(people.signed_in(opens(), tree, "Bram"), tree, 2025)


def test_from_two_reports_to_the_years_factsheet(
    opens: Opens, tree: Tree, axe: Callable[[Page], None], demo_2025: tuple[int, int]
) -> None:
    known = somebody_known()
    sanne, bram, noor = (people.signed_in(opens(), tree, name) for name in ("Sanne", "Bram", "Noor"))
    axe(sanne)
    persons, reports = people.year_figures(bram, tree, 2026)
    axe(bram)

    # A neighbour reports somebody whom the centre knows already.
    visitor = opens(phone=True).new_page()
    said = Telling(
        "Ik maak me zorgen om iemand",
        FIRST_STORY,
        name=f"{known.given_name} {known.family_name}",
        age=birth_date_as_typed(known.birth_date),
    )
    first_code = people.report(visitor, tree, said, axe)
    assert people.year_figures(bram, tree, 2026) == (persons, reports), "an unread report counts nowhere"

    people.open_report_with(sanne, tree, FIRST_STORY)
    axe(sanne)
    people.judge(sanne, outcome="geen verdere actie", same_as=known.family_name)
    axe(sanne)
    answer(sanne, FIRST_ANSWER)
    assert people.year_figures(bram, tree, 2026) == (persons, reports + 1), "the same person, one report more"

    # Somebody else reports a person nobody knew, in a browser without scripts.
    without_scripts = opens(phone=True, script=False).new_page()
    told = Telling("Ik maak me zorgen om iemand", SECOND_STORY, name=NEW_NAME, age="17", gender="man", form="Misdaad")
    second_code = people.report(without_scripts, tree, told, lambda page: None)
    assert second_code != first_code
    people.open_report_with(sanne, tree, SECOND_STORY)
    people.judge(sanne, outcome="nieuwe casus")
    answer(sanne, SECOND_ANSWER)
    assert people.year_figures(bram, tree, 2026) == (persons + 1, reports + 2)

    # Both come back with their codes; one adds something, and the desk reads it.
    assert FIRST_ANSWER in people.read_answer(visitor, tree, first_code, axe)
    assert SECOND_ANSWER in people.read_answer(without_scripts, tree, second_code, lambda page: None)
    without_scripts.get_by_role("textbox").last.fill(ADDED)
    without_scripts.get_by_role("button", name="Versturen").click()
    sanne.reload()
    assert sanne.get_by_text(ADDED).count() == 1

    publish_2026(bram, noor, tree, axe)
    visitor.goto(f"{tree.public}/factsheet/2026/")
    axe(visitor)
    check_public_files(visitor, tree, persons + 1, reports + 2)
    assert people.year_figures(bram, tree, 2025) == demo_2025 == (178, demo_2025[1]), "a published year does not move"

    assert_nothing_readable_on_disk(tree, (first_code, second_code), known)


def assert_nothing_readable_on_disk(tree: Tree, codes: tuple[str, ...], known: MentionedPerson) -> None:
    """Database, write-ahead log, sessions, logs and temporary files hold none of what was typed."""
    groups = [" ".join(code[i : i + 4] for i in range(0, len(code), 4)) for code in codes]
    typed = [*CANARIES, NEW_NAME, f"{known.given_name} {known.family_name}", *codes, *groups]
    files = [path for path in tree.home.parent.rglob("*") if path.is_file()]
    assert any(path.name.endswith(".sqlite3") for path in files)
    for path in files:
        content = path.read_bytes()
        for words in typed:
            for encoded in (words.encode(), words.encode("utf-16-le")):
                assert encoded not in content, f"{words!r} can be read in {path.name}"
