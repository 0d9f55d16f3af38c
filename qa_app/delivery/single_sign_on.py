"""Speaks OpenID Connect with a provider; the library behind it is an extra (`sso`).

The code flow with PKCE (S256), `state` and `nonce`; what the provider signs is checked with its
published keys. Source: OpenID Connect Core 1.0, 3.1; RFC 7636; RFC 9700.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import Any

_SECONDS = 5
_PACKAGES = ("authlib", "requests")
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_DISCOVERY = "/.well-known/openid-configuration"
_SKEW_SECONDS = 60
_KINDS = ("", "jwt", "application/jwt")
"""What the head of an ID token may call it: access and sign-out tokens have names of their own."""


class ProviderAwayError(Exception):
    """The provider does not answer, or not as one."""


class ProviderRefusedError(Exception):
    """The provider, or a check of what it sent, says no."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the installation names it.

    Attributes:
        issuer: Its address, as it calls itself.
        client_id: What it calls this installation.
        client_secret: Shared with it.
    """

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Errand:
    """One walk to the provider and back.

    Attributes:
        back: Address that it sends the browser back to.
        state: Comes back with the browser.
        nonce: Comes back signed.
        verifier: Shown only when the code is exchanged (PKCE).
    """

    back: str
    state: str
    nonce: str
    verifier: str


def is_sso_able() -> bool:
    """Tell whether the extra is installed.

    Returns:
        False hides single sign-on.
    """
    return all(find_spec(one) is not None for one in _PACKAGES)


def way_to(provider: Provider, errand: Errand) -> str:
    """Make the address to which the browser goes.

    Args:
        provider: The provider.
        errand: The walk.

    Returns:
        The address.

    Raises:
        ProviderAwayError: The provider does not answer.
    """
    known = _discovered(provider)
    with _client(provider, errand) as client:
        address, _ = client.create_authorization_url(
            known["authorization_endpoint"],
            state=errand.state,
            nonce=errand.nonce,
            code_verifier=errand.verifier,
        )
    return str(address)


def subject_of(provider: Provider, errand: Errand, code: str, *, at: datetime) -> str:
    """Exchange a code for who it is.

    Args:
        provider: The provider.
        errand: The walk that ends here.
        code: What the browser brought.
        at: The present.

    Returns:
        The subject: what the provider calls the person, for ever.

    Raises:
        ProviderAwayError: The provider does not answer.
        ProviderRefusedError: It does not take the code, or what it signed does not hold.
    """
    known = _discovered(provider)
    token = _exchanged(provider, errand, known["token_endpoint"], code)
    claims = _claims(provider, known, str(token.get("id_token") or ""), at)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), errand.nonce.encode()):
        raise ProviderRefusedError("nonce")
    return str(claims["sub"])


def _client(provider: Provider, errand: Errand) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid",
        redirect_uri=errand.back,
        code_challenge_method="S256",
    )


def _discovered(provider: Provider) -> dict[str, str]:
    known = _fetched(provider.issuer.rstrip("/") + _DISCOVERY)
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if known.get("issuer") != provider.issuer or not all(
        isinstance(known.get(one), str) for one in needed
    ):
        raise ProviderAwayError("discovery")
    return {one: known[one] for one in needed}


def _fetched(address: str) -> Any:
    import requests

    try:
        answer = requests.get(address, timeout=_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        content = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise ProviderAwayError(address) from fault
    if not isinstance(content, dict):
        raise ProviderAwayError(address)
    return content


def _exchanged(provider: Provider, errand: Errand, address: str, code: str) -> dict[str, Any]:
    import requests
    from authlib.common.errors import AuthlibBaseError

    try:
        with _client(provider, errand) as client:
            token = client.fetch_token(
                address,
                grant_type="authorization_code",
                code=code,
                code_verifier=errand.verifier,
                timeout=_SECONDS,
                allow_redirects=False,
            )
    except requests.ConnectionError as fault:
        raise ProviderAwayError(address) from fault
    except (requests.RequestException, AuthlibBaseError, ValueError) as fault:
        raise ProviderRefusedError("code") from fault
    return dict(token)


def _claims(
    provider: Provider, known: dict[str, str], id_token: str, at: datetime
) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    keys = _fetched(known["jwks_uri"])
    try:
        signed = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=list(_ALGORITHMS))
        if str(signed.header.get("typ") or "").lower() not in _KINDS:
            raise ProviderRefusedError("id_token")
        options = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True},
        }
        claims = CodeIDToken(
            signed.claims, signed.header, options, {"client_id": provider.client_id}
        )
        claims.validate(now=int(at.timestamp()), leeway=_SKEW_SECONDS)
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise ProviderRefusedError("id_token") from fault
    return dict(claims)
