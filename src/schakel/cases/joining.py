"""Several reports about one event: joining them, parting them, which one leads, and which look alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases import policies
from schakel.cases.models import Joining
from schakel.core import region, time
from schakel.core.turns import take_turn
from schakel.intake import envelopes
from schakel.intake.actions import locked
from schakel.intake.content import Content
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import reports_for
from schakel.methods import likeness
from schakel.methods.likeness import Likeness, Told
from schakel.vault import records
from schakel.vault.records import DecryptionError

_REASON = "joining reason"
# Whoever joins, parts or lets lead waits for the others who do: a group's rows say together who is in it.
_JOINING = uuid5(NAMESPACE_OID, "joining reports")
# How far around a report others are compared with it, how many at most, and how many are shown.
_AROUND = timedelta(days=60)
_COMPARED, _SHOWN = 60, 5


@dataclass(frozen=True)
class Joined:
    """One report of a group, as far as the viewer may see it. `joining` is None for the one that leads."""

    report: Report
    joining: Joining | None
    reason: str = ""


@dataclass(frozen=True)
class Alike:
    """A report that looks like another, and why, in words."""

    report: Report
    reasons: tuple[str, ...]


@transaction.atomic
def join(*, report: Report, to: Report, reason: str, by: User) -> None:
    """Put a report, and what was joined to it, with another and its group. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    take_turn(_JOINING)
    report, to = _both(report, to)
    policies.check_can_join(report, to)
    root, own = leading_of(to), leading_of(report)
    if root == own:
        raise policies.NotPossible("Deze meldingen horen al bij elkaar.")
    group = {own.pk: own, **{one.pk: one for one in _followers(own)}}.values()
    for moved in group:
        _end(moved)
        _write(moved, root, reason, by)
    for moved in group:
        record("report:joined", by=by, about=moved, leading=root.id)


@transaction.atomic
def part(*, report: Report, by: User) -> None:
    """Take a report out of its group. Whoever leads it stays: another must lead first. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    take_turn(_JOINING)
    report = locked(report)
    ended = _end(report)
    if ended is None:
        raise policies.NotPossible("Deze melding leidt de groep of hoort er niet bij. Maak eerst een andere de eerste.")
    record("report:parted", by=by, about=report, leading=ended.leading_id)


@transaction.atomic
def let_lead(*, report: Report, by: User) -> None:
    """This report leads its group from now on; the reasons stay with the reports. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.TRIAGE)
    take_turn(_JOINING)
    report = locked(report)
    old = Joining.objects.filter(report=report, ended_at=None).select_related("leading").first()
    if old is None:
        raise policies.NotPossible("Deze melding is al de eerste, of hoort nergens bij.")
    reason, earlier = _read(old), old.leading
    others = [row for row in Joining.objects.filter(leading=earlier, ended_at=None) if row.report_id != report.pk]
    _end(report)
    for row in others:
        words = _read(row)
        _end(row.report)
        _write(row.report, report, words, row.joined_by)
    _write(earlier, report, reason, old.joined_by)
    record("report:leading_changed", by=by, about=report, earlier=earlier.id)


def leading_of(report: Report) -> Report:
    """The report that leads the group: itself where it is alone."""
    row = Joining.objects.filter(report=report, ended_at=None).select_related("leading").first()
    return row.leading if row is not None else report


def group_of(report: Report, viewer: User) -> list[Joined]:
    """The reports of the group that the viewer may see, the leading one first; nothing when it is alone. Recorded."""
    root = leading_of(report)
    rows = {
        row.report_id: row for row in Joining.objects.filter(leading=root, ended_at=None).select_related("joined_by")
    }
    if not rows:
        return []
    seen = {one.pk: one for one in reports_for(viewer).filter(pk__in=[root.pk, *rows])}
    # Only the words that stand beside a report which the viewer sees.
    read = [row for key, row in rows.items() if key in seen]
    record("report:joining_read", by=viewer, about=report, reports=sorted(seen))
    with records.at_hand([row.data_key for row in read]):
        followers = [Joined(seen[row.report_id], row, _read(row)) for row in read]
    return ([Joined(seen[root.pk], None)] if root.pk in seen else []) + followers


def sizes_of(reports: Iterable[Report], viewer: User) -> dict[UUID, int]:
    """With how many others each report is joined, as far as the viewer may see those; those alone are left out."""
    wanted = {report.pk for report in reports}
    rows = list(Joining.objects.filter(ended_at=None).filter(report__in=wanted).values_list("report", "leading"))
    roots = {pk: pk for pk in wanted} | dict(rows)
    members: dict[UUID, set[UUID]] = {root: {root} for root in set(roots.values())}
    for report, leading in Joining.objects.filter(ended_at=None, leading__in=members).values_list("report", "leading"):
        members[leading].add(report)
    together = {pk for group in members.values() if len(group) > 1 for pk in group}
    seen = set(reports_for(viewer).filter(pk__in=together).values_list("pk", flat=True)) if together else set()
    sizes = {pk: len((members[root] & seen) - {pk}) for pk, root in roots.items()}
    return {pk: size for pk, size in sizes.items() if size}


def candidates(report: Report, viewer: User) -> list[Report]:
    """The opened reports around this one in time that the viewer may see, the nearest first."""
    root = leading_of(report)
    together = {root.pk, *(one.pk for one in _followers(root))}
    near = (
        reports_for(viewer)
        .filter(received_at__range=(report.received_at - _AROUND, report.received_at + _AROUND), set_aside_at=None)
        .exclude(state=ReportState.SEALED)
        .exclude(pk__in=together)
        .order_by("-received_at")[: 5 * _COMPARED]
    )
    return sorted(near, key=lambda one: abs(one.received_at - report.received_at))[:_COMPARED]


def alike(report: Report, among: list[Report], *, viewer: User) -> list[Alike]:
    """Of these reports the few that look like this one, with the reasons; what was shown is recorded."""
    with records.at_hand([one.data_key for one in (report, *among)]):
        own = _told(report)
        others = [(one, told) for one in among if (told := _told(one)) is not None]
    if own is None:
        return []
    compared = [(one, likeness.compare(own, told)) for one, told in others]
    found = sorted(
        ((one, how) for one, how in compared if how.is_worth_a_look), key=lambda pair: (-pair[1].weight, pair[1].days)
    )[:_SHOWN]
    if found:
        record("report:alike_listed", by=viewer, about=report, reports=sorted(one.id for one, _ in found))
    return [Alike(one, _in_words(how, own)) for one, how in found]


def _told(report: Report) -> Told | None:
    try:
        said: Content = envelopes.read_content(report)
    except DecryptionError:
        return None
    people = said.body.people
    return Told(
        received=report.received_at.astimezone(time.REGION_ZONE).date(),
        municipality=said.routing.municipality if said.routing.municipality.startswith("GM") else "",
        # A first name alone says too little.
        names=frozenset(name for person in people if " " in (name := " ".join(person.name.lower().split()))),
        numbers=likeness.digits_of(person.phone for person in people),
        words=likeness.words_of(f"{said.body.story} {said.body.place}"),
    )


def _in_words(how: Likeness, own: Told) -> tuple[str, ...]:
    near = {0: "dezelfde dag", 1: "1 dag ertussen"}.get(how.days, f"{how.days} dagen ertussen")
    reasons = [
        (how.same_name, "zelfde naam"),
        (how.same_number, "zelfde telefoonnummer"),
        (how.same_town, f"allebei {region.current().municipality_name(own.municipality)}"),
        (how.same_words, "veel dezelfde woorden"),
    ]
    return (*(words for is_so, words in reasons if is_so), near)


def _both(report: Report, other: Report) -> tuple[Report, Report]:
    """Both as they stand now, held in one order whoever asks, so that nobody waits for each other."""
    held = {one.pk: locked(one) for one in sorted((report, other), key=lambda one: one.pk)}
    return held[report.pk], held[other.pk]


def _followers(root: Report) -> list[Report]:
    return [row.report for row in Joining.objects.filter(leading=root, ended_at=None).select_related("report")]


def _end(report: Report) -> Joining | None:
    row = Joining.objects.filter(report=report, ended_at=None).first()
    if row is not None:
        row.ended_at = time.now()
        row.save(update_fields=["ended_at"])
    return row


def _write(report: Report, root: Report, reason: str, by: User) -> None:
    made = Joining(report=report, leading=root, joined_by=by, data_key=records.create_data_key())
    made.reason = records.encrypt(made.data_key, reason, label=_REASON, record_id=made.id)
    made.save(force_insert=True)


def _read(row: Joining) -> str:
    return records.decrypt_words(row.data_key, row.reason, label=_REASON, record_id=row.id)
