"""What the worker does for training: open what came in, find who came twice, fill places, and let go of what is too old."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import system
from schakel.core.turns import take_turn
from schakel.training.actions import enrolling
from schakel.training.kinds import TAKES_PART, EnrolmentState, RequestState, SessionState
from schakel.training.models import Certificate, Enrolment, Evaluation, TrainingRequest
from schakel.training.news import UNMAILED
from schakel.training.recognising import address_of, person_of
from schakel.vault import actions as vault
from schakel.vault import records
from schakel.vault.sealing import SealError

WORKER = system("worker")
# Names are needed to ask about a certificate, or for a follow-up course in the next season; after that nobody needs them.
KEPT = timedelta(days=365)
_AT_ONCE = 200
# Somebody else's mailbox is not to be filled from here; a secretary enrols some colleagues in a day.
MOST_FROM_AN_ADDRESS = 10


def open_what_came_in() -> int:
    """Write under keys of their own what the public door sealed; how many rows that were."""
    opened = 0
    came_in = Enrolment.objects.filter(sealed__isnull=False).order_by("session_id", "number")
    for row_id, session_id in list(came_in.values_list("pk", "session_id")[:_AT_ONCE]):
        opened += _open_enrolment(row_id, session_id)
    for kind in (TrainingRequest, Evaluation):
        for row_id in list(kind.objects.filter(sealed__isnull=False).values_list("pk", flat=True)[:_AT_ONCE]):
            opened += _open(kind, row_id)
    return opened


def fill_free_places() -> int:
    """Let who waits move up, wherever a place came free; how many did."""
    waiting = Enrolment.objects.filter(state=EnrolmentState.WAITING, session__state=SessionState.ANNOUNCED)
    moved = 0
    for session_id in set(waiting.values_list("session_id", flat=True)):
        moved += enrolling.move_up(session_id=session_id, by=WORKER)
    return moved


@transaction.atomic
def _open_enrolment(row_id: uuid.UUID, session_id: uuid.UUID) -> bool:
    # The session first, as everybody does who changes who has a place in it.
    take_turn(session_id)
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.sealed is None:
        return False
    try:
        said = row.read()
    except SealError:
        # It stays as it came: the desk sees that it can't be read, and gives the place to somebody else.
        return False
    row.write(said)
    row.person, row.address = person_of(said), address_of(said)
    a_day = (row.created_at - timedelta(days=1), row.created_at)
    lately = Enrolment.objects.filter(address=row.address, created_at__range=a_day).exclude(pk=row.pk)
    if lately.count() >= MOST_FROM_AN_ADDRESS:
        row.told = UNMAILED
    row.save(update_fields=["sealed", "key_id", "content", "data_key", "person", "address", "told"])
    others = Enrolment.objects.filter(session_id=row.session_id, person=row.person, number__lt=row.number)
    is_double = row.state in TAKES_PART and others.filter(state__in=TAKES_PART).exists()
    record("training:enrolment_opened", by=WORKER, about=row, session=row.session_id, double=is_double)
    if is_double:
        enrolling.take_out(enrolment=row, state=EnrolmentState.DOUBLE, by=WORKER)
    return True


@transaction.atomic
def _open(kind: type[TrainingRequest | Evaluation], row_id: uuid.UUID) -> bool:
    row = kind.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.sealed is None:
        return False
    try:
        row.write(row.read())
    except SealError:
        return False
    row.save(update_fields=["sealed", "key_id", "content", "data_key"])
    record(
        "training:request_opened" if isinstance(row, TrainingRequest) else "training:remark_opened",
        by=WORKER,
        about=row,
    )
    return True


def let_go() -> int:
    """Destroy who took part in what is long over, and who asked for what was handled long ago; how many rows that were.

    Their certificates stay, with number, training, day and hours, and can be verified as before.
    """
    before = time.now() - KEPT
    old = Q(session__ends_at__lt=before, session__parts=None) | Q(session__parts__ends_at__lt=before)
    still = Q(session__parts__ends_at__gte=before) | Q(session__ends_at__gte=before)
    rows = Enrolment.objects.filter(old).exclude(Q(pk__in=Enrolment.objects.filter(still).values("pk")))
    enrolments = list(rows.filter(Q(content__isnull=False) | Q(sealed__isnull=False)).distinct()[:_AT_ONCE])
    evaluations = Evaluation.objects.filter(session__ends_at__lt=before)
    # Also what nobody handled: a year after it came in, nobody waits for an answer.
    handled = Q(finished_at__lt=before) & ~Q(state=RequestState.NEW)
    left = Q(state=RequestState.NEW, created_at__lt=before)
    asked = TrainingRequest.objects.filter(handled | left).exclude(session__ends_at__gte=before)
    gone: list[Enrolment | Evaluation | TrainingRequest] = list(enrolments)
    gone += evaluations.filter(Q(content__isnull=False) | Q(sealed__isnull=False))[:_AT_ONCE]
    gone += asked.filter(Q(content__isnull=False) | Q(sealed__isnull=False))[:_AT_ONCE]
    if not gone:
        return 0
    with transaction.atomic():
        Certificate.objects.filter(enrolment__in=enrolments).update(document=None)
        Enrolment.objects.filter(pk__in=[row.pk for row in enrolments]).update(person=None, address=None)
        for row in gone:
            type(row).objects.filter(pk=row.pk).update(content=None, sealed=None, key_id="")
        keys = [row.data_key for row in gone if row.data_key is not None]
        left_alone = TrainingRequest.objects.filter(pk__in=[row.pk for row in gone], state=RequestState.NEW)
        left_alone.update(state=RequestState.DECLINED, finished_at=time.now())
        record("training:let_go", by=WORKER, rows=len(gone))
        vault.shred(key_ids=keys, by=WORKER)
    return len(gone)


def is_let_go(row: Enrolment) -> bool:
    """Whether nobody can read any more who this was."""
    return (row.content is None and row.sealed is None) or (
        row.content is not None and records.is_destroyed(row.data_key)
    )
