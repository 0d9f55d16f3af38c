"""Speaks WebAuthn with browsers; the library behind it is an extra (`passkeys`).

Source: W3C Web Authentication Level 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

_PACKAGE = "webauthn"


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys hold.

    Attributes:
        host: The host that browsers bind a passkey to.
        origin: Scheme, host and port of the pages.
        name: Name of the product.
    """

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose passkey is made: an unchanging handle, the name for signing in, the name shown."""

    handle: bytes
    login_name: str
    name: str


@dataclass(frozen=True, slots=True)
class MadePasskey:
    """A passkey as a browser made it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def is_passkey_able() -> bool:
    """Tell whether the extra is installed.

    Returns:
        False hides passkeys everywhere.
    """
    return find_spec(_PACKAGE) is not None


def making_options(site: Site, owner: Owner, challenge: bytes, known: Sequence[bytes]) -> str:
    """Ask a browser to make a passkey.

    Args:
        site: Where it is to hold.
        owner: Whose it is.
        challenge: What must be signed, never used before.
        known: Credential ids that the owner has already.

    Returns:
        Options of `navigator.credentials.create` as JSON.
    """
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=owner.handle,
        user_name=owner.login_name,
        user_display_name=owner.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


def made_passkey(site: Site, challenge: bytes, sent: str) -> MadePasskey | None:
    """Read what a browser made.

    Args:
        site: Where it is to hold.
        challenge: What had to be signed.
        sent: JSON of the browser.

    Returns:
        The passkey; None when it is not what was asked for.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = verify_registration_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError):
        return None
    return MadePasskey(made.credential_id, made.credential_public_key, made.sign_count)


def asking_options(
    site: Site, challenge: bytes, known: Sequence[bytes], *, must_verify: bool
) -> str:
    """Ask a browser for a signature.

    Args:
        site: Where the passkey holds.
        challenge: What must be signed, never used before.
        known: Credential ids that may sign; empty lets any passkey of the site.
        must_verify: True wants the person known to the device, by finger, face or PIN.

    Returns:
        Options of `navigator.credentials.get` as JSON.
    """
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import (
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    wanted = UserVerificationRequirement
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=wanted.REQUIRED if must_verify else wanted.PREFERRED,
    )
    return options_to_json(options)


def credential_of(sent: str) -> bytes | None:
    """Read which passkey a browser says has signed.

    Args:
        sent: JSON of the browser.

    Returns:
        Its credential id; None when it cannot be read.
    """
    parsed = _parsed(sent)
    return None if parsed is None else bytes(parsed.raw_id)


def _parsed(sent: str) -> Any:
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return parse_authentication_credential_json(sent)
    except (WebAuthnException, ValueError):
        return None


def signed_count(
    site: Site,
    challenge: bytes,
    sent: str,
    public_key: bytes,
    sign_count: int,
    *,
    must_verify: bool,
) -> int | None:
    """Check a signature.

    Args:
        site: Where the passkey holds.
        challenge: What had to be signed.
        sent: JSON of the browser.
        public_key: The passkey's.
        sign_count: Its counter before.
        must_verify: True wants the person known to the device.

    Returns:
        Its counter now; None when the signature does not hold.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        held = verify_authentication_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=must_verify,
        )
    except (WebAuthnException, ValueError):
        return None
    return held.new_sign_count
