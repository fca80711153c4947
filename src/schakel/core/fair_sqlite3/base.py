"""Django's SQLite backend in which every transaction that may write waits for its turn."""

from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from schakel.core.fair_sqlite3.turns import Turns

# One line a database in this process, whichever of its threads connects.
_turns_at = cache(Turns)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes a turn before BEGIN IMMEDIATE, and ends it with the transaction."""

    _turn: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        try:
            self._turn = self._turns.take()
        except TimeoutError as error:
            raise OperationalError("database is locked") from error
        except OSError as error:
            raise OperationalError(f"disk I/O error: {error.strerror}") from error
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave out the backend's hooks
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]  # as above
        self._end_turn()
        return done

    def _rollback(self) -> Any:
        done = super()._rollback()  # type: ignore[misc]  # as above
        self._end_turn()
        return done

    def _close(self) -> None:
        super()._close()  # type: ignore[misc]  # as above
        self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            self._turns.end(turn)

    @property
    def _turns(self) -> Turns:
        return _turns_at(Path(str(self.settings_dict["NAME"])), self.settings_dict["OPTIONS"]["timeout"])
