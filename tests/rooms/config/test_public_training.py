"""Training at the public door as its own role in PostgreSQL: all of it works, and nobody's enrolment is read or changed."""

import re
from dataclasses import dataclass

import psycopg
import pytest

from tests import processes
from tests.rooms.config.doors import Place
from tests.visitor import Page, Visitor

PLAN = """
from datetime import timedelta
from schakel.access.actions import create_account
from schakel.access.roles import Role
from schakel.core import time
from schakel.core.actors import system
from schakel.training.actions import attending, sessions
from schakel.training.actions.enrolling import Said
from schakel.training.actions.sessions import SessionSaid
from schakel.training.models import Certificate
by = create_account(email="lot@centrum.example", name="Lot", role=Role.PREVENTION_OFFICER, password=None, by=system("test"))
def plan(title, days):
    begins = time.now() + timedelta(days=days)
    return sessions.plan(by=by, said=SessionSaid(kind="course", title=title, audience="care", starts_at=begins,
        ends_at=begins + timedelta(hours=2), capacity=1, place="Zaal"))
coming, was = plan("Komende training", 9), plan("Vandaag", 0)
there = attending.walk_in(session=was, said=Said("Ria Bos", "ria@zorg.example"), by=by)
Certificate.objects.create(number="ACDEFHJKLMNP", session=was, enrolment=there, title="Basis", held_on=time.today(), minutes=120)
print(coming.id, was.room, was.door, there.code)
"""


@dataclass(frozen=True)
class Visit:
    """What a visitor saw, page after page."""

    agenda: Page
    first: Page
    second: Page
    left: Page
    present: Page
    answered: Page
    verified: Page
    asked: Page


@pytest.fixture(scope="module")
def visit(place: Place, visited: Visitor) -> Visit:
    coming, room, door, code = processes.in_installation(
        place.home, "desk", PLAN, settings=place.settings("schakel_desk")
    ).split()
    said = {"name": "Bo Daal", "email": "bo@zorg.example", "organisation": "Zorg", "consent": "on"}
    address = f"/professionals/agenda/{coming}/"

    def send(path: str, fields: dict[str, str]) -> Page:
        known = [(name, value) for name, value in visited.get(path).fields if name == "csrfmiddlewaretoken"]
        return visited.post(path, [*known, *fields.items()])

    first = send(address, said)
    second = send(address, said | {"name": "An Bos"})
    manage = first.path.partition("?")[0]
    request = {"audience": "care", "municipality": "GM0153", "people": "9"} | said
    return Visit(
        visited.get("/professionals/agenda/"),
        first,
        second,
        send(manage, {}),
        send(f"/professionals/aanwezig/{door}/", {"code": code}),
        send(f"/professionals/evaluatie/{room}/", {"code": code, "score-0": "1", "score-1": "2", "score-2": "3", "remark": "Dank."}),
        visited.get("/professionals/certificaat/?nummer=ACDEFHJKLMNP"),
        send("/professionals/training-aanvragen/", request),
    )  # fmt: skip


def test_the_whole_of_it_works_as_the_public_role(visit: Visit) -> None:
    assert [page.status for page in vars(visit).values()] == [200] * 8
    assert "Komende training" in visit.agenda.text
    assert "U hebt een plaats" in visit.first.text
    assert re.search(r"plaats 1</strong>", visit.second.text)
    assert "U bent afgemeld" in visit.left.text
    assert "Fijn dat u er bent" in visit.present.text
    assert "Uw antwoord is bewaard" in visit.answered.text
    assert "Dit certificaat is geldig" in visit.verified.text
    assert "Uw aanvraag is ontvangen" in visit.asked.text


@pytest.mark.parametrize(
    "path",
    [
        "agenda/?waar=%00", "agenda/agenda.ics?voor=&waar=GM%00", "aanwezig/%00/", "evaluatie/%00/", "inschrijving/%00/",
        "inschrijving/%00/certificaat.pdf", "bestelling/%00/", "leenaanvraag/%00/", "mailing/beheer/%00/", "materiaal/?voor=%00",
        "bestellen/?materiaal=%00", "training-aanvragen/?training=%00", "certificaat/?nummer=%00",
    ],
)  # fmt: skip
def test_a_sign_that_postgresql_has_not_is_the_address_of_nothing(visited: Visitor, path: str) -> None:
    assert visited.get(f"/professionals/{path}").status == 404


def test_only_the_secret_of_an_enrolment_changes_it(place: Place, visit: Visit) -> None:
    secret = visit.second.path.split("/")[3]
    with place.open("schakel_public") as door:
        change = "UPDATE training_enrolment SET state = 'cancelled'"
        assert door.execute(change).rowcount == 0
        lookup = door.execute("SELECT encode(lookup, 'hex') FROM training_enrolment LIMIT 1").fetchone()
        assert lookup is not None
        for known in (str(lookup[0]), ""):
            door.execute("SELECT set_config('schakel.enrolment', %s, false)", [known])
            assert door.execute(change).rowcount == 0, "who reads a lookup can do nothing with it"
        door.execute("SELECT set_config('schakel.enrolment', %s, false)", [secret])
        assert door.execute(change).rowcount == 1


@pytest.mark.usefixtures("visit")
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT sealed FROM training_enrolment",
        "SELECT content FROM training_enrolment",
        "SELECT scores FROM training_evaluation",
        "SELECT sealed FROM training_trainingrequest",
        "UPDATE training_enrolment SET number = 0",
        "UPDATE training_session SET capacity = 500",
        """INSERT INTO training_attendance (id, created_at, enrolment_id, session_id, how)
        SELECT gen_random_uuid(), now(), id, session_id, 'desk' FROM training_enrolment""",
        "DELETE FROM training_enrolment",
        "DELETE FROM training_attendance",
    ],
)
def test_nothing_else_is_read_or_changed(place: Place, statement: str) -> None:
    with place.open("schakel_public") as door, pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute(statement)
