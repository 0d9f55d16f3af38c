"""By what a browser is known in which somebody signed in before: a signed cookie of its own."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from flask import Response, request

from qa_app import clock
from qa_app.domain.trust_defaults import KNOWN_DEVICE_DAYS
from qa_app.web.settings import installation

_PLAIN, _STRICT = "device", "__Host-device"
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Device:
    """A browser.

    Attributes:
        token: The random part of its cookie.
    """

    token: str

    @property
    def digest(self) -> str:
        """Give what is kept of it."""
        return sha256(self.token.encode()).hexdigest()

    def remember(self, response: Response) -> None:
        """Send the cookie along, so that the browser is known the next time.

        Args:
            response: What is answered.
        """
        is_strict = installation().is_https
        response.set_cookie(
            _STRICT if is_strict else _PLAIN,
            f"{self.token}.{_signed(self.token)}",
            max_age=KNOWN_DEVICE_DAYS * _DAY_SECONDS,
            secure=is_strict,
            httponly=True,
            samesite="Lax",
            path="/",
        )


def known_or_new() -> Device:
    """Give the browser that asks.

    Returns:
        Known by its cookie; a new one where it sent none, or one that nobody signed here.
    """
    sent = request.cookies.get(_STRICT if installation().is_https else _PLAIN, "")
    token, _dot, signature = sent.partition(".")
    if token and hmac.compare_digest(signature.encode(), _signed(token).encode()):
        return Device(token)
    return Device(clock.random_token())


def _signed(token: str) -> str:
    key = installation().secret_key.encode()
    return hmac.new(key, b"device:" + token.encode(), "sha256").hexdigest()
