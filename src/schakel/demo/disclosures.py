"""The demo's disclosures: one that is blocked, one that was given, one that was recalled, and a consent withdrawn."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs
from schakel.core import time
from schakel.methods.sharing_rules import Giver
from schakel.partners.models import Organisation
from schakel.sharing import policies
from schakel.sharing.actions import agreeing, drafts, giving
from schakel.sharing.contents import Agreement, Wording
from schakel.sharing.models import Disclosure
from schakel.sharing.offer import ORDINARY, on_offer

_SHELTER, _THERAPIST, _EMPLOYER = "Opvang De Denkbeeldige Haven", "GGZ Het Stille Water", "Uitzendbureau Eerlijk Werk"
# The oldest of these was given so long ago.
_LONG_ENOUGH = timedelta(days=31)
_CONDITIONS = "Bel alleen op werkdagen tussen 10 en 12 uur. Spreek niets in op de voicemail."


@transaction.atomic
def tell(cases: Iterable[Case], staff: dict[str, User]) -> None:
    """In two open cases of Tarik's, about somebody of whom the police told nothing."""
    by = staff["tarik"]
    before = time.now() - _LONG_ENOUGH
    open_cases = [case for case in cases if case.is_open and case.coordinator == by and case.opened_at < before]
    found = [(case, row) for case in open_cases if (row := _victim(case, by)) is not None]
    # Whoever can be called comes first, so that there is more to see than a name.
    found.sort(key=lambda pair: len(_told(pair[0], pair[1], by)), reverse=True)
    (first, someone), (second, other) = found[:2]
    _recalled(first, someone, by)
    _given(first, someone, by)
    _blocked(second, other, by)


def tell_shelter(case: Case, *, by: User) -> None:
    """What the shelter needs, where somebody in the case can be named to it."""
    row = _victim(case, by)
    if row is not None:
        _give(_draft(case, _SHELTER, _needed(case, row, by), by), by)


def _given(case: Case, row: Involvement, by: User) -> None:
    with time.travel(_morning(20)):
        done = _give(_draft(case, _SHELTER, _needed(case, row, by), by), by)
        giving.take(disclosure=done, by=by)


def _needed(case: Case, row: Involvement, by: User) -> Wording:
    return Wording(
        "care",
        ground="cooperation",
        chosen=_told(case, row, by),
        text="Zoekt een rustige plek. Een vrouwelijke begeleider, als dat kan.",
        necessity="De opvang moet weten wie er komt en hoe zij te bereiken is.",
        proportionality="Alleen naam en nummer; niets over wat er is gebeurd.",
        subsidiarity="Zonder naam kan de opvang geen plek vasthouden.",
        conditions=_CONDITIONS,
    )


def _recalled(case: Case, row: Involvement, by: User) -> None:
    with time.travel(_morning(30)):
        agreed = agreeing.record_consent(case=case, row=row, agreement=_agreement(row), said_on=time.today(), by=by)
        wording = Wording(
            "care",
            ground="consent",
            chosen=_told(case, row, by),
            necessity="Aanmelden voor traumazorg.",
            proportionality="Wat er is gebeurd vertelt de cliënt zelf.",
            subsidiarity="Zelf bellen lukte twee keer niet.",
        )
        done = _give(_draft(case, _THERAPIST, wording, by), by)
    with time.travel(_morning(29)):
        giving.take(disclosure=done, by=by)
    with time.travel(_morning(9)):
        agreeing.withdraw_consent(consent=agreed, on=time.today(), because="Wil nu geen therapie.", by=by)
        giving.recall(disclosure=done, because="De toestemming is ingetrokken. De ggz is gebeld.", by=by)


def _blocked(case: Case, row: Involvement, by: User) -> None:
    wording = Wording(
        "safety",
        ground="cooperation",
        chosen=_told(case, row, by)[:1],
        necessity="De vertrouwenspersoon moet weten wie niet alleen mag werken.",
        proportionality="Alleen de naam.",
        subsidiarity="Een naamloze waarschuwing bereikt de ploegleider niet.",
    )
    with time.travel(_morning(2)):
        _draft(case, _EMPLOYER, wording, by)


def _draft(case: Case, name: str, wording: Wording, by: User) -> Disclosure:
    here = Organisation.objects.get(name=name)
    row = drafts.draft(case=case, organisation=here, purpose=wording.purpose, by=by)
    until = (time.today() + timedelta(days=90)).isoformat()
    drafts.change(
        disclosure=row, professional=None, wording=replace(wording, expires_on=until), revision=row.revision, by=by
    )
    return row


def _give(row: Disclosure, by: User) -> Disclosure:
    giving.give(disclosure=row, how="secure_mail", by=by)
    row.refresh_from_db()
    return row


def _victim(case: Case, by: User) -> Involvement | None:
    """Somebody whom the case is about, whose name is known and nobody but the centre has a say over."""
    ordinary = {
        one.id for one in on_offer(case, by).subjects if one.data and all(d.categories == {ORDINARY} for d in one.data)
    }
    rows = [row for row in rows_of(case, by) if row.role == InvolvedAs.VICTIM and str(row.pk) in ordinary]
    return next((row for row in rows if in_words([row])[0].details.name), None)


def _told(case: Case, row: Involvement, by: User) -> tuple[str, ...]:
    """The name, and the telephone number where there is one."""
    (one,) = [one for one in on_offer(case, by).subjects if one.id == str(row.pk)]
    return tuple(datum.key for datum in one.data if datum.key.endswith((":name", ":phone")))


def _agreement(row: Involvement) -> Agreement:
    possible = policies.givers_of(in_words([row])[0].details)
    giver = Giver.SELF if Giver.SELF in possible else Giver.REPRESENTATIVE
    name = "" if giver is Giver.SELF else "de voogd"
    return Agreement("care", giver.value, "spoken", name, "Vindt het goed dat de ggz belt.")


def _morning(days_ago: int) -> datetime:
    day = time.today() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, 9, 50, tzinfo=time.REGION_ZONE)
