"""Putting a report into words: who tells, what was seen, how it ends, and a typing error now and then."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from schakel.methods.synthetic import fragments, personless
from schakel.methods.synthetic.foreign import FOREIGN
from schakel.methods.synthetic.margins import ADULTHOOD
from schakel.methods.synthetic.mistakes import swap_letters
from schakel.methods.synthetic.openings import Relation
from schakel.methods.synthetic.records import MentionedPerson

_NUMBERS = {2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes"}
# The openings speak of one; with several people the verb follows.
_VERBS = {
    "woont": "wonen", "verblijft": "verblijven", "zit": "zitten", "zat": "zaten", "komt": "komen", "kwam": "kwamen",
    "loopt": "lopen", "is": "zijn", "was": "waren", "werkte": "werkten", "verscheen": "verschenen", "viel": "vielen",
}  # fmt: skip
_VERB_BEFORE_NUMBER = re.compile(rf"\b({'|'.join(_VERBS)}) (?=(?:{'|'.join(_NUMBERS.values())}) )")
_SENTENCE_START = re.compile(r"(?:^|[.!?] )[a-zé]")
_SLIPS = (
    ("wordt", "word"), ("gebeurt", "gebeurd"), ("steeds", "steets"), ("telefoon", "telefon"), ("niet", "neit"),
    (", ", " "), ("altijd", "altijt"), ("iemand", "imand"),
)  # fmt: skip
# These reporters know the people they write about, and call them by name.
_ACQUAINTED = {
    "wijkteam", "youth_worker", "school", "family", "friend", "volunteer", "colleague", "community_officer", "comensha",
}  # fmt: skip


@dataclass(frozen=True)
class Someone:
    """A person as the words of a story need them; `age` is None when the report must not tell it."""

    gender: str
    is_minor: bool
    age: int | None
    name: str

    @property
    def noun(self) -> str:
        """The noun for one such person."""
        young = {"woman": "meisje", "man": "jongen"}
        grown = {"woman": "vrouw", "man": "man"}
        return young.get(self.gender, "jongere") if self.is_minor else grown.get(self.gender, "persoon")

    @property
    def the_noun(self) -> str:
        """The noun with its article."""
        return f"{'het' if self.noun == 'meisje' else 'de'} {self.noun}"

    @property
    def introduced(self) -> str:
        """How the person is brought up first: by name, or else by noun."""
        return (self.name or f"een {self.noun}") + (f" van {self.age}" if self.age is not None else "")


def someone(mentioned: MentionedPerson, *, is_minor: bool, gender: str) -> Someone:
    """The words for one mention; `gender` is the true one, used unless the report leaves it open."""
    said = mentioned.gender if mentioned.gender != "unknown" else gender
    return Someone(said, is_minor, mentioned.age, mentioned.given_name or mentioned.nickname)


def _introduce(people: Sequence[Someone]) -> str:
    if len(people) == 1:
        return people[0].introduced
    nouns = {person.noun for person in people}
    plurals = {"vrouw": "vrouwen", "man": "mannen", "meisje": "meisjes", "jongen": "jongens", "jongere": "jongeren"}
    minors = all(person.is_minor for person in people)
    word = plurals.get(nouns.pop(), "mensen") if len(nouns) == 1 else "jongeren" if minors else "mensen"
    return f"{_NUMBERS.get(len(people), str(len(people)))} {word}"


def _words_for(rng: Random, people: Sequence[Someone], relation: Relation, town: str) -> dict[str, str]:
    place = {"elsewhere": "net buiten de regio", "unknown": "hier in de buurt"}.get(town, f"in {town}")
    words = {"plek": place, "over": "iemand", "wie": "", "de_persoon": "", "ze": "", "haar": "", "hun": ""}
    if not people:
        return words
    one = people[0]
    if relation.name not in _ACQUAINTED:
        people = [Someone(p.gender, p.is_minor, p.age, "") for p in people]
    named = one.name if relation.name in _ACQUAINTED and rng.random() < 0.6 else ""
    pronouns = {"woman": ("ze", "haar", "haar"), "man": ("hij", "hem", "zijn")}
    subject, thing, own = pronouns.get(one.gender, ("die persoon", "die persoon", "zijn/haar"))
    return words | {
        "over": _introduce(people), "wie": named or one.the_noun, "de_persoon": one.the_noun,
        "ze": subject, "haar": thing, "hun": own,
    }  # fmt: skip


def _polish(text: str) -> str:
    text = _VERB_BEFORE_NUMBER.sub(lambda match: f"{_VERBS[match.group(1)]} ", text)
    return _SENTENCE_START.sub(lambda match: match.group().upper(), " ".join(text.split()))


def _with_slips(rng: Random, text: str) -> str:
    """Now and then a typing error, a carelessly joined sentence, or no capitals at all."""
    draw = rng.random()
    if draw < 0.12:
        wrong = [(right, slip) for right, slip in _SLIPS if right in text]
        if wrong:
            right, slip = rng.choice(wrong)
            return text.replace(right, slip, 1)
    if draw < 0.20:
        return text[:10] + swap_letters(rng, text[10:])
    if draw < 0.24:
        return text.lower().replace(". ", " ")
    return text


def _seen(rng: Random, theme: str, people: Sequence[Someone]) -> list[str]:
    """Two or three observations that fit the age and gender of who it is about."""
    if len(people) > 1:
        return rng.sample(fragments.SEVERAL[theme], 2)
    one = people[0]
    fitting = fragments.ONE[theme] + (fragments.YOUNG if one.is_minor else fragments.GROWN).get(theme, ())
    if one.gender == "woman" and not one.is_minor:
        fitting += fragments.WOMAN.get(theme, ())
    return rng.sample(fitting, rng.choice([2, 2, 3]))


def tell(rng: Random, *, relation: Relation, theme: str, people: Sequence[Someone], town: str, danger: bool) -> str:
    """A Dutch story about one or more people by such a reporter; `town` is a name, "elsewhere" or "unknown"."""
    own = relation.name == "self"
    if own:
        seen, closings, dangers = rng.sample(fragments.SELF[theme], 2), fragments.SELF_CLOSINGS, fragments.DANGER_SELF
        age = people[0].age
        seen = [f"ik ben {age}.", *seen] if age is not None and age < ADULTHOOD else seen
    else:
        seen = _seen(rng, theme, people)
        closings = fragments.PROFESSIONAL_CLOSINGS if relation.careful else fragments.CLOSINGS
        dangers = fragments.DANGER_SEVERAL if len(people) > 1 else fragments.DANGER
    parts = [rng.choice(relation.openings), *seen, rng.choice(dangers) if danger else rng.choice(closings)]
    text = " ".join(parts).format_map(_words_for(rng, people, relation, town))
    return _with_slips(rng, _polish(text))


def languages_for(theme: str, *, own: bool) -> tuple[str, ...]:
    """The languages other than Dutch in which somebody could tell about this."""
    return tuple(sorted({story.language for story in FOREIGN if story.theme == theme and story.own == own}))


def tell_in(rng: Random, language: str, theme: str, *, own: bool) -> str:
    """A story in another language than Dutch, one of `languages_for`; IndexError when there is none."""
    return rng.choice([s.text for s in FOREIGN if (s.language, s.theme, s.own) == (language, theme, own)])


_PERSONLESS = {
    "advice_only": personless.ADVICE, "signal": personless.SIGNAL, "smuggling_question": personless.SMUGGLING,
    "spam": personless.SPAM, "nuisance": personless.NUISANCE, "redirected": personless.REDIRECTED,
    "advice_naming": personless.ADVICE_NAMING,
}  # fmt: skip


def tell_uncounted(rng: Random, kind: str, people: Sequence[Someone], relation: Relation, town: str) -> str:
    """The text of a report that counts nobody, of that kind."""
    text = rng.choice(_PERSONLESS[kind]).format_map(_words_for(rng, people, relation, town))
    if kind in ("advice_only", "signal"):
        place = {"elsewhere": "Het speelt buiten de regio.", "unknown": ""}.get(town, f"Het speelt in {town}.")
        text = (
            f"{text} {place if rng.random() < 0.6 else ''} {rng.choice(fragments.CLOSINGS) if kind == 'signal' else ''}"
        )
    return _polish(text) if kind in ("nuisance", "spam") else _with_slips(rng, _polish(text))
