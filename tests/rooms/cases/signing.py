"""Signs about somebody in a case, as far as a test needs them."""

from datetime import date
from typing import Any

from schakel.access.models import User
from schakel.cases.models import Case, Involvement, OwnSign, SignSource
from schakel.cases.signs.actions import own as own_actions
from schakel.cases.signs.actions import sources
from schakel.cases.signs.actions.own import Wording
from schakel.cases.signs.said import VALUE, Origin
from schakel.methods.indicators import Basis, Dimension, Form, Indicator, Weight

SEEN = Origin(Basis.OWN, date(2026, 11, 10))
TOLD = Origin(Basis.STATEMENT, date(2026, 11, 12), "client")


def victim(case: Case) -> Involvement:
    """The first one whom the case is about."""
    row: Involvement = case.involvements.filter(role="victim", until=None).earliest("created_at")
    return row


def begun(case: Case, *, by: User, form: Form = Form.LABOUR, origin: Origin = SEEN, **changed: Any) -> SignSource:
    """A source about the victim, without an answer."""
    said = {"about": victim(case), **changed}
    return sources.begin(case=case, form=form, origin=origin, by=by, **said)


def filled_in(case: Case, *observed: str, by: User, **changed: Any) -> SignSource:
    """A source that observed these."""
    source = begun(case, by=by, **changed)
    answer(source, dict.fromkeys(observed, "observed"), by=by)
    return source


def answer(source: SignSource, values: dict[str, str], *, by: User, revision: int = 0) -> list[Indicator]:
    """Answers of a source, as of the revision that stands if none is named."""
    source.refresh_from_db()
    filled = {f"{VALUE}{key}": value for key, value in values.items()}
    return sources.fill_in(source=source, filled=filled, revision=revision or source.revision, by=by)


def own(*, by: User, form: Form = Form.LABOUR, term: str = "Slaapt op het werk", **changed: Any) -> OwnSign:
    """A sign of the centre's own: medium, of exploitation."""
    said = {
        "dimension": Dimension.EXPLOITATION,
        "weight": Weight.MEDIUM,
        "child_weight": Weight.MEDIUM,
        "term": term,
        "explanation": "",
        "origin": "Eigen ervaring",
    }
    return own_actions.add(form=form, wording=Wording(**{**said, **changed}), because="Zien wij vaak.", by=by)


def room(case: Case, row: Involvement | None = None, source: SignSource | None = None) -> str:
    """The address of the signs of a case, of somebody in it, or of one source."""
    address = f"/casussen/{case.id}/signalen/"
    if row is not None:
        address += f"{row.id}/"
    return f"{address}bron/{source.id}/" if source is not None else address


def posted(source: SignSource, **changed: str) -> dict[str, str]:
    """What the browser posts for a source about which nothing else was touched."""
    source.refresh_from_db()
    said = {"basis": "own", "whose": "", "seen_on": "2026-11-10", "about": "", "revision": str(source.revision)}
    return {**said, **changed}
