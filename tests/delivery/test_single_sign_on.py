"""What a provider signed counts only if it was signed by its keys, for us, now, and for this walk.

Source: OpenID Connect Core 1.0, 3.1.3.7; OWASP ASVS 5.0, 6.8.2, 9.1, 9.2 and 10.5. The walk itself is
tried against a provider of other people's making in `tests/web/test_single_sign_on.py`.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from qa_app.delivery import single_sign_on
from qa_app.delivery.single_sign_on import (
    Errand,
    Provider,
    ProviderAwayError,
    ProviderRefusedError,
    subject_of,
)

ISSUER, OURS, SECRET = "https://id.example.org", "plumbline", "s" * 40
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
NOW = int(AT.timestamp())
PROVIDER = Provider(ISSUER, OURS, SECRET)
ERRAND = Errand(back="https://here.example.org/back", state="st", nonce="n" * 32, verifier="v" * 43)
DISCOVERY = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/to",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}
RIGHT: dict[str, Any] = {
    "iss": ISSUER,
    "aud": OURS,
    "sub": "s-1",
    "nonce": ERRAND.nonce,
    "iat": NOW,
    "exp": NOW + 300,
}


@pytest.fixture(scope="module")
def theirs() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "a", "use": "sig"})


@pytest.fixture
def provider(theirs: RSAKey, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Ask for the subject, with an ID token as the provider would hand it over."""
    public = KeySet([theirs]).as_dict(private=False)

    def fetched(address: str) -> Any:
        return public if address.endswith("/keys") else DISCOVERY

    monkeypatch.setattr(single_sign_on, "_fetched", fetched)

    def ask(id_token: str) -> str:
        monkeypatch.setattr(
            single_sign_on, "_exchanged", lambda *_: {"id_token": id_token, "access_token": "x"}
        )
        return subject_of(PROVIDER, ERRAND, "code", at=AT)

    return ask


def signed(key: RSAKey, header: dict[str, Any] | None = None, **more: Any) -> str:
    claims = {name: value for name, value in (RIGHT | more).items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "a"} | (header or {}), claims, key)


def part(content: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def by_secret(secret: bytes) -> str:
    said = f"{part({'alg': 'HS256', 'kid': 'a'})}.{part(RIGHT)}"
    made = hmac.digest(secret, said.encode(), "sha256")
    return f"{said}.{urlsafe_b64encode(made).rstrip(b'=').decode()}"


def test_the_subject_of_what_holds(provider: Callable[[str], str], theirs: RSAKey) -> None:
    assert provider(signed(theirs)) == "s-1"
    assert provider(signed(theirs, aud=[OURS])) == "s-1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://id.example.com"},
        {"iss": f"{ISSUER}/"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": None},
        {"aud": [OURS, "another"], "azp": "another"},
        {"sub": None},
        {"nonce": "m" * 32},
        {"nonce": None},
        {"nonce": ""},
        {"exp": NOW - 3600},
        {"exp": None},
        {"iat": NOW + 86_400},
    ],
    ids=str,
)
def test_what_says_something_else_is_refused(
    provider: Callable[[str], str], theirs: RSAKey, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ProviderRefusedError):
        provider(signed(theirs, **wrong))


@pytest.mark.parametrize("kind", ["at+jwt", "application/at+jwt", "logout+jwt", "secevent+jwt"])
def test_what_is_another_kind_of_token_is_refused(
    provider: Callable[[str], str], theirs: RSAKey, kind: str
) -> None:
    with pytest.raises(ProviderRefusedError):
        provider(signed(theirs, {"typ": kind}))
    assert provider(signed(theirs, {"typ": "JWT"})) == "s-1"


def test_what_nobody_or_somebody_else_signed_is_refused(
    provider: Callable[[str], str], theirs: RSAKey
) -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "a"})
    head, body, signature = signed(theirs).split(".")
    other_body = signed(stranger, sub="s-2").split(".")[1]
    public = theirs.as_pem(private=False)
    for token in (
        "",
        "a.b.c",
        f"{part({'alg': 'none'})}.{part(RIGHT)}.",
        f"{head}.{body}.",
        f"{head}.{other_body}.{signature}",
        signed(stranger),
        signed(stranger, header={"jku": "https://elsewhere.example/keys"}),
        signed(stranger, header={"jwk": stranger.as_dict(private=False)}),
        # a shared secret in the place of a key pair
        by_secret(SECRET.encode()),
        by_secret(public),
    ):
        with pytest.raises(ProviderRefusedError):
            provider(token)


def test_who_calls_itself_otherwise_is_not_our_provider(
    monkeypatch: pytest.MonkeyPatch, provider: Callable[[str], str], theirs: RSAKey
) -> None:
    for known in (
        DISCOVERY | {"issuer": "https://id.example.com"},
        DISCOVERY | {"issuer": f"{ISSUER}/"},
        DISCOVERY | {"jwks_uri": None},
        {},
    ):
        monkeypatch.setattr(single_sign_on, "_fetched", lambda _, known=known: known)
        with pytest.raises(ProviderAwayError):
            provider(signed(theirs))
