"""The second step of an account: a code app, passkeys, and recovery codes on paper."""

import hashlib
import secrets

from django.db import IntegrityError, transaction
from django.db.models import Q

from schakel.access.holding import hold
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.signin import passkeys, totp
from schakel.signin.models import CodeApp, Passkey, RecoveryCode
from schakel.signin.queries import has_factor
from schakel.vault import secrets as vault

RECOVERY_CODES = 10
_SECRET = "code app secret"  # noqa: S105  (a label)
# Crockford's base32: no letter that can be taken for a digit.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 16
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1", "-": "", " ": ""})


@transaction.atomic
def add_code_app(*, account: User, secret: str, code: str) -> list[str]:
    """Keep the app that shows `code` now; the first recovery codes when this is the first second step.

    Raises NotPossible when the code is not the app's.
    """
    hold(account)
    step = totp.matching_step(secret, code, at=time.real_now())
    if step is None:
        raise NotPossible("Deze code klopt niet. Kijk of de tijd op uw telefoon goed staat en typ de code van nu.")
    sealed = vault.encrypt(secret, label=_label(account)).encode()
    CodeApp.objects.update_or_create(account=account, defaults={"secret": sealed, "last_step": step})
    record("account:factor_added", by=account, about=account, factor="code")
    return _first_recovery_codes(account)


@transaction.atomic
def add_passkey(*, account: User, name: str, made: passkeys.Made) -> list[str]:
    """Keep a passkey that the browser made; the first recovery codes when this is the first second step.

    Raises NotPossible when it is known already.
    """
    hold(account)
    try:
        with transaction.atomic():
            Passkey.objects.create(
                account=account,
                name=name.strip()[:60] or "Toegangssleutel",
                credential_id=made.credential_id,
                credential=made.credential,
                use_count=made.use_count,
            )
    except IntegrityError as error:
        raise NotPossible("Deze toegangssleutel is hier al bekend.") from error
    record("account:factor_added", by=account, about=account, factor="passkey")
    return _first_recovery_codes(account)


@transaction.atomic
def remove_code_app(*, account: User) -> None:
    """Forget the code app. Raises NotPossible when nothing else is left."""
    # Two removals at once must not each count on what the other takes away.
    hold(account)
    if not account.passkeys.exists():
        raise NotPossible("Dit is uw enige tweede stap. Voeg eerst een andere toe.")
    CodeApp.objects.filter(account=account).delete()
    record("account:factor_removed", by=account, about=account, factor="code")


@transaction.atomic
def remove_passkey(*, passkey: Passkey, by: User) -> None:
    """Forget one of one's own passkeys. Raises NotPossible when nothing else is left."""
    hold(by)
    others = Passkey.objects.filter(account=by).exclude(pk=passkey.pk).exists()
    if not others and not CodeApp.objects.filter(account=by).exists():
        raise NotPossible("Dit is uw enige tweede stap. Voeg eerst een andere toe.")
    passkey.delete()
    record("account:factor_removed", by=by, about=by, factor="passkey")


@transaction.atomic
def new_recovery_codes(*, account: User) -> list[str]:
    """Ten new codes, to show this once; the old ones are worthless. Raises NotPossible without a second step."""
    hold(account)
    if not has_factor(account):
        raise NotPossible("Stel eerst een tweede stap in.")
    RecoveryCode.objects.filter(account=account).delete()
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, code_hash=_hash(account, code)) for code in codes)
    record("account:recovery_codes_made", by=account, about=account, count=len(codes))
    return codes


def use_code(*, account: User, code: str) -> bool:
    """Whether this is the code of now. It works once, also when it is sent twice at the same moment."""
    app = CodeApp.objects.filter(account=account).first()
    if app is None:
        return False
    secret = vault.decrypt(bytes(app.secret).decode(), label=_label(account))
    step = totp.matching_step(secret, code, at=time.real_now())
    if step is None:
        return False
    return bool(CodeApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step))


@transaction.atomic
def use_recovery_code(*, account: User, code: str) -> bool:
    """Use a recovery code up; False when it is not one of the account's."""
    used, _ = RecoveryCode.objects.filter(account=account, code_hash=_hash(account, code)).delete()
    if used:
        record("account:recovery_code_used", by=account, about=account, left=account.recovery_codes.count())
    return bool(used)


def note_use(*, passkey: Passkey, use_count: int) -> bool:
    """Note that a passkey was used; False when its count did not rise, which tells of a copy."""
    # Told by the row itself: of a key and its copy, used at once with the same count, one is refused.
    rises = Q(use_count=0) | Q(use_count__lt=use_count)
    if Passkey.objects.filter(rises, pk=passkey.pk).update(use_count=use_count, last_used_at=time.real_now()):
        return True
    record("account:passkey_copied", by=passkey.account, about=passkey.account, passkey=passkey.id)
    return False


def remove_all(account: User) -> None:
    """Forget every second step of the account; the action that needs it has its own event."""
    CodeApp.objects.filter(account=account).delete()
    Passkey.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()


def _first_recovery_codes(account: User) -> list[str]:
    return [] if account.recovery_codes.exists() else new_recovery_codes(account=account)


def _label(account: User) -> str:
    return f"{_SECRET} {account.id}"


def _hash(account: User, code: str) -> bytes:
    return hashlib.sha256(account.id.bytes + code.strip().lower().translate(_READ_AS).encode()).digest()
