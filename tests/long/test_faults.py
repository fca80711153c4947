"""The disk is full, or the database locked: the visitor is told that nothing was received, and keeps the text."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from tests import processes
from tests.long.reports import stored
from tests.visitor import Page, Stopped, Visitor, code_on

STORY = "Zij slaapt in de keuken & mag niet <naar buiten>. "
NOT_RECEIVED = "Je melding is NIET ontvangen"
NOT_KEPT = "Dit is NIET bewaard"


def assert_told_and_kept(page: Page, told: str, story: str) -> None:
    assert page.status == 503
    said = unescape(page.text)
    assert told in said
    assert story.strip() in said


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Another process holds the database, as a backup that hangs would."""
    database = sqlite3.connect(home / "schakel.sqlite3", isolation_level=None)
    try:
        database.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        database.close()


def test_a_locked_database(home: Path) -> None:
    port = processes.free_port()
    with processes.serving(home, "public", port=port), ThreadPoolExecutor(2) as both:
        sender, writer = Visitor(port), Visitor(port)
        ready = sender.fill_in(STORY)
        questions = writer.answer(writer.answer(writer.get("/melden/")), {"category": "victim"})
        with locked(home):
            sending = both.submit(sender.send, ready)
            writing = both.submit(writer.answer, questions, {"story": STORY})
            assert_told_and_kept(sending.result(), NOT_RECEIVED, STORY)
            assert_told_and_kept(writing.result(), NOT_KEPT, STORY)
            assert stored(home, []).stories == []
        code = code_on(sender.send(sending.result()))
        # The page with the text still on it can be sent again as it stands.
        assert writer.answer(writing.result()).path == "/melden/vormen/"
    assert stored(home, [code]).by_code == {code: STORY.strip()}


def test_a_full_disk(home: Path) -> None:
    port = processes.free_port()
    # Of the largest size that a story may have, so that no room left by chance can take it.
    story = (STORY * 1_000)[:19_000].strip()
    confirmed: set[str] = set()
    with processes.serving(home, "public", port=port, limit=f"-f {_kilobytes(home) + 2_000}"):
        ready = [(visitor := Visitor(port), visitor.fill_in(f"{number} {story}")) for number in range(5)]
        refused = 0
        for number in range(1_000):
            page = _fill_the_disk(port, f"{number} {STORY * 300}")
            if page.status == 200:
                confirmed.add(code_on(page))
            else:
                assert page.status == 503
                refused += 1
            if refused == 10:
                break
        assert refused == 10, "the disk never filled"
        told = [(visitor, _send_later(visitor, page)) for visitor, page in ready]
        failed = [(visitor, page) for visitor, page in told if page.status != 200]
        assert failed, "everything still fitted"
        for _, page in failed:
            assert_told_and_kept(page, NOT_RECEIVED, story)
        confirmed |= {code_on(page) for _, page in told if page.status == 200}
        opened = stored(home, confirmed)
        assert None not in opened.by_code.values()
        assert len(opened.stories) == len(confirmed)

    with processes.serving(home, "public", port=port):
        codes = [code_on(_send_later(visitor, page)) for visitor, page in failed]
    after = stored(home, codes)
    assert after.is_sound
    assert all(str(opens).endswith(story) for opens in after.by_code.values())
    assert len(after.stories) == after.received == len(confirmed) + len(codes)


def _send_later(visitor: Visitor, page: Page) -> Page:
    # The server closes what is silent for long; a browser then connects again, and so does this visitor.
    visitor.close()
    return visitor.send(page)


def _kilobytes(home: Path) -> int:
    return (home / "schakel.sqlite3").stat().st_size // 1024


def _fill_the_disk(port: int, story: str) -> Page:
    """Report as far as it goes: the receipt, or the page where it stopped."""
    visitor = Visitor(port)
    try:
        return visitor.send(visitor.fill_in(story))
    except Stopped as stopped:
        return stopped.page
    finally:
        visitor.close()
