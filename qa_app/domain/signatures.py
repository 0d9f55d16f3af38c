"""Signatures of papers: Ed25519 over the bytes of one canonical text."""

import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ALGORITHM: Final = "Ed25519"
SEED_BYTES: Final = 32
"""Length of the private part of a key."""

_CODE_SIGNS: Final = 16


def public_part(seed: bytes) -> str:
    """Give the public part of a key.

    Args:
        seed: Its private part, `SEED_BYTES` unpredictable bytes.

    Returns:
        64 hexadecimal digits.

    Source: RFC 8032.
    """
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def key_code(public_key: str) -> str:
    """Give the short name by which papers say which key signed them.

    Args:
        public_key: The public part, 64 hexadecimal digits.

    Returns:
        The first 16 hexadecimal digits of its SHA-256.
    """
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:_CODE_SIGNS]


def signature_of(seed: bytes, text: str) -> str:
    """Sign a text.

    Args:
        seed: The private part of the key.
        text: What is signed.

    Returns:
        128 hexadecimal digits; the same for the same key and text.
    """
    return Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode()).hex()


def is_signed(public_key: str, text: str, signature: str) -> bool:
    """Check a signature.

    Args:
        public_key: The public part of the key, 64 hexadecimal digits.
        text: What was signed.
        signature: 128 hexadecimal digits.

    Returns:
        False for any other text, key or signature, and for what is no signature.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def is_named(public_key: str, code: str) -> bool:
    """Tell whether a key is what its short name says.

    Args:
        public_key: The public part.
        code: The short name.

    Returns:
        False for any other name, and for what is no public part.
    """
    try:
        return key_code(public_key) == code
    except ValueError:
        return False
