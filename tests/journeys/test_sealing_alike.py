"""The browser's half of sealing and Python's half make the same of the same: keys, codes, envelopes, work."""

import base64
import hashlib
import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page

from schakel.core import minor_words
from schakel.intake import receipts
from schakel.publicsite import work
from schakel.vault import keys, sealing
from tests import processes
from tests.journeys.conftest import Opens

pytestmark = pytest.mark.long_run

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


TODAY = date(2026, 11, 19)
SENTENCES = [
    "Ik ben 16 en ik mag niet weg.", "ik ben 19", "Een meisje, 17 jaar, werkt daar.", "Ik werk hier al 10 jaar.",
    "een 16-jarig meisje", "Zij is minderjarig.", "minderjarigheid", "geboren op 12-3-2010", "geb. 1985", "I'm 15.",
    "i\u2019m 15 and", "Mam 16 lat", "Аз съм на 16 години", "16 éves vagyok", "16-річна дівчина", "عمري ١٦ سنة",
    "عمري ۱۶ سنة", "१६ years old", "Op nummer 16 wonen zij.", "Ik ben 16.30 uur gekomen", "kamer 17, 16:30",
    "kind van 5 jaar oud", "kind van 3 weken", "dochter van 14", "elke 12 jaar", "20-16-2010", "", "   ", "..", "𝟏𝟔 jaar",
    "Tengo 16 años\nÉl no", "TENGO 16 AÑOS", "menores de edad", "unterage underage", "kiskorúak", "неповнолітня",
    "ik ben net 17!", "ik ben 17%", "born 2012", "born on 1/1/2009", "narodziła 2010 urodzona w 2010", "16-year-old",
]  # fmt: skip
AGES = [
    "16", "18", "17 jaar", "-5", "-0", "121", "120", "999999999999", "12-3-2001", "12-3-2010", "20-11-2008", "19-11-2008",
    "18-11-2008", "2008-11-19", "2008-11-20", "12 maart 2010", "12 Mrt 10", "12-3-27", "12-3-26", "31-2-2008", "31-2-2009",
    "2008", "2007", "2009", "2027", "1890", "geboren in 2010", "Born on 1 May 2009", "tiener", "minderjarig", "adult",
    "constructor", "volwassen", "ongeveer 19", "ongeveer 20", "±19", "~ 121", "16-20", "20 of 17", "tussen de 18 en 20 jaar",
    "10-200", "onder de 20", "jonger dan 121", "jonger dan 200", "boven de 17", "over 18", "18+", "17 +", "6 maanden",
    "216 maanden", "215 months", "begin twintig", "eind tiener", "twintiger", "in her twenties", "half de zestig", "oud",
    "weet ik niet", "een jaar of 17", "١٧", "１７ jaar", "17 lat", "16/17", "12-13-2010", "1-1-1", "123-1-2010", "mei 2010",
]  # fmt: skip


def test_an_age_under_18_is_seen_alike(sealer: Page) -> None:
    rules = minor_words.for_browser(today=TODAY)
    found = sealer.evaluate(
        """async ([rules, sentences, ages]) => {
            const {saysMinor, mayBeMinor} = await import("/static/publicsite/ages.js");
            return [sentences.map((words) => saysMinor(words, rules)), ages.map((words) => mayBeMinor(words, rules))];
        }""",
        [rules, SENTENCES + AGES, AGES + SENTENCES],
    )
    expected = [
        [minor_words.says_minor(words, today=TODAY) for words in SENTENCES + AGES],
        [minor_words.may_be_minor(words, today=TODAY) for words in AGES + SENTENCES],
    ]
    for said, meant, words in zip(found, expected, [SENTENCES + AGES, AGES + SENTENCES], strict=True):
        differing = [one for one, here, there in zip(words, said, meant, strict=True) if here != there]
        assert differing == []
    assert len({*expected[0]}) == len({*expected[1]}) == 2


def test_digits_of_every_script_are_read_alike(sealer: Page) -> None:
    digits = [chr(point) for point in range(0x20000) if chr(point).isdecimal()]
    read = sealer.evaluate(
        """async (digits) => {
            const {plainDigits} = await import("/static/publicsite/ages.js");
            return digits.map((digit) => [/^\\p{Nd}$/u.test(digit), plainDigits(digit)]);
        }""",
        digits,
    )
    # What a browser of another year does not know as a digit stays as it is.
    wrong = [
        digit for digit, (is_known, made) in zip(digits, read, strict=True) if is_known and made != str(int(digit))
    ]
    assert wrong == []
