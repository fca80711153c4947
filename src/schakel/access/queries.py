"""The one rule of who sees what: `visible(viewer)`, in SQL, used by every list, search, count and page."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format

from schakel.access.compiled import NOBODY, Asked, asked_by, compiled, counted, fetched, listed, seen_through
from schakel.access.models import BreakGlassReview, Compartment, Exclusion, Grant, User
from schakel.access.policies import check_may, grounds_for, kinds_for, leading_permission
from schakel.access.roles import PERMISSIONS, Permission, Role, sees_content
from schakel.audit.queries import events_about
from schakel.audit.record import record
from schakel.core import time
from schakel.vault import records

# An emergency comes last: it is the reason only where nothing else is.
_WEIGHTIEST_FIRST = (
    Grant.Ground.COORDINATOR,
    Grant.Ground.STAND_IN,
    Grant.Ground.PARTICIPANT,
    Grant.Ground.TRIAGE,
    Grant.Ground.BREAK_GLASS,
)
_REASON, _REVIEW = "grant reason", "break-glass review"


@dataclass(frozen=True)
class Sight:
    """One compartment somebody may see, and why. `ground` is a grant's, or "role" for what is open to the work."""

    compartment: Compartment
    ground: str
    since: datetime | None
    until: datetime | None
    words: str


@dataclass(frozen=True)
class BrokenGlass:
    """One time that somebody opened a compartment in an emergency: the reason they gave, and what was judged of it."""

    grant: Grant
    reason: str
    review: BreakGlassReview | None = None
    verdict: str = ""


@dataclass(frozen=True)
class Admission:
    """One time that somebody was let in: why, by whom (empty when the log no longer tells), and whether it lasts."""

    grant: Grant
    reason: str
    by: str
    is_live: bool


@dataclass(frozen=True)
class Shut:
    """One time that somebody was shut out or let back in, as the log tells it."""

    at: datetime
    name: str
    by: str
    is_lifted: bool


def visible(viewer: User) -> QuerySet[Compartment]:
    """The compartments `viewer` may see now: open to their work or granted, not shielded, and not excluded.

    What is shielded is there for the privacy officer alone. Use as `filter(compartment__in=visible(viewer))`; what is not
    in it does not exist for them.
    """
    if not sees_any(viewer):
        return Compartment.objects.none()
    return seen_through(compiled(rule_of_sight, viewer.role, asked_by(viewer.pk)))


def sees_any(viewer: User) -> bool:
    """Whether this person sees any record: not whose account is closed, and not who maintains the system."""
    return viewer.is_active and sees_content(Role(viewer.role))


def rule_of_sight(role: str, asked: Asked) -> QuerySet[Any]:
    """The rule itself, as ids, for `compiled` rules of rooms above; to be asked for whoever `sees_any` alone."""
    may = PERMISSIONS[Role(role)]
    granted = live_at(asked.now).filter(user=asked.user, ground__in=grounds_for(Role(role))).values("compartment")
    excluded = Exclusion.objects.filter(compartment=OuterRef("pk"), user=asked.user)
    # Offender and police data are open to no kind of work as a whole: the permission comes on top of a grant.
    open_to_work = Compartment.objects.filter(open_to__in=may, kind=Compartment.Kind.ORDINARY)
    # Together and not with "or": so the database begins at what this viewer was given, and not at every compartment.
    allowed = open_to_work.values("pk").union(granted)
    seen = Compartment.objects.filter(~Exists(excluded), kind__in=kinds_for(Role(role))).values("pk")
    if Permission.REVIEW_LAWFULNESS not in may:
        return seen.filter(pk__in=allowed, shielded_at=None)
    shielded = Compartment.objects.filter(shielded_at__isnull=False)
    return seen.filter(pk__in=allowed.union(shielded.values("pk")))


def live_grants() -> QuerySet[Grant]:
    """Grants that have begun and not ended."""
    return live_at(time.real_now())


def live_at(now: datetime) -> QuerySet[Grant]:
    """The same at some moment."""
    return Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


def matchable(viewer: User) -> QuerySet[Compartment]:
    """The compartments whose persons a match card may show `viewer`: the one opening in `visible`, for triage alone.

    Never data on offenders or from the police, never what is shielded, and never what the viewer is excluded from.
    """
    if not viewer.may(Permission.TRIAGE):
        return Compartment.objects.none()
    excluded = Exclusion.objects.filter(compartment=OuterRef("pk"), user=viewer)
    return Compartment.objects.filter(~Exists(excluded), kind=Compartment.Kind.ORDINARY, shielded_at=None)


def leads(viewer: User, compartment: Compartment) -> bool:
    """Whether `viewer` leads this now: as its coordinator or standing in, and by a role that does such work.

    Seeing is not leading: whoever judged the report, takes part or broke the glass lets nobody in.
    """
    if not viewer.may(leading_permission(compartment)):
        return False
    return counted(asked_by(viewer.pk, record=compartment.pk), (_leading, viewer.role)) != [0]


def _leading(role: str, asked: Asked) -> QuerySet[Any]:
    grounds = (Grant.Ground.COORDINATOR, Grant.Ground.STAND_IN)
    held = live_at(asked.now).filter(user=asked.user, compartment=asked.record, ground__in=grounds)
    return held.filter(compartment__in=compiled(rule_of_sight, role, asked)).values("pk")


def live_in(compartment_id: uuid.UUID | None) -> list[Grant]:
    """The grants that have begun and not ended of one compartment, with their users, oldest first."""
    return list(fetched(_live_in, "", asked_by(NOBODY, record=compartment_id)))


def _live_in(_kind: str, asked: Asked) -> QuerySet[Grant]:
    return live_at(asked.now).filter(compartment=asked.record).select_related("user").order_by("starts_at", "pk")


def ground_of(viewer: User, compartment_id: uuid.UUID | None) -> str:
    """On which ground `viewer` sees this, for the log; empty when the role alone opens it. The weightiest comes first."""
    found = {ground for (ground,) in listed(_held, "", asked_by(viewer.pk, record=compartment_id))}
    held = found & set(grounds_for(Role(viewer.role)))
    return next((ground.value for ground in _WEIGHTIEST_FIRST if ground in held), "")


def _held(_kind: str, asked: Asked) -> QuerySet[Any]:
    return live_at(asked.now).filter(compartment=asked.record, user=asked.user).order_by().values_list("ground")


def oversees(viewer: User, compartment: Compartment) -> bool:
    """Whether `viewer` may read who has access and why: whoever leads it, and the privacy officer if not excluded."""
    if leads(viewer, compartment):
        return True
    return viewer.may(Permission.REVIEW_LAWFULNESS) and not compartment.exclusions.filter(user=viewer).exists()


def viewers_of(compartment: Compartment, live: Sequence[Grant] | None = None) -> Sequence[tuple[User, str]]:
    """Everybody who may see the compartment now, with the reason in words, for "who can see this".

    `live` is what `live_in` says of it, where that is at hand.
    """
    reasons: dict[User, str] = {}
    if compartment.shielded_at is not None:
        reasons = {user: Role(user.role).label for user in colleagues(Permission.REVIEW_LAWFULNESS)}
    elif compartment.open_to and compartment.kind == Compartment.Kind.ORDINARY:
        for user in colleagues(Permission(compartment.open_to)):
            reasons[user] = Role(user.role).label
    for grant in live_in(compartment.pk) if live is None else live:
        if not grant.user.is_active:
            continue
        is_shut = compartment.shielded_at is not None and grant.user not in reasons
        if not is_shut and grant.ground in grounds_for(Role(grant.user.role)):
            reasons[grant.user] = Grant.Ground(grant.ground).label
    excluded = set(compartment.exclusions.values_list("user", flat=True))
    seen = [
        (user, reason)
        for user, reason in reasons.items()
        if user.pk not in excluded and compartment.kind in kinds_for(Role(user.role))
    ]
    return sorted(seen, key=lambda pair: pair[0].name)


def grants_of(viewer: User) -> list[Sight]:
    """What I may see, and why: what is open to my work first, then every grant, newest first."""
    seen = visible(viewer)
    role = Role(viewer.role)
    rows = [
        Sight(compartment, "role", None, None, f"Uw rol ({role.label}): {Permission(compartment.open_to).label}.")
        for compartment in seen.filter(open_to__in=PERMISSIONS[role], kind=Compartment.Kind.ORDINARY)
    ]
    rows += [
        Sight(shut, "role", shut.shielded_at, None, f"Uw rol ({role.label}): afgeschermd, alleen voor u te zien.")
        for shut in seen.filter(shielded_at__isnull=False)
    ]
    grants = live_grants().filter(user=viewer, compartment__in=seen, ground__in=grounds_for(role))
    return rows + [
        Sight(grant.compartment, grant.ground, grant.starts_at, grant.ends_at, _in_words(grant))
        for grant in grants.select_related("compartment").order_by("-starts_at")
    ]


def emergencies_for(viewer: User) -> QuerySet[Grant]:
    """Every emergency this viewer may read about, newest first: their own, and everybody's for the privacy officer.

    Never one of a compartment they are excluded from, or that was shielded since, not even their own.
    """
    whose = Q() if viewer.may(Permission.REVIEW_LAWFULNESS) else Q(user=viewer, compartment__shielded_at=None)
    excluded = Exclusion.objects.filter(user=viewer).values("compartment")
    return (
        Grant.objects.filter(whose, ground=Grant.Ground.BREAK_GLASS)
        .exclude(compartment__in=excluded)
        .select_related("user", "compartment", "review__reviewed_by")
        .order_by("-starts_at", "pk")
    )


def waiting_for_review(viewer: User) -> QuerySet[Grant]:
    """The emergencies this viewer still has to judge, oldest first: none but for the privacy officer, never their own."""
    if not viewer.may(Permission.REVIEW_LAWFULNESS):
        return Grant.objects.none()
    return emergencies_for(viewer).filter(review=None).exclude(user=viewer).order_by("starts_at", "pk")


def unreviewed_break_glass(viewer: User) -> list[BrokenGlass]:
    """The emergencies this privacy officer still has to judge, oldest first; that they were shown is recorded.

    Not their own, nor those of a compartment they are excluded from: another officer judges these.
    """
    check_may(viewer, Permission.REVIEW_LAWFULNESS)
    return read_emergencies(waiting_for_review(viewer), viewer=viewer)


def emergency_for(viewer: User, grant_id: uuid.UUID) -> Grant:
    """One emergency, or 404."""
    found = emergencies_for(viewer).filter(pk=grant_id).first()
    if found is None:
        raise Http404
    return found


def read_emergencies(grants: Iterable[Grant], *, viewer: User) -> list[BrokenGlass]:
    """These emergencies (from `emergencies_for`) with their reasons and verdicts in words; recorded as a list."""
    every = list(grants)
    with records.at_hand(grant.data_key for grant in every):
        shown = [_broken_glass(grant) for grant in every]
    record("access:break_glass_listed", by=viewer, grants=[row.grant.id for row in shown])
    return shown


def emergency_of(viewer: User, compartments: Collection[uuid.UUID]) -> Grant | None:
    """The emergency by which alone `viewer` sees one of these compartments now, the one that ends last."""
    if counted(asked_by(viewer.pk), (_broken, "")) == [0]:
        return None
    held = list(live_grants().filter(user=viewer, compartment__in=compartments))
    otherwise = {grant.compartment_id for grant in held if grant.ground != Grant.Ground.BREAK_GLASS}
    alone = [
        grant
        for grant in held
        if grant.ground == Grant.Ground.BREAK_GLASS and grant.compartment_id not in otherwise and grant.ends_at
    ]
    return max(alone, key=lambda grant: grant.ends_at or grant.starts_at, default=None)


def has_broken_glass(viewer: User) -> bool:
    """Whether this person ever opened anything in an emergency, as most never do."""
    return counted(asked_by(viewer.pk), (_ever_broken, "")) != [0]


def _ever_broken(_kind: str, asked: Asked) -> QuerySet[Any]:
    return Grant.objects.filter(user=asked.user, ground=Grant.Ground.BREAK_GLASS).values("pk")


def _broken(_kind: str, asked: Asked) -> QuerySet[Any]:
    return live_at(asked.now).filter(user=asked.user, ground=Grant.Ground.BREAK_GLASS).values("pk")


def admissions_to(compartment: Compartment, *, viewer: User) -> list[Admission]:
    """Everybody who was ever let in, newest first, with the reasons in words; recorded. Raises Http404.

    A grant is never removed and only ever made shorter, so that this is the whole history.
    """
    if not oversees(viewer, compartment):
        raise Http404
    grants = list(compartment.grants.select_related("user").order_by("-starts_at", "pk"))
    names = _names()
    given_by = {
        event.detail.get("grant"): names.get(event.actor_id, "")
        for event in events_about(compartment, "access:granted", "access:glass_broken")
    }
    record("grant:listed", by=viewer, about=compartment, grants=[grant.id for grant in grants])
    # A grant of somebody who was shut out, or whose account was closed, lasts on paper only.
    seeing = {user.pk for user, _ in viewers_of(compartment)}
    live = set(live_grants().filter(compartment=compartment, user__in=seeing).values_list("pk", flat=True))
    with records.at_hand(grant.data_key for grant in grants):
        return [
            Admission(grant, _reason_or_none(grant), given_by.get(str(grant.id), ""), grant.id in live)
            for grant in grants
        ]


def shut_out_of(compartment: Compartment, *, viewer: User) -> list[Shut]:
    """When somebody was shut out or let back in, newest first, as far back as the log reaches. Raises Http404."""
    if not oversees(viewer, compartment):
        raise Http404
    names = _names()
    return [
        Shut(
            event.at,
            names.get(str(event.detail.get("user", "")), ""),
            names.get(event.actor_id, ""),
            event.tag == "access:exclusion_ended",
        )
        for event in reversed(events_about(compartment, "access:excluded", "access:exclusion_ended"))
    ]


def read_reason(grant: Grant, *, viewer: User) -> str:
    """The need or emergency a grant was given for, empty if its ground asks none; recorded. Raises Http404."""
    _check_reads_reasons(grant, viewer)
    if not grant.reason:
        return ""
    record("access:reason_read", by=viewer, about=grant.compartment, grant=grant.id)
    return _decrypt(grant, grant.reason, _REASON, grant)


def read_review(review: BreakGlassReview, *, viewer: User) -> str:
    """What the privacy officer wrote about an emergency; that it was read is recorded. Raises Http404."""
    _check_reads_reasons(review.grant, viewer)
    record("access:review_read", by=viewer, about=review.grant.compartment, grant=review.grant.id)
    return _decrypt(review.grant, review.words, _REVIEW, review)


def write_reason(grant: Grant, text: str) -> None:
    """Encrypt the reason into the row, under a key of its own (the caller saves)."""
    grant.data_key = records.create_data_key()
    grant.reason = records.encrypt(grant.data_key, text, label=_REASON, record_id=grant.id)


def write_review(review: BreakGlassReview, text: str) -> None:
    """Encrypt the reviewer's words into the row (the caller saves)."""
    review.words = records.encrypt(review.grant.data_key, text, label=_REVIEW, record_id=review.id)


def colleagues(permission: Permission) -> QuerySet[User]:
    """Active accounts whose role includes that kind of work, by name."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    return User.objects.filter(is_active=True, role__in=roles).order_by("name")


def _check_reads_reasons(grant: Grant, viewer: User) -> None:
    """For whoever sees the compartment, for who judges and who was judged; an excluded person is none of these."""
    if visible(viewer).filter(pk=grant.compartment_id).exists():
        return
    if not emergencies_for(viewer).filter(pk=grant.pk).exists():
        excluded = Exclusion.objects.filter(user=viewer, compartment=grant.compartment_id).exists()
        if excluded or not viewer.may(Permission.REVIEW_LAWFULNESS):
            raise Http404


def _broken_glass(grant: Grant) -> BrokenGlass:
    review: BreakGlassReview | None = getattr(grant, "review", None)
    verdict = _decrypt(grant, review.words, _REVIEW, review) if review is not None else ""
    return BrokenGlass(grant, _decrypt(grant, grant.reason, _REASON, grant), review, verdict)


def _reason_or_none(grant: Grant) -> str:
    """The reason, empty if the ground asks none; the history outlives words whose key was destroyed."""
    return _decrypt(grant, grant.reason, _REASON, grant) if grant.reason else ""


def _names() -> dict[str, str]:
    return {str(pk): name for pk, name in User.objects.values_list("pk", "name")}


def _decrypt(grant: Grant, blob: bytes | memoryview, label: str, row: Grant | BreakGlassReview) -> str:
    return records.decrypt_words(grant.data_key, blob, label=label, record_id=row.id)


def _in_words(grant: Grant) -> str:
    words = f"{Grant.Ground(grant.ground).label}, sinds {_moment(grant.starts_at)}"
    if grant.ends_at is not None:
        words += f", tot {_moment(grant.ends_at)}"
    return f"{words[0].upper()}{words[1:]}."


def _moment(at: datetime) -> str:
    return date_format(at.astimezone(time.REGION_ZONE), "j F Y H:i")
