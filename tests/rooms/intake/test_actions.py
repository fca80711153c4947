"""From handing in to the conversation: nothing doubles, nothing gets lost, nothing can be read without a key."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from schakel.access.models import INBOX_ID, User
from schakel.access.policies import NotAllowed
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.intake import actions, envelopes, queries, receipts, visits
from schakel.intake.content import PersonDescription
from schakel.intake.models import Channel, Message, Report, ReportState
from schakel.vault.models import DataKey
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError
from tests.rooms import chain

pytestmark = pytest.mark.django_db
CANARY = "Kwikstaartjeszomer"


@pytest.fixture
def worker() -> User:
    return chain.account(Role.INTAKE_WORKER)


def tags() -> list[str]:
    """What was recorded about reports, in order."""
    return list(Event.objects.filter(tag__startswith="report:").order_by("sequence").values_list("tag", flat=True))


def test_sending_twice_is_one_report_with_one_code() -> None:
    key = visits.new_key()
    first = actions.hand_in(visit_key=key, said=chain.said(), language="nl")
    second = actions.hand_in(visit_key=key, said=chain.said(story="Iets anders"), language="nl")
    assert first == second
    assert Report.objects.count() == 1
    assert tags() == ["report:received"]


def test_the_code_finds_the_report_and_another_code_finds_none() -> None:
    report, code = chain.hand_in()
    assert queries.report_by_code(code) == report
    assert queries.report_by_code(receipts.from_visit(visits.new_key())) is None


def test_only_the_coarse_mark_stands_outside_the_seal() -> None:
    report, _ = chain.hand_in(chain.said(danger_today=True, under_18=True, category="police"))
    assert (report.state, report.urgency, report.compartment_id) == (ReportState.SEALED, "danger_today", INBOX_ID)
    stored = [str(value) for value in Report.objects.filter(pk=report.pk).values().get().values()]
    assert not any("police" in value or "GM0153" in value for value in stored)


def test_a_report_that_could_not_be_recorded_was_not_received(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any, **named: Any) -> None:
        raise OSError("the disk is full")

    key = visits.new_key()
    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(OSError, match="full"):
        actions.hand_in(visit_key=key, said=chain.said(), language="nl")
    assert not Report.objects.exists()
    assert visits.load(key) is None


def test_opening_puts_the_content_under_its_own_key_and_drops_the_envelopes(worker: User) -> None:
    content = chain.said(PersonDescription(name=CANARY, age="17"), danger_today=True)
    report, _ = chain.hand_in(content)
    assert envelopes.read_routing(report) == content.routing
    assert actions.open_report(report=report, by=worker) == content
    report.refresh_from_db()
    assert (report.state, report.routing_sealed, report.body_sealed, report.key_id) == (
        ReportState.OPENED,
        None,
        None,
        "",
    )
    assert envelopes.read_content(report) == content
    assert envelopes.read_routing(report) == content.routing


def test_the_first_reading_is_recorded_as_opening_and_later_ones_as_reading(worker: User) -> None:
    report, _ = chain.hand_in()
    for _ in range(3):
        actions.open_report(report=report, by=worker)
    assert tags() == ["report:received", "report:opened", "report:read", "report:read"]
    assert set(Event.objects.filter(tag="report:read").values_list("actor_id", flat=True)) == {str(worker.id)}


def test_sealed_parts_of_two_reports_can_not_be_exchanged(worker: User) -> None:
    one, other = chain.hand_in()[0], chain.hand_in()[0]
    Report.objects.filter(pk=one.pk).update(body_sealed=other.body_sealed)
    with pytest.raises(SealError):
        actions.open_report(report=one, by=worker)
    Report.objects.filter(pk=other.pk).update(body_sealed=other.routing_sealed)
    with pytest.raises(SealError):
        actions.open_report(report=other, by=worker)
    assert tags() == ["report:received", "report:received"]


def test_opened_content_can_not_be_exchanged(worker: User) -> None:
    one, other = chain.hand_in()[0], chain.hand_in()[0]
    for report in (one, other):
        actions.open_report(report=report, by=worker)
        report.refresh_from_db()
    Report.objects.filter(pk=one.pk).update(content=other.content, data_key=other.data_key)
    with pytest.raises(DecryptionError):
        actions.open_report(report=one, by=worker)


def test_a_destroyed_key_makes_the_report_unreadable(worker: User) -> None:
    report, _ = chain.hand_in()
    actions.open_report(report=report, by=worker)
    DataKey.objects.all().delete()
    with pytest.raises(DecryptionError, match="destroyed"):
        actions.open_report(report=report, by=worker)


def test_a_report_by_telephone_is_open_at_once_and_has_a_code_to_read_out(worker: User) -> None:
    content = chain.said(story="Belde van het station.")
    report, code = actions.enter(said=content, channel=Channel.PHONE, by=worker)
    report.refresh_from_db()
    assert (report.state, report.channel) == (ReportState.OPENED, Channel.PHONE)
    assert queries.report_by_code(code) == report
    assert envelopes.read_content(report) == content
    assert tags() == ["report:entered"]


def test_whoever_does_no_triage_enters_no_report() -> None:
    with pytest.raises(NotAllowed):
        actions.enter(said=chain.said(), channel=Channel.PHONE, by=chain.account(Role.POLICY_ANALYST))
    assert not Report.objects.exists()


def test_the_conversation_goes_both_ways(worker: User) -> None:
    report, code = chain.hand_in()
    actions.open_report(report=report, by=worker)
    actions.answer(report=report, text="Wij zoeken het uit.", by=worker)
    actions.add_from_reporter(report=report, text="Zij heet Ana.")
    actions.answer(report=report, text="Dank je wel.", by=worker)
    turns = queries.turns_for_code(report, code)
    assert [(turn.from_desk, turn.text) for turn in turns] == [
        (True, "Wij zoeken het uit."), (False, ""), (True, "Dank je wel."),
    ]  # fmt: skip
    assert list(queries.with_new_words(worker)) == [report]
    read = actions.read_conversation(report=report, by=worker)
    assert [(message.sequence, text) for message, text in read] == [
        (1, "Wij zoeken het uit."), (2, "Zij heet Ana."), (3, "Dank je wel."),
    ]  # fmt: skip
    assert [message.author for message, _ in read] == [worker, None, worker]
    assert list(queries.with_new_words(worker)) == []
    assert Message.objects.get(sequence=2).sealed is None
    assert actions.read_conversation(report=report, by=worker)[1][1] == "Zij heet Ana."


def test_the_reporters_words_wait_until_the_report_is_opened(worker: User) -> None:
    report, _ = chain.hand_in()
    actions.add_from_reporter(report=report, text="Nog iets.")
    assert list(queries.with_new_words(worker)) == [report]
    with pytest.raises(DecryptionError):
        actions.read_conversation(report=report, by=worker)
    actions.open_report(report=report, by=worker)
    assert actions.read_conversation(report=report, by=worker)[0][1] == "Nog iets."


def test_an_answer_needs_an_opened_report(worker: User) -> None:
    report, _ = chain.hand_in()
    with pytest.raises(DecryptionError):
        actions.answer(report=report, text="Hallo", by=worker)
    assert not Message.objects.exists()


def test_a_forged_moved_or_unsigned_answer_is_not_shown(worker: User) -> None:
    report, code = chain.hand_in()
    actions.open_report(report=report, by=worker)
    for text in ("Ja.", "Nee."):
        actions.answer(report=report, text=text, by=worker)
    report.refresh_from_db()
    yes, no = Message.objects.order_by("sequence")
    forged = Message(report=report, sequence=1)
    envelopes.seal_to_reporter(forged, "Kom vanavond alleen naar het station.")
    for change in (
        {"sealed": forged.sealed},
        {"sealed": no.sealed, "signature": no.signature},
        {"signature": no.signature},
        {"signature": b""},
        {"signature": None},
        {"sealed": None},
        {"sealed": bytes(yes.sealed or b"")[:-1] + bytes([bytes(yes.sealed or b"")[-1] ^ 1])},
    ):
        Message.objects.filter(pk=yes.pk).update(**{"sealed": yes.sealed, "signature": yes.signature} | change)
        with pytest.raises(SealError):
            queries.turns_for_code(report, code)
    Message.objects.filter(pk=yes.pk).update(sealed=yes.sealed, signature=yes.signature)
    assert [turn.text for turn in queries.turns_for_code(report, code)] == ["Ja.", "Nee."]


def test_another_reports_code_reads_no_answer(worker: User) -> None:
    report, _ = chain.hand_in()
    _, other_code = chain.hand_in()
    actions.open_report(report=report, by=worker)
    actions.answer(report=report, text="Ja.", by=worker)
    with pytest.raises(SealError):
        queries.turns_for_code(report, other_code)


def test_the_inbox_shows_danger_first_then_the_longest_waiting(worker: User) -> None:
    day = time.now()
    moments = [day.replace(hour=hour) for hour in (1, 2, 3, 4)]
    plain_late = chain.hand_in(at=moments[2])[0]
    plain = chain.hand_in(at=moments[0])[0]
    minor = chain.hand_in(chain.said(under_18=True), at=moments[1])[0]
    danger = chain.hand_in(chain.said(danger_today=True), at=moments[3])[0]
    assert list(queries.inbox(worker)) == [danger, minor, plain, plain_late]


@pytest.mark.parametrize("role", [Role.POLICY_ANALYST, Role.PARTNER, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_who_does_no_triage_sees_no_report(role: Role) -> None:
    chain.hand_in()
    assert not queries.reports_for(chain.account(role)).exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sendings_at_the_same_moment_are_one_report() -> None:
    key = visits.new_key()
    codes = chain.at_once(*[lambda: actions.hand_in(visit_key=key, said=chain.said(), language="nl")] * 5)
    assert set(codes) == {receipts.from_visit(key)}
    assert Report.objects.count() == 1
    assert tags() == ["report:received"]
    assert visits.load(key) == {"sent": True}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_colleagues_who_open_a_report_at_the_same_moment_all_read_it() -> None:
    worker, content = chain.account(Role.INTAKE_WORKER), chain.said()
    for _ in range(3):
        report, _ = chain.hand_in(content)
        assert chain.at_once(*[lambda: actions.open_report(report=report, by=worker)] * 4) == [content] * 4  # noqa: B023
    assert tags().count("report:opened") == 3
    assert tags().count("report:read") == 9


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_turns_written_at_the_same_moment_keep_their_order_without_gaps() -> None:
    worker = chain.account(Role.INTAKE_WORKER)
    report, _ = chain.hand_in()
    actions.open_report(report=report, by=worker)
    outcomes = chain.at_once(
        *[lambda: actions.add_from_reporter(report=report, text="Nog iets.")] * 4,
        *[lambda: actions.answer(report=report, text="Dank je wel.", by=worker)] * 2,
    )
    assert all(isinstance(outcome, Message) for outcome in outcomes)
    assert list(report.messages.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_that_was_typed_can_be_read_in_the_database() -> None:
    worker = chain.account(Role.INTAKE_WORKER)
    key = visits.new_key()
    visits.save(key, {"story": CANARY})
    content = chain.said(
        PersonDescription(name=CANARY, phone=CANARY, address=CANARY), story=CANARY, category="comensha"
    )
    report, code = chain.hand_in(content)
    actions.add_from_reporter(report=report, text=CANARY)
    before = searched(CANARY, "comensha", code, receipts.reply_seed_of(code).hex())
    chain.judge(report, by=worker)
    actions.answer(report=report, text=CANARY, by=worker)
    actions.read_conversation(report=report, by=worker)
    assert before == searched(CANARY, "comensha", code) == []
    # The search does find what stands there plainly.
    assert searched(worker.email) == [worker.email]


def searched(*words: str) -> list[str]:
    """Those of the words that stand somewhere in the database: in SQLite's files, or in any row of PostgreSQL."""
    raw = files_of_sqlite() if connection.vendor == "sqlite" else rows_of_postgresql()
    assert len(raw) > 10_000
    forms = {word: (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()) for word in words}
    return [word for word in words if any(form in raw for form in forms[word])]


def files_of_sqlite() -> bytes:
    """The database file and the log of changes beside it."""
    name = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))


def rows_of_postgresql() -> bytes:
    """Every row of every table as text, bytes in hexadecimal."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")  # noqa: S608  (names from the catalogue)
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()
