"""The language of the texts: what it draws, and a sentence for everything that can't be drawn."""

import re
from dataclasses import replace

import pytest
from django.urls import Resolver404, resolve
from hypothesis import given
from hypothesis import strategies as st

from schakel.core import region
from schakel.texts import comparing, markup
from schakel.texts.catalogue import OWN_ADDRESSES
from schakel.texts.markup import MOST_CHARACTERS, Article, TextError, read

HEAD = "# Titel\n\nEen begin.\n\n"


def html(article: Article) -> str:
    return "".join(part.html or f"[{part.block}:{part.about}]" for part in article.parts)


def test_what_a_text_is_made_of() -> None:
    article = read(HEAD + "## Kop\n\nEen *zacht* en **hard** woord.\n\n- een\n- twee\n\n1. eerst\n\n> Let op!", "nl")
    assert (article.title, article.lead) == ("Titel", "Een begin.")
    drawn = html(article)
    for piece in (
        "<h2>Kop</h2>",
        "<em>zacht</em>",
        "<strong>hard</strong>",
        "<ul><li>een",
        "<ol><li>eerst",
        'class="notice"',
    ):
        assert piece in drawn
    assert article.sentences == (
        "Titel",
        "Een begin.",
        "Kop",
        "Een zacht en hard woord.",
        "een",
        "twee",
        "eerst",
        "Let op!",
    )


def test_facts_of_the_region_come_in_by_name() -> None:
    profile = region.current()
    drawn = html(read(HEAD + "Bel {telefoon} ({uren}). Wij zijn {naam}, binnen {werkdagen} dagen.", "en"))
    assert profile.telephone in drawn
    assert profile.hours["en"] in drawn
    assert profile.name in drawn
    assert f"binnen {profile.first_answer_working_days} dagen" in drawn


def test_html_is_only_words() -> None:
    drawn = html(read(HEAD + "<script>alert(1)</script> &amp; <b>x</b>\n\n<div>", "nl"))
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "<div>" not in drawn
    assert "&lt;script&gt;" in drawn


@pytest.mark.parametrize("fact", ["<b>Naam</b>", "A & B", '" onclick="x'])
def test_a_fact_is_only_words_too(fact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(region.current(), name=fact)
    monkeypatch.setattr(region, "current", lambda: other)
    drawn = html(read(HEAD + "Wij zijn {naam}.", "nl"))
    assert "<b>" not in drawn
    assert fact not in drawn


def test_a_link_to_another_site_says_so_and_others_do_not() -> None:
    drawn = html(read(HEAD + "[Rijk](https://www.rijksoverheid.example/) en [ons](/contact/) en [bel](tel:112)", "nl"))
    assert '<a href="https://www.rijksoverheid.example/" rel="noreferrer">Rijk<span aria-hidden="true">' in drawn
    assert "(andere site)" in drawn
    assert '<a href="/contact/">ons</a>' in drawn
    assert '<a href="tel:112">bel</a>' in drawn


def test_a_link_alone_on_its_line_is_a_way_on() -> None:
    assert '<a href="/contact/" class="go">' in html(read(HEAD + "- [Bel ons](/contact/)", "nl"))


def test_our_own_pages_stay_in_the_language_of_the_text() -> None:
    assert '<a href="/en/melden/?wie=mij"' in html(read(HEAD + "[Help](/melden/?wie=mij)", "en"))
    assert '<a href="tel:112"' in html(read(HEAD + "[Call](tel:112)", "en"))


@pytest.mark.parametrize("address", sorted(OWN_ADDRESSES))
def test_every_page_that_a_text_may_lead_to_is_there(address: str) -> None:
    try:
        resolve(address, urlconf="schakel.config.urls.public")
    except Resolver404:
        pytest.fail(f"{address} is no page of the public door")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "http://kaal.example/", "//elders.example/", "data:text/html,x",
        "/bestaat-niet/", "tel:112;ext=1", "mailto:iemand@x.example?subject=hulp", "https://", "vbscript:x", "contact/",
        "\\\\elders.example", "#hier",
    ],
)  # fmt: skip
def test_a_link_that_can_not_be_gets_a_sentence(address: str) -> None:
    with pytest.raises(TextError, match=r"link|niet af"):
        read(f"{HEAD}[woord](<{address}>)", "nl")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "Begin met een titel"),
        ("Zomaar een zin.", "Begin met een titel"),
        ("# Titel", "Begin met een titel"),
        ("# Titel\n\n- punt\n- punt", "Begin met een titel"),
        (HEAD + "# Nog een", "meer dan één titel"),
        (HEAD + "#### Te klein", "## en ###"),
        (HEAD + "Bel {telefon}.", r"\{telefon\} bestaat niet.*telefoon"),
        (HEAD + "Bel {} nu.", "bestaat niet"),
        (HEAD + "Zie {contact} nu.", "alleen op een regel"),
        (HEAD + "- {contact}", "alleen op een regel"),
        (HEAD + "{signalen:liefde}", "sexual"),
        (HEAD + "{signalen}", "sexual"),
        (HEAD + "{contact:x}", "contact"),
        ("x" * (MOST_CHARACTERS + 1), "te lang"),
    ],
)
def test_what_is_wrong_gets_a_sentence(source: str, words: str) -> None:
    with pytest.raises(TextError, match=words):
        read(source, "nl")


def test_a_fact_that_the_region_does_not_have_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(region.current(), telephone="")
    monkeypatch.setattr(region, "current", lambda: other)
    with pytest.raises(TextError, match="profiel"):
        read(HEAD + "Bel {telefoon}.", "nl")


@given(st.text(alphabet=st.sampled_from("ab #*_[](){}<>&\"'!`-\n\\:/1."), max_size=200))
def test_any_text_is_drawn_without_a_tag_of_its_own_or_refused_in_a_sentence(words: str) -> None:
    try:
        article = read(HEAD + words, "nl")
    except TextError:
        return  # refused in a sentence; anything else fails
    drawn = html(article)
    for tag in ("p", "ul", "ol", "li", "h2", "h3", "em", "strong", "div"):
        drawn = drawn.replace(f"</{tag}>", "").replace(f"<{tag}>", "")
    drawn = re.sub(r'<a href="/"( class="go")?>|</a>|<div class="notice">', "", drawn)
    assert not set("<>") & set(drawn)


def test_a_comparison_shows_what_changed_and_leaves_out_what_is_far() -> None:
    before = "\n".join(f"regel {number}" for number in range(20))
    lines = comparing.compare(before, before.replace("regel 10\n", "nieuw\n"))
    assert [line.text for line in lines if line.kind == "out"] == ["regel 10"]
    assert [line.text for line in lines if line.kind == "in"] == ["nieuw"]
    assert [line.kind for line in lines].count("skip") == 2
    assert [line.kind for line in comparing.compare("a\nb", "a\nb")] == ["same", "same"]


def test_the_digest_of_a_text_does_not_hang_on_empty_lines_around_it() -> None:
    assert markup.digest("# A\n") == markup.digest("\n# A\n\n")
    assert markup.digest("# A") != markup.digest("# B")
