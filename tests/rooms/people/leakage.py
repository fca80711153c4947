"""What the table of search tokens gives away to somebody who has it and knows how common each name is."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from schakel.methods.synthetic import names
from schakel.people.names import normalise

Token = Hashable
# A stored name: its normalised words, and the family name in it that the attacker is after.
Stored = tuple[str, str]


@dataclass(frozen=True)
class Leakage:
    """Shares (0 to 1) of persons whose family name is found: by the attack, by any guess from counts, and blindly."""

    rank_matching: float
    best_from_counts: float
    blind: float


def invented(count: int, *, seed: int) -> list[Stored]:
    """Names of so many invented persons, as common as they are in the invented region."""
    rng = Random(seed)
    people = []
    for _ in range(count):
        name = names.invent_name(rng, names.choose_origin(rng, ""), rng.choice(["woman", "man"]))
        people.append((normalise(f"{name.given} {name.prefix} {name.family}"), name.family))
    return people


def measure(
    people: Sequence[Stored], known: Iterable[Stored], token_of: Callable[[Stored], Token], slots: int
) -> Leakage:
    """Attack a table of one token a person. `known` is what the attacker knows: people drawn from the same region.

    Rank matching (Naveed, Kamara and Wright, 2015): the most frequent token is taken for the most frequent value, and so
    on; a value that is spread over `slots` tokens stands in the attacker's list as often. `best_from_counts` knows, for
    every frequency, the family name that is truly most common among tokens of that frequency: no guess that looks at
    frequencies alone does better.
    """
    rows = [(token_of(person), person[1]) for person in people]
    counts = Counter(token for token, _ in rows)
    ranked = [token for token, _ in counts.most_common()]
    expected = Counter(known)
    guesses = [family for (_, family), _ in expected.most_common() for _ in range(slots)]
    taken_for = dict(zip(ranked, guesses, strict=False))
    matched = sum(taken_for.get(token) == family for token, family in rows)
    by_count: dict[int, Counter[str]] = defaultdict(Counter)
    for token, family in rows:
        by_count[counts[token]][family] += 1
    from_counts = sum(families.most_common(1)[0][1] for families in by_count.values())
    blind = Counter(family for _, family in rows).most_common(1)[0][1]
    return Leakage(matched / len(rows), from_counts / len(rows), blind / len(rows))
