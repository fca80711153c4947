"""Everything that is typed into any page of either door: afterwards nothing on any disk holds a word of it."""

import re
import shutil
import subprocess
import time as clock
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django import forms

from schakel.core import time
from schakel.demo.personas import PERSONAS
from schakel.intake import ways
from schakel.intake.forms import Words
from schakel.signin import totp
from tests import postgresql, processes
from tests.long.readable import READABLE
from tests.robot import Robot
from tests.visitor import Visitor, code_on

EMAIL, PASSWORD = "ada@kenniscentrum.example", "kanarie zingt in de lange nacht"
MAKE_ADA = f"""
from schakel.access.actions import create_account
from schakel.access.roles import Role
from schakel.core import time
from schakel.core.actors import system
from schakel.signin import totp
from schakel.signin.actions import factors
ada = create_account(email={EMAIL!r}, name="Ada", role=Role.INTAKE_WORKER, password={PASSWORD!r}, by=system("tests"))
secret = totp.new_secret()
earlier = totp.step_of(time.real_now()) - 1
factors.add_code_app(account=ada, secret=secret, code=totp.code_at(secret, earlier))
print(secret)
"""
# What the days in the plan and the conferences of a case need, or its words would be refused and not stored.
DAYS = {
    **dict.fromkeys(("due_on", "granted_on", "asked_on", "received_on", "obtained_on", "happened_on"), "2026-11-10"),
    **dict.fromkeys(("answer_since",), "2026-11-10"),
    **dict.fromkeys(("missed_at", "known_at"), "2026-11-10T10:00"),
    # Those of disclosures, consent and registrations.
    **dict.fromkeys(("agreed_on", "committee_on", "seen_on", "said_on", "withdrawn_on", "consent_on"), "2026-11-10"),
    "expires_on": "2027-02-01",
    "birth_year": "2004",
    "birth_date": "2004-05-01",
    # And a conference: in the past, so that it can be written down what came of it.
    **dict.fromkeys(("held_on", "about_on"), "2026-11-10"),
    **dict.fromkeys(("starts_at",), "2026-11-10T10:00"),
    **dict.fromkeys(("time_box",), "2027-01-20"),
    # Trainings: one to come, and one that was.
    "training_on": "2026-12-10",
    "begins": "09:00",
    "ends": "12:00",
    "given_on": "2026-11-10",
    **dict.fromkeys(("reached", "people"), "12"),
}
# Ends of the work, left alone: the robot would only lock itself out, hang up, or shield what it looks at next.
TAKE_WORDS = (forms.CharField, forms.EmailField, Words)
LEFT_ALONE = (r"/stap/shield/", r"/afmelden/", r"/stoppen/", r"/weg/", r"/aanmelden/", r"/vertrek/")


@dataclass(frozen=True)
class Place:
    """A running demo, and every folder that it writes in."""

    tree: processes.Tree
    folders: tuple[Path, ...]
    settings: Mapping[str, str]
    cluster: postgresql.Cluster | None

    def dump(self) -> None:
        """A dump beside the server's own files, where long values may be compressed."""
        if self.cluster is not None:
            command = [str(postgresql.binaries() / "pg_dump"), "--file", str(self.folders[0] / "dump.sql")]
            subprocess.run([*command, self.cluster.address], check=True, timeout=120)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A filled demo on each database: on SQLite a copy of one that stood still, on PostgreSQL filled there."""
    settings: Mapping[str, str] = processes.DEMO
    folders = [tmp_path]
    cluster = postgresql.start() if request.param == "postgresql" else None
    if cluster is None:
        shutil.copytree(request.getfixturevalue("filled_home"), tmp_path / "home")
    else:
        settings = {**settings, "SCHAKEL_DATABASE": cluster.address}
        folders.append(cluster.folder)
    try:
        with processes.running(tmp_path / "home", "demo", settings=settings, log=tmp_path / "log") as tree:
            yield Place(tree, tuple(folders), settings, cluster)
    finally:
        if cluster is not None:
            cluster.stop()


def asked_for() -> set[str]:
    """The names of all fields that take words, of every form in the house."""
    for path in sorted((processes.ROOT / "src" / "schakel").rglob("*.py")):
        module = ".".join(path.relative_to(processes.ROOT / "src").with_suffix("").parts)
        if not re.search(r"\.(migrations|settings|urls|methods|management|wsgi|cli)", module):
            import_module(module.removesuffix(".__init__"))
    waiting, names = [forms.Form], set[str]()
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("schakel."):
            names |= {
                name for name, one in form.base_fields.items() if type(one) in TAKE_WORDS and not one.widget.is_hidden
            }
    return names


def test_nothing_typed_can_be_read_on_any_disk(place: Place) -> None:
    robots = [_at_the_public_door(place.tree, way) for way in sorted(ways.BY_SLUG)]
    # The administrator first: what he asks waits for the privacy officer then.
    robots += [_at_the_desk(place.tree, key) for key in sorted((one.key for one in PERSONAS), key="otto".__ne__)]
    robots += [_among_professionals(place.tree), _at_the_desk_s_door(place.tree), _between_two_steps(place)]
    typed = {word: where for robot in robots for word, where in robot.typed.items()}
    assert [fault for robot in robots for fault in robot.faults] == []
    secret = {word: where for word, where in typed.items() if where not in READABLE}
    assert asked_for() - {name.rpartition("-")[2] for _, name in typed.values()} == set(), "no robot came by"
    place.dump()
    found = _found(place.folders, list(typed))
    assert {secret[word] for word in found & secret.keys()} == set()
    # And this search does find what may be read.
    assert {typed[word] for word in found} <= READABLE.keys()
    assert found
    # What was typed in an emergency was accepted, and so looked for where it is kept.
    assert "/casussen/#/" in {robot.came_to.get("/casussen/noodinzage/") for robot in robots}


def _at_the_public_door(tree: processes.Tree, way: str) -> Robot:
    """A report by one way in with a word in every field, then the way back with its code, and words in the conversation."""
    robot = Robot(
        Visitor(tree.public_port),
        f"Kanarie{way}",
        skip=LEFT_ALONE,
        answers={"hear_back_detail": f"kanarie{way}9999@kanarie.example", "hear_back": "email", "-age": "19"},
    )
    robot.walk(f"/melden/?wie={way}")
    robot.typed[f"kanarie{way}9999"] = ("/melden/antwoord/", "hear_back_detail")
    code = code_on(robot.met["/melden/ontvangen/"])
    robot.typed |= {code: ("receipt", "code"), " ".join(re.findall("....", code)): ("receipt", "code")}
    # A new report would end the visit that reads the conversation.
    skip = (*LEFT_ALONE, r"/melden/")
    again = Robot(robot.visitor, f"Kanarieterug{way}", skip=skip, answers={"code": code})
    again.walk("/vervolg/")
    robot.typed |= again.typed
    robot.faults += again.faults
    assert "/meesturen/" in again.came_to, "no file was sent along"
    return robot


def _among_professionals(tree: processes.Tree) -> Robot:
    """Somebody who orders material and asks for something to borrow, and then reads the other pages for professionals."""
    visitor = Visitor(tree.public_port)
    days = {"first_day": "2026-12-20", "last_day": "2026-12-21", "municipality": "GM0164", "delivery": "deliver"}
    counts = dict.fromkeys(re.findall(r'name="(count-[0-9a-f-]+)"', visitor.get("/professionals/bestellen/").text), "1")
    address = "kanarieprofessional9999"
    answers = DAYS | days | counts | {"address": f"{address}@kanarie.example"}
    robot = Robot(visitor, "Kanarieprofessional", skip=(*LEFT_ALONE, r"^/(?!professionals/)"), answers=answers)
    robot.walk("/professionals/bestellen/", most_pages=1)
    robot.walk("/professionals/")
    robot.typed[address] = ("/professionals/mailing/", "address")
    for page in ("bestelling", "leenaanvraag"):
        assert any(path.startswith(f"/professionals/{page}/") for path in robot.met), f"no {page} was received"
    return robot


def _at_the_desk(tree: processes.Tree, key: str) -> Robot:
    visitor = Visitor(tree.desk_port, host_name="localhost")
    page = visitor.get("/demo/aanmelden/")
    token = dict(page.fields)["csrfmiddlewaretoken"]
    assert visitor.post("/demo/aanmelden/", [("csrfmiddlewaretoken", token), ("persona", key)]).status == 200
    # Petra breaks the glass of a case of Tarik's; the others type a word where a number is asked.
    numbers = {"number": "K-2026-0089"} if key == "petra" else {}
    # Each kind of registration asks words of its own.
    dossier = {"dossier": {"tarik": "shelter", "petra": "advice"}.get(key, "registration")}
    robot = Robot(visitor, f"Kanarie{key}", skip=LEFT_ALONE, answers={"-age": "19", **DAYS, **numbers, **dossier})
    # Before a walk on which conferences are called off, documents set aside, and the same is asked in a case of others.
    first = [f"{_disclosures_page(visitor)}comensha/"] if key in ("tarik", "petra") else []
    if key == "tarik":
        first += [
            *_pages_of_conferences(visitor),
            _signs_page(visitor),
            *_pages_of_documents(visitor),
            "/signalen/nieuw/",
        ]
    if key == "lotte":
        first += [*_pages_of_things(visitor), *_pages_of_training(visitor)]
    for address in first:
        robot.walk(address, most_pages=1)
    robot.walk("/")
    if key in ("tarik", "petra"):
        # A case of their own is the last thing that they come to: on from what was shared in it.
        robot.walk(_disclosures_page(visitor))
    if key == "sanne":
        robot.walk(_advice_page(visitor))
    if key == "lotte":
        robot.typed |= _at_the_figures_of_a_campaign(visitor)
    return robot


def _pages_of_things(visitor: Visitor) -> list[str]:
    """Where words are asked about material and about what is lent."""
    page = visitor.get("/uitleen/dingen/").text
    ends = {"soorten": ("", "toevoegen/"), "dingen": ("wijzigen/", "")}
    found = {
        f"{one[0]}{end}"
        for kind in ends
        for end in ends[kind]
        if (one := re.search(rf"/uitleen/{kind}/[0-9a-f-]{{36}}/", page)) is not None
    }
    return ["/materiaal/nieuw/", "/uitleen/soorten/nieuw/", *sorted(found, reverse=True)]


def _pages_of_training(visitor: Visitor) -> list[str]:
    """Where words are asked about a training that comes, one that was given elsewhere, and a kind of training."""
    page = visitor.get("/scholing/").text
    coming, course = (re.search(rf"/scholing/{kind}[0-9a-f-]{{36}}/", page) for kind in ("", "soorten/"))
    assert coming is not None
    assert course is not None
    ends = ("wijzigen/", "programma/", "vervolg/", "zonder-inschrijving/")
    new = (
        "/scholing/soorten/nieuw/",
        "/scholing/plannen/",
        "/scholing/elders/",
        "/campagnes/nieuw/",
        "/mailing/nieuw/",
    )
    return [*new, course[0], *(f"{coming[0]}{end}" for end in ends)]


def _at_the_figures_of_a_campaign(visitor: Visitor) -> dict[str, tuple[str, str]]:
    """Words where figures are asked: refused, and kept nowhere."""
    found = re.search(r"/campagnes/[0-9a-f-]{36}/", visitor.get("/campagnes/").text)
    assert found is not None
    robot = Robot(visitor, "Kanariecijfers", skip=LEFT_ALONE)
    robot.walk(f"{found[0]}cijfers/", most_pages=1)
    assert not robot.faults
    return robot.typed


def _disclosures_page(visitor: Visitor) -> str:
    """Where it stands who got what of the newest open case."""
    found = re.search(r"/casussen/[0-9a-f-]{36}/", visitor.get("/casussen/").text)
    assert found is not None
    return f"{found[0]}verstrekkingen/"


def _pages_of_conferences(visitor: Visitor) -> list[str]:
    """Where words are asked about a conference that was held and one that is still to come; calling it off comes last."""
    cases = dict.fromkeys(re.findall(r"/casussen/[0-9a-f-]{36}/", visitor.get("/casussen/").text))
    rows = [row for case in cases for row in visitor.get(f"{case}overleg/").text.split("<tr ")]
    found = {}
    for stand in ("verslag nog niet vast", ">gepland<"):
        row = next(row for row in rows if stand in row)
        found[stand] = re.search(r"/casussen/[0-9a-f-]{36}/overleg/[0-9a-f-]{36}/", row)[0]  # type: ignore[index]
    held, planned = found.values()
    attendee = re.search(rf"{held}deelnemers/[0-9a-f-]{{36}}/", visitor.get(held).text)
    assert attendee is not None
    pages = [attendee[0], *(f"{held}{end}/" for end in ("besluiten", "afspraak", "verslag"))]
    return [*pages, *(f"{planned}{end}/" for end in ("wijzigen", "agenda", "deelnemers", "afzeggen"))]


def _signs_page(visitor: Visitor) -> str:
    """Where a source of signs about somebody in the newest open case begins."""
    found = re.search(r"/casussen/[0-9a-f-]{36}/", visitor.get("/casussen/").text)
    assert found is not None
    begins = re.search(rf"{found[0]}signalen/[0-9a-f-]{{36}}/bron/", visitor.get(f"{found[0]}signalen/").text)
    assert begins is not None
    return begins[0]


def _pages_of_documents(visitor: Visitor) -> list[str]:
    """Where words are asked about a document, a letter and a template; setting aside comes last."""
    cases = dict.fromkeys(re.findall(r"/casussen/[0-9a-f-]{36}/", visitor.get("/casussen/").text))
    found = [
        one
        for case in cases
        for one in re.findall(rf"{case}documenten/[0-9a-f-]{{36}}/", visitor.get(f"{case}documenten/").text)
    ]
    letter = next(one for one in found if f"{one}tekst/" in visitor.get(one).text)
    other = next(one for one in found if f"{one}tekst/" not in visitor.get(one).text)
    room = other[: other.index("documenten/")]
    pages = [f"{room}documenten/toevoegen/", f"{letter}tekst/", "/casussen/sjablonen/nieuw/"]
    return [*pages, *(f"{other}{end}/" for end in ("versie", "wijzigen", "apart"))]


def _advice_page(visitor: Visitor) -> str:
    """Where a waiting report, opened if nobody did, is handled as an advice request."""
    found = re.search(r"/meldingen/[0-9a-f-]{36}/", visitor.get("/meldingen/").text)
    assert found is not None
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.get(found[0]).text)
    assert token is not None
    visitor.post(f"{found[0]}openen/", [("csrfmiddlewaretoken", token[1])])
    return f"{found[0]}advies/"


def _at_the_desk_s_door(tree: processes.Tree) -> Robot:
    """Somebody without an account, at every page that asks who it is."""
    robot = Robot(Visitor(tree.desk_port, host_name="localhost"), "Kanariedeur", skip=(r"/weg/", r"/demo/"))
    robot.walk("/aanmelden/")
    return robot


def _between_two_steps(place: Place) -> Robot:
    """Somebody with a password of their own, at the second step and behind it."""
    secret = processes.in_installation(place.tree.home, "desk", MAKE_ADA, settings=place.settings).strip()
    visitor = Visitor(place.tree.desk_port, host_name="localhost")
    first = visitor.answer(visitor.get("/aanmelden/"), {"email": EMAIL, "password": PASSWORD})
    assert first.path == "/aanmelden/stap-2/"
    robot = Robot(visitor, "Kanarieada", skip=(r"/afmelden/", r"/weg/", r"/aanmelden/$", r"/herstel/"))
    robot.walk("/aanmelden/stap-2/?herstelcode")
    clock.sleep(3)  # the wait that wrong codes bring
    code = totp.code_at(secret, totp.step_of(time.real_now()))
    assert visitor.answer(visitor.get("/aanmelden/stap-2/"), {"code": code}).path == "/"
    robot.walk("/mijn-account/wachtwoord/")
    robot.typed[PASSWORD] = ("/aanmelden/", "password")
    robot.typed[secret] = ("/mijn-account/tweede-stap/app/", "secret")
    return robot


def _found(folders: tuple[Path, ...], words: list[str]) -> set[str]:
    """The words that stand in any file, as text or as the hexadecimal that a dump writes for bytes."""
    needles = {
        form: word
        for word in words
        for form in (word.encode(), word.lower().encode(), word.encode("utf-16-le"), word.encode().hex().encode())
    }
    pattern = re.compile(_any_of(needles))
    found = set()
    for path in [path for folder in folders for path in folder.rglob("*") if path.is_file()]:
        # What the server drops while we look (a segment of its log) is not on the disk any more.
        with suppress(FileNotFoundError):
            found |= {needles[match] for match in pattern.findall(path.read_bytes())}
    return found


def _any_of(needles: Collection[bytes]) -> bytes:
    """A pattern that finds each of these, the longest first. What several begin with stands in it once: ten thousand side by
    side, tried one after another at every byte of a server's folder, take longer than the walk."""
    first, last = min(needles), max(needles)
    start = first[
        : next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    ]
    rests = {needle[len(start) :] for needle in needles}
    if rests == {b""}:
        return re.escape(start)
    groups = [[rest for rest in rests if rest[:1] == begin] for begin in sorted({rest[:1] for rest in rests} - {b""})]
    together = b"|".join(_any_of(group) for group in groups)
    return re.escape(start) + b"(?:" + together + b")" + (b"?" if b"" in rests else b"")
