"""The one rule of who sees what: `visible(viewer)`, in SQL, used by every list, search, count and page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format

from schakel.access.models import BreakGlassReview, Compartment, Exclusion, Grant, User
from schakel.access.policies import check_may, grounds_for, kinds_for
from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.audit.record import record
from schakel.core import time
from schakel.vault import records

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
    """One time that somebody opened a compartment in an emergency, with the reason they gave."""

    grant: Grant
    reason: str


def visible(viewer: User) -> QuerySet[Compartment]:
    """The compartments `viewer` may see now: open to their work or granted, and not excluded.

    Use as `filter(compartment__in=visible(viewer))`; what is not in it does not exist for them.
    """
    if not viewer.is_active:
        return Compartment.objects.none()
    role = Role(viewer.role)
    granted = live_grants().filter(compartment=OuterRef("pk"), user=viewer, ground__in=grounds_for(role))
    excluded = Exclusion.objects.filter(compartment=OuterRef("pk"), user=viewer)
    # Offender and police data are open to no kind of work as a whole: the permission comes on top of a grant.
    open_to_work = Q(open_to__in=PERMISSIONS[role], kind=Compartment.Kind.ORDINARY)
    return Compartment.objects.filter(open_to_work | Exists(granted), ~Exists(excluded), kind__in=kinds_for(role))


def live_grants() -> QuerySet[Grant]:
    """Grants that have begun and not ended."""
    now = time.real_now()
    return Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


def matchable(viewer: User) -> QuerySet[Compartment]:
    """The compartments whose persons a match card may show `viewer`: the one opening in `visible`, for triage alone.

    Never data on offenders or from the police, and never what the viewer is excluded from.
    """
    excluded = Exclusion.objects.filter(compartment=OuterRef("pk"), user=viewer)
    return Compartment.objects.filter(~Exists(excluded), kind=Compartment.Kind.ORDINARY)


def viewers_of(compartment: Compartment) -> Sequence[tuple[User, str]]:
    """Everybody who may see the compartment now, with the reason in words, for "who can see this"."""
    reasons: dict[User, str] = {}
    if compartment.open_to and compartment.kind == Compartment.Kind.ORDINARY:
        for user in colleagues(Permission(compartment.open_to)):
            reasons[user] = Role(user.role).label
    grants = live_grants().filter(compartment=compartment, user__is_active=True)
    for grant in grants.select_related("user").order_by("starts_at"):
        if grant.ground in grounds_for(Role(grant.user.role)):
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
    grants = live_grants().filter(user=viewer, compartment__in=seen, ground__in=grounds_for(role))
    return rows + [
        Sight(grant.compartment, grant.ground, grant.starts_at, grant.ends_at, _in_words(grant))
        for grant in grants.select_related("compartment").order_by("-starts_at")
    ]


def unreviewed_break_glass(viewer: User) -> list[BrokenGlass]:
    """The emergencies this privacy officer still has to judge, oldest first; that they were shown is recorded.

    Not their own, nor those of a compartment they are excluded from: another officer judges these.
    """
    check_may(viewer, Permission.REVIEW_LAWFULNESS)
    excluded = Exclusion.objects.filter(user=viewer).values("compartment")
    waiting = (
        Grant.objects.filter(ground=Grant.Ground.BREAK_GLASS, review=None)
        .exclude(user=viewer)
        .exclude(compartment__in=excluded)
        .select_related("user", "compartment")
        .order_by("starts_at")
    )
    with records.at_hand(grant.data_key for grant in waiting):
        shown = [BrokenGlass(grant, _decrypt(grant, grant.reason, _REASON, grant)) for grant in waiting]
    record("access:break_glass_listed", by=viewer, grants=[row.grant.id for row in shown])
    return shown


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
    """For whoever sees the compartment, and for who judges; an excluded person is neither."""
    if visible(viewer).filter(pk=grant.compartment_id).exists():
        return
    excluded = Exclusion.objects.filter(user=viewer, compartment=grant.compartment_id).exists()
    if excluded or not viewer.may(Permission.REVIEW_LAWFULNESS):
        raise Http404


def _decrypt(grant: Grant, blob: bytes | memoryview, label: str, row: Grant | BreakGlassReview) -> str:
    return records.decrypt_words(grant.data_key, blob, label=label, record_id=row.id)


def _in_words(grant: Grant) -> str:
    words = f"{Grant.Ground(grant.ground).label}, sinds {_moment(grant.starts_at)}"
    if grant.ends_at is not None:
        words += f", tot {_moment(grant.ends_at)}"
    return f"{words[0].upper()}{words[1:]}."


def _moment(at: datetime) -> str:
    return date_format(at.astimezone(time.REGION_ZONE), "j F Y H:i")
