"""What must not stand in the database as it is: free text encrypted, own numbers as digests.

A sealed text begins with its kind, the short name of the key that sealed it and a digest of what
it belongs to, so that it can be sealed anew under another key by whoever does not know its place
(docs/adr/0048-texts-that-end-and-keys-that-change.md).
"""

import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import override

from qa_app.domain.reduced_texts import codes_only
from qa_app.models.privacy_rows import DigestKeyRow

_WHOLE, _REDUCED = 1, 2
_KEY, _PLACE, _NONCE, _DIGEST = 4, 16, 12, 32
_HEAD = 1 + _KEY + _PLACE
_ABOUT_DIGESTS = "digest-key"


class WrongKeyError(RuntimeError):
    """A text was sealed with a key that is not at hand.

    Attributes:
        wanted: Short name of that key.
        held: Short names of the keys that are at hand, the one that seals first.
    """

    def __init__(self, wanted: str, held: Sequence[str]) -> None:
        super().__init__(
            f"sealed with the key {wanted}, which is neither QA_FIELD_KEY ({held[0]}) nor among"
            f" QA_FIELD_KEYS_OLD ({', '.join(held[1:]) or 'empty'}): put it there"
        )
        self.wanted, self.held = wanted, tuple(held)


@dataclass(slots=True)
class _Ring:
    current: bytes
    keys: dict[bytes, AESGCM]
    derived: bytes
    known: bytes | None = field(default=None)


class Sealer:
    """Encrypts and decrypts free text with AES-256-GCM.

    What the text belongs to is bound in, so that a text cannot be moved to another record.
    """

    def __init__(self, key: bytes, old: Sequence[bytes] = ()) -> None:
        """Take the keys.

        Args:
            key: 32 bytes; it seals.
            old: Keys before it, newest first; they only open.
        """
        keys = (key, *old)
        self._ring = _Ring(
            key_name(key),
            {key_name(one): AESGCM(one) for one in keys},
            # until it is kept under a key of its own, the first key ever is what digests come from
            hmac.digest(keys[-1], b"keyed digests", "sha256"),
        )

    @property
    def key(self) -> str:
        """Short name of the key that seals."""
        return self._ring.current.hex()

    @property
    def keys(self) -> tuple[str, ...]:
        """Short names of all keys, the one that seals first."""
        return tuple(one.hex() for one in self._ring.keys)

    def seal(self, text: str, about: str) -> bytes:
        """Encrypt a text.

        Args:
            text: What was written.
            about: What it belongs to, such as `audit/12/A3`.

        Returns:
            The sealed text.
        """
        return self.seal_bytes(text.encode(), about)

    def seal_bytes(self, content: bytes, about: str) -> bytes:
        """Encrypt a file.

        Args:
            content: The file.
            about: What it belongs to.

        Returns:
            The sealed content.
        """
        return self._sealed(bytes([_WHOLE]), _place(about), content)

    def open_bytes(self, sealed: bytes, about: str) -> bytes:
        """Decrypt a file.

        Args:
            sealed: What `seal_bytes` gave.
            about: The same as at sealing.

        Returns:
            The file.

        Raises:
            WrongKeyError: Its key is not at hand.
            InvalidTag: It was changed, or belongs to something else.
        """
        if sealed[1 + _KEY : _HEAD] != _place(about):
            raise InvalidTag
        return self._opened(sealed)

    def open(self, sealed: bytes, about: str) -> str:
        """Decrypt a text.

        Args:
            sealed: What `seal` gave.
            about: The same as at sealing.

        Returns:
            What was written; of a text whose time is over, what is left of it.

        Raises:
            WrongKeyError: Its key is not at hand.
            InvalidTag: It was changed, or belongs to something else.
        """
        return self.open_bytes(sealed, about).decode()

    def anew(self, sealed: bytes) -> bytes:
        """Seal under the key that seals now what another key sealed.

        Args:
            sealed: A sealed text or file.

        Returns:
            The same content for the same place; of a reduced one with the digest it bears.

        Raises:
            WrongKeyError: Its key is not at hand.
            InvalidTag: It was changed.
        """
        content = self._opened(sealed)
        kept = sealed[_HEAD : _HEAD + _DIGEST] if sealed[0] == _REDUCED else b""
        made = self._sealed(sealed[:1], sealed[1 + _KEY : _HEAD], content, kept)
        if self._opened(made) != content:
            raise InvalidTag
        return made

    def reduce(self, sealed: bytes) -> bytes:
        """Take the words out of a sealed text; its codes and a digest of the whole are left.

        Args:
            sealed: A sealed text or JSON.

        Returns:
            What is left, sealed for the same place; a text that was reduced before as it is.

        Raises:
            WrongKeyError: Its key is not at hand.
            InvalidTag: It was changed.
        """
        if is_reduced(sealed):
            return sealed
        content, place = self._opened(sealed), sealed[1 + _KEY : _HEAD]
        digest = bytes.fromhex(self.fingerprint(sealed))
        return self._sealed(bytes([_REDUCED]), place, codes_only(content), digest)

    def stood(self, reduced: bytes, text: str, about: str) -> bool:
        """Tell whether a text that somebody holds on paper is the one that stood here.

        Args:
            reduced: What `reduce` gave.
            text: The text on paper.
            about: What it belonged to.

        Returns:
            True when it is the very same text at the very same place.
        """
        place = _place(about)
        digest = hmac.digest(self._digest_key(), place + text.encode(), "sha256")
        kept = reduced[_HEAD : _HEAD + _DIGEST]
        return is_reduced(reduced) and reduced[1 + _KEY : _HEAD] == place and kept == digest

    def fingerprint(self, sealed: bytes) -> str:
        """Give a digest of what a sealed text says, the same before and after it is reduced.

        Args:
            sealed: A sealed text or file.

        Returns:
            HMAC-SHA256 of place and content as 64 hexadecimal digits, the same whichever key
            seals; empty for a text that nobody who holds the keys has sealed.

        Raises:
            WrongKeyError: Its key is not at hand.
        """
        try:
            content = self._opened(sealed)
        except InvalidTag:
            return ""
        if is_reduced(sealed):
            return sealed[_HEAD : _HEAD + _DIGEST].hex()
        place = sealed[1 + _KEY : _HEAD]
        return hmac.digest(self._digest_key(), place + content, "sha256").hex()

    def digest(self, text: str, about: str) -> str:
        """Give a digest by which a text is known again, but not guessed without the key.

        Args:
            text: What must not be kept.
            about: What it belongs to, such as `centre/12`; each has a key of its own, so
                that the same text elsewhere has another digest.

        Returns:
            HMAC-SHA256 as 64 hexadecimal digits; the same whichever key seals.
        """
        key = hmac.digest(self._digest_key(), about.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()

    def sealed_digest_key(self) -> bytes:
        """Seal the key that digests come from, to be kept beside what it made.

        Returns:
            It, sealed under the key that seals now.
        """
        return self.seal_bytes(self._digest_key(), _ABOUT_DIGESTS)

    def _digest_key(self) -> bytes:
        return self._ring.known or self._ring.derived

    def _cipher(self, name: bytes) -> AESGCM:
        cipher = self._ring.keys.get(name)
        if cipher is None:
            raise WrongKeyError(name.hex(), self.keys)
        return cipher

    def _sealed(self, kind: bytes, place: bytes, content: bytes, kept: bytes = b"") -> bytes:
        nonce = os.urandom(_NONCE)
        head = kind + self._ring.current + place + kept
        return head + nonce + self._ring.keys[self._ring.current].encrypt(nonce, content, head)

    def _opened(self, sealed: bytes) -> bytes:
        if len(sealed) < _HEAD + _NONCE or sealed[0] not in {_WHOLE, _REDUCED}:
            raise InvalidTag
        end = _HEAD + (_DIGEST if sealed[0] == _REDUCED else 0)
        cipher = self._cipher(sealed[1 : 1 + _KEY])
        nonce, body = sealed[end : end + _NONCE], sealed[end + _NONCE :]
        return cipher.decrypt(nonce, body, sealed[:end])


class _SealerOfSession(Sealer):
    """The keys of an installation, with the database in which the digest key is kept."""

    def __init__(self, ring: _Ring, session: Session) -> None:
        self._ring, self._session = ring, session
        self._is_derived = False

    @override
    def _digest_key(self) -> bytes:
        ring = self._ring
        if ring.known is None and not self._is_derived:
            kept = self._session.execute(select(DigestKeyRow.sealed)).scalar_one_or_none()
            if kept is None:
                # others of this process ask anew: it may be kept by then
                self._is_derived = True
            else:
                ring.known = self.open_bytes(kept, _ABOUT_DIGESTS)
        return ring.known or ring.derived


def key_name(key: bytes) -> bytes:
    """Give the short name of a key, which stands before everything that it sealed.

    Args:
        key: 32 bytes.

    Returns:
        Four bytes that tell nothing about the key.
    """
    return hmac.digest(key, b"name of the key", "sha256")[:_KEY]


def key_of(sealed: bytes) -> str:
    """Tell which key sealed a text.

    Args:
        sealed: A sealed text or file.

    Returns:
        Its short name, eight hexadecimal digits.
    """
    return sealed[1 : 1 + _KEY].hex()


def is_reduced(sealed: bytes) -> bool:
    """Tell whether the words of a sealed text were taken out.

    Args:
        sealed: A sealed text or file.

    Returns:
        True for what `Sealer.reduce` gave.
    """
    return sealed[:1] == bytes([_REDUCED])


def sealer_of(session: Session) -> Sealer:
    """Give the sealer that a session was made with.

    Args:
        session: A session whose `info` holds `sealer`.

    Returns:
        The sealer.
    """
    sealer: Sealer = session.info["sealer"]
    return _SealerOfSession(sealer._ring, session)  # noqa: SLF001 - the same keys, with a database


def _place(about: str) -> bytes:
    return sha256(about.encode()).digest()[:_PLACE]
