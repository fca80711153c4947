"""The lists of cases that somebody works from: their own, with news, late, waiting for a partner, adrift; and kept views."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from schakel.access.compiled import Asked, asked_by, compiled, fetched
from schakel.access.models import Grant, User
from schakel.access.policies import check_sees_content, reads_reports
from schakel.access.queries import colleagues, live_grants, rule_of_sight, sees_any
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases.documents.queries import documents_seen
from schakel.cases.models import (
    Case,
    Change,
    Involvement,
    Look,
    Note,
    RiskAssessment,
    SavedView,
    SignSource,
    Triage,
)
from schakel.cases.plan import contents
from schakel.cases.plan.models import Clock, Step, Version
from schakel.cases.plan.policies import sees_plans
from schakel.cases.plan.queries import outside_of
from schakel.cases.plan.states import UNFINISHED, ClockState, Part
from schakel.cases.policies import NotPossible, roles_for
from schakel.cases.queries import cases_for
from schakel.cases.states import CaseState, CaseUrgency
from schakel.core import time
from schakel.intake.models import Message
from schakel.vault import records

MOST_VIEWS = 12
_LABEL = "saved view"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Which(Enum):
    """The lists: value in the address, and its name."""

    OPEN = ("open", "Open")
    MINE = ("mijn", "Van mij")
    NEWS = ("nieuws", "Met nieuws")
    LATE = ("laat", "Te laat")
    PARTNER = ("partner", "Wacht op een partner")
    ADRIFT = ("zonder", "Zonder regisseur")
    CLOSED = ("closed", "Gesloten")
    SHIELDED = ("shielded", "Afgeschermd")
    EVERY = ("alle", "Alle")


@dataclass(frozen=True)
class Kept:
    """A view that somebody kept: what they call it, and what it asks for."""

    id: uuid.UUID
    name: str
    asked: Mapping[str, str]

    @property
    def query(self) -> str:
        return urlencode(self.asked)


# Where rooms above this one say which cases wait for a partner, as a condition; they add themselves when the process starts.
AT_PARTNER: list[Callable[[], Q]] = []


def lists_for(viewer: User) -> list[Which]:
    """The lists that can hold something for this viewer."""
    found = list(Which)
    if not sees_plans(viewer):
        found = [one for one in found if one not in (Which.MINE, Which.NEWS, Which.LATE, Which.PARTNER, Which.ADRIFT)]
    if not viewer.may(Permission.REVIEW_LAWFULNESS):
        found.remove(Which.SHIELDED)
    return found


def chosen(viewer: User, which: Which) -> QuerySet[Case]:
    """The cases of one list, as far as this viewer may see them."""
    if which not in lists_for(viewer):
        return Case.objects.none()
    return _LISTS[which](cases_for(viewer), viewer)


def partners_of(cases: Iterable[Case], viewer: User) -> dict[uuid.UUID, list[str]]:
    """For which partners each of these cases waits, in words; recorded. Nothing for whom there are no plans."""
    if not sees_plans(viewer):
        return {}
    shown = {case.pk: case for case in cases}
    rows = Step.objects.filter(case__in=shown, state__in=UNFINISHED, is_outside=True).select_related("case")
    found: dict[uuid.UUID, list[str]] = {}
    with records.at_hand(case.data_key for case in shown.values()):
        for step in rows:
            names = found.setdefault(step.case_id, [])
            names += [one for one in outside_of(contents.read_if_left(step)) if one not in names]
    if found:
        record("plan:listed", by=viewer, cases=list(found))
    return found


def look(case: Case, viewer: User, *, at: datetime) -> datetime | None:
    """Remember that the viewer read the case as it was at that moment; when they did so before."""
    before = Look.objects.filter(case=case, user=viewer).values_list("at", flat=True).first()
    if not Look.objects.filter(case=case, user=viewer).update(at=at):
        Look.objects.update_or_create(case=case, user=viewer, defaults={"at": at})
    return before


def kept_by(viewer: User) -> list[Kept]:
    """The views that this viewer kept, in the order of keeping."""
    rows = list(SavedView.objects.filter(user=viewer))
    with records.at_hand(row.data_key for row in rows):
        return [_read(row) for row in rows]


@transaction.atomic
def keep(*, name: str, asked: Mapping[str, str], by: User) -> None:
    """Keep a view under a name, for oneself. Raises NotAllowed, NotPossible."""
    check_sees_content(by)
    if SavedView.objects.filter(user=by).count() >= MOST_VIEWS:
        raise NotPossible(f"U bewaart al {MOST_VIEWS} weergaven. Haal er eerst een weg.")
    row = SavedView(user=by, data_key=records.create_data_key())
    row.content = records.encrypt(row.data_key, {"name": name, "asked": {**asked}}, label=_LABEL, record_id=row.id)
    row.save(force_insert=True)
    record("view:kept", by=by, view=row.id)


@transaction.atomic
def drop(*, view_id: uuid.UUID, by: User) -> None:
    """Forget a view of one's own. Raises Http404."""
    row = SavedView.objects.filter(pk=view_id, user=by).first()
    if row is None:
        raise Http404
    row.delete()
    record("view:dropped", by=by, view=view_id)


def narrowed(cases: QuerySet[Case], *, urgency: str = "", state: str = "", coordinator: str = "") -> QuerySet[Case]:
    """The cases of a list that are so urgent, in that state and led by that colleague; what is not known narrows nothing."""
    if urgency in CaseUrgency.values:
        cases = cases.filter(urgency=urgency)
    if state in CaseState.values:
        cases = cases.filter(state=state)
    try:
        return cases.filter(coordinator=uuid.UUID(coordinator)) if coordinator else cases
    except ValueError:
        return cases


def _open(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    return cases.filter(closed_at=None)


def _mine(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    standing_in = live_grants().filter(user=viewer, ground=Grant.Ground.STAND_IN).values("compartment")
    return cases.filter(Q(coordinator=viewer) | Q(compartment__in=standing_in), closed_at=None)


def _late(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    steps = Step.objects.filter(case=OuterRef("pk"), state__in=UNFINISHED, due_on__lt=time.today())
    clocks = Clock.objects.filter(case=OuterRef("pk"), state=ClockState.RUNNING, due_at__lte=time.now())
    return cases.filter(Q(Exists(steps)) | Q(Exists(clocks)), closed_at=None)


def _at_partner(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    waiting = Step.objects.filter(case=OuterRef("pk"), state__in=UNFINISHED, is_outside=True)
    waits = Q(Exists(waiting), closed_at=None)
    for more in AT_PARTNER:
        waits |= more()
    return cases.filter(waits)


def _adrift(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    """Led by somebody whose account was closed, or who does other work now."""
    return cases.filter(closed_at=None).exclude(coordinator__in=colleagues(Permission.COORDINATE).values("pk"))


def _closed(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    return cases.filter(closed_at__isnull=False).exclude(state=CaseState.SHIELDED)


def _with_news(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    """Those in which somebody else wrote or changed something since the viewer last looked, or that they never opened."""
    if not sees_any(viewer):
        return cases.none()
    # Asked once: a page wants the rows, their number and who leads them, and planning this takes longer than all of these.
    return cases.filter(pk__in=[case.pk for case in fetched(_news, viewer.role, asked_by(viewer.pk))])


def _news(role: str, asked: Asked) -> QuerySet[Case]:
    own, somebody = asked.user, User(role=role)
    sight = compiled(rule_of_sight, role, asked)
    before = Look.objects.filter(case=OuterRef("pk"), user=own).values("at")[:1]
    seen = Case.objects.filter(closed_at=None, compartment__in=sight)
    here = {"case": OuterRef("pk")}
    since = OuterRef("looked")
    written = Version.objects.filter(**here, at__gt=since).exclude(by=own)
    signs = SignSource.objects.filter(
        Q(involvement__person=None) | Q(involvement__person__compartment__in=sight),
        pk=OuterRef("subject_id"),
        involvement__role__in=roles_for(somebody),
    )
    documents = documents_seen(role, asked).filter(pk=OuterRef("subject_id"))
    news = [
        Note.objects.filter(**here, written_at__gt=since).exclude(author=own),
        Change.objects.filter(**here, made_at__gt=since).exclude(made_by=own),
        RiskAssessment.objects.filter(**here, made_at__gt=since).exclude(made_by=own),
        Involvement.objects.filter(
            Q(person=None) | Q(person__compartment__in=sight),
            **here,
            created_at__gt=since,
            role__in=roles_for(somebody),
        ).exclude(added_by=own),
        # Of what is about somebody, only what the viewer would find there.
        written.exclude(part__in=(Part.SIGNS, Part.DOCUMENT)),
        written.filter(Exists(signs), part=Part.SIGNS),
        written.filter(Exists(documents), part=Part.DOCUMENT),
    ]
    if reads_reports(somebody):
        judged = {"report__triages__case": OuterRef("pk"), "report__triages__superseded_at": None}
        seen_by = {"report__compartment__in": sight}
        news += [
            Triage.objects.filter(**here, **seen_by, superseded_at=None, decided_at__gt=since).exclude(decided_by=own),
            Message.objects.filter(**judged, **seen_by, sender=Message.Sender.REPORTER, sent_at__gt=since),
        ]
    has_news = Q(looked=_NEVER)
    for rows in news:
        has_news |= Q(Exists(rows))
    return seen.annotate(looked=Coalesce(Subquery(before), Value(_NEVER))).filter(has_news).only("pk")


def _shielded(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    return cases.filter(state=CaseState.SHIELDED)


def _every(cases: QuerySet[Case], viewer: User) -> QuerySet[Case]:
    return cases


_LISTS: Mapping[Which, Callable[[QuerySet[Case], User], QuerySet[Case]]] = {
    Which.OPEN: _open,
    Which.MINE: _mine,
    Which.NEWS: _with_news,
    Which.LATE: _late,
    Which.PARTNER: _at_partner,
    Which.ADRIFT: _adrift,
    Which.CLOSED: _closed,
    Which.SHIELDED: _shielded,
    Which.EVERY: _every,
}


def _read(row: SavedView) -> Kept:
    try:
        content = records.decrypt(row.data_key, row.content, label=_LABEL, record_id=row.id)
    except records.Destroyed:
        return Kept(row.id, records.DESTROYED, {})
    return Kept(row.id, content["name"], content["asked"])
