"""Which list stands behind a sentence of the factsheet, also after staff made another sentence of it."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

# Two sentences that have less in common than this are about something else, or were written anew: staff say which list then.
_ALIKE = 0.5
Linked = tuple[str, str]


def carried_over(texts: Sequence[str], *, kept: Sequence[Linked], told: Mapping[str, str]) -> list[Linked]:
    """Each sentence with the key of its list, or with nothing.

    `kept` are the sentences of before with their keys, `told` the sentences as the rooms propose them. A sentence that was
    edited is the one of before that it is most like.
    """
    same = dict(kept)
    found = {text: key for text in texts if (key := same.get(text) or told.get(text, ""))}
    gone = [(text, key) for text, key in kept if key and text not in texts]
    for text in texts:
        if text not in found and text not in same and gone:
            likeness, nearest = max((SequenceMatcher(None, one[0], text).ratio(), one) for one in gone)
            if likeness >= _ALIKE:
                found[text] = nearest[1]
                gone.remove(nearest)
    return [(text, found.get(text, "")) for text in texts]
