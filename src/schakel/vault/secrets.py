"""Short secrets that stand in a column of their own: encrypted under a key that derives from the wrapping key."""

import base64

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from schakel.vault import keys
from schakel.vault.records import DecryptionError, decrypt_bytes, encrypt_bytes


def encrypt(text: str, *, label: str) -> str:
    """`text` as printable ciphertext, bound to its label."""
    blob = encrypt_bytes(_key(), text.encode(), context=_context(label))
    return base64.b64encode(blob).decode()


def decrypt(text: str, *, label: str) -> str:
    """The reverse of `encrypt`. Raises DecryptionError."""
    try:
        blob = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise DecryptionError("this is no ciphertext") from error
    return decrypt_bytes(_key(), blob, context=_context(label)).decode()


def _key() -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"schakel/secrets").derive(keys.desk_keys().wrapping)


def _context(label: str) -> bytes:
    return f"schakel/secret/{label}".encode()
