"""The year as the factsheet may tell it: every number has its list behind it, and nobody's name stands in it."""

from datetime import date, datetime

from schakel.core import time
from schakel.demo import prevention as demo
from schakel.prevention import achieved
from schakel.prevention.loans import queries as loans
from schakel.prevention.materials import queries as materials
from tests.personas import account_of


def test_the_invented_2025_holds_what_its_factsheet_names(db: None, settings: object) -> None:
    settings.SCHAKEL_PINNED_DAY = date(2026, 11, 23)  # type: ignore[attr-defined]
    lotte = account_of("lotte")
    demo.work({"lotte": lotte, "gijs": account_of("gijs")})
    told = {one.sentence: one for one in achieved.of_year(2025)}
    assert list(told) == [
        "690 posters verspreid in 14 gemeenten.",
        "26 praatplaten verspreid in 4 gemeenten.",
        "Rolbanner: 1 nieuw om uit te lenen.",
        "VR-bril: 4 nieuw om uit te lenen.",
        "VR-bril: 7 keer uitgeleend.",
    ]
    posters = told["690 posters verspreid in 14 gemeenten."]
    assert (posters.number, len(posters.rows)) == (690, 14)
    assert all(one.url.startswith("/bestellingen/") for one in posters.rows)
    assert not any("Bedacht" in row.text for one in told.values() for row in one.rows)
    assert achieved.of_year(2024) == []
    # And this week there is something to do.
    work = loans.work(lotte)
    assert (len(work.asked), len(work.overdue), len(work.out), len(work.confirmed)) == (1, 1, 1, 1)
    assert [one.title for one in materials.low(lotte)] == ["Werk is geen dwang"]
    assert materials.waiting(lotte) == 2
    with time.travel(datetime(2026, 11, 24, 9, tzinfo=time.REGION_ZONE)):
        assert [one.loan.number for one in loans.work(lotte).overdue] == [one.loan.number for one in work.overdue]
