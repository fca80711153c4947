"""The centre's own signs: versioned, marked as its own, kept in old answers, and never in the shipped lists."""

from collections.abc import Callable

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.cases.models import Case, OwnSign
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible
from schakel.cases.signs import catalogue, queries, said
from schakel.cases.signs.actions import own as actions
from schakel.cases.signs.shown import shown
from schakel.methods.indicators import Dimension, Form, Weight, load
from tests.personas import recorded
from tests.rooms.cases.signing import answer, filled_in, own, posted, room, victim

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
FIELDS = {
    "dimension": "exploitation",
    "weight": "S",
    "child_weight": "S",
    "term": "Slaapt in het magazijn",
    "explanation": "Matras tussen de stellingen.",
    "origin": "Eigen ervaring",
    "because": "Drie casussen dit jaar.",
}


def key_of(sign: OwnSign) -> str:
    return f"own-{sign.id.hex}"


def test_a_coordinator_adds_one_and_it_is_in_the_list_of_its_form_only(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    assert "/signalen/nieuw/" in browser.get("/signalen/").content.decode()
    assert browser.post("/signalen/nieuw/", {"form": "labour", **FIELDS, "because": ""}).status_code == 422
    lighter = browser.post("/signalen/nieuw/", {"form": "labour", **FIELDS, "child_weight": "W"})
    assert "ten minste even zwaar" in lighter.content.decode()
    browser.post("/signalen/nieuw/", {"form": "labour", **FIELDS})
    page = browser.get("/signalen/").content.decode()
    assert "Slaapt in het magazijn" in page
    assert "van het centrum, niet getoetst" in page
    key = key_of(OwnSign.objects.get())
    assert key in catalogue.offered(Form.LABOUR).versions
    assert key not in catalogue.offered(Form.SEXUAL).versions
    assert key not in {one.id for one in load(Form.LABOUR).indicators}
    source = filled_in(case, key, by=tarik)
    assert "Slaapt in het magazijn" in browser.get(room(case, victim(case), source)).content.decode()
    follows = browser.get(room(case, victim(case))).content.decode()
    assert "van het centrum, niet getoetst" in follows


def test_an_answer_stays_as_it_was_asked_when_the_sign_changes(case: Case, tarik: User, desk: Desk) -> None:
    sign = own(by=tarik, term="Slaapt op het werk")
    source = filled_in(case, key_of(sign), by=tarik)
    browser = desk(tarik)
    changed = browser.post(f"/signalen/{sign.id}/", {**FIELDS, "revision": "1"})
    assert changed.status_code == 303
    follows = browser.get(room(case, victim(case))).content.decode()
    assert "Slaapt op het werk" in follows
    assert "Slaapt in het magazijn" not in follows.split("Nog niet bekend")[0]
    filling = browser.get(room(case, victim(case), source)).content.decode()
    assert "Toen dit werd ingevuld, stond er: Slaapt op het werk" in filling
    # Answered anew, it is the answer to how it reads now.
    answer(source, {key_of(sign): "not_observed"}, by=tarik)
    answer(source, {key_of(sign): "observed"}, by=tarik)
    source.refresh_from_db()
    asked = said.read(source).asked[key_of(sign)]
    assert (asked.version, asked.term, asked.weight) == ("2", "Slaapt in het magazijn", "S")


def test_a_later_answer_to_a_lighter_sign_takes_no_attention_away(case: Case, tarik: User, desk: Desk) -> None:
    sign = own(by=tarik, weight=Weight.STRONG, child_weight=Weight.STRONG)
    filled_in(case, key_of(sign), by=tarik)
    desk(tarik).post(f"/signalen/{sign.id}/", {**FIELDS, "weight": "W", "child_weight": "W", "revision": "1"})
    later = filled_in(case, by=tarik)
    for value in ("not_observed", "observed"):
        answer(later, {key_of(sign): value}, by=tarik)
        assert "kritiek signaal" in desk(tarik).get(room(case)).content.decode()


def test_out_of_use_it_takes_no_new_answers_and_still_counts(case: Case, tarik: User, desk: Desk) -> None:
    sign = own(by=tarik, weight=Weight.STRONG, child_weight=Weight.STRONG)
    source = filled_in(case, key_of(sign), "exploited-pay", by=tarik)
    browser = desk(tarik)
    assert browser.post(f"/signalen/{sign.id}/gebruik/", {"use": "out", "because": ""}).status_code == 422
    for _ in range(2):
        browser.post(f"/signalen/{sign.id}/gebruik/", {"use": "out", "because": "Zegt te weinig."})
    assert key_of(sign) not in catalogue.offered(Form.LABOUR).versions
    (form,) = queries.forms_of(queries.somebody(tarik, case, victim(case).pk), tarik)
    exploitation = next(one for one in shown(form).dimensions if one.evidence)
    assert exploitation.outcome == "positief: 1 sterk en 1 gemiddeld signaal"
    assert "uit gebruik" in browser.get(room(case, victim(case), source)).content.decode()
    other = filled_in(case, by=tarik)
    page = browser.get(room(case, victim(case), other)).content.decode()
    assert key_of(sign) not in page
    assert browser.post(room(case, victim(case), other), posted(other)).status_code == 303
    browser.post(f"/signalen/{sign.id}/gebruik/", {"use": "in", "because": "Toch nuttig."})
    assert key_of(sign) in catalogue.offered(Form.LABOUR).versions
    assert len(recorded("sign:own_retired")) == len(recorded("sign:own_restored")) == 1
    page = browser.get(f"/signalen/{sign.id}/").content.decode()
    assert "Zegt te weinig." in page
    assert "Toch nuttig." in page


def test_what_somebody_was_answering_when_it_went_out_of_use_is_kept(case: Case, tarik: User, desk: Desk) -> None:
    sign = own(by=tarik)
    source = filled_in(case, by=tarik)
    actions.retire(sign=sign, is_retired=True, because="Zegt te weinig.", by=tarik)
    mine = {f"r_{key_of(sign)}": "1", f"v_{key_of(sign)}": "observed", f"w_{key_of(sign)}": "Een matras."}
    desk(tarik).post(room(case, victim(case), source), posted(source, **mine))
    assert "Een matras." in desk(tarik).get(room(case, victim(case))).content.decode()


def test_a_sign_that_was_reworded_while_somebody_answered_it_is_read_again_first(
    case: Case, tarik: User, desk: Desk
) -> None:
    sign = own(by=tarik, term="Slaapt op het werk")
    source = filled_in(case, by=tarik)
    browser, address = desk(tarik), room(case, victim(case), source)
    assert f'name="r_{key_of(sign)}" value="1"' in browser.get(address).content.decode()
    browser.post(f"/signalen/{sign.id}/", {**FIELDS, "revision": "1"})
    mine = posted(source, **{f"r_{key_of(sign)}": "1", f"v_{key_of(sign)}": "observed"})
    response = browser.post(address, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Slaapt op het werk. Nu staat er: Slaapt in het magazijn" in page
    assert f'name="r_{key_of(sign)}" value="2"' in page
    source.refresh_from_db()
    assert not said.read(source).answers
    assert browser.post(address, {**mine, f"r_{key_of(sign)}": "2"}).status_code == 303


def test_two_who_change_one_lose_no_words(tarik: User, desk: Desk) -> None:
    sign = own(by=tarik)
    browser = desk(tarik)
    browser.post(f"/signalen/{sign.id}/", {**FIELDS, "revision": "1"})
    response = browser.post(f"/signalen/{sign.id}/", {**FIELDS, "term": "Woont in de loods", "revision": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Woont in de loods" in page
    assert "Slaapt in het magazijn" in page
    with pytest.raises(Changed):
        actions.change(
            sign=sign,
            wording=actions.Wording(Dimension.DECEPTION, Weight.WEAK, Weight.WEAK, "A", "", "B"),
            because="C",
            revision=1,
            by=tarik,
        )


def test_who_does_not_keep_lists_reads_them_only(sanne: User, tarik: User, desk: Desk) -> None:
    sign = own(by=tarik)
    browser = desk(sanne)
    assert "Slaapt op het werk" in browser.get("/signalen/").content.decode()
    assert browser.get(f"/signalen/{sign.id}/").status_code == 403
    with pytest.raises(NotAllowed):
        own(by=sanne)
    with pytest.raises(NotPossible):
        actions.retire(sign=sign, is_retired=True, because=" ", by=tarik)
