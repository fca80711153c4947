"""The texts that come with the program: whole, plain, current in every language that is offered."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from schakel.core import region
from schakel.methods.indicators import signs
from schakel.methods.readability import measure, sentences
from schakel.texts import blocks, markup, queries, readability_table
from schakel.texts.catalogue import PAGES, SOURCE_LANGUAGE
from schakel.texts.markup import TextError
from schakel.texts.shipped import parse, shipped, source
from schakel.texts.views import EASY_ENOUGH

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "texts.md"
FOLDER = Path(markup.__file__).parent / "pages"
OFFERED = sorted({language for name in ("demo", "twente") for language in region.load(name).languages} - {"nl"})
LONGEST_SENTENCE = 22


@pytest.mark.parametrize("key", PAGES)
def test_every_page_has_its_dutch_text(key: str) -> None:
    article = markup.read(source(key).content, SOURCE_LANGUAGE)
    assert len(article.title) <= 60
    assert article.parts


def test_there_is_no_file_without_a_page() -> None:
    assert {path.stem for path in FOLDER.rglob("*.md")} <= PAGES.keys()


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("key", PAGES)
def test_a_translation_is_there_and_was_made_from_the_dutch_of_now(key: str, language: str) -> None:
    file = shipped(key, language)
    assert file is not None, f"{language}/{key}.md is missing"
    assert file.made_from == source(key).digest, f"{language}/{key}.md was made from another text: {source(key).digest}"
    dutch, article = markup.read(source(key).content, "nl"), markup.read(file.content, language)
    assert [part.block for part in article.parts] == [part.block for part in dutch.parts]
    assert re.findall(r"\]\((.*?)\)", file.content) == re.findall(r"\]\((.*?)\)", source(key).content)


@pytest.mark.parametrize("language", OFFERED)
def test_the_signs_are_translated_from_the_dutch_of_now(language: str) -> None:
    assert signs.made_from(language) == signs.digest(), f"signs/{language}.toml: {signs.digest()}"
    assert signs.missing(language) == []


def test_every_text_reads_easily_enough() -> None:
    figures = {key: one.flesch_douma for key, one in queries.dutch_texts()}
    assert figures.keys() == PAGES.keys()
    assert {key: one for key, one in figures.items() if one < EASY_ENOUGH} == {}


def test_the_sentences_of_the_forms_read_easily_enough() -> None:
    found = readability_table.of_messages()
    assert found.words > 1_000
    assert found.flesch_douma >= EASY_ENOUGH


@pytest.mark.parametrize("key", PAGES)
def test_no_sentence_is_long(key: str) -> None:
    if key == "privacy":
        return  # the list of what stands outside the seal is exact on purpose
    article = markup.read(source(key).content, SOURCE_LANGUAGE)
    said = [*article.sentences, *(sign for part in article.parts for sign in blocks.sentences(part))]
    long = [one for line in said for one in sentences(line) if measure(one).words > LONGEST_SENTENCE]
    assert long == []


def test_the_docs_show_the_figures_of_now(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("readability")
    told = capsys.readouterr().out
    assert readability_table.table() in told
    assert readability_table.table() in DOCS.read_text(encoding="utf-8"), (
        "put the output of the command readability into the page"
    )


def test_the_texts_never_say_that_nothing_is_the_matter_or_promise_silence() -> None:
    for key in PAGES:
        words = source(key).content.lower()
        assert "geïndiceerd" not in words
        assert "wij houden alles geheim" not in words
    rights = source("rechten").content
    for said in (
        "hoogstens drie maanden",
        "30 dagen",
        "De politie of de marechaussee geeft",
        "geen aangifte te doen",
        "Nidos",
    ):
        assert said in rights
    assert "niet beloven" in source("stoppen").content


def test_the_head_of_a_translation() -> None:
    file = parse("---\nmade-from: abc\nreviewed: yes\n---\n# Title\n\nText.\n")
    assert (file.content, file.made_from, file.is_reviewed) == ("# Title\n\nText.\n", "abc", True)
    assert parse("# Titel\n").made_from == ""
    for wrong in ("---\nmade-form: abc\n---\n# T\n", "---\nmade-from: abc\n# T\n"):
        with pytest.raises(TextError):
            parse(wrong)
