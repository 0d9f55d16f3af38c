"""Free text about a case, encrypted before it reaches the database."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

_NONCE_BYTES = 12


class Sealer:
    """Encrypts and decrypts free text with AES-256-GCM.

    The nonce comes first, then the sealed text; what the text belongs to is bound in, so
    that a text cannot be moved to another record.
    """

    def __init__(self, key: bytes) -> None:
        """Take the key.

        Args:
            key: 32 bytes.
        """
        self._cipher = AESGCM(key)

    def seal(self, text: str, about: str) -> bytes:
        """Encrypt a text.

        Args:
            text: What was written.
            about: What it belongs to, such as `audit/12/A3`.

        Returns:
            Nonce and sealed text.
        """
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), about.encode())

    def open(self, sealed: bytes, about: str) -> str:
        """Decrypt a text.

        Args:
            sealed: What `seal` gave.
            about: The same as at sealing.

        Returns:
            What was written.
        """
        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return self._cipher.decrypt(nonce, body, about.encode()).decode()


def sealer_of(session: Session) -> Sealer:
    """Give the sealer that a session was made with.

    Args:
        session: A session whose `info` holds `sealer`.

    Returns:
        The sealer.
    """
    sealer: Sealer = session.info["sealer"]
    return sealer
