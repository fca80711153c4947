"""What a professional asks for at the public door (an order, a place in a course): sealed there, opened by the worker.

No names or addresses of whoever asks stand anywhere in plain: which thing, how many and when does.
"""

import json
from collections import Counter
from typing import Any

from django.db import models
from django.db.models import Count

from schakel.core.models import Privacy, Record
from schakel.vault import keys, records, sealing
from schakel.vault.models import DataKeyField


class Application(Record):
    """Base of such a row. `sealed` until the worker or a colleague opened it, `content` under its own data key since."""

    sealed = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16, blank=True)
    content = models.BinaryField(null=True)
    data_key = DataKeyField()

    base_privacy = {
        **Record.base_privacy,
        **dict.fromkeys(("sealed", "content"), Privacy.SEALED),
        **dict.fromkeys(("key_id", "data_key"), Privacy.TECHNICAL),
    }

    class Meta:
        abstract = True

    def seal(self, said: dict[str, Any]) -> None:
        """Keep what was said for the desk alone (public door; saving is the caller's). `said` is what JSON can hold."""
        public = keys.public_keys()
        self.key_id = public.intake_key_id
        self.sealed = sealing.seal(_to_bytes(said), public.intake, info=self._info())

    def write(self, said: dict[str, Any]) -> None:
        """Put what was said under the row's own data key, and drop what was sealed (desk and worker; saving is the caller's)."""
        if self.data_key is None:
            self.data_key = records.create_data_key()
        self.content = records.encrypt(self.data_key, said, label=self._meta.label_lower, record_id=self.id)
        self.sealed, self.key_id = None, ""

    def read(self) -> dict[str, Any]:
        """What was said (desk and worker). Raises SealError or DecryptionError when it was changed, Destroyed when that was meant."""
        if self.content is None:
            return _from_bytes(sealing.unseal(bytes(self.sealed or b""), self._private_key(), info=self._info()))
        said: dict[str, Any] = records.decrypt(
            self.data_key, self.content, label=self._meta.label_lower, record_id=self.id
        )
        return said

    @classmethod
    def sealed_to(cls) -> Counter[str]:
        """How many rows nobody opened yet, by the intake key they are sealed to: for `intake_keys.also_sealed`."""
        waiting = cls._base_manager.filter(sealed__isnull=False).order_by().values_list("key_id").annotate(Count("pk"))
        return Counter(dict(waiting))

    def _info(self) -> bytes:
        return sealing.binding(self._meta.label_lower, str(self.id), self.key_id)

    def _private_key(self) -> Any:
        try:
            return keys.desk_keys().intake[self.key_id]
        except KeyError as error:
            raise sealing.SealError(f"this installation no longer has the intake key {self.key_id}") from error


def _to_bytes(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _from_bytes(plain: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(plain)
    return said
