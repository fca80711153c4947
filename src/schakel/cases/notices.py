"""Telling whoever has duty, if they asked for it, that something waits; and nothing more than that."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import region, time
from schakel.core.actors import system
from schakel.duty.actions import mark_told
from schakel.duty.models import Wish
from schakel.duty.queries import turn_on
from schakel.intake.models import Message, Report, ReportState
from schakel.intake.queries import reports_for, waiting, with_new_words
from schakel.outbox.actions import send_to_staff
from schakel.outbox.texts import Kind
from schakel.signin.queries import sessions_of

EVERY = timedelta(hours=4)


def tell() -> bool:
    """Tell who has duty now that something waits, where all of that is so; whether anything was sent. For the worker."""
    turn = turn_on(time.today())
    person = turn.reader
    if person is None or not turn.is_open or not _is_wanted(person) or not _waits_for(person):
        return False
    with transaction.atomic():
        wish = Wish.objects.select_for_update(of=("self",)).get(person=person)
        if not _is_time(wish) or not _send(person):
            return False
        mark_told(person=person)
        record("duty:told", by=system("worker"), about=person)
    return True


def _is_wanted(person: User) -> bool:
    """They asked for it, it is the hour to read, they are not here already, and it is not too soon after the last."""
    profile, hour = region.current(), f"{time.now():%H:%M}"
    wish = Wish.objects.filter(person=person, is_on=True).first()
    if wish is None or not person.may(Permission.TRIAGE) or sessions_of(person).exists():
        return False
    return profile.reading_begins <= hour < profile.reading_ends and _is_time(wish)


def _is_time(wish: Wish) -> bool:
    """At most once in so many hours; about the same things once a day."""
    if wish.told_at is None:
        return True
    if time.now() - wish.told_at < EVERY:
        return False
    if wish.told_at.astimezone(time.REGION_ZONE).date() < time.today():
        return True
    came = Q(received_at__gt=wish.told_at)
    words = Message.objects.filter(
        sender=Message.Sender.REPORTER, read_at=None, sent_at__gt=wish.told_at, report__in=reports_for(wish.person)
    )
    return _unopened(wish.person).filter(came).exists() or words.exists()


def _waits_for(person: User) -> bool:
    return _unopened(person).exists() or with_new_words(person).exists()


def _unopened(person: User) -> QuerySet[Report]:
    """What nobody opened and nobody holds but this person."""
    return waiting(person).filter(Q(holder=None) | Q(holder=person), state=ReportState.SEALED)


def _send(to: User) -> bool:
    """Hand it to the outgoing mail; False in an installation that has none: then nothing counts as told."""
    return send_to_staff(to=to, kind=Kind.WORK_WAITS) is not None
