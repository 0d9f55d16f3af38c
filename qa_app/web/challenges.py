"""What a passkey signs, and what comes back from single sign-on: made for one browser, soon over.

Nothing of it is kept: a keyed digest says that we made it, for which purpose and browser, and
when. A passkey's answer counts only if it was asked for after the passkey was last used; the
provider takes each code once.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Final

from qa_app import clock
from qa_app.domain.trust_defaults import CHALLENGE_MINUTES
from qa_app.web.session import form_token
from qa_app.web.settings import installation

_TIME, _CHANCE, _SEAL = 8, 16, 32
_WHOLE: Final = _TIME + _CHANCE + _SEAL
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_challenge(purpose: str) -> str:
    """Make a challenge for this browser.

    Args:
        purpose: What for, such as `passkey` or `link`.

    Returns:
        Text safe in an address.
    """
    head = ((clock.now() - _EPOCH) // _MICROSECOND).to_bytes(_TIME) + clock.random_bits(
        8 * _CHANCE
    ).to_bytes(_CHANCE)
    return urlsafe_b64encode(head + _seal(purpose, head)).decode().rstrip("=")


def asked_at(challenge: str, purpose: str) -> datetime | None:
    """Tell when a challenge was made.

    Args:
        challenge: As it came back.
        purpose: What it must be for.

    Returns:
        When; None when it is none of ours, of another browser or purpose, or too old.
    """
    whole = challenge_bytes(challenge)
    head, seal = whole[: _TIME + _CHANCE], whole[_TIME + _CHANCE :]
    if len(whole) != _WHOLE or not hmac.compare_digest(seal, _seal(purpose, head)):
        return None
    made_at = _EPOCH + int.from_bytes(head[:_TIME]) * _MICROSECOND
    is_open = made_at <= clock.now() < made_at + timedelta(minutes=CHALLENGE_MINUTES)
    return made_at if is_open else None


def challenge_bytes(challenge: str) -> bytes:
    """Give the bytes of a challenge, which browsers hand to passkeys.

    Args:
        challenge: As text.

    Returns:
        Its bytes; empty for what is no challenge.
    """
    try:
        return urlsafe_b64decode(challenge.encode("ascii") + b"==")
    except ValueError:
        return b""


def drawn_from(challenge: str, what: str) -> str:
    """Draw a secret from a challenge, so that it need not be kept.

    Args:
        challenge: The challenge.
        what: Which secret.

    Returns:
        64 hexadecimal digits that nobody works out without the installation's key.
    """
    return _keyed(f"{what}:{challenge}".encode()).hex()


def _seal(purpose: str, head: bytes) -> bytes:
    return _keyed(f"challenge:{purpose}:{form_token()}:".encode() + head)


def _keyed(content: bytes) -> bytes:
    return hmac.digest(installation().secret_key.encode(), content, "sha256")
