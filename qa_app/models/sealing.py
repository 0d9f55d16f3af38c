"""What must not stand in the database as it is: free text encrypted, own numbers as digests."""

import hmac
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
        self._digest_key = hmac.digest(key, b"keyed digests", "sha256")

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

    def seal_bytes(self, content: bytes, about: str) -> bytes:
        """Encrypt a file.

        Args:
            content: The file.
            about: What it belongs to.

        Returns:
            Nonce and sealed content.
        """
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, about.encode())

    def open_bytes(self, sealed: bytes, about: str) -> bytes:
        """Decrypt a file.

        Args:
            sealed: What `seal_bytes` gave.
            about: The same as at sealing.

        Returns:
            The file.
        """
        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return self._cipher.decrypt(nonce, body, about.encode())

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

    def digest(self, text: str, about: str) -> str:
        """Give a digest by which a text is known again, but not guessed without the key.

        Args:
            text: What must not be kept.
            about: What it belongs to, such as `centre/12`; each has a key of its own, so
                that the same text elsewhere has another digest.

        Returns:
            HMAC-SHA256 as 64 hexadecimal digits.
        """
        key = hmac.digest(self._digest_key, about.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()


def sealer_of(session: Session) -> Sealer:
    """Give the sealer that a session was made with.

    Args:
        session: A session whose `info` holds `sealer`.

    Returns:
        The sealer.
    """
    sealer: Sealer = session.info["sealer"]
    return sealer
