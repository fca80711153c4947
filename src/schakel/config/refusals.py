"""A start that can't be: every reason becomes one sentence for whoever runs the command, never a traceback."""

import errno

_WRITE_REFUSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Refused(RuntimeError):
    """The command can't be done as asked; the message is the sentence to show."""


def sentence_for(error: BaseException) -> str | None:
    """The sentence to show for an error that whoever runs the command can mend; None for any other."""
    # Imported here: the sentence is rarely needed, and some reasons come before Django can be imported.
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import DatabaseError

    from schakel.config.environment import SettingError
    from schakel.core.region import ProfileError
    from schakel.vault.errors import KeyFileError

    if isinstance(error, (Refused, SettingError, ProfileError, KeyFileError)):
        return str(error)
    if isinstance(error, ImproperlyConfigured):
        return f"A setting is wrong: {error}"
    if isinstance(error, DatabaseError):
        return _database_sentence(str(error))
    if isinstance(error, OSError):
        return _file_sentence(error)
    return None


def _file_sentence(error: OSError) -> str | None:
    if error.errno in _DISK_FULL:
        return "The disk is full: make room on it, then start again."
    if error.errno in _WRITE_REFUSED and error.filename is not None:
        return f"{error.filename} can't be written: {error.strerror}."
    if error.filename is not None:
        return f"{error.filename} can't be used: {error.strerror}."
    return None


def _database_sentence(words: str) -> str:
    first_line = words.strip().splitlines()[0] if words.strip() else "it gave no reason"
    if "disk is full" in words or "disk I/O error" in words:
        return "The disk can't be written to any more: make room on it, then start again."
    if "readonly database" in words or "unable to open database" in words:
        return "The database file can't be written: check who owns the home folder and whether its disk is read-only."
    if "is locked" in words:
        return "Another process keeps the database locked: stop it, then start again."
    if "no such table" in words or "does not exist" in words:
        return "The database is not ready for this version: run 'schakel prepare' first."
    return f"The database can't be used: {first_line}."
