"""Who gives consent at which age (UAVG art. 5; Jeugdwet art. 7.3.4; art. 7:450 BW)."""

from enum import Enum

# Under twelve the parents decide, from twelve together with the child, from sixteen one decides oneself.
TOGETHER, ONESELF = 12, 16


class Giver(Enum):
    """Who said yes."""

    SELF = "self"
    PARENTS = "parents"
    BOTH = "both"
    REPRESENTATIVE = "representative"


def givers_for(ages: tuple[int, int] | None) -> frozenset[Giver]:
    """Who can give consent for somebody of this lowest and highest possible age, in whole years.

    A legal representative can at every age. Of somebody whose age nobody knows anybody could be right; where it spans
    sixteen, both are asked, and where it spans twelve both as well: the yes that is right at either age.
    """
    if ages is None:
        return frozenset(Giver)
    lowest, highest = ages
    if lowest >= ONESELF:
        return frozenset({Giver.SELF, Giver.REPRESENTATIVE})
    if highest < TOGETHER:
        return frozenset({Giver.PARENTS, Giver.REPRESENTATIVE})
    return frozenset({Giver.BOTH, Giver.REPRESENTATIVE})
