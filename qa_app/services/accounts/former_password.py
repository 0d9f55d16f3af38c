"""Whether a password was used before, where the profile asks."""

from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qa_app.domain.passwords import PasswordProfile, normal_password


def was_used_before(
    hasher: PasswordHasher, password: str, hashes: Iterable[str], profile: PasswordProfile
) -> bool:
    """Tell whether a password is one of former ones.

    Args:
        hasher: Argon2id.
        password: As typed.
        hashes: The former ones.
        profile: The installation's profile; only `mlps3` asks.

    Returns:
        True when one of them is the same.
    """
    if profile is not PasswordProfile.MLPS3:
        return False
    normal = normal_password(password)
    return any(_is(hasher, one, normal) for one in hashes)


def _is(hasher: PasswordHasher, password_hash: str, normal: str) -> bool:
    try:
        return hasher.verify(password_hash, normal)
    except (VerificationError, InvalidHashError):
        return False
