"""Who sees a compartment: opening one, letting people in, emergencies, exclusions."""

from datetime import datetime, timedelta

from django.db import transaction

from schakel.access import policies
from schakel.access.models import BreakGlassReview, Compartment, Exclusion, Grant, User
from schakel.access.policies import NotAllowed, NotPossible, check_may
from schakel.access.queries import leads, live_grants, visible, write_reason, write_review
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import Actor

Ground = Grant.Ground
# An emergency is over, or somebody who knows the case is reached, within a day.
BREAK_GLASS_CEILING = timedelta(hours=24)
# One sentence for what does not exist and for what one is excluded from: a refusal must tell nobody that there is a case
# about somebody they know.
NOT_OPENED = (
    "Er is geen casus met dit nummer die in nood voor u open kan. Kijk of het nummer klopt. "
    "Is er haast? Bel dan de procesregisseur of de privacyfunctionaris."
)


@transaction.atomic
def open_compartment(*, by: Actor, kind: Compartment.Kind = Compartment.Kind.ORDINARY) -> Compartment:
    """A new compartment that nobody sees until a grant says so."""
    compartment = Compartment.objects.create(kind=kind)
    record("compartment:opened", by=by, about=compartment, kind=kind)
    return compartment


@transaction.atomic
def grant(
    *, compartment: Compartment, user: User, ground: Grant.Ground, until: datetime | None = None, by: Actor
) -> Grant:
    """Let `user` see `compartment`, until a moment if one is given. Raises NotPossible for a role that can't."""
    policies.check_can_hold(user, compartment, ground)
    given = Grant(compartment=compartment, user=user, ground=ground, starts_at=time.real_now(), ends_at=until)
    return _give(given, by)


@transaction.atomic
def let_participate(*, compartment: Compartment, user: User, need: str, until: datetime, by: User) -> Grant:
    """Let somebody take part in a case until a moment; `need` says why they must see it, and is kept encrypted.

    Raises NotAllowed unless `by` sees the case and leads such cases; NotPossible with the sentence to show.
    """
    return _let_in(Grant(compartment=compartment, user=user, ground=Ground.PARTICIPANT, ends_at=until), need, by)


@transaction.atomic
def let_stand_in(*, compartment: Compartment, user: User, reason: str, until: datetime, by: User) -> Grant:
    """Let a colleague coordinate in one's place until a moment. Raises NotAllowed, NotPossible."""
    if not user.may(policies.leading_permission(compartment)):
        raise NotPossible(f"{user.name} coördineert geen casussen en kan hier niet waarnemen.")
    return _let_in(Grant(compartment=compartment, user=user, ground=Ground.STAND_IN, ends_at=until), reason, by)


@transaction.atomic
def end_participation(*, grant: Grant, by: User) -> None:
    """End a participation or a stand-in before its time. Raises NotAllowed, NotPossible."""
    _check_leads(by, grant.compartment)
    grant = Grant.objects.select_for_update(of=("self",)).select_related("compartment").get(pk=grant.pk)
    if grant.ground not in (Ground.PARTICIPANT, Ground.STAND_IN):
        raise NotPossible("Alleen deelname en waarneming kunnen hier worden beëindigd.")
    _end(grant, by, "access:participation_ended")


@transaction.atomic
def renew(*, grant: Grant, need: str, until: datetime, by: User) -> Grant:
    """Let a participation or stand-in go on until another moment: the old one ends, so that the history stays whole.

    Raises NotAllowed, NotPossible.
    """
    end_participation(grant=grant, by=by)
    again = Grant(compartment=grant.compartment, user=grant.user, ground=grant.ground, ends_at=until)
    return _let_in(again, need, by)


@transaction.atomic
def hand_over(*, compartment: Compartment, to: User, by: User) -> Grant:
    """Make somebody else the coordinator: the grant of the one before ends, the new one begins. NotAllowed, NotPossible."""
    _check_for_one_case(compartment)
    _take_turns(compartment)
    _check_leads(by, compartment)
    if not to.may(policies.leading_permission(compartment)):
        raise NotPossible(f"{to.name} coördineert geen casussen en kan deze niet overnemen.")
    policies.check_can_hold(to, compartment, Ground.COORDINATOR)
    _check_not_excluded(to, compartment)
    held = live_grants().filter(compartment=compartment, ground=Ground.COORDINATOR).select_for_update(of=("self",))
    before = list(held)
    if to.id in {grant.user_id for grant in before}:
        raise NotPossible(f"{to.name} coördineert deze casus al.")
    for grant in before:
        _end(grant, by, "access:handed_over")
    given = Grant(compartment=compartment, user=to, ground=Ground.COORDINATOR, starts_at=time.real_now())
    return _give(given, by)


@transaction.atomic
def break_glass(*, compartment: Compartment, reason: str, duration: timedelta, by: User) -> Grant:
    """Open a compartment in an emergency, at most for BREAK_GLASS_CEILING; the privacy officer reviews it afterwards.

    Raises NotAllowed for the wrong role. Raises NotPossible for what is shielded and for whoever is excluded, with the sentence that a case which
    does not exist gets: exclusion beats an emergency, and who is shut out is not told so.
    """
    check_may(by, Permission.BREAK_GLASS)
    _take_turns(compartment)
    is_shielded = Compartment.objects.filter(pk=compartment.pk, shielded_at__isnull=False).exists()
    if is_shielded or compartment.exclusions.filter(user=by).exists():
        raise NotPossible(NOT_OPENED)
    policies.check_can_hold(by, compartment, Ground.BREAK_GLASS)
    _check_for_one_case(compartment)
    if visible(by).filter(pk=compartment.pk).exists():
        raise NotPossible("U kunt deze casus al inzien. Noodinzage is niet nodig.")
    if not timedelta(0) < duration <= BREAK_GLASS_CEILING:
        hours = int(BREAK_GLASS_CEILING.total_seconds() // 3600)
        raise NotPossible(f"Noodinzage duurt ten hoogste {hours} uur.")
    now = time.real_now()
    given = Grant(compartment=compartment, user=by, ground=Ground.BREAK_GLASS, starts_at=now, ends_at=now + duration)
    _write_why(given, reason)
    return _give(given, by, "access:glass_broken")


@transaction.atomic
def review_break_glass(*, grant: Grant, verdict: BreakGlassReview.Verdict, words: str, by: User) -> BreakGlassReview:
    """Judge an emergency afterwards; one that was not justified ends at once. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.REVIEW_LAWFULNESS)
    grant = Grant.objects.select_for_update(of=("self",)).select_related("compartment").get(pk=grant.pk)
    if grant.ground != Ground.BREAK_GLASS:
        raise NotPossible("Dit is geen noodinzage.")
    if grant.user_id == by.id:
        raise NotAllowed("U kunt uw eigen noodinzage niet toetsen. Een andere privacyfunctionaris doet dat.")
    if grant.compartment.exclusions.filter(user=by).exists():
        raise NotAllowed("U bent van deze casus uitgesloten. Een andere privacyfunctionaris toetst deze noodinzage.")
    if BreakGlassReview.objects.filter(grant=grant).exists():
        raise NotPossible("Deze noodinzage is al getoetst.")
    if not words.strip():
        raise NotPossible("Schrijf waarom de noodinzage wel of niet terecht was.")
    review = BreakGlassReview(grant=grant, reviewed_by=by, verdict=verdict)
    write_review(review, words.strip())
    review.save(force_insert=True)
    record("access:break_glass_reviewed", by=by, about=grant.compartment, grant=grant.id, verdict=verdict)
    if verdict == BreakGlassReview.Verdict.NOT_JUSTIFIED and live_grants().filter(pk=grant.pk).exists():
        _end(grant, by, "access:break_glass_ended")
    return review


@transaction.atomic
def exclude(*, compartment: Compartment, user: User, by: User) -> Exclusion:
    """Shut a named person out of a case (conflict of interest), whatever else they were granted.

    By whoever leads and sees the case, or by the privacy officer. Raises NotAllowed, NotPossible.
    """
    _check_for_one_case(compartment)
    _take_turns(compartment)
    if not by.may(Permission.REVIEW_LAWFULNESS):
        _check_leads(by, compartment)
    if compartment.exclusions.filter(user=user).exists():
        raise NotPossible(f"{user.name} is al uitgesloten.")
    exclusion = Exclusion.objects.create(compartment=compartment, user=user)
    record("access:excluded", by=by, about=compartment, user=user.id)
    return exclusion


@transaction.atomic
def end_exclusion(*, exclusion: Exclusion, by: User) -> None:
    """Lift an exclusion: by the privacy officer alone, and never one's own. Raises NotAllowed."""
    check_may(by, Permission.REVIEW_LAWFULNESS)
    if exclusion.user_id == by.id:
        raise NotAllowed("U kunt uw eigen uitsluiting niet opheffen.")
    record("access:exclusion_ended", by=by, about=exclusion.compartment, user=exclusion.user_id)
    exclusion.delete()


@transaction.atomic
def bring_exclusions(*, origin: Compartment, to: Compartment, by: User) -> int:
    """Whoever was shut out of `origin` is shut out of `to` as well: its records come there. How many that were new.

    Raises NotAllowed unless `by` leads both, and NotPossible when somebody who leads `to` was shut out of `origin`.
    """
    for room in sorted((origin, to), key=lambda one: one.pk):
        _take_turns(room)
        _check_leads(by, room)
    known = set(to.exclusions.values_list("user", flat=True))
    new = [row.user for row in origin.exclusions.select_related("user") if row.user_id not in known]
    for user in new:
        if leads(user, to):
            raise NotPossible(f"{user.name} leidt deze casus of neemt waar, en is van de andere uitgesloten.")
        Exclusion.objects.create(compartment=to, user=user)
        record("access:excluded", by=by, about=to, user=user.id, origin=origin.id)
    return len(new)


@transaction.atomic
def end_sight(*, grant: Grant, by: User) -> None:
    """End what somebody may see, on whatever ground but leading it. Raises NotAllowed, NotPossible."""
    _check_leads(by, grant.compartment)
    grant = Grant.objects.select_for_update(of=("self",)).select_related("compartment").get(pk=grant.pk)
    if grant.ground == Ground.COORDINATOR:
        raise NotPossible("Wie een casus leidt, draagt haar over.")
    _end(grant, by, "access:sight_ended")


@transaction.atomic
def shield(*, compartment: Compartment, by: User) -> None:
    """From now on only the privacy officer sees it, whatever was granted (Wgs art. 2.31). Raises NotAllowed, NotPossible."""
    _check_for_one_case(compartment)
    _take_turns(compartment)
    _check_leads(by, compartment)
    compartment.shielded_at = time.real_now()
    compartment.save(update_fields=["shielded_at"])
    record("access:shielded", by=by, about=compartment)


@transaction.atomic
def unshield(*, compartment: Compartment, by: User) -> None:
    """What was granted holds again. By the privacy officer alone, and never of what they are excluded from. NotAllowed."""
    check_may(by, Permission.REVIEW_LAWFULNESS)
    _take_turns(compartment)
    if not visible(by).filter(pk=compartment.pk).exists():
        raise NotAllowed("U kunt deze casus zelf niet inzien.")
    compartment.shielded_at = None
    compartment.save(update_fields=["shielded_at"])
    record("access:unshielded", by=by, about=compartment)


def _let_in(given: Grant, why: str, by: User) -> Grant:
    """Check and store a time-boxed grant that `by`, who leads the case, gives to somebody else."""
    user, compartment = given.user, given.compartment
    _check_for_one_case(compartment)
    _take_turns(compartment)
    _check_leads(by, compartment)
    policies.check_can_hold(user, compartment, Ground(given.ground))
    if not user.is_active:
        raise NotPossible(f"Het account van {user.name} is gesloten.")
    _check_not_excluded(user, compartment)
    if live_grants().filter(compartment=compartment, user=user, ground=given.ground).exists():
        raise NotPossible(f"{user.name} heeft deze toegang al. Beëindig die eerst om haar te veranderen.")
    given.starts_at = time.real_now()
    if given.ends_at is None or given.ends_at <= given.starts_at:
        raise NotPossible("Kies een einde in de toekomst.")
    longest = policies.ceiling(user, Ground(given.ground))
    # A day is a day: whoever chooses the last one that is allowed means all of it.
    if given.ends_at > given.starts_at + longest + timedelta(days=1):
        raise NotPossible(f"Kies een einde binnen {longest.days} dagen. Daarna kunt u verlengen als het nog nodig is.")
    _write_why(given, why)
    return _give(given, by)


def _check_leads(by: User, compartment: Compartment) -> None:
    check_may(by, policies.leading_permission(compartment))
    if not visible(by).filter(pk=compartment.pk).exists():
        raise NotAllowed("U kunt deze casus zelf niet inzien.")
    if not leads(by, compartment):
        raise NotAllowed("Alleen wie deze casus leidt of waarneemt, regelt wie erbij kan.")


def _check_not_excluded(user: User, compartment: Compartment) -> None:
    if compartment.exclusions.filter(user=user).exists():
        raise NotPossible(f"{user.name} is van deze casus uitgesloten.")


def _take_turns(compartment: Compartment) -> None:
    """Whoever changes who sees this waits for the other: what one checks, the other may not change meanwhile."""
    Compartment.objects.select_for_update().get(pk=compartment.pk)


def _check_for_one_case(compartment: Compartment) -> None:
    # The inbox holds everybody's new reports: it opens by role, never person by person.
    if compartment.open_to:
        raise NotPossible("Dit compartiment hoort niet bij één casus; de rol bepaalt wie het ziet.")


def _write_why(given: Grant, words: str) -> None:
    if not words.strip():
        raise NotPossible("Schrijf waarom deze inzage nodig is.")
    write_reason(given, words.strip())


def _give(given: Grant, by: Actor, tag: str = "access:granted") -> Grant:
    if given.ends_at is None and given.ground in (Ground.PARTICIPANT, Ground.STAND_IN, Ground.BREAK_GLASS):
        raise NotPossible("Geef aan tot wanneer deze toegang duurt.")
    given.save(force_insert=True)
    record(
        tag,
        by=by,
        about=given.compartment,
        grant=given.id,
        user=given.user_id,
        ground=given.ground,
        until=given.ends_at,
    )
    return given


def _end(grant: Grant, by: User, tag: str) -> None:
    now = time.real_now()
    if grant.ends_at is not None and grant.ends_at <= now:
        raise NotPossible("Deze toegang is al voorbij.")
    grant.ends_at = now
    grant.save(update_fields=["ends_at"])
    record(tag, by=by, about=grant.compartment, grant=grant.id, user=grant.user_id)
