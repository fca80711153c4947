"""How easily a Dutch text reads: the Flesch–Douma figure, and a counter of Dutch syllables.

W.H. Douma fitted Flesch's formula to Dutch (De leesbaarheid van landbouwbladen, Wageningen 1960):
206.84 − 0.77 × syllables per 100 words − 0.93 × words per sentence. Above 60 reads as plain Dutch, above 70 as easy, 100 as
very easy. The formula sees length and nothing else: it can't tell whether a text is clear, only that it isn't long-winded.
"""

import re
from dataclasses import dataclass

__all__ = ["Readability", "measure", "sentences", "syllables", "words"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;]+(?:\s|$)|\n+")
# Longest first: three and four letters that are one sound, and then the pairs. What is left over is a sound of its own.
_NUCLEUS = re.compile(
    r"aai|ooi|oei|eeuw|ieuw|uw(?=$)|eau|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au|ai|oi|y|[aeiouáéíóúàèìòùâêîôûäëïöü]"
)
# Two letters that look like one sound and are two: a trema says so itself; these words don't.
_HIATUS = re.compile(r"(?<=[a-z])i(?=ee?l|eus)|e(?=ïn)|(?<=b)e(?=[iuao]n|oo|aa|ë)|(?<=g)e(?=ui|oo|ei)")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,5}\b")


@dataclass(frozen=True)
class Readability:
    """A text in figures."""

    sentences: int
    words: int
    syllables: int

    @property
    def words_per_sentence(self) -> float:
        """Mean length of a sentence, in words; 0 for no text."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def syllables_per_word(self) -> float:
        """Mean length of a word, in syllables; 0 for no text."""
        return self.syllables / self.words if self.words else 0.0

    @property
    def flesch_douma(self) -> float:
        """206.84 − 0.77 × syllables per 100 words − 0.93 × words per sentence. Raises ValueError for no text."""
        if not self.words:
            raise ValueError("a text without words has no readability")
        return 206.84 - 77 * self.syllables_per_word - 0.93 * self.words_per_sentence


def measure(text: str) -> Readability:
    """The figures of a text in which a line end or a full stop ends a sentence."""
    told = sentences(text)
    found = [word for sentence in told for word in words(sentence)]
    return Readability(len(told), len(found), sum(syllables(word) for word in found))


def sentences(text: str) -> list[str]:
    """The sentences of a text: what stands between full stops, colons and line ends, and has a word in it."""
    return [part.strip() for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of a text; numbers are none."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """How many syllables a Dutch word has, counted by its vowel sounds; at least one.

    An abbreviation in capitals is spelled: a syllable a letter.
    """
    if _ABBREVIATION.fullmatch(word):
        return len(word)
    return max(1, len(_NUCLEUS.findall(_HIATUS.sub(lambda found: found[0] + "-", word.lower()))))
