"""Mail to participants: which message waits for whom, and what it says when it goes. At the desk and in the worker alone."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db.models import Q, QuerySet

from schakel.access.models import User
from schakel.audit.record import record
from schakel.core import region, time
from schakel.core.actors import system
from schakel.outbox import queries
from schakel.outbox.actions import send_to_partner, withdraw
from schakel.outbox.carriers import Attachment
from schakel.outbox.delivery import mails
from schakel.outbox.letters import Held, Letter
from schakel.outbox.models import Outgoing, State
from schakel.outbox.texts import Kind
from schakel.training.actions.opening import words_of
from schakel.training.calendar import FILE_NAME, calendar_of
from schakel.training.models import Enrolment, FollowUp, FollowUpMail, Session
from schakel.training.news import UNMAILED, mark_of, news_of
from schakel.training.queries import every_day_of
from schakel.vault import records

_WORKER = system("worker")
# Certificates are given within weeks; of what is longer over nobody is told anything new.
_STILL_TOLD = timedelta(days=90)


def public_address(path: str) -> str:
    """An address of the public door, as it stands in a mail or a QR code."""
    return f"{settings.SCHAKEL_PUBLIC_URL}/professionals/{path}"


def letter(subject_id: uuid.UUID) -> Letter | None:
    """What a participant should know now, or what follows; None for a subject of another room. Raises Held."""
    row = Enrolment.objects.select_related("session", "certificate").filter(pk=subject_id).first()
    if row is None:
        return _following(subject_id)
    if row.content is None or records.is_destroyed(row.data_key):
        raise Held("destroyed")
    said, days = row.read(), every_day_of(row.session)
    if not said["email"]:
        raise Held("no address")
    news = news_of(row, days, public_address(f"inschrijving/{said['secret']}/"))
    if news is None:
        raise Held("over")
    attached = None
    if news.method:
        attached = Attachment(
            FILE_NAME, news.method, calendar_of(days, news.method, shows_link=True, attendee=said["email"])
        )
    done = partial(_went, row.pk, news.mark)
    return Letter(said["email"], done, attached, subject=news.subject, body=in_full(said["name"], news.lines))


def _following(mail_id: uuid.UUID) -> Letter | None:
    mail = FollowUpMail.objects.select_related("follow_up", "enrolment").filter(pk=mail_id).first()
    if mail is None:
        return None
    row = mail.enrolment
    if row.content is None or records.is_destroyed(row.data_key):
        raise Held("destroyed")
    said = row.read()
    if not said["email"] or not row.wants_more:
        raise Held("over")
    link = public_address(f"inschrijving/{said['secret']}/")
    lines = [mail.follow_up.body, "", "Wilt u dit niet meer? Zeg het op de pagina van uw inschrijving:", link]
    done = partial(_followed, mail.pk)
    return Letter(said["email"], done, subject=mail.follow_up.subject, body=in_full(said["name"], lines))


def in_full(name: str, lines: list[str]) -> str:
    """A mail as everybody gets it: to whom, what, and from whom."""
    profile = region.current()
    return "\n".join([f"Beste {name},", "", *lines, "", "Met vriendelijke groet,", profile.name, profile.telephone])


def tell_everybody() -> int:
    """Ask for a mail to whoever does not know yet how it stands; how many that were."""
    if not mails(Kind.PROFESSIONAL):
        return 0
    told = 0
    recent = Q(ends_at__gt=time.now() - _STILL_TOLD) | Q(parts__ends_at__gt=time.now() - _STILL_TOLD)
    for session in Session.objects.filter(recent, part_of=None, enrolments__content__isnull=False).distinct():
        told += _tell(session)
    waiting = FollowUpMail.objects.filter(sent_at=None, enrolment__wants_more=True, enrolment__content__isnull=False)
    asked = set(_messages(waiting.values_list("pk", flat=True)).values_list("subject_id", flat=True))
    for mail_id in set(waiting.values_list("pk", flat=True)) - asked:
        told += send_to_partner(kind=Kind.PROFESSIONAL, subject_id=mail_id, by=_WORKER) is not None
    return told


def _tell(session: Session) -> int:
    days, told = every_day_of(session), 0
    rows = (
        session.enrolments.filter(content__isnull=False).select_related("certificate").prefetch_related("attendances")
    )
    busy = busy_with(rows.values_list("pk", flat=True))
    for row in rows:
        row.session = session
        mark = mark_of(row, days)
        if mark and mark != row.told and row.pk not in busy and not records.is_destroyed(row.data_key):
            told += _ask(row, mark)
    return told


def _ask(row: Enrolment, mark: str) -> bool:
    """Ask for a mail about this, if there is an address to send it to that did not get too many already."""
    if row.told == UNMAILED:
        return False
    address = words_of(row).get("email")
    if address:
        return send_to_partner(kind=Kind.PROFESSIONAL, subject_id=row.pk, by=_WORKER) is not None
    if address == "":
        # Who gave none hears it from a colleague; else the same would be asked again at every round.
        Enrolment.objects.filter(pk=row.pk).update(told=mark)
    return False


# What became of these is known, and something new may be told.
_ENDED = (State.SENT, State.HELD, State.WITHDRAWN)


def refused(subject_id: uuid.UUID) -> None:
    """Their address does not work. What came back days later counted as told, and was not."""
    FollowUpMail.objects.filter(pk=subject_id).update(sent_at=None)
    row = Enrolment.objects.select_related("session", "certificate").filter(pk=subject_id).first()
    if row is not None and row.told == mark_of(row, every_day_of(row.session)):
        Enrolment.objects.filter(pk=subject_id).update(told="")


def withdrawn(subject_id: uuid.UUID) -> None:
    """Somebody took the mail back: this is not told by mail any more, and what comes later is."""
    row = Enrolment.objects.select_related("session", "certificate").filter(pk=subject_id).first()
    if row is not None:
        Enrolment.objects.filter(pk=subject_id).update(told=mark_of(row, every_day_of(row.session)))


def failed_for(enrolments: Iterable[Enrolment]) -> set[uuid.UUID]:
    """Those to whom a mail did not arrive, about their place or about what follows, as far as a server said so."""
    ids = [one.pk for one in enrolments]
    following = dict(FollowUpMail.objects.filter(enrolment__in=ids).values_list("pk", "enrolment_id"))
    return undelivered(ids) | {following[mail_id] for mail_id in undelivered(following)}


def how_far(session: Session) -> list[tuple[FollowUp, int, int, int]]:
    """What was written to those who wanted to hear more, newest first: to how many, how many left, how many came not there."""
    rows = session.follow_ups.prefetch_related("mails")
    told = [(row, {mail.pk: mail.sent_at for mail in row.mails.all()}) for row in rows]
    failed = undelivered(mail_id for _, mails_of in told for mail_id in mails_of)
    return [
        (row, len(mails_of), sum(at is not None for at in mails_of.values()), len(failed & mails_of.keys()))
        for row, mails_of in told
    ]


def undelivered(subject_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """The same of whatever a mail was about."""
    return queries.undelivered(Kind.PROFESSIONAL, subject_ids)


def busy_with(subject_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those about which a mail is on its way. One that failed waits for somebody at the desk, who sends it again or withdraws it."""
    found = _messages(subject_ids).exclude(state__in=_ENDED)
    return {subject for subject in found.values_list("subject_id", flat=True) if subject is not None}


def give_up(enrolment: Enrolment, *, by: User) -> None:
    """Take back what was on its way to an address that is no longer theirs."""
    found = _messages([enrolment.pk]).filter(state__in=(State.WAITING, State.FAILED, State.UNSURE))
    # Held before the log is written, as whoever sends them does.
    for message in list(found.select_for_update(of=("self",))):
        withdraw(message=message, by=by)


def _messages(enrolment_ids: Iterable[uuid.UUID]) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(kind=Kind.PROFESSIONAL, subject_id__in=list(enrolment_ids))


def _followed(mail_id: uuid.UUID) -> None:
    """It went."""
    mail = FollowUpMail.objects.get(pk=mail_id)
    FollowUpMail.objects.filter(pk=mail_id).update(sent_at=time.now())
    record("training:follow_up_mailed", by=_WORKER, about=mail)


def _went(enrolment_id: uuid.UUID, mark: str) -> None:
    """They know."""
    row = Enrolment.objects.get(pk=enrolment_id)
    Enrolment.objects.filter(pk=enrolment_id).update(told=mark)
    record("training:mailed", by=_WORKER, about=row, told=mark)
