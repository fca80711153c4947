"""What other rooms do when an account changes hands; they register from `AppConfig.ready`.

Access can't reach the rooms above it, nor apps that only the desk has installed (sessions, second factor).
"""

import uuid
from collections.abc import Callable, Iterable
from typing import TypeVar

from schakel.access.models import User
from schakel.core.actors import Actor

# (leaver, successor, by): hand over what the leaver is responsible for. Without a successor: raise
# access.policies.NotPossible when there is something to hand over.
HandOver = Callable[[User, User | None, Actor], None]
AccountChange = Callable[[User], None]
# How much of one kind of work an account has: a number, and nothing of what the work is about.
WorkCount = Callable[[User], int]
# Which of these accounts have a second factor.
FactorHolders = Callable[[Iterable[User]], set[uuid.UUID]]
_Registered = TypeVar("_Registered")

_hand_overs: list[HandOver] = []
_session_endings: list[AccountChange] = []
_second_factor_resets: list[AccountChange] = []
_work_counts: list[tuple[str, WorkCount]] = []
_factor_holders: list[FactorHolders] = []


def register(function: HandOver) -> None:
    """Called when somebody leaves, in the transaction that closes the account."""
    _add(_hand_overs, function)


def register_session_ending(function: AccountChange) -> None:
    """Called when every session of an account must end."""
    _add(_session_endings, function)


def register_second_factor_reset(function: AccountChange) -> None:
    """Called when an account's second factors must go."""
    _add(_second_factor_resets, function)


def register_work_count(words: str, function: WorkCount) -> None:
    """Called to show the administrator, in numbers, what there is to hand over; `words` is what is counted."""
    _add(_work_counts, (words, function))


def register_factor_holders(function: FactorHolders) -> None:
    """Called to show which accounts have a second factor."""
    _add(_factor_holders, function)


def work_of(account: User) -> list[tuple[str, int]]:
    """What every room counts of this account's work; kinds of which there is none are left out."""
    counted = [(words, function(account)) for words, function in _work_counts]
    return [(words, number) for words, number in counted if number]


def factor_holders(accounts: Iterable[User]) -> set[uuid.UUID] | None:
    """Which of these accounts have a second factor; None where this installation knows no second factors."""
    if not _factor_holders:
        return None
    return set().union(*(function(accounts) for function in _factor_holders))


def hand_over(leaver: User, successor: User | None, by: Actor) -> None:
    """Let every room hand over the leaver's work. Raises NotPossible."""
    for function in _hand_overs:
        function(leaver, successor, by)


def end_sessions(account: User) -> None:
    """Sign the account out everywhere."""
    for function in _session_endings:
        function(account)


def has_second_factors() -> bool:
    """Whether this installation knows second factors at all."""
    return bool(_second_factor_resets)


def reset_second_factor(account: User) -> None:
    """Remove every second factor of the account."""
    for function in _second_factor_resets:
        function(account)


def _add(registered: list[_Registered], one: _Registered) -> None:
    if one not in registered:
        registered.append(one)
