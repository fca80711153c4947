"""Lending as the public door's own role in PostgreSQL: whoever asked keeps their page, also of what is lent no longer."""

from tests import processes
from tests.rooms.config.doors import Place
from tests.visitor import Visitor

ASKED = """
from schakel.access.actions import create_account
from schakel.access.roles import Role
from schakel.core import time
from schakel.core.actors import system
from schakel.prevention import asking
from schakel.prevention.loans.actions import loans, things
by = create_account(email="lea@centrum.example", name="Lea", role=Role.PREVENTION_OFFICER, password=None, by=system("test"))
def kind(name):
    said = {"name": name, "description": "Iets.", "cleaning_days": 1, "most_days": 9, "is_listed": True}
    return things.add_kind(said=said, by=by)
asked, other = kind("Oude rolbanner"), kind("Oude koffer")
token, said = asking.new_token(), {"organisation": "Zorg", "contact": "Bo", "email": "bo@zorg.example"}
loans.ask(kind=asked, first_day=time.today(), last_day=time.today(), said=said, municipality="", token=token)
for one in (asked, other):
    things.change_kind(kind=one, said={"is_listed": False}, version=one.version, by=by)
print(token, asking.lookup_of(token).hex())
"""


def test_of_a_kind_that_is_lent_no_longer_the_page_of_whoever_asked_remains(place: Place, visited: Visitor) -> None:
    told = processes.in_installation(place.home, "desk", ASKED, settings=place.settings("schakel_desk"))
    token, lookup = told.split()
    page = visited.get(f"/professionals/leenaanvraag/{token}/")
    assert (page.status, "Oude rolbanner" in page.text) == (200, True)
    with place.open("schakel_public") as door:
        names = "SELECT name FROM prevention_loankind WHERE NOT is_listed"
        assert door.execute(names).fetchall() == []
        door.execute("SELECT set_config('schakel.application', %s, false)", [lookup])
        assert door.execute(names).fetchall() == [("Oude rolbanner",)]
