"""The browser's half of sealing and Python's half make the same of the same: keys, codes, envelopes, work."""

import base64
import hashlib
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from schakel.intake import receipts
from schakel.publicsite import work
from schakel.vault import keys, sealing
from tests import processes
from tests.journeys.conftest import Opens

VISIT_KEYS = [bytes(32), bytes(range(32)), hashlib.sha256(b"visit").digest()]
SEED = bytes(range(32))
REPORT_ID, KEY_ID = "6f1c2a9e-0000-4000-8000-000000000001", "0123456789abcdef"
WORDS = ["", "loon", 'أختي 😀 "\\\n', "ë" * 2_000, "x" * 60_000]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The public door alone, on an empty installation."""
    home = tmp_path_factory.mktemp("sealing") / "home"
    assert processes.command(home, "prepare").returncode == 0
    port = processes.free_port()
    with processes.serving(home, "public", port=port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def sealer(opens: Opens, door: str) -> Page:
    """A page that may load the scripts of the form, under the policy that visitors have."""
    page = opens(phone=True).new_page()
    page.goto(f"{door}/melden/")
    return page


def run(page: Page, body: str, *arguments: object) -> object:
    """What a function does with the modules of the form."""
    return page.evaluate(
        f"async (given) => {{ const s = await import('/static/publicsite/sealing.js'); {body} }}", list(arguments)
    )


@pytest.mark.parametrize("visit_key", VISIT_KEYS, ids=["zeroes", "counting", "mixed"])
def test_codes_and_what_derives_from_them(sealer: Page, visit_key: bytes) -> None:
    made = run(
        sealer,
        """const code = await s.codeOf(s.fromBase64(given[0]));
           const {lookup, replyKey} = await s.receiptOf(code);
           return [code, s.toBase64(lookup), s.toBase64(replyKey)];""",
        base64.b64encode(visit_key).decode(),
    )
    code = receipts.from_visit(visit_key)
    assert made == [
        code,
        base64.b64encode(receipts.lookup_of(code)).decode(),
        base64.b64encode(receipts.reply_public_bytes(code)).decode(),
    ]


@pytest.mark.parametrize("words", WORDS, ids=["nothing", "a word", "scripts", "4 kB", "64 kB"])
def test_what_the_browser_seals_opens_here_and_has_the_same_size(sealer: Page, words: str) -> None:
    public = base64.b64encode(keys.public_bytes_from_seed(SEED)).decode()
    made = run(
        sealer,
        """const made = await s.sealReport({id: given[0], key: given[1]}, given[2], {a: given[3]}, given[3]);
           return [s.toBase64(made.routing), s.toBase64(made.body)];""",
        KEY_ID,
        public,
        REPORT_ID,
        words,
    )
    assert isinstance(made, list)
    plain = {}
    for part, envelope in zip(("routing", "body"), map(base64.b64decode, made), strict=True):
        assert sealing.has_the_form(envelope)
        info = sealing.binding(REPORT_ID, KEY_ID, part)
        plain[part] = sealing.unseal(envelope, keys.private_from_seed(SEED), info=info)
        # Somebody who sees both can't tell which is which.
        again = sealing.seal(plain[part], keys.public_from_bytes(base64.b64decode(public)), info=info)
        assert len(again) == len(envelope)
        with pytest.raises(sealing.SealError):
            sealing.unseal(envelope, keys.private_from_seed(SEED), info=sealing.binding(REPORT_ID, KEY_ID, "to desk"))
    assert run(sealer, "return JSON.parse(given[0]);", plain["body"].decode()) == words


def test_too_much_for_an_envelope_is_said_and_not_cut_off(sealer: Page) -> None:
    public = base64.b64encode(keys.public_bytes_from_seed(SEED)).decode()
    assert (
        run(
            sealer,
            """try { await s.sealReport({id: "k", key: given[0]}, "r", {}, "x".repeat(300_000)); return "sealed"; }
           catch (error) { return error instanceof s.TooLong ? "too long" : String(error); }""",
            public,
        )
        == "too long"
    )


def test_ids_are_random_ones_as_the_database_has_them(sealer: Page) -> None:
    made = run(sealer, "return [s.newId(), s.newId()];")
    assert isinstance(made, list)
    for one in made:
        assert str(uuid.UUID(one, version=4)) == one
    assert made[0] != made[1]


@pytest.mark.parametrize("bits", [0, 1, 9])
def test_the_work_of_a_phone_is_taken(sealer: Page, bits: int) -> None:
    seed = hashlib.sha256(b"challenge").digest()
    numbers = sealer.evaluate(
        """([seed, bits]) => new Promise((resolve) => {
            const worker = new Worker("/static/publicsite/work.js");
            worker.onmessage = ({data}) => resolve(data);
            worker.postMessage({seed: Uint8Array.from(atob(seed), (letter) => letter.charCodeAt(0)), bits, parts: 16});
        })""",
        [base64.b64encode(seed).decode(), bits],
    )
    assert len(numbers) == work.PARTS
    assert all(work.zeroes(seed, part, number) >= bits for part, number in enumerate(numbers))
