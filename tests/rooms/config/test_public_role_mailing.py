"""The mailing as the public door's own role in PostgreSQL: it finds the row of a link, no other, and no address at all."""

import psycopg
import pytest

from tests import processes
from tests.rooms.config.doors import Place
from tests.visitor import Visitor

TOKENS = """
from schakel.mailing import worker
from schakel.mailing.models import Subscription
worker.open_asked()
for row in Subscription.objects.order_by("created_at"):
    print(row.read()["token"])
"""


def test_a_subscription_is_asked_confirmed_and_ended_as_that_role(place: Place, visited: Visitor) -> None:
    for address in ("noor@school.example", "mees@hotel.example"):
        token = [field for field in visited.get("/professionals/mailing/").fields if field[0] == "csrfmiddlewaretoken"]
        said = [*token, ("address", address), ("lists", "school")]
        assert visited.post("/professionals/mailing/", said).path == "/professionals/mailing/gevraagd/"
    said_by_mail = processes.in_installation(place.home, "desk", TOKENS, settings=place.settings("schakel_desk"))
    noors, _ = said_by_mail.split()
    page = visited.get(f"/professionals/mailing/bevestigen/{noors}/")
    assert "U bent ingeschreven" in visited.post(page.path, page.fields).text
    page = visited.get(f"/professionals/mailing/beheer/{noors}/")
    kept = [field for field in page.fields if field[0] == "csrfmiddlewaretoken"]
    assert "Wij hebben uw keuze bewaard" in visited.post(page.path, [*kept, ("lists", "police")]).text
    with place.open("schakel") as owner:
        rows = owner.execute(
            "SELECT state, lists::text, encode(lookup, 'hex') FROM mailing_subscription ORDER BY state"
        )
        (_, _, of_mees), (state, lists, _) = rows.fetchall()
    assert (state, lists) == ("confirmed", '["police"]')
    assert "U bent afgemeld" in visited.post(f"/professionals/mailing/afmelden/{noors}/", []).text
    with place.open("schakel_public") as door:
        assert door.execute("SELECT id FROM mailing_subscription").fetchall() == []
        assert door.execute("UPDATE mailing_subscription SET state = 'ended'").rowcount == 0
        door.execute("SELECT set_config('schakel.subscription', %s, false)", [of_mees])
        assert door.execute("SELECT state FROM mailing_subscription").fetchall() == [("asked",)]
        for column in ("sealed", "content", "address_token"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                door.execute(f"SELECT {column} FROM mailing_subscription")  # noqa: S608  (our own words)
