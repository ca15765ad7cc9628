"""Seals personal data: AES-256-GCM, each value bound to the row that it belongs to.

A sealed value is the key's mark (4 bytes), a nonce (12 bytes) and the ciphertext with its tag.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_MARK, _NONCE = 4, 12


class VaultError(RuntimeError):
    """The value was sealed with another key, for another row, or was changed."""


def new_key() -> str:
    """Return a fresh key as text for the settings."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_key(text: str) -> bytes:
    """Return the 32 bytes of a key; ValueError when it is none."""
    try:
        key = base64.urlsafe_b64decode(text)
    except binascii.Error as error:
        raise ValueError("a data key is 32 bytes in URL-safe base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError("a data key is 32 bytes in URL-safe base64")
    return key


class Vault:
    """Seals with the first key and opens with any of them, so that keys can be changed.

    Fingerprints are made with the last key, the oldest: they must stay comparable.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("a vault needs a key")
        self._keys = {hashlib.sha256(key).digest()[:_MARK]: key for key in keys}
        self._mark = hashlib.sha256(keys[0]).digest()[:_MARK]
        self._print_key = hmac.new(keys[-1], b"fingerprint", hashlib.sha256).digest()

    def seal(self, value: str | bytes, *, bound_to: str) -> bytes:
        """Return the value, unreadable without the key; ``bound_to`` is ``table.column:id``."""
        data = value.encode() if isinstance(value, str) else value
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self._keys[self._mark]).encrypt(nonce, data, bound_to.encode())
        return self._mark + nonce + sealed

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """Return what was sealed for this row; raises VaultError."""
        key = self._keys.get(sealed[:_MARK])
        if key is None:
            raise VaultError("sealed with a key that is not in the settings")
        nonce, rest = sealed[_MARK : _MARK + _NONCE], sealed[_MARK + _NONCE :]
        try:
            return AESGCM(key).decrypt(nonce, rest, bound_to.encode())
        except (InvalidTag, ValueError) as error:
            raise VaultError("sealed for another row, or changed") from error

    def open_text(self, sealed: bytes | None, *, bound_to: str) -> str:
        """Return a sealed text; nothing sealed is an empty text."""
        return self.open(sealed, bound_to=bound_to).decode() if sealed else ""

    def fingerprint(self, value: str, *, purpose: str) -> str:
        """Return 64 hex digits by which equal values are found without being readable."""
        data = f"{purpose}\0{value}".encode()
        return hmac.new(self._print_key, data, hashlib.sha256).hexdigest()


# For work that touches nothing sealed; whatever it seals is lost when the process ends.
FORGETFUL = Vault([secrets.token_bytes(KEY_BYTES)])
