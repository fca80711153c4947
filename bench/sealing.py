"""Sealing on the phone: what it weighs and how long it takes in Chromium, and how many sealed reports a worker takes."""

import base64
import gzip
import hashlib
import http.client
import json
import os
import shutil
import statistics
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import tables
from bench.submissions import SENDERS, STORY, Run, together
from schakel.intake import receipts
from schakel.vault import keys, sealing
from tests import processes
from tests.journeys.conftest import FLAGS
from tests.visitor import Visitor

SENT_EACH_TIME = 128
PARTS = 16
TIMES = 15
SCRIPTS = ("begin.js", "form.js", "answers.js", "handing_in.js", "sealing.js", "hpke.js", "work.js")
_FOLDER = processes.ROOT / "src/schakel/publicsite/static/publicsite"
# An ordinary phone counts about so much more slowly than a server's core.
SLOWDOWN = (1, 4, 6)

_IN_BROWSER = """async ([key, times, bits]) => {
    const s = await import("/static/publicsite/sealing.js");
    const took = {receipt: [], sealing: [], work: []};
    const timed = async (name, act) => {
        const began = performance.now();
        await act();
        took[name].push(performance.now() - began);
    };
    const said = {way: "", steps: {story: {story: ["x".repeat(3000)]}}};
    for (let time = 0; time < times; time += 1) {
        await timed("receipt", async () => s.receiptOf(await s.codeOf(s.newVisitKey())));
        await timed("sealing", () => s.sealReport({id: "k", key}, s.newId(), {}, said));
        await timed("work", () => new Promise((resolve) => {
            const worker = new Worker("/static/publicsite/work.js");
            worker.onmessage = () => { worker.terminate(); resolve(); };
            worker.postMessage({seed: crypto.getRandomValues(new Uint8Array(32)), bits, parts: 16});
        }));
    }
    return took;
}"""


def measure(home: Path) -> None:
    """Print all three tables. `home` is an installation without reports."""
    _weigh()
    port = processes.free_port()
    with processes.serving(home, "public", port=port, settings={**processes.DEMO, "SCHAKEL_WORK_BITS": "14"}):
        _in_chromium(f"http://127.0.0.1:{port}")
    _sending(home)


def _weigh() -> None:
    rows = []
    for name in SCRIPTS:
        raw = (_FOLDER / name).read_bytes()
        rows.append([name, f"{len(raw) / 1000:.1f}", f"{len(gzip.compress(raw, 9)) / 1000:.1f}"])
    total = [f"{sum(float(row[column]) for row in rows):.1f}" for column in (1, 2)]
    tables.show(
        "The form's scripts; only begin.js is loaded before the first question",
        ["file", "kB", "kB gzipped"],
        [*rows, ["all", *total]],
    )


def _in_chromium(address: str) -> None:
    path = shutil.which("chromium")
    assert path is not None, "Chromium is not installed"
    key = base64.b64encode(keys.public_bytes_from_seed(bytes(32))).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        rows = []
        for slower in SLOWDOWN:
            page = browser.new_page()
            page.goto(f"{address}/melden/")
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
            took = page.evaluate(_IN_BROWSER, [key, TIMES if slower == 1 else 5, 14])
            rows.append(
                [
                    f"{slower} times slower",
                    *[f"{statistics.median(took[name]):.0f}" for name in ("receipt", "sealing", "work")],
                ]
            )
            page.close()
        browser.close()
    tables.show(
        "In Chromium, median ms (the work runs in a worker, which the browser may not slow down)",
        ["processor", "code and key", "sealing both parts", "work of 14 bits"],
        rows,
    )


def _sending(home: Path) -> None:
    port = processes.free_port()
    cores = sorted(os.sched_getaffinity(0))
    settings = {**processes.DEMO, "SCHAKEL_WORK_BITS": "1"}
    with processes.serving(home, "public", port=port, settings=settings) as process:
        pids = processes.members(process)
        for pid in pids:
            os.sched_setaffinity(pid, {cores[0]})
        os.sched_setaffinity(0, {cores[-1]})
        try:
            _Sender(port).send()
            runs = {senders: _at_once(port, senders, pids) for senders in SENDERS}
        finally:
            os.sched_setaffinity(0, cores)
    heads = ["senders at once", "reports/s", "p95 ms", "server CPU ms", "failures"]
    tables.show(
        "The endpoint for sealed reports: checked, stored, audited, confirmed",
        heads,
        [[str(senders), *run.row] for senders, run in runs.items()],
    )
    assert not any(run.failures for run in runs.values())


def _at_once(port: int, senders: int, pids: list[int]) -> Run:
    with ThreadPoolExecutor(4) as writers:
        ready = list(writers.map(lambda _: _Sender(port), range(SENT_EACH_TIME)))

    def send_one() -> bool | None:
        try:
            return ready.pop().send()
        except IndexError:
            return None

    return together(senders, send_one, pids)


class _Sender:
    """A report that is sealed and counted for; sending it is what is timed."""

    def __init__(self, port: int) -> None:
        self._port, self._visitor = port, Visitor(port)
        task = json.loads(self._visitor.fetch("/melden/opdracht/"))
        self._token = task["token"]
        self._visitor.close()
        code = receipts.from_visit(uuid.uuid4().bytes * 2)
        self._body = json.dumps(_sealed(code, task))

    def send(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self._visitor.cookies.items())
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token, "Cookie": cookies}
        connection.request("POST", "/melden/verzegeld/", self._body, headers)
        status = connection.getresponse().status
        connection.close()
        return status == 201


def _sealed(code: str, task: dict[str, dict[str, str]]) -> dict[str, object]:
    report_id, intake, lookup = str(uuid.uuid4()), task["intake"], receipts.lookup_of(code)
    public = keys.public_from_bytes(base64.b64decode(intake["key"]))
    parts = {"routing": {"category": ["other"]}, "body": {"way": "", "steps": {"story": {"story": [STORY]}}}}
    sealed = {
        name: sealing.seal(json.dumps(part).encode(), public, info=sealing.binding(report_id, intake["id"], name))
        for name, part in parts.items()
    }
    raw = {**sealed, "lookup": lookup, "reply_key": receipts.reply_public_bytes(code)}
    asked = task["work"]["challenge"]
    return {
        "id": report_id,
        "key_id": intake["id"],
        "urgency": "",
        "work": {"challenge": asked, "numbers": _counted(asked, lookup, int(task["work"]["bits"]))},
        **{name: base64.b64encode(value).decode() for name, value in raw.items()},
    }


def _counted(asked: str, lookup: bytes, bits: int) -> list[int]:
    seed = hashlib.sha256(f"{asked}.{lookup.hex()}".encode()).digest()
    found = []
    for part in range(PARTS):
        number = 0
        while _zeroes(seed, part, number) < bits:
            number += 1
        found.append(number)
    return found


def _zeroes(seed: bytes, part: int, number: int) -> int:
    digest = hashlib.sha256(seed + part.to_bytes(4, "big") + number.to_bytes(4, "big")).digest()
    return 32 - int.from_bytes(digest[:4], "big").bit_length()
