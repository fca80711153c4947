"""The key that reports are sealed to: a new one every month, old ones kept as long as something is sealed to them."""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from schakel.audit.models import Event
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import Actor, system
from schakel.intake.models import Message, Report
from schakel.vault import keyring, keys
from schakel.vault.keyring import KeptKey, Keyring

MONTH = timedelta(days=30)
# A public process that had begun to seal with the key before has long ended.
GRACE = timedelta(days=1)
_SEALED_BY_REPORTER = ("report:received", "report:added")
_also_sealed: list[Callable[[], Counter[str]]] = []


def also_sealed(count: Callable[[], Counter[str]]) -> None:
    """A room above also has things sealed to intake keys: `count` says how many, by key id. Called in `AppConfig.ready`."""
    if count not in _also_sealed:
        _also_sealed.append(count)


def rotate(*, by: Actor) -> str:
    """A new intake key pair, pinned for the public door at once; its id. What was sealed to the one before still opens."""
    path, source = keys.desk_file(), keys.source()
    seed = secrets.token_bytes(keys.SEED_BYTES)
    key_id = keys.key_id_of(keys.public_bytes_from_seed(seed))
    with keyring.changing(path, source) as before:
        ring = before.with_intake(key_id, seed)
        # First the private half: a key that reports are sealed to is always held by somebody.
        keyring.write(path, ring, source)
        keys.pin(_pinned(), ring)
    record("vault:intake_key_rotated", by=by, key=key_id)
    return key_id


def keep_up() -> None:
    """The worker's job: rotate monthly, finish what was interrupted, and drop keys that nothing needs any more."""
    path, source = keys.desk_file(), keys.source()
    with keyring.changing(path, source) as ring:
        if keys.public_keys().intake_key_id != ring.current_intake:
            keys.pin(_pinned(), ring)
    if ring.intake[ring.current_intake].since <= time.real_now() - MONTH:
        rotate(by=system("worker"))
    drop_unneeded()


def drop_unneeded() -> list[str]:
    """Forget retired intake keys for good, when nothing is sealed to them and nothing will be; their ids."""
    path, source = keys.desk_file(), keys.source()
    with keyring.changing(path, source) as ring:
        needed = sealed_to()
        unneeded = [name for name, key in ring.intake.items() if not needed[name] and _is_out_of_use(name, key, ring)]
        if unneeded:
            keyring.write(path, ring.without(*unneeded), source)
    if unneeded:
        record("vault:intake_keys_dropped", by=system("worker"), keys=unneeded)
    return unneeded


def sealed_to() -> Counter[str]:
    """How many reports, messages and other things nobody has opened yet, by the intake key they are sealed to."""
    reports = Report.objects.filter(body_sealed__isnull=False).values_list("key_id").annotate(Count("pk"))
    messages = (
        Message.objects.filter(sender=Message.Sender.REPORTER, sealed__isnull=False)
        .order_by()
        .values_list("key_id")
        .annotate(Count("pk"))
    )
    return sum((count() for count in _also_sealed), Counter(dict(reports)) + Counter(dict(messages)))


def _is_out_of_use(name: str, key: KeptKey, ring: Keyring) -> bool:
    """Retired longer than the grace, and a reporter has sealed to a newer key since: the public door has the new pin."""
    if key.retired_at is None or key.retired_at > time.real_now() - GRACE:
        return False
    last = Event.objects.filter(at__gte=key.retired_at, tag__in=_SEALED_BY_REPORTER).order_by("-at").first()
    return last is not None and last.detail.get("key") in _newer(ring.intake, key.retired_at)


def _newer(intake: Mapping[str, KeptKey], than: datetime) -> set[str]:
    return {name for name, key in intake.items() if key.retired_at is None or key.retired_at > than}


def _pinned() -> Path:
    return Path(settings.SCHAKEL_PUBLIC_KEYS)
