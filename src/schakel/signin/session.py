"""The desk's session engine: the server keeps a hash of the id, and content that only the cookie can open.

Half an hour without a sign of life ends a session, ten hours end it in any case, both by the real clock.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.core.signing import JSONSerializer
from django.db import IntegrityError, transaction
from django.db.models import Q

from schakel.core import time
from schakel.signin.models import StaffSession
from schakel.vault.records import DecryptionError, decrypt_bytes, encrypt_bytes

IDLE = timedelta(minutes=30)
WHOLE = timedelta(hours=10)
# A sign of life is written down once a minute: not every page that is read becomes a write.
_NOTED_EVERY = timedelta(minutes=1)
# In the session's content: how its owner signed in, and when that began.
HOW, SINCE = "how", "since"
_CONTEXT = b"schakel/session"


class SessionStore(SessionBase):
    """Django's session interface on `StaffSession`."""

    def load(self) -> dict[str, Any]:
        """The content; nothing when it ended, is too old, or does not open with this id."""
        row = _row(self.session_key)
        now = time.real_now()
        if row is None or _is_over(row):
            self._session_key = None
            return {}
        try:
            content = decrypt_bytes(_key(str(self.session_key)), row.content, context=_CONTEXT)
        except DecryptionError:
            self._session_key = None
            return {}
        if now - row.last_seen_at >= _NOTED_EVERY:
            StaffSession.objects.filter(pk=row.pk).update(last_seen_at=now)
        loaded: dict[str, Any] = JSONSerializer().loads(content)
        return loaded

    def exists(self, session_key: str) -> bool:
        return _row(session_key) is not None

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # Django's own interface, without a type
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's signature)
        """Write the content. An ended session is never brought back: raises UpdateError."""
        if self.session_key is None:
            self.create()
            return
        content = JSONSerializer().dumps(self._content(no_load=must_create))
        values = self._columns() | {"content": encrypt_bytes(_key(self.session_key), content, context=_CONTEXT)}
        if must_create:
            try:
                with transaction.atomic():
                    StaffSession.objects.create(key_hash=hash_of(self.session_key), **values)
            except IntegrityError as error:
                raise CreateError from error
        elif not StaffSession.objects.filter(key_hash=hash_of(self.session_key)).update(**values):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        key = session_key if session_key is not None else self.session_key
        if key is not None:
            StaffSession.objects.filter(key_hash=hash_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """What Django's own command would do; the worker does it with an event for each (`actions.sessions`)."""
        now = time.real_now()
        StaffSession.objects.filter(Q(last_seen_at__lt=now - IDLE) | Q(started_at__lt=now - WHOLE)).delete()

    def _content(self, *, no_load: bool) -> dict[str, Any]:
        content: dict[str, Any] = self._get_session(no_load)  # type: ignore[attr-defined]  # as above
        return content

    def _columns(self) -> dict[str, Any]:
        """What stands beside the content: whose it is, how and since when."""
        now = time.real_now()
        content = self._content(no_load=True)
        columns: dict[str, Any] = {
            "account_id": content.get(SESSION_KEY),
            "how": content.get(HOW, ""),
            "last_seen_at": now,
        }
        since = content.get(SINCE)
        if since is not None:
            columns["started_at"] = datetime.fromtimestamp(float(since), tz=time.REGION_ZONE)
        return columns


def hash_of(session_key: str) -> bytes:
    """What the table knows of a session's id. It has 165 random bits: a fast hash is enough."""
    return hashlib.sha256(session_key.encode()).digest()


def _row(session_key: str | None) -> StaffSession | None:
    if not session_key:
        return None
    return StaffSession.objects.filter(key_hash=hash_of(session_key)).first()


def _is_over(row: StaffSession) -> bool:
    now = time.real_now()
    return now - row.last_seen_at > IDLE or now - row.started_at > WHOLE


def _key(session_key: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=_CONTEXT).derive(session_key.encode())
