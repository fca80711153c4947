"""The demo's signs: what two sources said of somebody, which do not agree, a critical one, and a sign of the centre's own."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.cases.life.content import read_facts
from schakel.cases.models import Case
from schakel.cases.signs.actions import own, sources
from schakel.cases.signs.said import VALUE, WORDS, Origin
from schakel.cases.states import InvolvedAs
from schakel.core import time
from schakel.methods.indicators import Basis, Dimension, Form, Weight

_SEEN = {
    f"{VALUE}exploited-living": "observed",
    f"{WORDS}exploited-living": "Vier bedden in een kamer, geen slot op de deur.",
    f"{VALUE}coerced-documents": "not_observed",
    f"{VALUE}unknown-area": "observed",
}
_TOLD = {
    f"{VALUE}deceived-job": "observed",
    f"{VALUE}deceived-wages": "observed",
    f"{VALUE}exploited-pay": "observed",
    f"{WORDS}exploited-pay": "Er ging elke week geld af voor “schuld”.",
    f"{VALUE}coerced-documents": "observed",
    f"{VALUE}coerced-violence": "unknown",
}


@transaction.atomic
def write(cases: Iterable[Case], staff: dict[str, User]) -> None:
    """Signs in the first open case of Tarik's whose form has the list of the ILO, and one sign that he added to it."""
    tarik = staff["tarik"]
    for case in cases:
        chosen = [form for form in (Form.LABOUR, Form.SEXUAL) if form.value in read_facts(case).forms]
        if case.is_open and case.coordinator == tarik and chosen:
            seen = Origin(Basis.OWN, _ago(11), about="Bezoek aan huis")
            told = Origin(Basis.STATEMENT, _ago(9), "client", "Gesprek op kantoor")
            for ago, origin, answers in ((10, seen, _SEEN), (9, told, _TOLD)):
                with time.travel(time.now() - timedelta(days=ago)):
                    _source(case, chosen[0], origin, answers, tarik)
            break
    wording = own.Wording(
        Dimension.EXPLOITATION,
        Weight.MEDIUM,
        Weight.MEDIUM,
        "Woont op de plek waar wordt gewerkt en kan er niet weg buiten werktijd",
        "Een matras tussen de voorraad, of een deur die alleen van buiten open kan.",
        "Ervaring van het centrum, 2025",
    )
    with time.travel(time.now() - timedelta(days=40)):
        own.add(form=Form.LABOUR, wording=wording, because="Zagen wij in 2025 in vier casussen.", by=tarik)


def _source(case: Case, form: Form, origin: Origin, answers: Mapping[str, str], by: User) -> None:
    row = case.involvements.filter(role=InvolvedAs.VICTIM, until=None).order_by("created_at", "id")[0]
    source = sources.begin(case=case, about=row, form=form, origin=origin, by=by)
    sources.fill_in(source=source, filled=answers, revision=source.revision, by=by)


def _ago(days: int) -> date:
    return time.today() - timedelta(days=days)
