"""What other rooms do when an account changes hands; they register from `AppConfig.ready`.

Access can't reach the rooms above it, nor apps that only the desk has installed (sessions, second factor).
"""

from collections.abc import Callable
from typing import TypeVar

from schakel.access.models import User
from schakel.core.actors import Actor

# (leaver, successor, by): hand over what the leaver is responsible for. Without a successor: raise
# access.policies.NotPossible when there is something to hand over.
HandOver = Callable[[User, User | None, Actor], None]
AccountChange = Callable[[User], None]
_Function = TypeVar("_Function")

_hand_overs: list[HandOver] = []
_session_endings: list[AccountChange] = []
_second_factor_resets: list[AccountChange] = []


def register(function: HandOver) -> None:
    """Called when somebody leaves, in the transaction that closes the account."""
    _add(_hand_overs, function)


def register_session_ending(function: AccountChange) -> None:
    """Called when every session of an account must end."""
    _add(_session_endings, function)


def register_second_factor_reset(function: AccountChange) -> None:
    """Called when an account's second factors must go."""
    _add(_second_factor_resets, function)


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


def _add(functions: list[_Function], function: _Function) -> None:
    if function not in functions:
        functions.append(function)
